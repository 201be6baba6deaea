"""What the room holds of a person: that they spoke for a State. What they filed belongs to the State."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, held, provide
from interchange.network.states.actions import forget_person
from interchange.network.states.models import NamedPerson, Note, Place


def _emails(person_id: int) -> list[str]:
    return list(Person.objects.filter(pk=person_id).values_list("email", flat=True))


def _collect(person_id: int) -> dict[str, Any]:
    named = ("note__number", "place", "given_name", "family_name", "email", "function")
    return {
        "places": list(Place.objects.filter(person_id=person_id).values("member_state", "place", "function", "starts_at", "ends_at")),
        "named_in": list(NamedPerson.objects.filter(email__in=_emails(person_id)).values(*named)),
        "notes_given_in": list(Note.objects.filter(entered_by_id=person_id).values_list("number", flat=True)),
    }


def _plan(person_id: int) -> list[Item]:
    plan: list[Item] = []
    place = Place.objects.filter(person_id=person_id, ends_at__isnull=True).select_related("member_state").first()
    if place is not None:
        plan.append(
            Blocked(
                _("You speak for %s.") % place.member_state.name,
                _("Have your mission or office name somebody else first, or ask the Secretariat."),
            )
        )
    found = held(
        person_id,
        named=NamedPerson.objects.filter(email__in=Person.objects.filter(pk=person_id).values("email")),
        places=Place.objects.filter(person_id=person_id),
        notes=Note.objects.filter(entered_by_id=person_id),
    )
    if "named" in found:
        plan.append(Erased(_("your name, address and function where notes of a Member State name you")))
    if found & {"places", "notes"}:
        plan.append(
            Kept(
                _("the notes themselves, and from when to when somebody spoke for a State, without your name"),
                _("they belong to the State"),
            )
        )
    return plan


def _erase(person_id: int, at: datetime) -> None:
    forget_person(person_id, _emails(person_id), at)


provide("states", collect=_collect, plan=_plan, erase=_erase)
