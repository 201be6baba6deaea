"""What this room and the ground floor hold of a person."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import Erased, Item, Kept, provide
from interchange.ground.journal.models import Event, Remark
from interchange.ground.policy.actions import end_role
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post.models import Letter


def _collect(person_id: int) -> dict[str, Any]:
    person = Person.objects.get(pk=person_id)
    fields = ("email", "given_name", "family_name", "publication_name", "country", "time_zone", "languages", "created_at")
    return {
        "person": {name: getattr(person, name) for name in fields},
        "roles": list(RoleGrant.objects.filter(person_id=person_id).values("role", "scope", "starts_at", "ends_at")),
        "letters": list(
            Letter.objects.filter(person_id=person_id, secret=False).values("number", "subject", "body", "state", "written_at")
        ),
        "events": list(Event.objects.filter(actor_id=person_id).values("seq", "at", "verb", "subject_kind", "subject_id")),
    }


def _plan(person_id: int) -> list[Item]:
    return [
        Erased(_("your name, address, country, time zone and languages")),
        Erased(_("the text of letters to you, and reasons you typed")),
        Kept(_("the journal's record that things happened"), _("it holds numbers only, no name, and proves that nothing was changed")),
        Kept(_("numbers and dates of letters"), _("the Secretariat must be able to show what it sent")),
    ]


def _erase(person_id: int, at: datetime) -> None:
    Letter.objects.filter(person_id=person_id).update(address="erased@invalid.example", body="", subject="")
    Remark.objects.filter(event__actor_id=person_id).update(text="", erased_at=at)
    for held in RoleGrant.objects.filter(person_id=person_id, ends_at__isnull=True):
        end_role(SYSTEM, person_id, held.role, at=at, reason="The person asked for erasure.")  # type: ignore[arg-type]


provide("account", collect=_collect, plan=_plan, erase=_erase)
