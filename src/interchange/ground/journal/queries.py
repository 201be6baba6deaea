"""Reading the journal: the history of one thing, and the search of auditors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.journal.actions import subject_of
from interchange.ground.journal.models import Event


@dataclass(frozen=True)
class Entry:
    """One line of a history. `who` is a name only where the viewer may know it; `remark` only for staff."""

    seq: int
    at: datetime
    verb: str
    who: str
    before: dict[str, Any]
    after: dict[str, Any]
    remark: str


def events_about(kind: str, key: str) -> "QuerySet[Event]":
    """All events about one thing, oldest first."""
    return Event.objects.filter(subject_kind=kind, subject_id=key).select_related("remark").order_by("seq")


def history(viewer: Any, thing: Model, *, limit: int = 100) -> list[Entry]:
    """What happened to a thing, newest first. Names and remarks are for staff; others read "you" or "the Secretariat". Two queries."""
    return entries(viewer, list(events_about(*subject_of(thing)).reverse()[:limit]), named=is_staff(viewer))


def is_staff(viewer: Any) -> bool:
    """Whether the viewer may know who did what: officers, auditors, administrators."""
    return bool({"officer", "auditor", "administrator"} & {str(role) for role in viewer.roles})


def entries(viewer: Any, events: list[Event], *, named: bool) -> list[Entry]:
    """Events as lines; names are looked up in one query, and only where they may be shown."""
    names: dict[int, str] = {}
    if named:
        ids = {event.actor_id for event in events if event.actor_id}
        names = {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=ids)}
    found = []
    for event in events:
        if event.actor_id is None:
            who = _("the house itself")
        elif event.actor_id == viewer.person_id:
            who = _("you")
        else:
            who = names.get(event.actor_id, _("the Secretariat"))
        remark = event.remark.text if named and hasattr(event, "remark") else ""
        found.append(Entry(event.seq, event.at, event.verb, who, event.before, event.after, remark))
    return found
