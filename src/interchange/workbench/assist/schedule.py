"""Runs whose worker died are asked for again, then given up."""

from datetime import datetime, timedelta

from interchange.ground.jobs.schedules import every
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.tasks import answer
from interchange.workbench.assist.vocabulary import RunState


@every("assist.waiting", minutes=10)
def ask_again(at: datetime) -> int:
    """Queue runs that wait for ten minutes; after an hour they count as failed. Returns how many were queued."""
    waiting = Run.objects.filter(state=RunState.WAITING)
    waiting.filter(asked_at__lt=at - timedelta(hours=1)).update(state=RunState.FAILED, problem="No answer within an hour.", answered_at=at)
    late = list(waiting.filter(asked_at__lt=at - timedelta(minutes=10)).values_list("pk", flat=True))
    for pk in late:
        answer.enqueue(str(pk))
    return len(late)
