"""What the clock does in this room."""

import logging
from datetime import datetime, timedelta

from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM
from interchange.work.direction import tasks
from interchange.work.direction.actions import interest, items, rounds
from interchange.work.direction.models import InterestCall, Milestone, Round, WorkItem
from interchange.work.direction.vocabulary import NOTICES, RUNNING, InterestState, RoundState

logger = logging.getLogger(__name__)


@every("direction.rounds", minutes=1)
def close_rounds(at: datetime) -> int:
    """Close rounds whose moment is over and have the worker count them; what a killed worker left uncounted is ordered again."""
    for pk in Round.objects.filter(state=RoundState.OPEN, closes_at__lt=at).values_list("pk", flat=True):
        rounds.close_round(SYSTEM, pk, at=at)
    due = list(Round.objects.filter(state=RoundState.CLOSED).values_list("pk", flat=True))
    for pk in due:
        tasks.count_round.enqueue(pk)
    return len(due)


@every("direction.interest", minutes=5)
def close_interest(at: datetime) -> int:
    """Close calls for interest whose time is over."""
    due = list(InterestCall.objects.filter(state=InterestState.OPEN, closes_at__lt=at).values_list("pk", flat=True))
    for pk in due:
        interest.close_call(SYSTEM, pk, at=at)
    return len(due)


@every("direction.sunset", minutes=30)
def watch_sunsets(at: datetime) -> int:
    """Let items lapse at their sunset; before it write 60, 30 and 7 days ahead; put late milestones on desks. Returns how many lapsed."""
    over = list(WorkItem.objects.filter(state__in=RUNNING, sunset_at__lt=at).values_list("pk", flat=True))
    for pk in over:
        items.lapse(pk, at=at)
    for item in WorkItem.objects.filter(state__in=RUNNING, sunset_at__lte=at + timedelta(days=max(NOTICES))):
        left = item.sunset_at - at
        items.notice(item, min(days for days in NOTICES if left <= timedelta(days=days)), at=at)
    for milestone in Milestone.objects.filter(done_at__isnull=True, due_at__lt=at, item__state__in=RUNNING).select_related("item"):
        items.remind_late(milestone, at=at)
    return len(over)
