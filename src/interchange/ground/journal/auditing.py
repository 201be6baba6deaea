"""What auditors do: follow one thing from first to last, and see names and remarks for a stated reason (DOMAIN U81).

Apart from `actions` and `queries`, because it asks the policy room, which stands above the bare journal.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.actions import record
from interchange.ground.journal.models import Event
from interchange.ground.policy.rules import require, rows
from interchange.ground.policy.viewer import Viewer

SHOWN = 1000  # events of one thing on its page; the export has all


@dataclass(frozen=True)
class Line:
    """One event of a thing. `who` is a number until unmasked; `remark` is None where there is none, "" where it is masked."""

    event: Event
    who: str
    changes: list[tuple[str, Any, Any]]
    remark: str | None
    masked: bool


def events(viewer: Viewer, *, verb: str = "", kind: str = "", key: str = "", actor: str = "") -> "QuerySet[Event]":
    """The events that the viewer may read, narrowed to a verb ("call." also finds all verbs that begin so), a thing, an actor's id."""
    found = rows(viewer, "journal.read", Event.objects.select_related("remark"))
    if verb:
        found = found.filter(verb__startswith=verb) if verb.endswith(".") else found.filter(verb=verb)
    if kind:
        found = found.filter(subject_kind=kind)
    if key:
        found = found.filter(subject_id=key)
    if actor:
        found = found.filter(actor_id=int(actor)) if actor.isdecimal() and len(actor) < 18 else found.none()
    return found


def about(viewer: Viewer, kind: str, key: str) -> "QuerySet[Event]":
    """Every event of one thing and every event that names it in its values (a review names its application), first to last."""
    wanted = Q(subject_kind=kind, subject_id=key)
    name = kind.rpartition(".")[2]
    if key.isdecimal() and len(key) < 18 and name.isidentifier():
        wanted |= Q(**{f"after__{name}": int(key)})
    return rows(viewer, "journal.read", Event.objects.filter(wanted)).select_related("remark").order_by("seq")


def letters_about(kind: str, key: str) -> list[tuple[str, str, str, datetime]]:
    """(number, kind of letter, state, written at) of the letters about a thing; no address and no text."""
    if not key.isdecimal() or len(key) > 18:
        return []
    found = (
        apps.get_model("post", "Letter").objects.filter(subject_kind=kind, subject_id=int(key), secret=False).order_by("written_at", "pk")
    )
    return [(letter.number, letter.template, letter.get_state_display(), letter.written_at) for letter in found[:SHOWN]]


def lines(found: Iterable[Event], *, unmasked: bool) -> list[Line]:
    """Events as lines. Names cost one query, and only when unmasked."""
    found = list(found)
    names = {}
    if unmasked:
        people = get_user_model().objects.filter(pk__in={event.actor_id for event in found if event.actor_id})
        names = {person.pk: str(person) for person in people}
    return [_line(event, names, unmasked) for event in found]


def _line(event: Event, names: dict[int, str], unmasked: bool) -> Line:
    if event.actor_id is None:
        who = _("the house itself")
    else:
        who = names.get(event.actor_id) or _("person %(number)d") % {"number": event.actor_id}
    remark = None
    if hasattr(event, "remark"):
        remark = "" if not unmasked else _("erased") if event.remark.erased_at else event.remark.text
    keys = sorted({*event.before, *event.after})
    changes = [(name, event.before.get(name), event.after.get(name)) for name in keys]
    return Line(event, who, changes, remark, not unmasked)


def unmask(actor: Viewer, kind: str, key: str, *, reason: str, at: datetime) -> Event:
    """Note that an auditor looks at the names and remarks of one thing, and why. What it opens is one view of the page.

    Raises `Refused` naming "reason" without one, `NotAllowed` where there is nothing that the actor may read.
    """
    require(actor, "journal.unmask")
    if not reason.strip():
        raise Refused.of("reason", _("Seeing names and remarks needs a reason."), _("Say in a few words why."))
    if not about(actor, kind, key).exists():
        raise NotAllowed("journal.unmask")
    with transaction.atomic():
        return record(actor, "journal.unmasked", (kind, key), at=at, reason=reason)


def as_json_lines(found: "QuerySet[Event]") -> Iterator[str]:
    """Each event as one line of JSON with the very fields that its hash covers (`chain.link_hash`), so that others can check the chain.

    No names and no remarks. Read in pieces, so that a journal of any length fits.
    """
    for event in found.order_by("seq").iterator(chunk_size=2000):
        line = {
            "seq": event.seq,
            "at": event.at.astimezone(UTC).isoformat(),
            "actor": event.actor_id,
            "verb": event.verb,
            "subject": [event.subject_kind, event.subject_id],
            "before": event.before,
            "after": event.after,
            "previous": event.previous_hash,
            "hash": event.hash,
        }
        yield json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n"
