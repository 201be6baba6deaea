"""Where statements matter: sorts of things that one can be assigned to, each found by the name that people use, through its own policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.lexicon.models import Concept
from interchange.work.direction.models import Proposal, WorkItem
from interchange.work.meetings.models import Session
from interchange.work.meetings.vocabulary import CALLED


@dataclass(frozen=True)
class Place:
    """A sort of thing: how it is found by name, and how it is called."""

    label: str | Promise
    model: type[Model]
    verb: str
    find: Callable[[str], Q]
    url: Callable[[Any], str]
    title: Callable[[Any], str] = str


def _session(name: str) -> Q:
    body, _slash, number = name.upper().rpartition("/")
    return Q(series__body=body, number=int(number)) if body and number.isdigit() else Q(pk__in=[])


PLACES: dict[str, Place] = {
    "session": Place(gettext_lazy("Session (TEN/3)"), Session, "session.view", _session, lambda one: str(one.get_absolute_url()), lambda one: f"{one.symbol} {one.title}"),
    "topic": Place(gettext_lazy("Topic proposed (TEN/TOP/2026/0001)"), Proposal, "topic.view", lambda name: Q(number=name.upper()), lambda one: f"/direction/proposals/{one.pk}/", lambda one: f"{one.number} {one.title}"),
    "work-item": Place(gettext_lazy("Work item (TEN/WI/2026/0001)"), WorkItem, "work-item.view", lambda name: Q(number=name.upper()), lambda one: f"/direction/items/{one.pk}/", lambda one: f"{one.number} {one.title}"),
    "tool": Place(gettext_lazy("Tool on the map (its code)"), Tool, "tool.view", lambda name: Q(code=name.lower()), lambda one: str(one.url_here), lambda one: one.name),
    "challenge": Place(gettext_lazy("Challenge on the map (its code)"), Challenge, "challenge.view", lambda name: Q(code=name.lower()), lambda one: str(one.url_here), lambda one: one.title),
    "term": Place(gettext_lazy("Term of the lexicon (its code)"), Concept, "term.view", lambda name: Q(slug=name.lower()), lambda one: f"/lexicon/{one.slug}"),
}  # fmt: skip


def sessions_to_come(viewer: Viewer, at: datetime) -> "QuerySet[Session]":
    """The sessions to which something can be put now, as far as the viewer may know of them: convened, and not begun."""
    return rows(viewer, "session.view", Session.objects.select_related("series").filter(state__in=CALLED, starts_at__gt=at)).order_by(
        "starts_at"
    )


def session_to_come(viewer: Viewer, pk: int, at: datetime) -> Session | None:
    """One of them."""
    return sessions_to_come(viewer, at).filter(pk=pk).first()


def find(viewer: Viewer, place: str, name: str) -> tuple[str, str, str, str]:
    """Kind, key, title and address of the thing of that name, if the viewer may see it. Raises `Refused` naming "place" or "name"."""
    sort = PLACES.get(place)
    if sort is None:
        raise Refused.of("place", _("Say what sort of thing it is."), _("Choose one of the list."))
    asked = name.strip().rstrip("/").rsplit("/", 1)[-1] if name.strip().startswith(("/", "http")) else name.strip()
    thing = rows(viewer, sort.verb, sort.model._default_manager.all()).filter(sort.find(asked)).first()
    if thing is None:
        raise Refused.of("name", _("There is no “%s” there.") % name.strip()[:80], _("Give its number or code as its own page shows it."))
    return (*subject_of(thing), sort.title(thing), sort.url(thing))
