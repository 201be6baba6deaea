"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.ground.machines.models import ApiToken


def _collect(person_id: int) -> list[dict[str, Any]]:
    kept = ApiToken.objects.filter(person_id=person_id)
    return [dict(one) for one in kept.values("name", "scopes", "made_at", "expires_at", "last_used_at", "revoked_at")]


def _plan(person_id: int) -> list[Item]:
    return [Erased(_("your API tokens"))]


def _erase(person_id: int, at: datetime) -> None:
    ApiToken.objects.filter(person_id=person_id).delete()


provide("machines", collect=_collect, plan=_plan, erase=_erase)
