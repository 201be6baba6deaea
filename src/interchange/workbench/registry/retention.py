"""Closed cases go after their time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.registry.models import Case
from interchange.workbench.registry.own_data import clear_case
from interchange.workbench.registry.vocabulary import case_months


def _due(at: datetime) -> Iterator[Case]:
    yield from Case.objects.filter(state="closed", closed_at__lt=at - timedelta(days=30 * case_months()))


def _erase(case: Case, at: datetime) -> None:
    with transaction.atomic():
        record(SYSTEM, "case.deleted", case, at=at)
        clear_case(case)


retain(
    "registry.cases",
    why="Evidence is needed until claims cannot come any more.",
    due=_due,
    describe=lambda one: f"case {one.number}",
    erase=_erase,
)
