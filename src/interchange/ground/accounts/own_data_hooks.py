"""What this room and the ground floor hold of a person."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import Erased, Item, Kept, provide
from interchange.ground.duties.models import Duty
from interchange.ground.journal.actions import record
from interchange.ground.journal.models import Event, Remark
from interchange.ground.policy.actions import end_role
from interchange.ground.policy.models import Conflict, RoleGrant
from interchange.ground.policy.viewer import SYSTEM, in_force
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import AddressMark, Letter, Unsubscription, Wish
from interchange.ground.post.retention import empty_letter


def _collect(person_id: int) -> dict[str, Any]:
    person = Person.objects.get(pk=person_id)
    fields = ("email", "given_name", "family_name", "publication_name", "country", "time_zone", "languages", "created_at")
    return {
        "person": {name: getattr(person, name) for name in fields},
        "roles": list(RoleGrant.objects.filter(person_id=person_id).values("role", "scope", "starts_at", "ends_at")),
        "letters": list(
            Letter.objects.filter(person_id=person_id, secret=False).values("number", "subject", "body", "state", "written_at")
        ),
        "duties": list(Duty.objects.filter(person_id=person_id).values("kind", "subject_label", "opened_at", "due_at", "settled_at")),
        "conflicts": list(Conflict.objects.filter(person_id=person_id).values("kind", "object_id", "reason", "recorded_at")),
        "wishes": list(Unsubscription.objects.filter(address=person.email).values("since")),
        "rhythms": list(Wish.objects.filter(person_id=person_id).values("template", "rhythm")),
        "events": list(Event.objects.filter(actor_id=person_id).values("seq", "at", "verb", "subject_kind", "subject_id")),
    }


def _open_duties(person_id: int) -> "QuerySet[Duty]":
    return Duty.objects.filter(person_id=person_id, settled_at__isnull=True)


def _plan(person_id: int) -> list[Item]:
    """What the rooms themselves do not stop: a duty that nobody but the person owes goes with them, so that it waits for nobody."""
    owed = [Erased(_("what waits on your desk: nobody else is asked for it"))] if _open_duties(person_id).exists() else []
    return [
        *owed,
        Erased(_("your name, address, country, time zone and languages")),
        Erased(_("the text of letters to you, and reasons you typed")),
        Kept(_("the journal's record that things happened"), _("it holds numbers only, no name, and proves that nothing was changed")),
        Kept(_("numbers and dates of letters"), _("the Secretariat must be able to show what it sent")),
    ]


def _erase(person_id: int, at: datetime) -> None:
    addresses = [person.email for person in Person.objects.filter(pk=person_id)]
    for letter in Letter.objects.filter(Q(person_id=person_id) | Q(person__isnull=True, address__in=addresses)):
        empty_letter(letter, at)
    AddressMark.objects.filter(address__in=addresses).delete()
    Unsubscription.objects.filter(address__in=addresses).delete()
    Wish.objects.filter(person_id=person_id).delete()
    for duty in _open_duties(person_id):
        record(SYSTEM, "duty.ended", duty, at=at)
    _open_duties(person_id).update(settled_at=at)
    Remark.objects.filter(event__actor_id=person_id).update(text="", erased_at=at)
    for role in set(RoleGrant.objects.filter(in_force(at), person_id=person_id).values_list("role", flat=True)):
        end_role(SYSTEM, person_id, Role(role), at=at, reason="The person asked for erasure.")


provide("account", collect=_collect, plan=_plan, erase=_erase)
