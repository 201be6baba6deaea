"""What the clock does in this room: offers lapse, places on the waiting list end with notice, bounces stop the clock."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.selection import actions
from interchange.network.selection.queries.bounces import bounced_offers


@every("selection.follow-bounces", minutes=15)
def follow_bounces(at: datetime) -> None:
    """Before anything lapses: stop the clock where the letter with the offer came back."""
    actions.follow_bounces(SYSTEM, bounced=bounced_offers(), at=at)


@every("selection.lapse-offers", minutes=30)
def lapse_offers(at: datetime) -> None:
    """End offers whose time is over; bounces are looked at first, so that nobody loses a place to a dead address."""
    actions.follow_bounces(SYSTEM, bounced=bounced_offers(), at=at)
    actions.lapse_offers(SYSTEM, at=at)


@every("selection.waiting-list", minutes=720)
def waiting_list(at: datetime) -> None:
    """Notices before the end, and the end."""
    actions.notify_waiting(SYSTEM, at=at)
    actions.expire_waiting(SYSTEM, at=at)
