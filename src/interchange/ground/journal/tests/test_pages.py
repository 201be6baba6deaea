"""The pages of auditors: what they find, what is masked, and the trace that unmasking leaves (DOMAIN U81)."""

import hashlib
import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal import auditing, chain
from interchange.ground.journal.actions import record
from interchange.ground.journal.guards import drop_guards
from interchange.ground.journal.models import Event
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.post import templates
from interchange.ground.post.actions import Draft, send

pytestmark = pytest.mark.django_db


def person(email, *roles, **names):
    made = Person.objects.create_user(email, **names)
    for role in roles:
        RoleGrant.objects.create(person=made, role=role, starts_at=timezone.now())
    return made


def signed_in(someone):
    client = Client()
    client.force_login(someone)
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


@pytest.fixture
def officer():
    return person("officer@example.org", Role.OFFICER, given_name="Olga", family_name="Secret")


@pytest.fixture
def auditor():
    return person("auditor@example.org", Role.AUDITOR)


@pytest.fixture
def client(auditor):
    return signed_in(auditor)


@pytest.fixture
def events(officer):
    actor, at = Viewer(person_id=officer.pk, roles=frozenset({Role.OFFICER})), timezone.now()
    with transaction.atomic():
        return [
            record(SYSTEM, "application.started", ("calls.application", 41), at=at, after={"state": "draft"}),
            record(actor, "application.checked", ("calls.application", 41), at=at, before={"state": "draft"}, after={"state": "eligible"}, reason="Spoke with <b>Ada</b>"),
            record(actor, "review.filed", ("selection.review", 9), at=at, after={"application": 41, "score": 4}),
            record(actor, "application.started", ("calls.application", 411), at=at, after={"state": "draft"}),
        ]  # fmt: skip


def test_events_are_listed_newest_first(client, events, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        page = client.get("/journal/").content.decode()
    positions = [page.index(f">{event.seq}</th>") for event in events]
    assert positions == sorted(positions, reverse=True)
    assert "Olga" not in page
    assert "Ada" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verb=application.started", {0, 3}),
        ("verb=application.", {0, 1, 3}),
        ("kind=calls.application", {0, 1, 3}),
        ("kind=calls.application&key=41", {0, 1}),
        ("actor=0", set()),
        ("actor=Olga", set()),
        ("actor=" + "9" * 30, set()),
        ("verb=nothing", set()),
        ("page=99", {0, 1, 2, 3}),
    ],
)
def test_the_filters(client, events, query, found):
    page = client.get(f"/journal/?{query}").content.decode()
    assert {index for index, event in enumerate(events) if f">{event.seq}</th>" in page} == found


def test_the_filter_by_who_acted(client, events, officer):
    page = client.get(f"/journal/?actor={officer.pk}").content.decode()
    assert {index for index, event in enumerate(events) if f">{event.seq}</th>" in page} == {1, 2, 3}


def test_long_journals_have_pages(client):
    with transaction.atomic():
        for number in range(60):
            record(SYSTEM, "test.done", ("test.thing", number), at=timezone.now())
    assert "test.thing 59" in client.get("/journal/?verb=test.done").content.decode()
    second = client.get("/journal/?verb=test.done&page=2").content.decode()
    assert "test.thing 59" not in second
    assert "test.thing 0" in second


def test_one_thing_from_first_to_last_is_masked(client, events, officer):
    page = client.get("/journal/calls.application/41/").content.decode()
    assert page.index("application.started") < page.index("application.checked") < page.index("review.filed")
    assert f"person {officer.pk}" in page
    assert "masked" in page
    assert "Olga" not in page
    assert "Spoke with" not in page
    assert ">411<" not in page
    assert Event.objects.filter(verb="journal.unmasked").count() == 0


def test_a_reason_unmasks_one_view_and_leaves_a_trace(client, events, auditor):
    answer = client.post("/journal/calls.application/41/", {"reason": "Complaint 12"})
    page = answer.content.decode()
    assert "Olga Secret" in page
    assert "Spoke with &lt;b&gt;Ada&lt;/b&gt;" in page
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.get(verb="journal.unmasked")
    assert (event.actor_id, event.subject_kind, event.subject_id) == (auditor.pk, "calls.application", "41")
    assert event.remark.text == "Complaint 12"
    assert "Olga" not in client.get("/journal/calls.application/41/").content.decode()
    assert chain.verify()[1] == []


def test_without_a_reason_nothing_is_shown(client, events):
    page = client.post("/journal/calls.application/41/", {"reason": "  "}).content.decode()
    assert "Olga" not in page
    assert "Give a reason" in page
    with pytest.raises(Refused):
        auditing.unmask(SYSTEM, "calls.application", "41", reason=" ", at=timezone.now())
    assert not Event.objects.filter(verb="journal.unmasked").exists()


def test_erased_remarks_stay_erased(client, events):
    remark = events[1].remark
    remark.text, remark.erased_at = "", timezone.now()
    remark.save()
    assert "erased" in client.post("/journal/calls.application/41/", {"reason": "Audit"}).content.decode()


def test_letters_about_a_thing_are_named_without_their_address(client, officer):
    template = next(iter(templates.TEMPLATES))
    with transaction.atomic():
        record(SYSTEM, "person.started", officer, at=timezone.now())
    draft = Draft(template, context=templates.TEMPLATES[template].sample, person_id=officer.pk, subject=officer, key="audit")
    letter = send(SYSTEM, draft, at=timezone.now())
    page = client.get(f"/journal/accounts.person/{officer.pk}/").content.decode()
    shown = letter.number in page
    assert shown is not letter.secret
    assert template in page or letter.secret
    assert officer.email not in page


def test_things_that_are_not_there(client, events):
    assert client.get("/journal/calls.application/999/").status_code == 404
    assert client.post("/journal/calls.application/999/", {"reason": "Look"}).status_code == 404
    assert client.get("/journal/calls.application/" + "9" * 40 + "/").status_code == 404
    assert not Event.objects.filter(verb="journal.unmasked").exists()


@pytest.mark.parametrize("address", ["/journal/", "/journal/calls.application/41/", "/journal/export.jsonl", "/journal/verify/"])
def test_the_journal_is_closed_to_others(address, events, officer):
    assert Client().get(address).status_code == 302
    assert signed_in(officer).get(address).status_code == 404
    assert signed_in(person("m@example.org", Role.MEMBER, Role.REVIEWER)).get(address).status_code == 404
    assert signed_in(person("a@example.org", Role.ADMINISTRATOR)).get(address).status_code == 200


def test_actions_ask_policy_themselves(events):
    for who in (VISITOR, Viewer(person_id=1, roles=frozenset({Role.OFFICER}))):
        assert auditing.events(who).count() == 0
        with pytest.raises(NotAllowed):
            auditing.unmask(who, "calls.application", "41", reason="Look", at=timezone.now())


def test_a_conflict_hides_the_file_from_an_auditor_too(events, officer, client, auditor):
    viewer = Viewer(person_id=auditor.pk, roles=frozenset({Role.AUDITOR}))
    record_conflict(viewer, auditor.pk, officer, reason=ConflictReason.PERSONAL, at=timezone.now())
    assert client.get(f"/journal/accounts.person/{officer.pk}/").status_code == 404
    assert f"accounts.person {officer.pk}<" not in client.get("/journal/").content.decode()
    assert client.get("/journal/calls.application/41/").status_code == 200


def test_the_export_can_be_checked_by_others(client, events):
    answer = client.get("/journal/export.jsonl")
    assert answer["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]
    assert [line["seq"] for line in lines] == [event.seq for event in events]
    previous = "0" * 64
    for line in lines:
        own = line.pop("hash")
        assert line["previous"] == previous
        assert hashlib.sha256(json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest() == own
        previous = own
    narrowed = b"".join(client.get("/journal/export.jsonl?key=41").streaming_content).decode()
    assert len(narrowed.splitlines()) == 2
    assert "Spoke" not in narrowed


def test_the_chain_is_checked_on_the_page(client, events):
    assert "read; the chain is whole" not in client.get("/journal/verify/").content.decode()
    page = client.post("/journal/verify/").content.decode()
    assert "4 links were read; the chain is whole." in page
    assert events[-1].hash in page


@pytest.mark.django_db(transaction=True)
def test_a_broken_chain_is_shown_on_the_page(client, events):
    drop_guards(connection)
    Event.objects.filter(pk=events[1].pk).update(verb="application.forged")
    page = client.post("/journal/verify/").content.decode()
    assert "the chain is broken" in page
    assert f"Link {events[1].seq}: was changed after it was written" in page
