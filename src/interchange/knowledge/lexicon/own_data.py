"""What this room holds of a person: that they wrote something. The words are the network's; the name goes with the person's entry."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Item, Kept, held, provide
from interchange.knowledge.lexicon.models import Amendment, Concept, Version


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "proposed": list(Concept.objects.filter(proposed_by_id=person_id).values("slug", "state", "proposed_at")),
        "versions": list(Version.objects.filter(by_id=person_id).values("concept__slug", "number", "at", "changed", "reason")),
        "amendments": list(Amendment.objects.filter(by_id=person_id).values("concept__slug", "state", "at", "reason", "content")),
    }


def _plan(person_id: int) -> list[Item]:
    wrote = held(person_id, versions=Version.objects.filter(by_id=person_id), amendments=Amendment.objects.filter(by_id=person_id))
    return [Kept(_("what you wrote in the lexicon"), _("its history must stay true; it no longer shows your name"))] if wrote else []


def _erase(person_id: int, at: datetime) -> None:
    """Nothing to take away here: rows point to the person, whose name is erased with their entry."""


provide("lexicon", collect=_collect, plan=_plan, erase=_erase)
