"""Kept reports go after their time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.bench.models import KeptReport
from interchange.workbench.bench.vocabulary import report_months


def _due(at: datetime) -> Iterator[KeptReport]:
    yield from KeptReport.objects.filter(made_at__lt=at - timedelta(days=30 * report_months())).defer("data")


def _erase(report: KeptReport, at: datetime) -> None:
    with transaction.atomic():
        record(SYSTEM, "report.deleted", report, at=at)
        report.delete()


retain(
    "bench.reports",
    option="retention.report-months",
    why="A report shows what held on its day.",
    due=_due,
    describe=lambda one: f"report {one.pk}",
    erase=_erase,
)
