"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, Kept, held, provide
from interchange.work.meetings import own_data_public, own_data_room
from interchange.work.meetings.models import (
    ActionPoint,
    Attendance,
    CalendarFeed,
    Document,
    InterestRefresh,
    Invitation,
    IprDisclosure,
    ItemProposal,
    Recusal,
    UsableHours,
)
from interchange.work.meetings.vocabulary import ProposalState

__all__ = ["own_data_public", "own_data_room"]
# what, whose it is, what is told of it
TABLES: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "invitations": (Invitation, "person_id", ("session_id", "invited_at", "answer", "answered_at", "withdrawn_at")),
    "usable_hours": (UsableHours, "person_id", ("time_zone", "hours", "changed_at")),
    "calendar_feeds": (CalendarFeed, "person_id", ("made_at", "revoked_at")),
    "proposed_items": (ItemProposal, "by_id", ("session_id", "title", "why", "made_at", "state", "reason")),
    "papers": (Document, "by_id", ("number", "title", "issued_at", "withdrawn_at", "withdrawn_reason")),
    "attendance": (Attendance, "person_id", ("session_id", "mode", "arrived_at", "left_at")),
    "action_points": (ActionPoint, "owner_id", ("number", "text", "due", "state", "state_note")),
    "recusals": (Recusal, "person_id", ("item_id", "source", "at", "withdrawn_at")),
    "interests_asked": (InterestRefresh, "person_id", ("session_id", "asked_at", "answered_at")),
    "patents_disclosed": (IprDisclosure, "by_id", ("number", "holder", "reference", "statement", "disclosed_at", "withdrawn_at")),
}


def _collect(person_id: int) -> dict[str, Any]:
    """Everything, one query for each table. The notes of sessions name nobody, so there is nothing in them to find."""
    return {
        name: list(model._default_manager.filter(**{owner: person_id}).values(*fields)) for name, (model, owner, fields) in TABLES.items()
    }


def _plan(person_id: int) -> list[Item]:
    found = held(
        person_id, **{name: model._default_manager.filter(**{owner: person_id}) for name, (model, owner, _fields) in TABLES.items()}
    )
    plan: list[Item] = []
    if found & {"usable_hours", "calendar_feeds", "proposed_items"}:
        plan.append(Erased(_("your usable hours, your calendar feed, and items that you proposed and nobody took up")))
    if found & {"invitations", "attendance", "recusals", "interests_asked"}:
        plan.append(
            Kept(
                _("to which sessions you were invited, what you answered, and when you were there"),
                _("quorum and balance of past sessions must stay true"),
            )
        )
    if found & {"papers", "action_points"}:
        plan.append(Kept(_("papers that you gave in, and action points"), _("decisions rest on them; your name goes with your account")))
    if "patents_disclosed" in found:
        plan.append(Kept(_("patents that you disclosed"), _("the register is public and permanent")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    UsableHours.objects.filter(person_id=person_id).delete()
    CalendarFeed.objects.filter(person_id=person_id).delete()
    ItemProposal.objects.filter(by_id=person_id).exclude(state=ProposalState.TAKEN).delete()


provide("meetings", collect=_collect, plan=_plan, erase=_erase)
