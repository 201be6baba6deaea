"""Runs whose worker died are asked for again, then given up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.jobs.schedules import every
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.tasks import answer
from interchange.workbench.assist.vocabulary import RunState


def _give_up(pk: UUID, at: datetime) -> None:
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=pk, state=RunState.WAITING).first()
        if run is not None:
            run.state, run.problem, run.answered_at = RunState.FAILED, _("No answer within an hour."), at
            run.save(update_fields=["state", "problem", "answered_at"])
            record(SYSTEM, "assist.answered", run, at=at, after={"state": run.state, "characters": 0})


@every("assist.waiting", minutes=10)
def ask_again(at: datetime) -> int:
    """Queue runs that wait for ten minutes; after an hour they count as failed. Returns how many were queued."""
    waiting = Run.objects.filter(state=RunState.WAITING)
    for pk in waiting.filter(asked_at__lt=at - timedelta(hours=1)).values_list("pk", flat=True):
        _give_up(pk, at)
    late = list(waiting.filter(asked_at__lt=at - timedelta(minutes=10)).values_list("pk", flat=True))
    for pk in late:
        answer.enqueue(str(pk))
    return len(late)
