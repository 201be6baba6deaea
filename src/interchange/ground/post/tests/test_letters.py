"""Letters: written once, held until a second officer releases them, worded safely."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import IntegrityError, transaction

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.post import actions, queries, templates
from interchange.ground.post.actions import Draft
from interchange.ground.post.bounces import receive
from interchange.ground.post.delivery import BOUNCE_PREFIX, message, unsubscribe_url
from interchange.ground.post.models import AddressMark, Batch, Letter, Unsubscription

pytestmark = pytest.mark.django_db
VALUES = {"heading": "News", "text": "Words."}


@pytest.fixture
def people():
    return [Person.objects.create_user(f"p{number}@example.org", given_name=f"P{number}") for number in range(4)]


@pytest.fixture
def officers(people):
    for person in people[:2]:
        RoleGrant.objects.create(person=person, role=Role.OFFICER, starts_at=clock.now())
    return [Viewer(person_id=person.pk, roles=frozenset({Role.OFFICER})) for person in people[:2]]


def drafts(people):
    return [Draft("post.group", VALUES, person_id=person.pk, key=f"news:{person.pk}") for person in people]


def test_the_same_letter_is_written_once(people):
    first = actions.send(SYSTEM, drafts(people)[0], at=clock.now())
    assert actions.send(SYSTEM, drafts(people)[0], at=clock.now()).pk == first.pk
    assert first.number.startswith("TEN/LET/")
    assert first.state == "queued"


def test_nothing_leaves_a_batch_before_a_second_officer_releases_it(people, officers, settings):
    settings.EMAIL_HOST = ""
    batch = actions.prepare_batch(officers[0], title="News", drafts=drafts(people), at=clock.now())
    assert actions.deliver_due(limit=10, at=clock.now()) == 0
    with pytest.raises(Refused, match="prepared these letters cannot release"):
        actions.release_batch(officers[0], batch.pk, at=clock.now())
    actions.release_batch(officers[1], batch.pk, at=clock.now())
    actions.release_batch(officers[1], batch.pk, at=clock.now())
    assert actions.deliver_due(limit=10, at=clock.now()) == 4
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_the_database_itself_refuses_one_officer_doing_both(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(title="x", prepared_by=people[0], prepared_at=clock.now(), released_by=people[0], released_at=clock.now())


def test_a_cancelled_batch_sends_nothing_and_can_be_prepared_anew(people, officers):
    batch = actions.prepare_batch(officers[0], title="News", drafts=drafts(people), at=clock.now())
    actions.cancel_batch(officers[0], batch.pk, at=clock.now())
    assert actions.deliver_due(limit=10, at=clock.now()) == 0
    again = actions.prepare_batch(officers[0], title="News", drafts=drafts(people), at=clock.now())
    assert again.letters.count() == 4


def test_only_officers_prepare(people):
    with pytest.raises(NotAllowed):
        actions.prepare_batch(Viewer(person_id=people[3].pk), title="x", drafts=drafts(people), at=clock.now())


def test_a_conflict_hides_the_letters_about_the_thing(people, officers):
    actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[3].pk, subject=people[2]), at=clock.now())
    assert queries.letters(officers[0]).count() == queries.letters(officers[1]).count() == 1
    record_conflict(officers[0], officers[0].person_id, people[2], reason=ConflictReason.OTHER, at=clock.now())
    assert queries.letters(officers[0]).count() == 0
    assert queries.letters(officers[1]).count() == 1


def test_merge_values_cannot_break_a_header_or_run(people):
    letter = actions.send(
        SYSTEM,
        Draft("post.group", {"heading": "A\r\nBcc: all@example.org", "text": "{{ settings.SECRET_KEY }} <b>"}, person_id=people[0].pk),
        at=clock.now(),
    )
    mail = message(letter).message()
    assert mail["Bcc"] is None
    assert "{{ settings.SECRET_KEY }} <b>" in letter.body
    html = message(letter).alternatives[0].content
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("Hello", "Dear {{ nobody }}", "Unknown merge field: nobody"),
        ("Two\nlines", "x", "one line"),
        ("Hello", "{% if %}", "cannot be read"),
        ("Hello", "{{ name.__class__ }}", "cannot be read"),
    ],
)
def test_a_broken_wording_is_refused(officers, subject, body, words):
    with pytest.raises(Refused, match=words):
        actions.edit_wording(officers[0], "post.group", subject=subject, body=body, at=clock.now())


def test_a_new_wording_is_used_from_then_on(people, officers):
    old = actions.send(SYSTEM, drafts(people)[0], at=clock.now())
    actions.edit_wording(officers[0], "post.group", subject="Changed: {{ heading }}", body="Hello {{ name }}", at=clock.now())
    new = actions.send(SYSTEM, drafts(people)[1], at=clock.now())
    old.refresh_from_db()
    assert (old.subject, new.subject, new.body) == ("News", "Changed: News", "Hello P1\n")


@pytest.mark.parametrize("key", sorted(templates.TEMPLATES))
def test_every_template_can_be_written_from_its_sample(key):
    subject, body = templates.render(key, templates.TEMPLATES[key].sample)
    assert subject
    assert "{{" not in body
    assert templates.fields_in("".join(templates.file_text(key))) <= set(templates.TEMPLATES[key].sample) | {"base_url", "network"}


def test_one_click_ends_what_is_not_essential_and_only_that(people, client):
    letter = actions.send(SYSTEM, Draft("post.digest", VALUES, person_id=people[0].pk), at=clock.now())
    mail = message(letter).message()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    assert not Unsubscription.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert actions.send(SYSTEM, Draft("post.digest", VALUES, person_id=people[0].pk), at=clock.now()).state == "cancelled"
    assert actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[0].pk), at=clock.now()).state == "queued"
    assert client.get(unsubscribe_url("x@example.org")[21:].replace("x@", "y@")).status_code == 404


def dsn(to, status, message_id="<unknown@x>"):
    return (
        f"From: mailer@example.org\r\nTo: {to}\r\nSubject: Returned\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; p0@example.org\r\nAction: failed\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
    ).encode()


def test_a_returned_mail_marks_the_address_and_stops_the_rest(people, settings):
    settings.EMAIL_HOST = ""
    letter = actions.send(SYSTEM, drafts(people)[0], at=clock.now())
    actions.deliver_due(limit=1, at=clock.now())
    assert receive(dsn("x@example.org", "4.2.2", letter.message_id), at=clock.now()).state == "sent"
    assert receive(dsn("x@example.org", "5.1.1", letter.message_id), at=clock.now()).state == "bounced"
    assert AddressMark.objects.get().address == "p0@example.org"
    assert actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[0].pk), at=clock.now()).state == "stopped"


def test_the_return_address_names_the_letter_and_cannot_be_forged(people, settings):
    settings.BOUNCE_DOMAIN, settings.EMAIL_HOST = "bounces.example.org", ""
    letter = actions.send(SYSTEM, drafts(people)[0], at=clock.now())
    actions.deliver_due(limit=1, at=clock.now())
    sender = message(letter).from_email
    forged = f"{BOUNCE_PREFIX}{letter.pk}-{'a' * 16}@bounces.example.org"
    assert receive(dsn(forged, "5.1.1"), at=clock.now()) is None
    assert receive(dsn(sender, "5.1.1"), at=clock.now()).pk == letter.pk
    assert Signer(salt="bounce").signature(str(letter.pk))[:16].lower() in sender


def test_an_officer_settles_what_nobody_knows(people, officers):
    letter = actions.send(SYSTEM, drafts(people)[0], at=clock.now())
    Letter.objects.filter(pk=letter.pk).update(state="handing-over", claimed_at=clock.now() - timedelta(minutes=10))
    assert actions.deliver_due(limit=5, at=clock.now()) == 0
    letter.refresh_from_db()
    assert letter.state == "unconfirmed"
    assert actions.resolve(officers[0], letter.pk, arrived=True, at=clock.now(), note="in the log").state == "sent"
    with pytest.raises(NotAllowed):
        actions.resolve(officers[0], letter.pk, arrived=False, at=clock.now())


def test_sign_in_letters_are_blanked_outside_the_demo(people, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_HOST, settings.DEMO = "", False
    with django_capture_on_commit_callbacks(execute=True):
        letter = actions.send_now(Draft("post.group", VALUES, person_id=people[0].pk, secret=True), at=clock.now())
    letter.refresh_from_db()
    assert (letter.state, letter.body) == ("sent", "")


def test_letters_to_one_person_go_before_a_batch(people, officers, settings):
    settings.EMAIL_HOST = ""
    at = clock.now()
    batch = actions.prepare_batch(officers[0], title="News", drafts=drafts(people), at=at)
    actions.release_batch(officers[1], batch.pk, at=at)
    alone = actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[0].pk, key="alone"), at=at + timedelta(seconds=1))
    actions.deliver_due(limit=1, at=at + timedelta(seconds=2))
    assert list(Letter.objects.filter(state="sent")) == [alone]


@pytest.mark.parametrize("demo", [True, False])
def test_letters_to_made_up_people_stay_in_the_outbox_of_a_demo(people, officers, settings, demo):
    settings.DEMO = demo
    Person.objects.filter(pk=people[2].pk).update(is_synthetic=True)
    actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[2].pk, key="alone"), at=clock.now())
    batch = actions.prepare_batch(officers[0], title="News", drafts=drafts(people), at=clock.now())
    assert actions.release_batch(officers[1], batch.pk, at=clock.now()).state == "released"
    queued = Letter.objects.filter(state="queued")
    assert queued.filter(person=people[2]).count() == (0 if demo else 2)
    assert queued.exclude(person=people[2]).count() == 3
