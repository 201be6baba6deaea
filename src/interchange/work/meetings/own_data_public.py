"""What is held of a person from public meetings (found by their address: one registers without an account), and what they filed for a State."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.work.meetings.models import Registration


def _registrations(person_id: int) -> "QuerySet[Registration]":
    address = Person.objects.filter(pk=person_id).values_list("email", flat=True).first() or ""
    return Registration.objects.filter(address=address.lower())


def _collect(person_id: int) -> dict[str, Any]:
    """One query for each table, and one for the address."""
    return {
        "registrations": list(
            _registrations(person_id).values("session_id", "name", "address", "state", "asked_at", "confirmed_at", "ended_at")
        ),
    }


def _plan(person_id: int) -> list[Item]:
    plan: list[Item] = []
    if _registrations(person_id).exists():
        plan.append(Erased(_("your registrations for public meetings")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    _registrations(person_id).delete()


provide("meetings-public", collect=_collect, plan=_plan, erase=_erase)
