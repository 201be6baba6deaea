"""From where an agenda is built beside members' proposals: open action points, questions of Member States, and what other rooms offer.

A room of this floor or above registers a source (in its `apps.py` or a module imported there); the agenda page lists what it offers, and one click
makes an item that is linked to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.models import ActionPoint, Session
from interchange.work.meetings.vocabulary import ActionState


@dataclass(frozen=True)
class Offer:
    """Something that could become an item: kind and key as the journal names it, its words and address."""

    kind: str
    key: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Source:
    """A label and what it offers a viewer for a session."""

    key: str
    label: str | Promise
    offers: Callable[[Viewer, Session], Iterable[Offer]]


SOURCES: dict[str, Source] = {}


def define(key: str, label: str | Promise, offers: Callable[[Viewer, Session], Iterable[Offer]]) -> None:
    """Register a source. Raises `ValueError` where the key is taken."""
    if key in SOURCES:
        raise ValueError(f"a source {key!r} exists already")
    SOURCES[key] = Source(key, label, offers)


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
