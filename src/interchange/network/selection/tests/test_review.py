"""Eligibility, assignment, recusal, blind marks, divergence, calibration (U29 to U33, U39)."""

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.rules import rows
from interchange.network.selection import actions
from interchange.network.selection.models import Assignment, CalibrationMark, EligibilityCheck, Recusal, Result, Review
from interchange.network.selection.queries.readers import suggestions, suggestions_for_all, unassigned
from interchange.network.selection.tests.world import AT
from interchange.network.selection.vocabulary import ChecklistItem

ALL_YES = dict.fromkeys(ChecklistItem.values, True)


@pytest.fixture
def officer(world):
    return world.officer()


def test_a_negative_check_needs_a_reason_and_says_so_by_letter(world, officer, post):
    file = world.application()
    with pytest.raises(Refused, match="needs a reason"):
        actions.decide_check(officer.viewer, file.pk, "ineligible", items={}, at=AT)
    actions.decide_check(officer.viewer, file.pk, "ineligible", items={}, reason="Not about the topics.", at=AT)
    actions.decide_check(officer.viewer, file.pk, "ineligible", items={}, reason="Not about the topics.", at=AT)
    file.refresh_from_db()
    assert file.state == "ineligible"
    assert [letter.template for letter in post.letters] == ["selection.ineligible"]


def test_eligible_means_every_question_answered(world, officer):
    file = world.application()
    with pytest.raises(Refused, match="Not every question"):
        actions.decide_check(officer.viewer, file.pk, "eligible", items={"complete": True}, at=AT)
    actions.decide_check(officer.viewer, file.pk, "eligible", items=ALL_YES, at=AT)
    file.refresh_from_db()
    assert file.state == "eligible"
    with pytest.raises(NotAMove):
        actions.decide_check(world.officer().viewer, file.pk, "ineligible", items={}, reason="late", at=AT)


def test_a_file_is_returned_once_naming_the_steps(world, officer, post):
    file = world.application()
    with pytest.raises(Refused, match="No step"):
        actions.decide_check(officer.viewer, file.pk, "returned", items={}, reason="No CV.", at=AT)
    actions.decide_check(officer.viewer, file.pk, "returned", items={}, reason="No CV.", parts=["files"], at=AT)
    file.refresh_from_db()
    assert (file.state, file.repair_parts, (file.repair_until - AT).days) == ("returned", ["files"], 7)
    file.state = "submitted"
    file.save()
    with pytest.raises(Refused, match="returned once already"):
        actions.decide_check(world.officer().viewer, file.pk, "returned", items={}, reason="Again.", parts=["files"], at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityCheck.objects.create(application=file, officer=officer, opened_at=AT, result="returned", reason="x", decided_at=AT)


def test_two_officers_on_one_file_are_warned(world, officer):
    file, second = world.application(), world.officer()
    assert actions.open_check(officer.viewer, file.pk, at=AT)[1] == []
    others = actions.open_check(second.viewer, file.pk, at=AT)[1]
    assert [check.officer_id for check in others] == [officer.pk]


def test_conflicted_full_and_related_reviewers_are_not_offered_and_a_forced_choice_is_refused(world, officer):
    file = world.application("eligible", organisation="Acme Inc.", country="KE")
    file.evidence.create(kind="paper", title="Paper", co_authors="Someone Else; P. N99x")
    good, same, full, conflicted = world.reviewer(), world.reviewer(), world.reviewer(), world.reviewer()
    author, near = world.reviewer(publication_name="Paula N99x"), world.reviewer(country="KE")
    actions.describe_reviewer(officer.viewer, same.pk, organisation="ACME GmbH", at=AT)
    actions.describe_reviewer(officer.viewer, full.pk, capacity=0, at=AT)
    actions.recuse_by_officer(officer.viewer, file.pk, conflicted.pk, reason="personal", at=AT)
    assert [reader.id for reader, _ in suggestions(officer.viewer, file, AT)] == [good.pk]
    for bad in (same, full, conflicted, author, near, world.person()):
        with pytest.raises(Refused, match="cannot have this file"):
            actions.assign(officer.viewer, file.pk, bad.pk, at=AT)
    assert not Assignment.objects.exists()
    first = actions.assign(officer.viewer, file.pk, good.pk, at=AT)
    assert actions.assign(officer.viewer, file.pk, good.pk, at=AT).pk == first.pk


def test_unassigned_files_are_listed_until_two_readers_have_them(world, officer):
    files = [world.application("eligible") for _ in range(3)]
    for _ in range(3):
        world.reviewer()
    assert len(unassigned(officer.viewer)) == 3
    suggested = suggestions_for_all(officer.viewer, world.call.pk, AT)
    pairs = [(file.pk, reader.id) for file, entries in suggested for reader, _ in entries]
    made, refused = actions.assign_many(officer.viewer, pairs, at=AT)
    assert (len(made), refused) == (6, [])
    assert unassigned(officer.viewer) == []
    files[0].refresh_from_db()
    assert files[0].state == "in-review"


def pair(world, officer):
    file, readers = world.application("eligible"), [world.reviewer(), world.reviewer()]
    return file, readers, [actions.assign(officer.viewer, file.pk, reader.pk, at=AT) for reader in readers]


def test_marks_are_blind_until_the_own_are_filed_and_sealed_from_officers(world, officer):
    _, (one, two), (first, second) = pair(world, officer)
    actions.file_review(one.viewer, first.pk, world.marks(), at=AT)
    assert not rows(two.viewer, "review.read").exclude(pk=second.pk).exists()
    assert not rows(officer.viewer, "review.read").exists()
    actions.file_review(two.viewer, second.pk, world.marks(), at=AT)
    assert rows(two.viewer, "review.read").count() == 2
    assert rows(officer.viewer, "review.read").count() == 2


def test_a_one_or_a_five_needs_a_comment_and_the_draft_is_kept(world, officer):
    _, (one, _), (first, _) = pair(world, officer)
    with pytest.raises(Refused, match="needs a comment"):
        actions.file_review(one.viewer, first.pk, world.marks(3, depth=5), at=AT)
    with pytest.raises(Refused, match="has no mark"):
        actions.file_review(one.viewer, first.pk, world.marks(None), at=AT)
    actions.save_review(one.viewer, first.pk, world.marks(3, depth=5), remark="kept", at=AT)
    review = Review.objects.get(pk=first.pk)
    assert (review.remark, review.filed_at, review.marks.get(criterion__key="depth").score) == ("kept", None, 5)
    with pytest.raises(Stale):
        actions.save_review(one.viewer, first.pk, world.marks(), revision=1, at=AT)
    with pytest.raises(Refused, match="1 to 5"):
        actions.save_review(one.viewer, first.pk, world.marks(6), at=AT)


def test_two_that_agree_are_scored_and_two_that_differ_ask_a_third(world, officer, post):
    file, (one, two), (first, second) = pair(world, officer)
    third = world.reviewer()
    actions.file_review(one.viewer, first.pk, world.marks(2), at=AT)
    actions.file_review(two.viewer, second.pk, world.marks(4), at=AT)
    file.refresh_from_db()
    assert (file.state, file.result.method) == ("in-review", "open")
    asked = Assignment.objects.get(application=file, order=3)
    assert (asked.reviewer_id, asked.assigned_by_id, asked.reasons[0]) == (third.pk, None, "divergence")
    actions.file_review(third.viewer, asked.pk, world.marks(3), at=AT)
    file = type(file).objects.get(pk=file.pk)
    assert (file.state, file.result.method, file.result.points) == ("scored", "median", 50)


def test_where_nobody_is_free_for_a_third_review_officers_are_told(world, officer, post):
    file, (one, two), (first, second) = pair(world, officer)
    actions.file_review(one.viewer, first.pk, world.marks(2), at=AT)
    actions.file_review(two.viewer, second.pk, world.marks(4), at=AT)
    assert ("selection.third", file.pk, "officer") in post.duties


def test_stepping_aside_closes_the_file_at_once_and_sets_marks_aside(world, officer, post):
    file, (one, two), (first, second) = pair(world, officer)
    actions.file_review(one.viewer, first.pk, world.marks(), at=AT)
    actions.file_review(two.viewer, second.pk, world.marks(), at=AT)
    actions.recuse(one.viewer, first.pk, reason="affiliation", at=AT)
    actions.recuse(one.viewer, first.pk, reason="affiliation", at=AT)
    file.refresh_from_db()
    first.refresh_from_db()
    assert (file.state, first.state, Recusal.objects.count()) == ("in-review", "set-aside", 1)
    assert Result.objects.get(pk=file.pk).reviews == 1
    assert not rows(one.viewer, "application.view").filter(pk=file.pk).exists()
    assert not rows(one.viewer, "review.mine").exists()
    assert ("selection.assign", file.pk, "officer") in post.duties
    with pytest.raises(NotAllowed):
        actions.save_review(one.viewer, first.pk, world.marks(), at=AT)
    with pytest.raises(NotAllowed):
        actions.recuse(two.viewer, first.pk, reason="other", at=AT)


def test_an_address_typed_by_hand_is_refused_and_written_down(world, officer):
    file, (one, _), (first, _) = pair(world, officer)
    actions.recuse(one.viewer, first.pk, reason="other", at=AT)
    with pytest.raises(NotAllowed) as caught:
        actions.refuse_conflicted(one.viewer, file.pk, at=AT)
    assert caught.value.known
    assert Event.objects.filter(verb="application.refused-conflicted", actor_id=one.pk).count() == 1
    with pytest.raises(NotAllowed) as caught:
        actions.refuse_conflicted(world.reviewer().viewer, file.pk, at=AT)
    assert not caught.value.known


def test_calibration_marks_stay_apart_and_are_given_again_once(world, officer):
    files = [world.application("eligible") for _ in range(2)]
    with pytest.raises(Refused, match="2 to 10"):
        actions.open_round(officer.viewer, world.call.pk, [files[0].pk], at=AT)
    opened = actions.open_round(officer.viewer, world.call.pk, [file.pk for file in files], at=AT)
    reader, marks = world.reviewer(), {criterion.pk: 4 for criterion in world.call.criteria.all()}
    actions.mark_calibration(reader.viewer, opened.pk, files[0].pk, marks, at=AT)
    with pytest.raises(Refused, match="have marked"):
        actions.mark_calibration(reader.viewer, opened.pk, files[0].pk, marks, at=AT)
    actions.allow_redo(officer.viewer, opened.pk, note="Depth means standards work.", at=AT)
    actions.mark_calibration(reader.viewer, opened.pk, files[0].pk, marks, at=AT)
    with pytest.raises(Refused, match="opened once already"):
        actions.allow_redo(officer.viewer, opened.pk, note="Again.", at=AT)
    assert CalibrationMark.objects.filter(attempt=2).count() == 5
    assert not Result.objects.exists()
    actions.close_round(officer.viewer, opened.pk, at=AT)
    with pytest.raises(NotAllowed):
        actions.mark_calibration(reader.viewer, opened.pk, files[1].pk, marks, at=AT)


def test_only_officers_and_reviewers_have_these_verbs(world):
    stranger, file = world.person().viewer, world.application("eligible")
    for call in (
        lambda: actions.open_check(stranger, file.pk, at=AT),
        lambda: actions.assign(stranger, file.pk, stranger.person_id, at=AT),
        lambda: actions.recuse_by_officer(stranger, file.pk, stranger.person_id, reason="other", at=AT),
        lambda: actions.choose(stranger, file.pk, "accepted", reason="x", at=AT),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_withdrawn_application_is_closed_to_its_readers_at_once(world, officer):
    file, (one, _), (first, _) = pair(world, officer)
    type(file).objects.filter(pk=file.pk).update(state="withdrawn")
    assert not rows(one.viewer, "review.mine").exists()
    with pytest.raises(NotAllowed):
        actions.save_review(one.viewer, first.pk, world.marks(), at=AT)
