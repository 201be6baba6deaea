"""Reading series and sessions."""

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.numbering import Mark
from interchange.work.meetings.models import AgendaItem, Deadline, Document, Issue, Series, Session
from interchange.work.meetings.policy.sessions import has_office


def visible_sessions(viewer: Viewer) -> "QuerySet[Session]":
    """The sessions that the viewer may know of."""
    return rows(viewer, "session.view", Session.objects.select_related("series"))


def series_list(viewer: Viewer) -> "QuerySet[Series]":
    """The series that the viewer may know of, with how many sessions each has had."""
    return rows(viewer, "series.view", Series.objects.annotate(count=Count("sessions")).order_by("body"))


def series_by_slug(viewer: Viewer, slug: str) -> Series:
    """One series. Raises `NotAllowed` (shown as 404) where the viewer may not know of it."""
    return see(viewer, "series.view", slug=slug)


def by_number(viewer: Viewer, slug: str, number: int, *, verb: str = "session.view") -> Session:
    """One session for a verb, with its series and dates. Two queries; raises `NotAllowed` (shown as 404)."""
    found = Session.objects.select_related("series").prefetch_related(Prefetch("deadlines", Deadline.objects.order_by("due_at")))
    return see(viewer, verb, found, series__slug=slug, number=number)


def steers(viewer: Viewer, session: Session) -> bool:
    """Whether the viewer steers this session, which they were allowed to see; no query."""
    return has_office(viewer, session, Role.CHAIR)


def writes(viewer: Viewer, session: Session) -> bool:
    """Whether the viewer writes the record of this session, which they were allowed to see; no query."""
    return has_office(viewer, session, Role.CHAIR, Role.RAPPORTEUR)


def agenda(viewer: Viewer, session: Session) -> list[AgendaItem]:
    """The items as they stand, with papers and links, for insiders. Three queries; none for others."""
    if not (is_insider(viewer) and allows(viewer, "item.view")):
        return []
    visible = rows(viewer, "document.view", Document.objects.filter(withdrawn_at__isnull=True).order_by("number"))
    items = rows(viewer, "item.view", session.items.filter(dropped_at__isnull=True).select_related("owner"))
    return list(items.prefetch_related("links", Prefetch("papers", visible)).order_by("position"))


def papers(viewer: Viewer, session: Session) -> list[Document]:
    """The documents of the session that the viewer may read, by number as people count, each with the mark of its newest issue
    (`last_mark` in words) and whether that came late (`last_late`). One query."""
    newest = Issue.objects.filter(document_id=OuterRef("pk")).order_by("-issued_at", "-pk")
    found: Any = rows(viewer, "document.view", session.documents.filter(issued_at__isnull=False)).annotate(
        mark_code=Subquery(newest.values("mark")[:1]),
        mark_count=Subquery(newest.values("count")[:1]),
        last_late=Subquery(newest.values("late")[:1]),
    )
    listed: list[Any] = sorted(found, key=lambda one: sort_key(one.number))
    for one in listed:
        words = str(Mark(one.mark_code).label) if one.mark_code else ""
        one.last_mark = f"{words} {one.mark_count}" if words and one.mark_count > 1 else words
    return listed


def sort_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """TEN/3/10 after TEN/3/2: digits count as numbers."""
    return tuple((1, int(part), "") if part.isdigit() else (2, 0, part) for part in number.split("/"))


def coming_first(found: "QuerySet[Session]") -> "QuerySet[Session]":
    """The next ones first."""
    return found.order_by(F("starts_at").asc(nulls_last=True), "pk")
