"""Applying: the stories U10 to U21 and their bad input."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.files.models import StoredFile
from interchange.ground.journal.models import Event
from interchange.ground.policy.rules import rows
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.network.calls import actions, queries
from interchange.network.calls.actions.applications import Late
from interchange.network.calls.models import Application
from interchange.network.calls.tests.world import AT, CLOSES, OPENS, call, filled, pdf, person, submitted, upload
from interchange.network.calls.vocabulary import FileKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("officer@example.org", Role.OFFICER)


@pytest.fixture
def ada():
    return person("ada@example.org")


@pytest.fixture
def open_call(officer):
    return call(officer)


def test_a_complete_application_gets_number_receipt_and_version(ada, open_call):
    done = submitted(ada, open_call.pk)
    assert done.number == "TEN/APP/2027/0001"
    assert done.state == "submitted"
    letter = Letter.objects.get(template="calls.receipt")
    assert done.number in letter.subject
    assert "12:00 Nairobi" in letter.body
    assert done.versions.count() == 1
    told = Event.objects.filter(verb="application.submitted").get()
    assert told.after["state"] == "submitted"


def test_the_second_click_makes_no_second_application(ada, open_call):
    done = submitted(ada, open_call.pk)
    again = actions.submit(ada, done.pk, at=AT)
    assert (again.pk, again.number) == (done.pk, done.number)
    assert actions.start_application(ada, open_call.pk, at=AT).pk == done.pk
    assert Letter.objects.filter(template="calls.receipt").count() == 1
    assert Application.objects.count() == 1


def test_the_database_holds_one_live_application(ada, open_call):
    done = submitted(ada, open_call.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(call=open_call, person_id=ada.person_id, started_at=AT, saved_at=AT)
    actions.withdraw(ada, done.pk, at=AT)
    assert actions.start_application(ada, open_call.pk, at=AT).pk != done.pk


def test_the_last_second_counts_and_the_next_does_not(ada, open_call):
    draft = filled(ada, open_call.pk)
    with pytest.raises(Late, match="closed at 12 January 2027, 23:59 Geneva"):
        actions.submit(ada, draft.pk, at=CLOSES + timedelta(seconds=1))
    with pytest.raises(Late):
        actions.save_step(ada, draft.pk, "text", {"motivation": "late"}, revision=None, at=CLOSES + timedelta(seconds=1))
    assert actions.submit(ada, draft.pk, at=CLOSES.replace(microsecond=999_999)).state == "submitted"


def test_nothing_is_stored_after_the_closing(ada, open_call):
    draft = filled(ada, open_call.pk)
    before = StoredFile.objects.count()
    with pytest.raises(Late):
        actions.give_file(ada, draft.pk, FileKind.LETTER, upload(pdf()), at=CLOSES + timedelta(seconds=1))
    assert StoredFile.objects.count() == before


def test_two_tabs_notice_each_other(ada, open_call):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    actions.save_step(ada, draft.pk, "text", {"motivation": "first tab"}, revision=draft.revision, at=AT)
    with pytest.raises(Stale) as stale:
        actions.save_step(ada, draft.pk, "text", {"motivation": "second tab"}, revision=draft.revision, at=AT)
    assert stale.value.current.motivation == "first tab"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(password="secret"), "encrypted"),
        (b"<html>not a pdf</html>", "not a PDF"),
        (b"%PDF-1.7\n" + b"x" * 200, "damaged"),
        (pdf() + b"0" * 5_000_000, "larger than 5 MB"),
        (pdf() + b"PK\x05\x06" + b"\0" * 18, "something else at once"),
        (b"", "empty"),
        (b"%PDF-1.4 X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "infected"),
    ],
    ids=["encrypted", "html", "damaged", "huge", "zip", "empty", "infected"],
)
def test_a_wrong_file_is_refused_by_name(ada, open_call, content, words):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    with pytest.raises(Refused, match=words) as refused:
        actions.give_file(ada, draft.pk, FileKind.CV, upload(content), at=AT)
    assert refused.value.problems[0].field == "cv"
    assert not StoredFile.objects.exists()


def test_a_file_name_is_never_a_path(ada, open_call):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    actions.give_file(ada, draft.pk, FileKind.CV, upload(pdf(), "..\\..\\etc/pass\u202ewd.pdf"), at=AT)
    stored = StoredFile.objects.get()
    assert stored.name == "passwd.pdf"
    assert stored.path == f"cv/{stored.pk.hex[:2]}/{stored.pk.hex}"


def test_a_huge_text_is_refused_with_both_counts(ada, open_call):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    with pytest.raises(Refused, match="At most 2,000 characters; there are 100,000"):
        actions.save_step(ada, draft.pk, "text", {"motivation": "é" * 100_000}, revision=None, at=AT)
    kept = actions.save_step(ada, draft.pk, "text", {"motivation": "ab\r\n" * 666}, revision=None, at=AT)
    assert len(kept.motivation) < 2000  # a line break counts once


def test_unknown_codes_and_zones_are_refused(ada, open_call):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    for step, data in {
        "identity": {"time_zone": "Mars/Olympus"},
        "profile": {"topics": ["astrology"]},
        "affiliation": {"organisation_kind": "circus"},
    }.items():
        with pytest.raises(Refused):
            actions.save_step(ada, draft.pk, step, data, revision=None, at=AT)


@pytest.mark.parametrize("name", ["محمد", "李小龍", "Éáñöç", "Suharto", "O’Neill-Ñandú", "नरेन्द्र"])
def test_names_in_any_script_come_back_as_typed(ada, open_call, name):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    saved = actions.save_step(ada, draft.pk, "identity", {"given_name": name, "family_name": ""}, revision=None, at=AT)
    assert saved.name == name


def test_everything_missing_is_said_at_once(ada, open_call):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    with pytest.raises(Refused) as refused:
        actions.submit(ada, draft.pk, at=AT)
    fields = {problem.field for problem in refused.value.problems}
    assert {"given_name", "country", "main_profile", "topics", "motivation", "cv", "nothing_to_declare", "texts"} <= fields


def test_interests_are_declared_or_said_to_be_none(ada, open_call):
    with pytest.raises(Refused, match="neither declared nor said to be none"):
        actions.declare_interests(ada, [], nothing=False, at=AT)
    with pytest.raises(Refused, match="Do one of both"):
        actions.declare_interests(ada, [{"category": "employment", "entity": "X"}], nothing=True, at=AT)
    first = actions.declare_interests(ada, [], nothing=True, at=AT)
    second = actions.declare_interests(ada, [{"category": "employment", "entity": "X", "from_year": 2024}], nothing=False, at=AT)
    assert (first.version, second.version) == (1, 2)
    assert queries.latest_interests(ada.person_id).pk == second.pk


def test_the_same_address_in_any_letter_case_is_the_same_person(open_call):
    first, second = person("Twin@Example.org"), person("twin@example.ORG")
    assert first.person_id == second.person_id
    assert submitted(first, open_call.pk).pk == actions.start_application(second, open_call.pk, at=AT).pk


def test_likely_twins_are_flagged_to_staff(open_call):
    one = submitted(person("a@example.org"), open_call.pk)
    other = submitted(person("b@example.org"), open_call.pk, identity={"given_name": "ADA"})
    assert queries.likely_twins(one) == [other]


def test_duplicates_merge_and_come_apart_again_within_seven_days(officer, open_call):
    kept = submitted(person("a@example.org"), open_call.pk)
    dropped = submitted(person("b@example.org"), open_call.pk, at=AT + timedelta(hours=1), text={"motivation": "newer words"})
    actions.merge(officer, dropped.pk, kept.pk, at=AT + timedelta(days=1), reason="same person")
    kept.refresh_from_db()
    assert kept.motivation == "newer words"
    assert Application.objects.get(pk=dropped.pk).state == "duplicate"
    with pytest.raises(Refused, match="no merge of the last seven days"):
        actions.undo_duplicate(officer, dropped.pk, at=AT + timedelta(days=9), reason="not the same")
    actions.undo_duplicate(officer, dropped.pk, at=AT + timedelta(days=2), reason="not the same")
    kept.refresh_from_db()
    assert kept.motivation == "I build provenance tools."
    assert Application.objects.get(pk=dropped.pk).state == "submitted"


def test_a_submitted_application_is_edited_in_place_with_its_history(ada, open_call):
    done = submitted(ada, open_call.pk)
    actions.save_step(ada, done.pk, "text", {"motivation": "Better words."}, revision=None, at=AT + timedelta(hours=1))
    again = actions.submit(ada, done.pk, at=AT + timedelta(hours=2))
    assert again.number == done.number
    assert [version.content["motivation"] for version in again.versions.all()] == ["Better words.", "I build provenance tools."]


def test_a_returned_application_opens_only_its_parts_and_lapses(ada, officer, open_call):
    done = submitted(ada, open_call.pk)
    until = AT + timedelta(days=7)
    actions.advance(officer, done.pk, "return", at=AT, reason="CV missing", fields={"repair_until": until, "repair_parts": ["files"]})
    with pytest.raises(Refused, match="not returned to you"):
        actions.save_step(ada, done.pk, "text", {"motivation": "x"}, revision=None, at=AT)
    actions.give_file(ada, done.pk, FileKind.CV, upload(pdf(pages=2)), at=AT)
    with pytest.raises(Refused, match="time to complete"):
        actions.submit(ada, done.pk, at=until + timedelta(seconds=1))
    assert actions.lapse_repairs(until + timedelta(hours=1)) == 1
    done.refresh_from_db()
    assert done.state == "ineligible"
    assert Letter.objects.filter(template="calls.not-completed").count() == 1


def test_nobody_edits_or_sees_another_s_draft(ada, officer, open_call):
    draft = actions.start_application(ada, open_call.pk, at=AT)
    eve = person("eve@example.org")
    with pytest.raises(NotAllowed):
        actions.save_step(eve, draft.pk, "text", {"motivation": "x"}, revision=None, at=AT)
    assert not rows(eve, "application.view").exists()
    assert not rows(officer, "application.view").exists()


def test_an_invited_person_applies_after_the_closing_and_is_counted_apart(officer, ada, open_call):
    late = CLOSES + timedelta(days=2)
    with pytest.raises(Late):
        actions.start_application(ada, open_call.pk, at=late)
    actions.invite(officer, open_call.pk, "ada@example.org", at=CLOSES + timedelta(days=1))
    done = submitted(ada, open_call.pk, at=late)
    assert done.invited
    with pytest.raises(Late):
        actions.start_application(person("other@example.org"), open_call.pk, at=late)


def test_decided_needs_an_outcome_and_a_reason(officer, ada, open_call):
    done = submitted(ada, open_call.pk)
    for move in ("find-eligible", "start-review", "finish-review"):
        actions.advance(officer, done.pk, move, at=AT)
    with pytest.raises(Refused, match="outcome and a reason"):
        actions.advance(officer, done.pk, "decide", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=done.pk).update(state="decided")
    with pytest.raises(NotAMove):
        actions.advance(officer, done.pk, "return", at=AT)


def test_a_call_that_is_not_open_yet_says_when(officer, ada):
    coming = call(officer, title="Later", opens_at=OPENS + timedelta(days=30), closes_at=CLOSES + timedelta(days=30))
    with pytest.raises(Refused, match="opens at"):
        actions.start_application(ada, coming.pk, at=AT)
