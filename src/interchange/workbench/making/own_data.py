"""What the room holds of a person: the records they keep."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.making.actions import STEP
from interchange.workbench.making.models import Making


def _collect(person_id: int) -> dict[str, Any]:
    found = Making.objects.filter(owner_id=person_id).prefetch_related("steps", "files")
    return {
        "makings": [
            {
                "title": one.title, "kind": one.kind, "credit": one.credit, "conceived": one.conceived, "made_at": one.made_at, "shared": one.secret is not None,
                "steps": [{name: getattr(step, name) for name in STEP} for step in one.steps.all()],
                "files": [{"name": file.name, "sha256": file.sha256, "role": file.role} for file in one.files.all()],
            }
            for one in found
        ]
    }  # fmt: skip


def _plan(person_id: int) -> Iterable[Item]:
    if count := Making.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d records of how a work was made, with their links") % count)


def _erase(person_id: int, at: datetime) -> None:
    for one in Making.objects.filter(owner_id=person_id):
        record(SYSTEM, "making.deleted", one, at=at)
        one.delete()


provide("making", collect=_collect, plan=_plan, erase=_erase)
