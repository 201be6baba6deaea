"""What the room gives out about a person, and what it forgets when asked to."""

import pytest

from interchange.ground.accounts.own_data import ROOMS, Erased
from interchange.work.meetings.actions import notes, polls, room
from interchange.work.meetings.models import NoteSpeaker, PollAnswer
from interchange.work.meetings.tests.room_world import RoomWorld


@pytest.fixture
def world(db, monkeypatch):
    return RoomWorld(monkeypatch)


def test_ties_to_a_person_are_given_out_and_cut_when_erased(world):
    world.opened(here=4, item=3)
    me, held = world.people[3], ROOMS["meetings-room"]
    poll = polls.open_poll(world.chair, world.items[3].pk, question="Once a year?", at=world.now)
    polls.answer_poll(world.viewer_of(3), poll.pk, choice="cannot", reason="Too often.", at=world.now)
    notes.add_note(world.one, world.items[3].pk, text="Said for the record.", speaker_id=me.pk, at=world.now)
    room.close_session(world.chair, world.session.pk, at=world.now)
    found = held.collect(me.pk)
    assert (found["poll_answers"][0]["reason"], found["notes_that_name_you"][0]["block__text"]) == ("Too often.", "Said for the record.")
    assert list(held.plan(world.people[4].pk)) == []
    assert [type(one) for one in held.plan(me.pk)] == [Erased]
    held.erase(me.pk, world.now)
    assert not NoteSpeaker.objects.exists()
    assert PollAnswer.objects.get().person_id is None
    assert list(held.plan(me.pk)) == []
