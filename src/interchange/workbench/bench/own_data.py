"""What the bench holds of a person: the reports they kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.bench.models import KeptReport


def _collect(person_id: int) -> dict[str, Any]:
    return {"reports": list(KeptReport.objects.filter(owner_id=person_id).values("name", "made_at", "secret", "data"))}


def _plan(person_id: int) -> Iterable[Item]:
    if count := KeptReport.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d kept reports of the bench, with their links") % count)


def _erase(person_id: int, at: datetime) -> None:
    held = KeptReport.objects.filter(owner_id=person_id)
    for report in held.only("pk"):
        record(SYSTEM, "report.deleted", report, at=at)
    held.delete()


provide("bench", collect=_collect, plan=_plan, erase=_erase)
