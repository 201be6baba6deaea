"""What the clock does in this room."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM
from interchange.work.meetings import actions, schedule_record
from interchange.work.meetings.models import Session
from interchange.work.meetings.vocabulary import CALLED

__all__ = ["schedule_record"]


@every("meetings.invitations", minutes=60)
def invitations(at: datetime) -> int:
    """Who became a member since the convening is invited; who is none any more is taken off, in the calendar, too."""
    changed = 0
    for pk in Session.objects.filter(state__in=CALLED, starts_at__gt=at).values_list("pk", flat=True):
        changed += sum(actions.refresh_invitations(SYSTEM, pk, at=at))
    return changed


@every("meetings.zone-rules", minutes=24 * 60)
def zone_rules(at: datetime) -> int:
    """After an update of the zone data: the agreed hour on the wall is kept."""
    return len([effect for effect in actions.reckon_times(SYSTEM, at=at) if effect.after is not None])
