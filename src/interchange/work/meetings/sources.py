"""From where an agenda is built beside members' proposals: open action points, and what other rooms offer (statements of Member States among them).

A room of this floor or above registers a source with `define` (in a module of its own that is imported at start, as `policy` is); the agenda page
lists what it offers, and one click makes an item that is linked to it. `taken` tells the room in the same transaction that this happened.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.models import ActionPoint, AgendaItem, Session
from interchange.work.meetings.vocabulary import ActionState


@dataclass(frozen=True)
class Offer:
    """Something that could become an item: kind and key as the journal names it, its words, its address, and what to say of it on the agenda."""

    kind: str
    key: str
    title: str
    url: str = ""
    about: str = ""


Offers = Callable[[Viewer, Session], Iterable[Offer]]
Taken = Callable[[Viewer, Offer, AgendaItem, datetime], object]


@dataclass(frozen=True)
class Source:
    """A label, what it offers a viewer for a session, and what it does when an offer has become an item."""

    key: str
    label: str | Promise
    offers: Offers
    taken: Taken | None = None


SOURCES: dict[str, Source] = {}


def define(key: str, label: str | Promise, offers: Offers, *, taken: Taken | None = None) -> None:
    """Register a source. `taken(actor, offer, item, at)` runs in the transaction that makes the item. Raises `ValueError` where the key is taken."""
    if key in SOURCES:
        raise ValueError(f"a source {key!r} exists already")
    SOURCES[key] = Source(key, label, offers, taken)


def offered(viewer: Viewer, session: Session) -> list[tuple[Source, list[Offer]]]:
    """What each source offers that is not on the agenda yet."""
    linked = set(session.items.filter(dropped_at__isnull=True).values_list("links__kind", "links__key"))
    found = [(source, [one for one in source.offers(viewer, session) if (one.kind, one.key) not in linked]) for source in SOURCES.values()]
    return [(source, offers) for source, offers in found if offers]


def _open_actions(viewer: Viewer, session: Session) -> list[Offer]:
    """Action points of the same series that are still open."""
    found = (
        ActionPoint.objects.filter(session__series=session.series, state=ActionState.OPEN).exclude(session=session).order_by("due", "pk")
    )
    return [Offer("meetings.actionpoint", str(one.pk), f"{one.number}: {one.text}"[:200]) for one in found[:50]]


define("actions", _("Open actions"), _open_actions)
