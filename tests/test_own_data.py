"""One's own data across the house (X3, X4, U24): exported whole, erased as announced, deleted in time, held where still needed."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from interchange.ground.accounts import own_data
from interchange.ground.accounts.actions import erase_person
from interchange.ground.accounts.models import Person
from interchange.ground.duties.actions import owe
from interchange.ground.duties.models import Duty
from interchange.ground.errors import Refused
from interchange.ground.files.models import StoredFile
from interchange.ground.jobs import retention
from interchange.ground.journal import chain
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions as post
from interchange.ground.post.models import AddressMark, Letter, Unsubscription
from interchange.network.calls import actions
from interchange.network.calls.models import Application, BalanceData, Evidence, Interest, InterestDeclaration
from interchange.network.calls.tests.world import AT, CLOSES, call, filled, person
from interchange.network.selection.models import Assignment, ReviewRequest

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


@pytest.fixture
def officer():
    return person("officer@example.org", Role.OFFICER)


@pytest.fixture
def ada():
    return person("ada@example.net", given_name="Ada", family_name="Sample")


@pytest.fixture
def file(officer, ada):
    """A submitted file with everything in it that a person may give."""
    opened = call(officer)
    actions.declare_interests(ada, [{"category": "employment", "entity": "QXinterest", "from_year": 2024}], nothing=False, at=AT)
    draft = filled(ada, opened.pk, practical={"access_needs": "QXaccess"}, text={"motivation": "QXmotivation"})
    actions.declare_interests(ada, [{"category": "employment", "entity": "QXinterest", "from_year": 2024}], nothing=False, at=AT)
    actions.save_balance(ada, draft.pk, gender="woman", early_career=True, revision=None, at=AT)
    return actions.submit(ada, draft.pk, at=AT)


def client_of(viewer):
    client = Client()
    client.force_login(Person.objects.get(pk=viewer.person_id))
    return client


def test_the_export_holds_everything_and_the_files(ada, file):
    Unsubscription.objects.create(address="ada@example.net", since=AT)
    answer = client_of(ada).get("/account/data/export/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data = json.loads(archive.read("data.json"))
        names = archive.namelist()
        cv = archive.read(next(name for name in names if name.endswith("cv.pdf")))
    stored = StoredFile.objects.get()
    with default_storage.open(stored.path) as kept:
        assert cv == kept.read()
    text = json.dumps(data)
    for planted in ("QXinterest", "QXaccess", "QXmotivation", "ada@example.net", file.number, "woman", "application.submitted"):
        assert planted in text, planted
    assert data["account"]["wishes"]
    assert {"account", "applications", "selection", "membership"} <= set(data)
    assert "officer@example.org" not in text


def test_a_running_application_is_withdrawn_first(ada, file):
    page = client_of(ada).get("/account/data/").content.decode()
    assert f"Your application {file.number} is running." in page
    with pytest.raises(Refused, match="Withdraw it first"):
        erase_person(ada, at=AT)
    assert Application.objects.get().motivation == "QXmotivation"


def test_a_reviewer_with_an_open_file_steps_aside_first(officer, ada, file):
    reviewer = person("reviewer@example.org", Role.REVIEWER)
    Assignment.objects.create(application=file, reviewer_id=reviewer.person_id, order=1, assigned_at=AT, due_at=CLOSES)
    with pytest.raises(Refused, match="1 files to review"):
        erase_person(reviewer, at=AT)
    assert Person.objects.get(pk=reviewer.person_id).erased_at is None


def test_what_is_erased_is_gone_and_what_is_kept_is_named(ada, file, settings, django_capture_on_commit_callbacks):
    settings.DEMO = False
    actions.withdraw(ada, file.pk, at=AT)
    AddressMark.objects.create(address="ada@example.net", marked_at=AT, code="550")
    post.send(SYSTEM, post.Draft("post.group", {"heading": "QXheading", "text": "QXtext"}, person_id=ada.person_id), at=AT)
    path = StoredFile.objects.get().path
    owe("consensus.answer", file, at=AT, person_id=ada.person_id)
    assert "what waits on your desk" in client_of(ada).get("/account/data/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(ada).post("/account/data/", {"sure": "on"})
    assert answer.status_code == 200
    assert "figures about calls must stay true" in answer.content.decode()
    gone = Person.objects.get(pk=ada.person_id)
    assert (gone.email, gone.is_active, gone.given_name) == (f"erased-{gone.pk}@invalid.example", False, "")
    kept = Application.objects.get()
    assert (kept.number, kept.state, kept.main_profile, kept.country) == (file.number, "withdrawn", "academic", "KE")
    assert (kept.motivation, kept.given_name, kept.organisation) == ("", "", "")
    assert [model.__name__ for model in (Interest, Evidence, BalanceData) if model.objects.exists()] == []
    assert not default_storage.exists(path)
    assert [model.__name__ for model in (AddressMark, Unsubscription) if model.objects.exists()] == []
    letters = Letter.objects.exclude(template="accounts.erased")
    assert set(letters.values_list("address", "body")) == {("erased@invalid.example", "")}
    assert "queued" not in letters.values_list("state", flat=True), "nothing is sent to an address that was erased"
    assert Letter.objects.get(template="accounts.erased").address == "ada@example.net"
    assert not Duty.objects.filter(person_id=ada.person_id, settled_at=None).exists(), "a duty of nobody would wait for ever"
    assert chain.verify()[1] == []
    assert client_of(ada).get("/desk/").status_code == 302, "an erased person is signed in nowhere"


def due(at):
    return {
        rule.name: ([str(thing) for thing in things], [str(thing) for thing in held])
        for rule, things, held in retention.listing(at)
        if things or held
    }


def test_drafts_go_ninety_days_after_the_closing_with_their_files(officer, ada, django_capture_on_commit_callbacks):
    draft = filled(ada, call(officer).pk)
    path = StoredFile.objects.get().path
    assert "calls.drafts" not in due(CLOSES + timedelta(days=90))
    later = CLOSES + timedelta(days=91)
    assert due(later)["calls.drafts"] == ([f"draft {draft.pk}"], [])
    assert Application.objects.exists(), "listing deletes nothing"
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.carry_out(later)["calls.drafts"] == 1
    assert not Application.objects.exists()
    assert not default_storage.exists(path)


def test_an_unsuccessful_file_goes_a_year_after_the_last_thing_that_happened(officer, ada, file):
    decided = AT + timedelta(days=300)
    actions.advance(officer, file.pk, "find-ineligible", at=decided, reason="No evidence.")
    assert "calls.unsuccessful" not in due(decided + timedelta(days=360)), "counted from the decision, not from the last save"
    at = decided + YEAR
    assert due(at)["calls.unsuccessful"] == ([file.number], [])
    retention.carry_out(at)
    kept = Application.objects.get()
    assert (kept.number, kept.state, kept.motivation, kept.given_name) == (file.number, "ineligible", "", "")
    assert [model.__name__ for model in (Interest, BalanceData) if model.objects.exists()] == []
    assert InterestDeclaration.objects.exists(), "that there was a declaration stays, for figures"
    assert "calls.unsuccessful" not in due(at + 2 * YEAR)
    assert chain.verify()[1] == []


def test_a_file_under_review_is_held_and_said_to_be(officer, ada, file):
    actions.advance(officer, file.pk, "find-ineligible", at=AT, reason="No evidence.")
    asked = ReviewRequest.objects.create(
        application=file, ground="wrong-rule", statement="QX", filed_at=AT, answer_by=AT + timedelta(days=30)
    )
    assert due(AT + YEAR)["calls.unsuccessful"] == ([], [file.number])
    retention.carry_out(AT + YEAR)
    assert Application.objects.get().motivation == "QXmotivation"
    asked.handler_id, asked.outcome, asked.reason, asked.answered_at = officer.person_id, "dismissed", "Right rule.", AT
    asked.save()
    retention.carry_out(AT + YEAR)
    retention.carry_out(AT + YEAR)
    asked.refresh_from_db()
    assert (asked.statement, asked.reason, asked.outcome) == ("erased", "erased", "dismissed")


def test_letters_lose_their_words_but_not_their_numbers(officer, ada, file):
    letter = Letter.objects.get(template="calls.receipt")
    Letter.objects.create(
        number="TEN/LET/2027/90001", key="k", template="t", person_id=officer.person_id, address="officer@example.org",
        subject="Kept", body="Kept", message_id="<k>", written_at=AT,
    )  # fmt: skip
    retention.carry_out(AT + 2 * YEAR)
    after = Letter.objects.get(pk=letter.pk)
    assert (after.number, after.address, after.subject, after.body) == (letter.number, "erased@invalid.example", "", "")
    assert Letter.objects.get(key="k").body == "Kept", "who holds a role keeps the letters"


def test_a_name_stands_for_one_rule_and_a_room_for_one_provider():
    with pytest.raises(ValueError, match="exists already"):
        retention.retain("calls.drafts", why="", due=list, describe=str, erase=lambda thing, at: None)
    assert {"account", "applications", "selection", "membership"} <= set(own_data.ROOMS)
