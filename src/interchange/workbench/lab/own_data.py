"""What the laboratory holds of a person: their experiments, and files that they brought."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, Kept, provide
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.lab.actions.making import erase
from interchange.workbench.lab.models import Experiment
from interchange.workbench.lab.vocabulary import State


def _collect(person_id: int) -> dict[str, Any]:
    found = Experiment.objects.filter(owner_id=person_id)
    return {"experiments": list(found.values("number", "title", "question", "state", "recipe", "made_at", "published_at", "reason"))}


def _plan(person_id: int) -> Iterable[Item]:
    found = Experiment.objects.filter(owner_id=person_id)
    if found.exclude(state=State.PUBLISHED).exists():
        yield Erased(_("your experiments that are not published, with the files that you brought"))
    if found.filter(state=State.PUBLISHED).exists():
        yield Kept(_("your published experiments, without your name"), _("the map and the repository rest on them"))


def _erase(person_id: int, at: datetime) -> None:
    for one in Experiment.objects.filter(owner_id=person_id).exclude(state=State.PUBLISHED):
        erase(SYSTEM, one, at=at)
    Experiment.objects.filter(owner_id=person_id).update(owner=None)


provide("lab", collect=_collect, plan=_plan, erase=_erase)
