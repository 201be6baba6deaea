"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, provide
from interchange.ground.search import actions as search
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.vocabulary import LIVE


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "memberships": list(
            Membership.objects.filter(person_id=person_id).values(
                "number", "state", "term", "starts_at", "ends_at", "ended_at", "end_kind", "end_reason", "resignation_letter"
            )
        ),
        "profile": list(Profile.objects.filter(person_id=person_id).values()),
        "proceedings": [
            entry
            for one in Membership.objects.filter(person_id=person_id)
            for entry in one.proceedings.values("grounds", "reply", "state", "decision_reason")
        ],
    }


def _plan(person_id: int) -> list[Item]:
    live = Membership.objects.filter(person_id=person_id, state__in=LIVE).first()
    if live is not None:
        return [Blocked(f"You are a member ({live.number}).", "Resign first.")]
    if not Membership.objects.filter(person_id=person_id).exists():
        return []
    return [
        Erased("your entry in the directory"),
        Kept("number and dates of your membership", "the network's record of who belonged to it must stay true"),
    ]


def _erase(person_id: int, at: datetime) -> None:
    for one in Membership.objects.filter(person_id=person_id):
        search.drop(one)
        one.resignation_letter, one.end_reason = "", one.end_reason and "erased"
        one.save(update_fields=["resignation_letter", "end_reason"])
    Profile.objects.filter(person_id=person_id).delete()


provide("membership", collect=_collect, plan=_plan, erase=_erase)
