"""What is recorded in the room: polls, notes by two hands, outcomes, action points."""

from datetime import timedelta

import pytest

from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.post.models import Letter
from interchange.work.meetings.actions import notes, outcomes, points, polls, recusals, room
from interchange.work.meetings.models import ActionPoint, NoteBlock, NoteSpeaker, Outcome, PollAnswer
from interchange.work.meetings.queries import room as queries
from interchange.work.meetings.tests.room_world import MINUTE, RoomWorld

DAY = timedelta(days=1)


@pytest.fixture
def world(db, monkeypatch):
    return RoomWorld(monkeypatch)


@pytest.fixture
def full(db, monkeypatch):
    """Eleven people in the room, of five profiles: 3, 2, 2, 2, 2."""
    world = RoomWorld(monkeypatch, members=11)
    world.opened(here=11, item=1)
    return world


def ask(world, item=1, question="Should labels be tested once a year?"):
    return polls.open_poll(world.chair, world.items[item].pk, question=question, at=world.now)


def test_a_poll_shows_numbers_when_it_is_closed_and_nothing_before(full):
    poll = ask(full)
    for index in range(11):
        choice = "support" if index < 8 else "cannot"
        polls.answer_poll(full.viewer_of(index), poll.pk, choice=choice, reason="" if index < 8 else f"Reason {11 - index}.", at=full.now)
    shown = queries.polls_of(full.session)[0]
    assert (shown.answered, shown.sums, shown.reasons) == (11, None, [])
    for _ in range(2):
        polls.close_poll(full.chair, poll.pk, at=full.now + MINUTE)
    shown = queries.polls_of(full.session)[0]
    assert shown.sums.by_choice == {"support": 8, "live-with": 0, "cannot": 3}
    assert shown.sums.by_group == [], "no profile has five answers"
    assert [reason for _choice, reason in shown.reasons] == ["Reason 1.", "Reason 2.", "Reason 3."], (
        "in the order of the alphabet, not of time"
    )


def test_answers_lose_their_people_when_the_poll_closes(full):
    poll = ask(full)
    polls.answer_poll(full.viewer_of(3), poll.pk, choice="support", at=full.now)
    polls.close_poll(full.chair, poll.pk, at=full.now + MINUTE)
    assert list(PollAnswer.objects.values_list("person_id", "given_at")) == [(None, full.now + MINUTE)]
    assert not Event.objects.filter(verb__startswith="poll.answer").exists()
    room.take_item(full.chair, full.items[3].pk, at=full.now)
    poll = ask(full, item=3)
    polls.answer_poll(full.viewer_of(3), poll.pk, choice="support", at=full.now)
    room.close_session(full.chair, full.session.pk, at=full.now)
    assert PollAnswer.objects.get(poll=poll).person_id == full.people[3].pk, (
        "of an attributed item they may stay; the session closed the poll"
    )


def test_an_answer_can_be_changed_until_the_poll_is_closed_and_is_refused_then(full):
    poll, me = ask(full), full.viewer_of(4)
    with pytest.raises(Refused, match="cannot live with it"):
        polls.answer_poll(me, poll.pk, choice="cannot", reason=" ", at=full.now)
    with pytest.raises(Refused, match="one of the three"):
        polls.answer_poll(me, poll.pk, choice="yes", at=full.now)
    polls.answer_poll(me, poll.pk, choice="cannot", reason="Too often.", at=full.now)
    polls.answer_poll(me, poll.pk, choice="live-with", at=full.now)
    assert [(one.choice, one.reason) for one in PollAnswer.objects.all()] == [("live-with", "")]
    polls.close_poll(full.chair, poll.pk, at=full.now)
    with pytest.raises(Refused, match="closed"):
        polls.answer_poll(me, poll.pk, choice="support", at=full.now)


def test_who_is_not_here_or_takes_no_part_does_not_answer(full):
    poll = ask(full)
    room.check_out(full.viewer_of(5), full.session.pk, at=full.now)
    with pytest.raises(Refused, match="I am here"):
        polls.answer_poll(full.viewer_of(5), poll.pk, choice="support", at=full.now)
    decisive = ask(full, item=2)
    polls.answer_poll(full.viewer_of(6), decisive.pk, choice="support", at=full.now)
    recusals.step_aside(full.viewer_of(6), full.items[2].pk, at=full.now)
    assert not decisive.answers.exists(), "an answer given before is taken out"
    with pytest.raises(Refused, match="no part in the decision"):
        polls.answer_poll(full.viewer_of(6), decisive.pk, choice="support", at=full.now)
    with pytest.raises(NotAllowed):
        polls.open_poll(full.viewer_of(7), full.items[1].pk, question="?", at=full.now)
    with pytest.raises(Refused, match="is open"):
        ask(full, question="Another question?")
    assert ask(full).pk == poll.pk


def test_two_rapporteurs_in_two_paragraphs_never_meet(world):
    world.opened(here=2, item=1)
    item = world.items[1].pk
    first = notes.add_note(world.one, item, text="Labels are lost on upload.", at=world.now)
    second = notes.add_note(world.two, item, text="Some platforms keep them.", at=world.now)
    assert notes.add_note(world.two, item, text="Some platforms keep them. ", at=world.now).pk == second.pk, "sent twice"
    notes.edit_note(world.one, first.pk, text="Labels are often lost on upload.", revision=1, at=world.now)
    notes.edit_note(world.two, second.pk, text="Two platforms keep them.", revision=1, at=world.now)
    assert [(one.text, one.revision) for one in NoteBlock.objects.all()] == [
        ("Labels are often lost on upload.", 2),
        ("Two platforms keep them.", 2),
    ]


def test_two_rapporteurs_in_one_paragraph_lose_nothing(world):
    world.opened(here=2, item=1)
    block = notes.add_note(world.one, world.items[1].pk, text="First words.", at=world.now)
    notes.edit_note(world.one, block.pk, text="First words, by one.", revision=1, at=world.now)
    with pytest.raises(Stale) as caught:
        notes.edit_note(world.two, block.pk, text="First words, by two.", revision=1, at=world.now)
    assert caught.value.current.text == "First words, by one."
    block.refresh_from_db()
    assert (block.text, block.revision) == ("First words, by one.", 2)
    assert notes.edit_note(world.two, block.pk, text="First words, by one.", revision=1, at=world.now).revision == 2, (
        "the same words need no choice"
    )
    notes.edit_note(world.two, block.pk, text="First words, by one and two.", revision=2, at=world.now)
    with pytest.raises(Stale):
        notes.strike_note(world.one, block.pk, revision=2, at=world.now)
    struck = notes.strike_note(world.one, block.pk, revision=3, at=world.now)
    with pytest.raises(Stale):
        notes.edit_note(world.two, block.pk, text="Too late.", revision=struck.revision, at=world.now)
    assert notes.restore_note(world.two, block.pk, at=world.now).text == "First words, by one and two."


def test_notes_of_an_item_that_is_not_attributed_have_no_speaker(world):
    world.opened(here=4, item=1)
    with pytest.raises(Refused, match="no speaker"):
        notes.add_note(world.one, world.items[1].pk, text="Said.", speaker_id=world.people[3].pk, at=world.now)
    assert not {field.name for field in NoteBlock._meta.get_fields()} & {"author", "by", "person", "made_by"}
    block = notes.add_note(world.one, world.items[3].pk, text="Said.", speaker_id=world.people[3].pk, at=world.now)
    assert NoteSpeaker.objects.get().person_id == world.people[3].pk
    notes.edit_note(world.one, block.pk, text="Said.", revision=1, speaker_id=None, at=world.now)
    assert not NoteSpeaker.objects.exists()
    with pytest.raises(NotAllowed):
        notes.add_note(world.viewer_of(4), world.items[1].pk, text="Not mine to write.", at=world.now)


def test_outcomes_are_captured_reworded_and_adopted_in_the_wording_that_was_read(world):
    world.opened(here=3, item=2)
    item = world.items[2].pk
    with pytest.raises(Refused) as caught:
        outcomes.propose_outcome(world.one, item, kind="referral", text=" ", at=world.now)
    assert {problem.field for problem in caught.value.problems} == {"text", "addressee"}
    with pytest.raises(Refused, match="kind of outcome"):
        outcomes.propose_outcome(world.one, item, kind="action", text="x", at=world.now)
    made = outcomes.propose_outcome(world.one, item, kind="decision", text="Test once.", at=world.now)
    assert made.number == "TEN/3/OUT/1"
    assert outcomes.propose_outcome(world.two, item, kind="decision", text="Test once.", at=world.now).pk == made.pk
    outcomes.edit_outcome(world.one, made.pk, text="Test once a year.", revision=1, at=world.now)
    for stale in (
        lambda: outcomes.edit_outcome(world.two, made.pk, text="Test twice.", revision=1, at=world.now),
        lambda: outcomes.adopt_outcome(world.chair, made.pk, revision=1, at=world.now),
    ):
        with pytest.raises(Stale):
            stale()
    for _ in range(2):
        assert outcomes.adopt_outcome(world.chair, made.pk, revision=2, at=world.now).state == "adopted"
    with pytest.raises(NotAMove):
        outcomes.edit_outcome(world.one, made.pk, text="Test never.", revision=2, at=world.now)
    with pytest.raises(NotAMove):
        outcomes.withdraw_outcome(world.one, made.pk, at=world.now)


def test_nothing_is_adopted_outside_the_session_or_on_a_late_paper_without_leave(world):
    from interchange.work.meetings.models import Document, Issue

    world.opened(here=3, item=2)
    paper = Document.objects.create(
        number="TEN/3/2", session=world.session, kind="paper", title="Late", made_at=world.now, issued_at=world.now
    )
    Issue.objects.create(document=paper, symbol="TEN/3/2", text="Words.", late=True, issued_at=world.now)
    world.items[2].papers.add(paper)
    made = outcomes.propose_outcome(world.one, world.items[2].pk, kind="decision", text="Test once.", at=world.now)
    with pytest.raises(Refused, match="came late"):
        outcomes.adopt_outcome(world.chair, made.pk, revision=1, at=world.now)
    Document.objects.update(leave_at=world.now, leave_by=world.people[0], leave_reason="Short.")
    room.close_session(world.chair, world.session.pk, at=world.now)
    with pytest.raises(NotAMove):
        outcomes.adopt_outcome(world.chair, made.pk, revision=1, at=world.now)
    assert Outcome.objects.get().state == "proposed"


def test_an_action_needs_words_an_owner_who_takes_part_and_a_day_to_come(world):
    world.opened(here=3, item=2)
    item = world.items[2]
    recusals.step_aside(world.viewer_of(2), item.pk, at=world.now)
    today = world.now.date()
    wrong = [
        ({"text": " ", "owner_id": world.people[1].pk, "due": today}, {"text"}),
        ({"text": "Write it.", "owner_id": None, "due": today}, {"owner"}),
        ({"text": "Write it.", "owner_id": world.people[2].pk, "due": today}, {"owner"}),  # recused
        ({"text": "Write it.", "owner_id": world.first.pk, "due": today}, {"owner"}),  # not invited
        ({"text": "Write it.", "owner_id": world.people[1].pk, "due": None}, {"due"}),
        ({"text": "Write it.", "owner_id": world.people[1].pk, "due": today - DAY}, {"due"}),
    ]
    for values, fields in wrong:
        with pytest.raises(Refused) as caught:
            points.add_action(world.one, item.pk, **values, at=world.now)
        assert {problem.field for problem in caught.value.problems} == fields
    assert not ActionPoint.objects.exists()


def test_an_action_stands_on_its_owners_desk_until_it_is_settled(world):
    world.opened(here=3, item=2)
    values = {"text": "Write the test plan.", "owner_id": world.people[4].pk, "due": world.now.date() + 20 * DAY}
    made = points.add_action(world.one, world.items[2].pk, **values, at=world.now)
    assert points.add_action(world.two, world.items[2].pk, **values, at=world.now).pk == made.pk
    duty = Duty.objects.get(kind="meetings.action")
    assert (duty.person_id, duty.subject_label, duty.settled_at) == (world.people[4].pk, "TEN/3/ACT/1", None)
    assert Letter.objects.get(template="meetings.action-given").person_id == world.people[4].pk
    owner = world.viewer_of(4)
    with pytest.raises(NotAllowed):
        points.settle_action(world.viewer_of(5), made.pk, "finish", at=world.now)
    with pytest.raises(NotAllowed):
        points.settle_action(owner, made.pk, "drop", note="No time.", at=world.now)
    points.settle_action(owner, made.pk, "finish", at=world.now)
    points.settle_action(owner, made.pk, "finish", at=world.now)
    duty.refresh_from_db()
    assert duty.settled_at == world.now
    points.settle_action(world.one, made.pk, "reopen", at=world.now)
    assert Duty.objects.filter(kind="meetings.action", settled_at__isnull=True).count() == 1
    with pytest.raises(Refused, match="why the action is dropped"):
        points.settle_action(world.chair, made.pk, "drop", at=world.now)
    assert points.settle_action(world.chair, made.pk, "drop", note="Overtaken.", at=world.now).state == "dropped"
