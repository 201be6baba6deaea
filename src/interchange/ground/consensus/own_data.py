"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Item, Kept, provide
from interchange.ground.consensus.models import Asked, Objection

FIELDS = ("call_id", "call__question", "reason", "annex", "signed", "state", "raised_at", "how_met", "settled_at")


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "objections": list(Objection.objects.filter(person_id=person_id).values(*FIELDS)),
        "asked": list(Asked.objects.filter(person_id=person_id).values("call_id", "call__question", "call__opened_at", "call__state")),
    }


def _plan(person_id: int) -> list[Item]:
    if not Objection.objects.filter(person_id=person_id).exists():
        return []
    return [
        Kept(_("your objections in calls for consensus, without your name"), _("an outcome must stay readable with what stood against it"))
    ]


def _erase(person_id: int, at: datetime) -> None:
    """The words stay with the outcome; that they are unsigned from now on takes the last tie to the person off the page."""
    Objection.objects.filter(person_id=person_id).update(signed=False)


provide("consensus", collect=_collect, plan=_plan, erase=_erase)
