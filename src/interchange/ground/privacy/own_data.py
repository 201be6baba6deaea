"""What this room holds of a person: who looked at their data, and incidents that touched it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, held, provide
from interchange.ground.privacy.models import Handler, Look, Touched
from interchange.ground.privacy.vocabulary import IncidentState


def _collect(person_id: int) -> dict[str, Any]:
    """When somebody with an office opened what is about the person (not who: the Secretariat answers for its officers), and notices given."""
    return {
        "looks_at_my_data": list(Look.objects.filter(about_id=person_id).order_by("hour").values("hour", "model", "subject_id")),
        "notices": list(
            Touched.objects.filter(person_id=person_id, incident__told_at__isnull=False).values(
                "incident__number", "incident__told_at", "keys"
            )
        ),
    }


def _plan(person_id: int) -> list[Item]:
    named = Handler.objects.filter(person_id=person_id, ended_at__isnull=True).exclude(incident__state=IncidentState.CLOSED)
    found = named.values_list("incident__number", flat=True).first()
    if found is not None:
        return [Blocked(_("You are named for %s, which is open.") % found, _("Have somebody else named for it first."))]
    rows = held(
        person_id,
        looks=Look.objects.filter(about_id=person_id),
        told=Touched.objects.filter(person_id=person_id, incident__told_at__isnull=False),
    )
    plan: list[Item] = []
    if "looks" in rows:
        plan.append(Erased(_("the notes of when officers opened your data")))
    if "told" in rows:
        plan.append(
            Kept(
                _("that you were told of an incident, by its number"),
                _("the organisation must be able to show whom it told, without your name"),
            )
        )
    return plan


def _erase(person_id: int, at: datetime) -> None:
    Look.objects.filter(about_id=person_id).delete()


provide("privacy", collect=_collect, plan=_plan, erase=_erase)
