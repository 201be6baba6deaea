"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.ground.search.models import SavedSearch


def _collect(person_id: int) -> list[dict[str, Any]]:
    kept = SavedSearch.objects.filter(person_id=person_id)
    return [dict(one) for one in kept.values("place", "title", "query", "alert", "created_at")]


def _plan(person_id: int) -> list[Item]:
    return [Erased(_("your saved searches"))] if SavedSearch.objects.filter(person_id=person_id).exists() else []


def _erase(person_id: int, at: datetime) -> None:
    SavedSearch.objects.filter(person_id=person_id).delete()


provide("search", collect=_collect, plan=_plan, erase=_erase)
