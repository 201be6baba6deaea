"""What the room holds of a person: the texts they gave, and what came of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.assist.models import Run


def _collect(person_id: int) -> dict[str, Any]:
    return {"runs": list(Run.objects.filter(owner_id=person_id).values("kind", "nature", "text", "result", "system", "asked_at"))}


def _plan(person_id: int) -> Iterable[Item]:
    if count := Run.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d texts that you gave to the assistant") % count)


def _erase(person_id: int, at: datetime) -> None:
    for one in Run.objects.filter(owner_id=person_id):
        record(SYSTEM, "assist.deleted", one, at=at)
        one.delete()


provide("assist", collect=_collect, plan=_plan, erase=_erase)
