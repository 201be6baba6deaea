"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, provide
from interchange.network.membership.models import Membership, Proceeding, Profile
from interchange.network.membership.retention import empty_membership
from interchange.network.membership.vocabulary import LIVE

MEMBERSHIP = ("number", "state", "term", "starts_at", "ends_at", "ended_at", "end_kind", "end_reason", "resigns_at", "resignation_letter")
PARTS: dict[str, tuple[str, ...]] = {
    "leaves": ("starts_at", "until", "ended_at", "reason"),
    "suspensions": ("at", "reason", "lifted_at"),
    "renewals": ("asked_at", "note", "granted", "decided_at"),
    "proceedings": ("grounds", "reply", "state", "decision_reason", "review_ground", "review_reason"),
}


def _collect(person_id: int) -> dict[str, Any]:
    """Everything, one query for each table."""
    found = list(Membership.objects.filter(person_id=person_id).prefetch_related(*PARTS))
    return {
        "memberships": [_values(one, MEMBERSHIP) for one in found],
        **{name: [_values(row, fields) for one in found for row in getattr(one, name).all()] for name, fields in PARTS.items()},
        "profile": list(Profile.objects.filter(person_id=person_id).values()),
    }


def _values(row: Model, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def _plan(person_id: int) -> list[Item]:
    live = Membership.objects.filter(person_id=person_id, state__in=LIVE).first()
    if live is not None:
        return [Blocked(_("You are a member (%s).") % live.number, _("Resign first."))]
    if not Membership.objects.filter(person_id=person_id).exists():
        return []
    plan: list[Item] = [
        Erased(_("your entry in the directory, your letter of resignation, your notes on renewals, and the reasons of your leaves")),
        Kept(_("number and dates of your membership"), _("the network’s record of who belonged to it must stay true")),
    ]
    if Proceeding.objects.filter(membership__person_id=person_id).exists():
        plan.append(Kept(_("grounds, reply and decision of a removal"), _("both sides may need to prove what was decided and why")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    for one in Membership.objects.filter(person_id=person_id).select_related("application"):
        empty_membership(one, at)
    Profile.objects.filter(person_id=person_id).delete()


provide("membership", collect=_collect, plan=_plan, erase=_erase)
