"""After a session: the draft from its outcomes, the check for names, the members' check, decisions in writing, publication."""

from datetime import timedelta

import pytest

from interchange.ground.consensus import actions as consensus
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.ground.search import queries as search
from interchange.ground.threads import actions as threads
from interchange.work.meetings.actions import outcomes, points, polls, recusals, room, summary, writing
from interchange.work.meetings.models import CheckFinding, Document, Outcome, SummaryDraft
from interchange.work.meetings.queries import after
from interchange.work.meetings.tests.room_world import MINUTE, RoomWorld

DAY = timedelta(days=1)
PLANTED = "Given3 Family4 said “we will never pay for this”. House 5 of Sound agreed with Family2."


@pytest.fixture
def world(db, monkeypatch):
    return RoomWorld(monkeypatch)


@pytest.fixture
def held(world):
    """A session that is over: a decision adopted, a referral, an action, a poll of six."""
    world.opened(here=6, item=2)
    item = world.items[2].pk
    poll = polls.open_poll(world.chair, item, question="Once a year?", at=world.now)
    for index in range(6):
        choice, reason = ("support", "") if index else ("cannot", "It costs far too much for small houses like ours to do.")
        polls.answer_poll(world.viewer_of(index), poll.pk, choice=choice, reason=reason, at=world.now)
    made = outcomes.propose_outcome(world.one, item, kind="decision", text="Labels are tested once a year.", at=world.now)
    outcomes.adopt_outcome(world.chair, made.pk, revision=1, at=world.now)
    outcomes.propose_outcome(world.one, item, kind="referral", text="Who pays for tests.", addressee="the Committee", at=world.now)
    points.add_action(world.one, item, text="Write the plan.", owner_id=world.people[4].pk, due=world.now.date() + 20 * DAY, at=world.now)
    room.close_session(world.chair, world.session.pk, at=world.now + 120 * MINUTE)
    world.session.refresh_from_db()
    return world


def draft_of(world) -> SummaryDraft:
    return SummaryDraft.objects.filter(session=world.session).order_by("-version").first()


def saved(world, text: str) -> SummaryDraft:
    draft = summary.start_summary(world.one, world.session.pk, at=world.now)
    return summary.save_summary(world.one, draft.pk, text=text, revision=draft.revision, at=world.now)


def checked(world) -> SummaryDraft:
    """A draft that the members have had their time for."""
    summary.start_summary(world.one, world.session.pk, at=world.now)
    draft = summary.send_to_members(world.one, draft_of(world).pk, at=world.now)
    world.now = draft.check_closes_at + MINUTE
    return draft


def test_the_draft_is_composed_from_outcomes_and_names_nobody(held):
    draft = summary.start_summary(held.one, held.session.pk, at=held.now)
    assert summary.start_summary(held.two, held.session.pk, at=held.now).pk == draft.pk, "twice is harmless"
    for words in (
        "## 3. A test for labels", "**Decision** (TEN/3/OUT/1): Labels are tested once a year.", "referred to the Committee", "Not adopted.",
        "**Action** (TEN/3/ACT/1)", "5 support it, 0 can live with it, 1 cannot", "The network took note.", "6 participants.",
    ):  # fmt: skip
        assert words in draft.text
    assert not draft.findings.exists(), [one.excerpt for one in draft.findings.all()]
    for person in held.people:
        assert person.family_name not in draft.text


def test_names_houses_and_quotations_are_found_before_approval(held):
    draft = saved(held, PLANTED)
    found = {(one.kind, one.excerpt) for one in draft.findings.all()}
    assert found >= {
        ("name", "Family4"), ("quote", "“we will never pay for this”"), ("affiliation", "House 5 of Sound"), ("name", "Family2"),
    } or ("name", "Given3 Family4") in found  # fmt: skip
    with pytest.raises(Refused, match="may tell who took part"):
        summary.send_to_members(held.one, draft.pk, at=held.now)
    held.session.refresh_from_db()
    assert held.session.state == "summary-draft"


def test_what_a_member_wrote_in_a_poll_is_a_quotation(held):
    draft = saved(held, "It was said that it costs far too much for small houses like ours.")
    assert [one.kind for one in draft.findings.all()] == ["quote"]


def test_leaving_a_finding_in_needs_a_reason_and_lasts_while_the_words_stand(held):
    draft = saved(held, "The Family2 algorithm was compared. So was the Family3 test.")
    first, second = draft.findings.all()
    with pytest.raises(Refused, match="needs a reason"):
        summary.leave_in(held.one, first.pk, reason=" ", at=held.now)
    with pytest.raises(NotAllowed):
        summary.leave_in(held.viewer_of(5), first.pk, reason="x", at=held.now)
    summary.leave_in(held.one, first.pk, reason="The name of a method, not of a member.", at=held.now)
    with pytest.raises(Refused, match="1 places"):
        summary.send_to_members(held.one, draft.pk, at=held.now)
    draft = summary.save_summary(held.one, draft.pk, text="The Family2 algorithm was compared again.", revision=draft.revision, at=held.now)
    assert [(one.excerpt, one.override_reason) for one in draft.findings.all()] == [("Family2", "The name of a method, not of a member.")]
    summary.send_to_members(held.one, draft.pk, at=held.now)
    assert second.pk not in CheckFinding.objects.values_list("pk", flat=True)


def test_two_hands_on_one_summary_lose_nothing(held):
    draft = saved(held, "The first text.")
    summary.save_summary(held.one, draft.pk, text="The first text, by one.", revision=draft.revision, at=held.now)
    with pytest.raises(Stale) as caught:
        summary.save_summary(held.two, draft.pk, text="The first text, by two.", revision=draft.revision, at=held.now)
    assert caught.value.current.text == "The first text, by one.\n"


def test_members_are_asked_for_ten_working_days_and_nobody_approves_before(held):
    held.now = held.now.replace(hour=9)
    summary.start_summary(held.one, held.session.pk, at=held.now)
    assert not rows(held.viewer_of(5), "summary.view", SummaryDraft.objects.all()).exists(), "a draft is for those who write it"
    draft = summary.send_to_members(held.one, draft_of(held).pk, at=held.now)
    assert (draft.check_closes_at.date() - held.now.date()).days >= 14
    assert rows(held.viewer_of(5), "summary.view", SummaryDraft.objects.all()).get() == draft
    assert Letter.objects.filter(template="meetings.summary-check").count() == 6
    assert Duty.objects.filter(kind="meetings.check-summary", settled_at__isnull=True).count() == 6
    assert (
        summary.agree_to_summary(held.viewer_of(5), draft.pk, at=held.now),
        summary.agree_to_summary(held.viewer_of(5), draft.pk, at=held.now),
    ) == (1, 0)
    with pytest.raises(Refused, match="Members check the draft until"):
        summary.approve_summary(held.chair, draft.pk, at=draft.check_closes_at)
    with pytest.raises(NotAllowed):
        summary.approve_summary(held.one, draft.pk, at=draft.check_closes_at + MINUTE)
    with pytest.raises(NotAMove):
        summary.save_summary(held.one, draft.pk, text="Other words.", revision=draft.revision, at=held.now)
    approved = summary.approve_summary(held.chair, draft.pk, at=draft.check_closes_at + MINUTE)
    assert approved.approved_by_id == held.people[0].pk
    assert not Duty.objects.filter(kind="meetings.check-summary", settled_at__isnull=True).exists()


def test_comments_of_members_are_answered_before_approval_and_a_new_version_keeps_the_old(held):
    draft = checked(held)
    said = threads.say(held.viewer_of(5), draft, text="The date of the test is missing.", at=draft.check_opens_at + MINUTE)
    with pytest.raises(Refused, match="1 comments"):
        summary.approve_summary(held.chair, draft.pk, at=held.now)
    threads.dispose(held.one, said.pk, code="taken-up", reason="Put in.", at=held.now)
    newer = summary.redraft_summary(held.one, held.session.pk, reason="A date was missing.", at=held.now)
    assert (newer.version, newer.text, draft.version) == (2, draft.text, 1)
    with pytest.raises(NotAMove):
        summary.approve_summary(held.chair, draft.pk, at=held.now)
    summary.save_summary(held.one, newer.pk, text=newer.text + "\nThe test begins in May.", revision=1, at=held.now)
    summary.send_to_members(held.one, newer.pk, at=held.now)
    assert Letter.objects.filter(template="meetings.summary-check").count() == 12


def test_the_last_search_knows_what_members_wrote_in_their_check(held):
    draft = saved(held, "Tests of labels are dear for houses with few people in them and no lab of their own.")
    summary.send_to_members(held.one, draft.pk, at=held.now)
    said = threads.say(
        held.viewer_of(5), draft, text="Please say: dear for houses with few people in them and no lab of their own.", at=held.now + MINUTE
    )
    threads.dispose(held.one, said.pk, code="noted", reason="", at=held.now + MINUTE)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="1 places"):
        summary.approve_summary(held.chair, draft.pk, at=draft.check_closes_at + MINUTE)


def published(world, level="public") -> Document:
    draft = checked(world)
    summary.approve_summary(world.chair, draft.pk, at=world.now)
    return summary.publish_summary(world.chair, world.session.pk, level=level, ai_use="none", at=world.now)


def test_the_summary_is_published_to_all_at_the_same_minute(held):
    person = held.person()
    from interchange.ground.policy.models import RoleGrant

    RoleGrant.objects.create(person=person, role=Role.FOCAL_POINT, scope="state:KE", starts_at=held.now - DAY)
    document = published(held)
    assert summary.publish_summary(held.chair, held.session.pk, level="public", ai_use="none", at=held.now).pk == document.pk
    held.session.refresh_from_db()
    assert (held.session.state, held.session.published_at, document.issues.get().symbol) == (
        "public",
        held.now,
        f"{document.number} SUMMARY",
    )
    letters = Letter.objects.filter(template="meetings.summary-public")
    assert {letter.written_at for letter in letters} == {held.now}
    assert person.pk in letters.values_list("person_id", flat=True)
    assert letters.count() == 7
    for viewer in (VISITOR, held.viewer(person), held.viewer_of(5)):
        assert rows(viewer, "document.view", Document.objects.all()).filter(pk=document.pk).exists()
        assert search.search(viewer, "Labels tested once a year").hits
    assert not held.session.deadlines.filter(kind="public-summary", met_at__isnull=True).exists()


def test_a_summary_for_states_is_not_for_visitors_and_none_is_for_nobody(held):
    with pytest.raises(Refused, match="for members"):
        summary.publish_summary(held.chair, held.session.pk, level="restricted", ai_use="none", at=held.now)
    with pytest.raises(NotAMove):
        summary.publish_summary(held.chair, held.session.pk, level="public", ai_use="none", at=held.now)
    document = published(held, "states")
    assert not rows(VISITOR, "document.view", Document.objects.all()).filter(pk=document.pk).exists()
    assert rows(held.viewer_of(5), "document.view", Document.objects.all()).filter(pk=document.pk).exists()


def in_writing(world, kind="decision") -> tuple[Outcome, object]:
    made = outcomes.propose_outcome(world.one, world.items[2].pk, kind=kind, text="Labels are tested twice a year.", at=world.now)
    return made, writing.ask_in_writing(world.one, made.pk, at=world.now)


def test_below_the_quorum_a_text_is_decided_in_writing_by_silence(world):
    world.opened(here=1, item=2)
    recusals.step_aside(world.viewer_of(5), world.items[2].pk, at=world.now)
    made, call = in_writing(world)
    assert writing.ask_in_writing(world.one, made.pk, at=world.now).pk == call.pk
    assert set(call.asked.values_list("person_id", flat=True)) == {person.pk for person in world.people[:5]}, (
        "who stepped aside is not asked"
    )
    made.refresh_from_db()
    assert made.state == "in-consensus"
    with pytest.raises(NotAMove):
        outcomes.adopt_outcome(world.chair, made.pk, revision=1, at=world.now)
    with pytest.raises(Refused):
        consensus.close_call(SYSTEM, call.pk, at=call.closes_at)
    consensus.close_call(SYSTEM, call.pk, at=call.closes_at + MINUTE)
    made.refresh_from_db()
    assert (made.state, made.decided_at) == ("adopted", call.closes_at + MINUTE)


def test_an_objection_that_stands_leaves_no_consensus_and_its_annex_goes_with_the_summary(world):
    world.opened(here=3, item=2)
    made, call = in_writing(world)
    consensus.object_to(
        world.viewer_of(3), call.pk, reason="Too dear.", annex="A lighter test would do.", signed=False, at=world.now + MINUTE
    )
    consensus.close_call(SYSTEM, call.pk, at=call.closes_at + MINUTE)
    made.refresh_from_db()
    assert made.state == "not-adopted"
    room.close_session(world.chair, world.session.pk, at=world.now + MINUTE)
    text = published(world).issues.get().text
    assert "There was no consensus." in text
    assert "A lighter test would do." in text
    assert "Not signed." in text
    assert "Family3" not in text


def test_open_actions_come_back_on_the_next_agenda(held):
    from interchange.work.meetings.models import Session

    following = Session.objects.get(pk=held.session.pk)
    following.pk, following.number, following.state = None, 4, "planned"
    following.save()
    assert [one.number for one in after.open_before(following, held.now)] == ["TEN/3/ACT/1"]
    point = after.my_actions(held.viewer_of(4))[0]
    points.settle_action(held.viewer_of(4), point.pk, "finish", at=held.now)
    assert after.open_before(following, held.now) == []
