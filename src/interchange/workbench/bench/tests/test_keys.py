"""Keys that sign and pictures that are labelled: encrypted at rest, never given out, one owner, a preview, a proof, a reading back."""

import io
import json
from datetime import timedelta

import pytest
from cryptography import x509
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from interchange.ground import clock, vault
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import ROOMS, export
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.bench import actions, forms, queries
from interchange.workbench.bench.actions import keys, labelling
from interchange.workbench.bench.models import HeldPicture, SigningKey
from interchange.workbench.bench.schedule import forget
from interchange.workbench.signals.inspecting import inspect
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.trust import TrustList
from interchange.workbench.signals.writing import keys as signing
from interchange.workbench.signals.writing import label, testca

pytestmark = pytest.mark.django_db
NOW = samples.NOW


@pytest.fixture
def ada():
    return Person.objects.create_user("ada@example.org", given_name="Ada", family_name="Sample")


@pytest.fixture
def member(ada):
    return Viewer(person_id=ada.pk, roles=frozenset({Role.MEMBER}))


@pytest.fixture
def admin():
    return Viewer(person_id=Person.objects.create_user("root@example.org").pk, roles=frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def officer():
    return Viewer(person_id=Person.objects.create_user("officer@example.org").pk, roles=frozenset({Role.OFFICER}))


def sign_in(client, person, role):
    RoleGrant.objects.create(person=person, role=role, starts_at=NOW - timedelta(days=1))
    client.force_login(person)


def brought(actor, **more):
    ca = samples.ca()
    given = {"name": "Mine", "key": ca.key, "chain": ca.chain, "form_key": f"k{SigningKey.objects.count()}", "at": clock.now()}
    return keys.bring_key(actor, **{**given, **more})


def upload(content, name="red.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


SECRET = samples.ca().key.split("\n")[2]  # a line out of the middle of the key


# --- at rest -------------------------------------------------------------------------------------------------------------


def test_what_is_locked_opens_for_its_own_row_alone_and_secrets_can_be_changed(settings):
    settings.KEY_SECRETS = []
    old = vault.lock("words", "row 1")
    assert "words" not in old
    assert vault.unlock(old, "row 1") == "words"
    for wrong, about in ((old, "row 2"), (old[:-6] + "AAAA==", "row 1"), ("1:none:AAAA", "row 1"), ("", "row 1")):
        with pytest.raises(vault.Lost):
            vault.unlock(wrong, about)
    settings.KEY_SECRETS = ["newer secret"]
    assert vault.unlock(old, "row 1") == "words"
    assert vault.is_old(old)
    new = vault.lock("words", "row 1")
    assert not vault.is_old(new)
    settings.KEY_SECRETS = ["newest secret", "newer secret"]
    assert vault.unlock(new, "row 1") == "words"
    settings.KEY_SECRETS = ["newest secret"]
    with pytest.raises(vault.Lost):
        vault.unlock(new, "row 1")


def test_keys_are_locked_anew_when_the_secret_changes(member, settings):
    key = brought(member)
    other = brought(member, name="Other")
    SigningKey.objects.filter(pk=other.pk).update(locked=vault.lock("x", "another row"))
    settings.KEY_SECRETS = ["a newer secret"]
    assert keys.rotate_keys(SYSTEM, at=clock.now()) == (1, 1)
    assert keys.rotate_keys(SYSTEM, at=clock.now()) == (0, 1)
    fresh = SigningKey.objects.get(pk=key.pk)
    assert fresh.locked != key.locked
    settings.SECRET_KEY = "another house"
    assert keys.to_sign(member, key.pk, at=clock.now())[1](b"data")
    with pytest.raises(Refused, match="has no more"):
        keys.to_sign(member, other.pk, at=clock.now())


def test_no_private_key_leaves_the_house(member, ada, tmp_path, settings, client):
    key = brought(member)
    with io.StringIO() as out:
        call_command("dumpdata", "bench", stdout=out)
        assert SECRET not in out.getvalue()
    assert key.locked
    assert SECRET not in key.locked
    told = ROOMS["bench"].collect(ada.pk)
    assert told["signing_keys"][0]["name"] == "Mine"
    assert "BEGIN CERTIFICATE" in told["signing_keys"][0]["chain"]
    assert key.locked not in json.dumps(told, default=str)
    assert SECRET.encode() not in export(ada.pk)
    sign_in(client, ada, Role.MEMBER)
    for address in ("/workbench/keys/", f"/workbench/keys/{key.pk}/", "/workbench/label/"):
        page = client.get(address).content.decode()
        assert "Mine" in page
        assert SECRET not in page
        assert key.locked not in page
    assert client.get(f"/workbench/keys/{key.pk}/request.csr").status_code == 404
    assert not [event for event in Event.objects.all() if SECRET in json.dumps([event.before, event.after])]


# --- who and what --------------------------------------------------------------------------------------------------------


def test_a_key_has_one_owner_and_the_house_s_keys_are_signed_with_by_officers_only(member, admin, officer):
    own, house = brought(member), brought(admin, for_house=True, name="House")
    with pytest.raises(NotAllowed):
        brought(officer, for_house=True)
    with pytest.raises(NotAllowed):
        brought(VISITOR)
    with pytest.raises(NotAllowed):
        brought(Viewer(person_id=member.person_id))
    other = Viewer(person_id=admin.person_id, roles=frozenset({Role.MEMBER}))
    for viewer, expected in ((member, [own]), (admin, [house]), (officer, []), (other, [])):
        assert list(queries.keys(viewer)) == expected
    at = clock.now()
    for viewer, expected in ((member, {own.pk}), (admin, {house.pk}), (officer, {house.pk}), (other, set())):
        assert {pk for pk, _words in queries.signers(viewer, at)} == {str(pk) for pk in expected}
    for stranger, key in ((other, own), (officer, own), (admin, own), (member, house), (other, house)):
        with pytest.raises(NotAllowed):
            keys.to_sign(stranger, key.pk, at=at)
    for stranger in (other, officer, admin):
        with pytest.raises(NotAllowed):
            keys.revoke_key(stranger, own.pk, reason="x", at=at)
        with pytest.raises(NotAllowed):
            keys.delete_key(stranger, own.pk, at=at)


def test_what_cannot_sign_is_refused_with_every_reason(member):
    wrong = testca.make(NOW, purposes=(x509.oid.ExtendedKeyUsageOID.SERVER_AUTH,))
    for given, field, words in (
        ({"key": "nothing"}, "key", "no private key"),
        ({"chain": "nothing"}, "chain", "no certificate"),
        ({"key": signing.make()}, "chain", "not that of the key"),
        ({"key": wrong.key, "chain": wrong.chain}, "chain", "not made for signing content"),
        ({"at": NOW + timedelta(days=3000)}, "chain", "expired"),
    ):
        with pytest.raises(Refused, match=words) as refused:
            brought(member, **given)
        assert {problem.field for problem in refused.value.problems} == {field}
    assert not SigningKey.objects.exists()


def test_a_key_made_here_waits_for_its_certificate_signs_and_is_destroyed(member):
    at = clock.now()
    key = keys.make_key(member, name="Ada Sample", organisation="Press", country="CH", form_key="one", at=at)
    assert keys.make_key(member, name="Ada Sample", form_key="one", at=at) == key
    assert SigningKey.objects.count() == 1
    with pytest.raises(NotAllowed):
        keys.to_sign(member, key.pk, at=at)
    request = x509.load_pem_x509_csr(key.request.encode())
    ca = testca.make(at, public=request.public_key())
    with pytest.raises(Refused, match="not that of the key"):
        keys.certify_key(member, key.pk, chain=samples.ca().chain, at=at)
    keys.certify_key(member, key.pk, chain=ca.chain + ca.root, at=at)
    assert keys.to_sign(member, key.pk, at=at)[1](b"data")
    with pytest.raises(Refused, match="expired"):
        keys.to_sign(member, key.pk, at=at + timedelta(days=400))
    keys.revoke_key(member, key.pk, reason="lost laptop", at=at)
    keys.revoke_key(member, key.pk, reason="again", at=at)
    gone = SigningKey.objects.get()
    assert (gone.state, gone.locked, bool(gone.chain)) == ("revoked", "", True)
    with pytest.raises(NotAllowed):
        keys.to_sign(member, key.pk, at=at)
    with pytest.raises(NotAMove):
        keys.certify_key(member, key.pk, chain=ca.chain, at=at)
    keys.delete_key(member, key.pk, at=at)
    told = list(Event.objects.filter(verb__startswith="key.").order_by("seq").values_list("verb", flat=True))
    assert told == ["key.made", "key.certified", "key.revoked", "key.deleted"]


def test_the_database_holds_what_a_key_is(member):
    key = brought(member)
    for broken in ({"state": "revoked"}, {"locked": ""}, {"chain": ""}, {"revoked_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SigningKey.objects.filter(pk=key.pk).update(**broken)


def test_keys_are_few_and_go_with_their_person(member, ada, monkeypatch):
    monkeypatch.setattr(keys, "KEYS_EACH", 1)
    brought(member)
    with pytest.raises(Refused, match="1 keys already"):
        brought(member)
    held = labelling.hold_picture(member, upload(samples.jpeg()), wanted=label.Label(ai_system="A"), at=clock.now())
    assert any("destroyed" in str(one.what) for one in ROOMS["bench"].plan(ada.pk))
    ROOMS["bench"].erase(ada.pk, clock.now())
    assert not SigningKey.objects.exists()
    assert not HeldPicture.objects.exists()
    assert not default_storage.exists(held.path)


# --- labelling -----------------------------------------------------------------------------------------------------------


LABEL = {"source_type": "trainedAlgorithmicMedia", "ai_system": "Sample Model", "data_mining": "DMI-PROHIBITED-AIMLTRAINING"}


def pixels(content):
    with Image.open(io.BytesIO(content)) as picture:
        return picture.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_shown_first_then_labelled_signed_proved_read_back_and_given(client, ada, kind, django_capture_on_commit_callbacks):
    sign_in(client, ada, Role.MEMBER)
    made = client.post("/workbench/keys/new/try/", {"name": "Ada Sample", "form_key": "f1"}, follow=True).content.decode()
    assert "The key is kept, encrypted." in made
    key = SigningKey.objects.get()
    plain = samples.picture(kind, size=(320, 200))
    answer = client.post("/workbench/label/", {**LABEL, "key": str(key.pk), "file": upload(plain, f"a “b”.{kind.lower()}")})
    held = HeldPicture.objects.get()
    page = client.get(answer["Location"]).content.decode()
    for words in ("Nothing is written yet", "Iptc4xmpExt:DigitalSourceType", "made by a trained algorithm", "with Sample Model", "are not allowed", "test CA"):  # fmt: skip
        assert words in page
    assert client.get(f"{answer['Location']}picture").status_code == 404
    for _ in range(2):
        page = client.post(answer["Location"], {"do": "write"}, follow=True).content.decode()
    assert "The picture itself did not change" in page
    assert "signed with “Ada Sample”" in page
    assert "Made by AI" in page
    given = client.get(f"{answer['Location']}picture")
    assert given["Content-Disposition"].startswith('attachment; filename="a _b_-labelled.')
    result = b"".join(given.streaming_content)
    assert pixels(result) == pixels(plain)
    assert HeldPicture.objects.get().made["proof"] in page
    root = TrustList("own", "2026-01-01", signing.tidy(key.chain).split("-----END CERTIFICATE-----")[1] + "-----END CERTIFICATE-----\n")
    report = inspect(result, name="x", options=Options((root,)), isolated=False)
    assert {one.scheme for one in report.findings} >= {"c2pa", "cawg-training-mining", "iptc-digital-source-type", "plus-data-mining"}
    assert [one.code for one in report.findings if one.claim == "invalid"] == []
    checks = {check.name: str(check.outcome) for one in report.findings for check in one.checks}
    assert (checks["content-hash"], checks["signature"]) == ("yes", "yes")
    with django_capture_on_commit_callbacks(execute=True):
        assert "The picture is gone from here." in client.post(answer["Location"], {"do": "forget"}, follow=True).content.decode()
    assert client.get(answer["Location"]).status_code == 404
    assert not default_storage.exists(held.path)
    assert not default_storage.exists(held.result)


def test_a_visitor_labels_without_signing(client, settings):
    plain = samples.jpeg()
    page = client.get("/workbench/label/").content.decode()
    assert "Sign it with" not in page
    answer = client.post("/workbench/label/", {**LABEL, "key": "1", "file": upload(plain)})
    assert "In a content credential" not in client.get(answer["Location"]).content.decode()
    page = client.post(answer["Location"], {"do": "write"}, follow=True).content.decode()
    assert "Labelled. Read back below" in page
    result = b"".join(client.get(f"{answer['Location']}picture").streaming_content)
    again = client.post("/workbench/label/", {**LABEL, "file": upload(result)})
    page = client.get(again["Location"]).content.decode()
    assert "it says all this already" in page
    assert 'value="write"' not in page


def test_a_signed_picture_is_labelled_only_if_it_is_signed_again_and_keeps_its_history(member):
    signed, at = samples.signed(), clock.now()
    wanted = label.Label(data_mining="DMI-PROHIBITED")
    with pytest.raises(Refused, match="label first, then sign"):
        labelling.hold_picture(member, upload(signed), wanted=wanted, at=at)
    held = labelling.hold_picture(member, upload(signed), wanted=wanted, key_id=brought(member).pk, at=at)
    made = labelling.write_picture(member, held.pk, at=at).made
    graph = next(one["data"]["graph"] for one in made["report"]["findings"] if one.get("code") == "credential")
    assert [edge["relation"] for edge in graph["edges"]] == ["parentOf"]
    assert made["pictures"]
    claims = {(one["claim"], one["validity"]) for one in made["report"]["findings"] if one["scheme"].startswith("c2pa")}
    assert ("captured", "untrusted") in claims


def test_a_key_that_was_revoked_meanwhile_signs_nothing(member):
    key, at = brought(member), clock.now()
    held = labelling.hold_picture(member, upload(samples.jpeg()), wanted=label.Label(ai_system="A"), key_id=key.pk, at=at)
    keys.revoke_key(member, key.pk, reason="x", at=at)
    with pytest.raises(NotAllowed):
        labelling.write_picture(member, held.pk, at=at)
    assert HeldPicture.objects.get().made == {}


def test_what_the_library_will_not_sign_is_told_on_the_page(client, ada, member, monkeypatch):
    held = labelling.hold_picture(
        member, upload(samples.jpeg()), wanted=label.Label(ai_system="A"), key_id=brought(member).pk, at=clock.now()
    )
    monkeypatch.setattr(labelling.pool.Pool, "sign", lambda *_, **__: (_ for _ in ()).throw(labelling.pool.Refused("no room")))
    sign_in(client, ada, Role.MEMBER)
    answer = client.post(f"/workbench/label/{held.pk}/", {"do": "write"})
    assert answer.status_code == 422
    assert "It could not be signed: no room." in answer.content.decode()


def test_held_pictures_are_their_holder_s_and_go_by_themselves(member, client, ada, django_capture_on_commit_callbacks):
    at = clock.now()
    held = labelling.hold_picture(member, upload(samples.jpeg()), wanted=label.Label(ai_system="A"), at=at)
    assert client.get(f"/workbench/label/{held.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        labelling.forget_picture(VISITOR, held.pk)
    forget(at + timedelta(minutes=29))
    assert default_storage.exists(held.path)
    with pytest.raises(NotAllowed):
        labelling.write_picture(member, held.pk, at=at + timedelta(minutes=31))
    with django_capture_on_commit_callbacks(execute=True):
        forget(at + timedelta(minutes=31))
    assert not HeldPicture.objects.exists()
    assert not default_storage.exists(held.path)
    lost = labelling.hold_picture(member, upload(samples.jpeg()), wanted=label.Label(ai_system="A"), at=clock.now())
    default_storage.delete(lost.path)
    sign_in(client, ada, Role.MEMBER)
    assert client.get(f"/workbench/label/{lost.pk}/").status_code == 404


def test_what_cannot_be_labelled_is_refused_with_its_reason(client, monkeypatch):
    nothing = client.post("/workbench/label/", {"file": upload(samples.jpeg())})
    assert nothing.status_code == 422
    assert "Say at least one thing" in nothing.content.decode()
    wrong = client.post("/workbench/label/", {"ai_system": "A", "file": upload(b"%PDF-1.7 no picture", "a.pdf")})
    assert wrong.status_code == 422
    assert 'value="A"' in wrong.content.decode()
    monkeypatch.setattr(forms, "HELD_MB", 0)
    assert "larger than 0 MB" in client.post("/workbench/label/", {"ai_system": "A", "file": upload(samples.jpeg())}).content.decode()
    assert not HeldPicture.objects.exists()


def test_labelling_counts_as_looking_and_two_that_come_at_once_count_as_two(client, monkeypatch):
    monkeypatch.setattr(actions, "visitor_files", lambda: 1)
    assert client.post("/workbench/label/", {**LABEL, "file": upload(samples.jpeg())}).status_code == 302
    assert "in an hour" in client.post("/workbench/label/", {**LABEL, "file": upload(samples.jpeg())}).content.decode()


# --- pages ---------------------------------------------------------------------------------------------------------------


def test_the_pages_of_keys_say_what_happened(client, ada):
    sign_in(client, ada, Role.MEMBER)
    assert "There is none yet" in client.get("/workbench/keys/").content.decode()
    wrong = client.post("/workbench/keys/new/make/", {"name": "", "country": "Switzerland"})
    assert wrong.status_code == 422
    client.post("/workbench/keys/new/make/", {"name": "Ada Sample", "country": "ch", "for_house": "on"})
    key = SigningKey.objects.get()
    assert key.owner_id == ada.pk, "only administrators make keys for the house"
    address = f"/workbench/keys/{key.pk}/"
    assert "waits for its certificate" in client.get("/workbench/keys/").content.decode()
    request = client.get(f"{address}request.csr").content
    assert client.post(address, {"do": "certify", "chain": "nothing"}).status_code == 422
    chain = testca.make(clock.now(), public=x509.load_pem_x509_csr(request).public_key()).chain
    assert "the key signs." in client.post(address, {"do": "certify", "chain": chain}, follow=True).content.decode()
    assert "Say why" in client.post(address, {"do": "revoke", "reason": ""}).content.decode()
    assert "The key is destroyed." in client.post(address, {"do": "revoke", "reason": "lost"}, follow=True).content.decode()
    assert "are deleted." in client.post(address, {"do": "delete"}, follow=True).content.decode()
    ca = samples.ca()
    page = client.post("/workbench/keys/new/bring/", {"name": "Mine", "key": ca.key, "chain": ca.chain}, follow=True).content.decode()
    assert "Test signer" in page
    broken = client.post("/workbench/keys/new/bring/", {"name": "Mine", "key": ca.key, "chain": "none"})
    assert broken.status_code == 422
    assert SECRET not in broken.content.decode(), "a key that was pasted does not come back in the form"
    assert client.get("/workbench/keys/new/steal/").status_code == 404
    assert Client().get("/workbench/keys/").status_code in (302, 404)


def test_thirty_keys_cost_no_more_queries_than_three(client, ada, member, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    monkeypatch.setattr(keys, "KEYS_EACH", 99)
    sign_in(client, ada, Role.MEMBER)
    first = brought(member)
    costs = []
    for count in (2, 27):
        for number in range(count):
            first.pk, first.form_key = None, f"copy {count} {number}"
            SigningKey.objects.create(
                **{field.attname: getattr(first, field.attname) for field in SigningKey._meta.fields if field.name != "id"}
            )
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get("/workbench/keys/?per=50").status_code == 200
        costs.append(len(queries_made))
    assert costs[0] == costs[1]
