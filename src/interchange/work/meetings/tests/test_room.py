"""The room: opening, items, attendance, quorum, speaking, stepping aside; and who is outside."""

from datetime import timedelta

import pytest

from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.models import Event
from interchange.network.membership import actions as membership
from interchange.work.meetings.actions import outcomes, recusals, room, speaking
from interchange.work.meetings.models import Attendance, Floor, InterestRefresh, ItemRun, SpeakingTurn
from interchange.work.meetings.queries import barred
from interchange.work.meetings.queries import room as queries
from interchange.work.meetings.tests.room_world import MINUTE, RoomWorld


@pytest.fixture
def world(db, monkeypatch):
    return RoomWorld(monkeypatch)


def version(world) -> int:
    return Floor.objects.get(session=world.session).version


def test_the_chair_opens_and_closes_once(world):
    with pytest.raises(NotAllowed):
        room.open_session(world.viewer_of(4), world.session.pk, at=world.now)
    for _ in range(2):
        assert room.open_session(world.chair, world.session.pk, at=world.now).state == "in-session"
    world.opened(here=2, item=1)
    for _ in range(2):
        assert room.close_session(world.chair, world.session.pk, at=world.now + MINUTE).state == "closed"
    assert Event.objects.filter(verb="session.open").count() == Event.objects.filter(verb="session.close").count() == 1
    assert world.here() == 0
    assert ItemRun.objects.get().ended_at == world.now + MINUTE
    with pytest.raises(NotAMove):
        room.open_session(world.chair, world.session.pk, at=world.now)


def test_time_on_an_item_adds_up_over_its_stretches(world):
    world.opened()
    for item, minutes in ((1, 5), (2, 10), (1, 3), (2, 4)):
        room.take_item(world.chair, world.items[item].pk, at=world.now)
        room.take_item(world.chair, world.items[item].pk, at=world.now)  # twice is harmless
        world.now += minutes * MINUTE
    lines = queries.agenda_lines(world.session)
    assert [line.minutes_at(world.now) for line in lines] == [0, 8, 14, 0]
    room.end_item(world.chair, world.session.pk, at=world.now)
    assert queries.room(queries.enter(world.chair, "ten", 3), world.now).now is None


def test_who_is_in_the_room(world):
    me = world.viewer_of(3)
    with pytest.raises(NotAMove):
        room.check_in(me, world.session.pk, mode="remote", at=world.now)
    world.opened()
    with pytest.raises(Refused):
        room.check_in(me, world.session.pk, mode="astral", at=world.now)
    for mode in ("remote", "remote", "on-site"):
        room.check_in(me, world.session.pk, mode=mode, at=world.now)
    assert [(row.mode, row.left_at) for row in Attendance.objects.all()] == [("on-site", None)]
    assert (room.check_out(me, world.session.pk, at=world.now + MINUTE), room.check_out(me, world.session.pk, at=world.now)) == (1, 0)
    room.check_in(me, world.session.pk, mode="remote", at=world.now + 2 * MINUTE)
    assert Attendance.objects.count() == 2, "who comes back gets a new row"


def test_a_rapporteur_notes_who_is_there(world):
    world.opened()
    who = world.people[4]
    for mode in ("on-site", "on-site", ""):
        room.note_attendance(world.one, world.session.pk, who.pk, mode=mode, at=world.now)
    assert world.here() == 0
    with pytest.raises(Refused, match="not invited"):
        room.note_attendance(world.one, world.session.pk, world.first.pk, mode="on-site", at=world.now)
    with pytest.raises(NotAllowed):
        room.note_attendance(world.viewer_of(4), world.session.pk, who.pk, mode="on-site", at=world.now)


def test_every_change_is_told_to_open_pages(world):
    world.opened()
    seen = [version(world)]
    for step in (
        lambda: room.check_in(world.viewer_of(3), world.session.pk, mode="remote", at=world.now),
        lambda: room.take_item(world.chair, world.items[1].pk, at=world.now),
        lambda: speaking.ask_floor(world.viewer_of(3), world.items[1].pk, at=world.now),
        lambda: recusals.step_aside(world.viewer_of(3), world.items[1].pk, at=world.now),
        lambda: room.check_out(world.viewer_of(3), world.session.pk, at=world.now),
    ):
        step()
        seen.append(version(world))
    assert seen == sorted(set(seen))


def test_quorum_counts_active_members_present_now(world):
    world.opened(here=2)
    count = queries.quorum_of(world.session, world.items[1], world.now)
    assert (count.present, count.needed, count.of, count.met) == (2, 2, 6, True)
    room.note_attendance(world.one, world.session.pk, world.people[5].pk, mode="remote", at=world.now)
    membership.suspend(world.officer, world.memberships[5].pk, reason="A complaint.", at=world.now)
    assert queries.quorum_of(world.session, None, world.now).present == 2, "a suspended member is no longer counted"
    membership.start_leave(
        world.viewer(world.people[1]), world.memberships[1].pk, until=world.now.date() + timedelta(days=9), reason="x", at=world.now
    )
    count = queries.quorum_of(world.session, None, world.now)
    assert (count.present, count.needed, count.of, count.met) == (1, 2, 4, False)
    assert room.drop_absent(world.now) == 2
    assert world.here() == 1


def test_quorum_lost_in_the_middle_stops_adoption_and_nothing_else(world):
    world.opened(here=2, item=1)
    made = outcomes.propose_outcome(world.one, world.items[1].pk, kind="decision", text="Labels are tested once a year.", at=world.now)
    room.check_out(world.viewer_of(1), world.session.pk, at=world.now)
    with pytest.raises(Refused, match="no quorum: 1 of 2"):
        outcomes.adopt_outcome(world.chair, made.pk, revision=made.revision, at=world.now)
    speaking.ask_floor(world.viewer_of(0), world.items[1].pk, at=world.now)
    room.check_in(world.viewer_of(1), world.session.pk, mode="remote", at=world.now)
    adopted = outcomes.adopt_outcome(world.chair, made.pk, revision=made.revision, at=world.now)
    assert (adopted.state, adopted.present, adopted.quorum) == ("adopted", 2, 2)


def test_who_has_left_the_network_is_outside_in_that_second(world):
    world.opened(here=4, item=1)
    membership.suspend(world.officer, world.memberships[3].pk, reason="A complaint.", at=world.now)
    out = world.viewer_of(3)
    for verb in (
        lambda: queries.enter(out, "ten", 3),
        lambda: room.check_in(out, world.session.pk, mode="remote", at=world.now),
        lambda: speaking.ask_floor(out, world.items[1].pk, at=world.now),
        lambda: recusals.step_aside(out, world.items[1].pk, at=world.now),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_queue(world):
    world.opened(here=4, item=1)
    with pytest.raises(Refused, match="I am here"):
        speaking.ask_floor(world.viewer_of(4), world.items[1].pk, at=world.now)
    with pytest.raises(NotAMove):
        speaking.ask_floor(world.viewer_of(3), world.items[2].pk, at=world.now)
    turns = [speaking.ask_floor(world.viewer_of(n), world.items[1].pk, at=world.now + n * MINUTE) for n in (3, 2, 1)]
    assert speaking.ask_floor(world.viewer_of(3), world.items[1].pk, at=world.now).pk == turns[0].pk
    names = lambda: [one.turn.person_id for one in queries.room(queries.enter(world.chair, "ten", 3), world.now).queue]  # noqa: E731
    assert names() == [world.people[n].pk for n in (1, 2, 3)]
    with pytest.raises(NotAllowed):
        speaking.call_speaker(world.viewer_of(3), turns[0].pk, at=world.now)
    speaking.call_speaker(world.chair, turns[0].pk, at=world.now)
    speaking.call_speaker(world.chair, turns[0].pk, at=world.now)
    speaking.call_speaker(world.chair, turns[1].pk, at=world.now)
    assert names() == [world.people[n].pk for n in (2, 1)], "the one before has spoken"
    assert speaking.withdraw_floor(world.viewer_of(1), world.items[1].pk, at=world.now) == 1
    assert names() == [world.people[2].pk]


def test_hints_say_who_has_not_been_heard(world):
    world.opened(here=4, item=1)
    turn = speaking.ask_floor(world.viewer_of(0), world.items[1].pk, at=world.now)
    speaking.ask_floor(world.viewer_of(1), world.items[1].pk, at=world.now)
    speaking.call_speaker(world.chair, turn.pk, at=world.now)
    found = queries.room(queries.enter(world.chair, "ten", 3), world.now)
    assert {(one.scheme, one.code) for one in found.unheard} >= {("profiles", "creator"), ("profiles", "rightsholder")}
    assert ("profiles", "academic") not in {(one.scheme, one.code) for one in found.unheard}
    assert [(one.speaking, one.fresh) for one in found.queue] == [(True, False), (False, True)]


def test_nothing_tells_who_spoke_on_an_item_that_is_not_attributed(world):
    world.opened(here=4, item=1)
    turn = speaking.ask_floor(world.viewer_of(3), world.items[1].pk, at=world.now)
    speaking.call_speaker(world.chair, turn.pk, at=world.now)
    room.take_item(world.chair, world.items[3].pk, at=world.now)
    assert SpeakingTurn.objects.count() == 0
    turn = speaking.ask_floor(world.viewer_of(3), world.items[3].pk, at=world.now)
    speaking.call_speaker(world.chair, turn.pk, at=world.now)
    room.end_item(world.chair, world.session.pk, at=world.now)
    assert SpeakingTurn.objects.get().done_at == world.now, "of an attributed item it may be kept"
    assert not Event.objects.filter(verb__startswith="turn").exists()
    assert not Event.objects.filter(subject_kind="meetings.speakingturn").exists()


def test_stepping_aside_and_coming_back(world):
    world.opened(here=3, item=2)
    item = world.items[2]
    for _ in range(2):
        recusals.step_aside(world.viewer_of(2), item.pk, at=world.now)
    assert queries.quorum_of(world.session, item, world.now).present == 2
    assert queries.quorum_of(world.session, world.items[1], world.now).present == 3, "from this item only"
    assert world.people[2].pk not in queries.owners(world.session, item, world.now).values_list("person_id", flat=True)
    assert recusals.come_back(world.viewer_of(2), item.pk, at=world.now) == 1
    assert queries.quorum_of(world.session, item, world.now).present == 3


def test_the_assessment_of_interests_recuses_at_opening_and_only_the_secretariat_undoes_it(world):
    from interchange.network.calls import actions as calls

    made = world.declare(world.memberships[4], category="employment", topics=["labelling"])
    calls.assess_interests(world.officer, made.pk, "recuse", reason="Works on it.", topics=["labelling"], at=world.now)
    world.opened(here=5, item=2)
    assert barred.barred(world.items[2]) == {world.people[4].pk: "recused"}
    with pytest.raises(Refused, match="assessment"):
        recusals.come_back(world.viewer_of(4), world.items[2].pk, at=world.now)


def test_unanswered_interests_bar_from_deciding_on_matching_topics_only(world):
    one, two, three = world.people[:3]
    for member, topic in ((world.memberships[0], "labelling"), (world.memberships[1], "provenance")):
        world.declare(member, at=world.now - 40 * timedelta(days=1), topics=[topic])
    for person in (one, two, three):
        InterestRefresh.objects.create(session=world.session, person=person, asked_at=world.now - 10 * timedelta(days=1))
    world.opened(here=3, item=2)
    assert barred.barred(world.items[2]) == {one.pk: "unanswered", three.pk: "unanswered"}, "three never declared anything"
    assert barred.barred(world.items[1]) == {two.pk: "unanswered", three.pk: "unanswered"}
    assert barred.barred(world.items[0]) == {}, "no topics, nothing matches"
    assert queries.quorum_of(world.session, world.items[2], world.now).present == 1
    speaking.ask_floor(world.viewer_of(0), world.items[2].pk, at=world.now)  # may discuss
    world.declare(world.memberships[0], topics=["labelling"])
    assert one.pk not in barred.barred(world.items[2]), "a declaration since then is an answer"
