"""What the clock does about interests and about those who leave the network while they sit."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.work.meetings.actions.interests import ask_due
from interchange.work.meetings.actions.room import drop_absent


@every("meetings.interests", minutes=60)
def interests(at: datetime) -> int:
    """Two weeks before a session: do your interests still stand?"""
    return ask_due(at)


@every("meetings.absent", minutes=1)
def absent(at: datetime) -> int:
    """Who is no member any more has left the room."""
    return drop_absent(at)
