"""Runs go after their days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.vocabulary import run_days


def _due(at: datetime) -> Iterator[Run]:
    yield from Run.objects.filter(asked_at__lt=at - timedelta(days=run_days())).defer("text", "result", "aids")


def _erase(run: Run, at: datetime) -> None:
    with transaction.atomic():
        record(SYSTEM, "assist.deleted", run, at=at)
        run.delete()


retain("assist.runs", why="Whoever asked has taken the result long since.", due=_due, describe=lambda one: f"run {one.pk}", erase=_erase)
