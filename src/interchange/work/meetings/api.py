"""Meetings and documents for programs. Joining links, answers and names of those invited have no door here."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.errors import NotAllowed
from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.work.meetings import queries
from interchange.work.meetings.models import Document, Issue, Series, Session
from interchange.work.meetings.queries import documents as document_queries
from interchange.work.meetings.queries import sessions as session_queries

router = room("meetings", _("Meetings and documents"), "Series, sessions with their agendas, documents with their issues.")


class SeriesLine(Schema):
    """A numbered row of sessions of one body."""

    slug: str
    body: str
    title: str
    about: str
    kind: str
    topics: list[str]
    url: str


class SessionLine(Schema):
    """A session. The wall clock (`local_day`, `local_time`, `time_zone`) is what was agreed; `starts_at` is reckoned from it."""

    number: str
    series: str
    title: str
    kind: str
    state: str
    level: str
    starts_at: datetime | None
    ends_at: datetime | None
    local_day: str | None
    local_time: str | None
    time_zone: str
    minutes: int
    place: str
    topics: list[str]
    url: str


class Item(Schema):
    """An item of the agenda; `papers` are numbers of documents."""

    position: int
    title: str
    kind: str
    minutes: int
    about: str
    topics: list[str]
    papers: list[str]


class DocumentLine(Schema):
    """A document as a list shows it."""

    number: str
    title: str
    kind: str
    level: str
    language: str
    session: str | None
    topics: list[str]
    issued_at: datetime
    withdrawn_at: datetime | None
    url: str


class SessionWhole(SessionLine):
    """A session with its documents; its agenda for members and staff."""

    about: str
    agenda: list[Item]
    documents: list[DocumentLine]


class IssueLine(Schema):
    """One appearance of a document. `text` is Markdown; of a file, the words in it. Withdrawn documents keep their numbers only."""

    symbol: str
    mark: str
    issued_at: datetime
    late: bool
    ai_use: str
    note: str
    text: str
    pdf: str | None


class DocumentWhole(DocumentLine):
    """A document with its issues, the first first."""

    withdrawn_reason: str
    issues: list[IssueLine]


class SessionFilter(Window):
    """`series` is a slug; `state` and `kind` are codes; `since` and `until` hold the start."""

    series: str = Field(default="", max_length=30)
    state: str = Field(default="", max_length=20)
    kind: str = Field(default="", max_length=16)
    since: datetime | None = None
    until: datetime | None = None


class DocumentFilter(Window):
    """`series` is a slug; `kind`, `topic` and `level` are codes; `since` and `until` hold the day of issue."""

    series: str = Field(default="", max_length=30)
    kind: str = Field(default="", max_length=16)
    topic: str = Field(default="", max_length=60)
    level: str = Field(default="", max_length=12)
    since: datetime | None = None
    until: datetime | None = None


def _here(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _session(one: Session) -> dict[str, Any]:
    return {
        "number": one.symbol, "series": one.series.slug, "title": one.title, "kind": one.kind, "state": one.state, "level": one.level,
        "starts_at": one.starts_at, "ends_at": one.ends_at, "local_day": one.local_day.isoformat() if one.local_day else None,
        "local_time": one.local_time.isoformat("minutes") if one.local_time else None, "time_zone": one.time_zone, "minutes": one.minutes,
        "place": one.place, "topics": one.topics, "url": _here(one.get_absolute_url()),
    }  # fmt: skip


def _document(one: Document, session: Session | None) -> dict[str, Any]:
    return {
        "number": one.number, "title": one.title, "kind": one.kind, "level": one.level, "language": one.language,
        "session": session.symbol if session else None, "topics": one.topics, "issued_at": one.issued_at, "withdrawn_at": one.withdrawn_at,
        "url": _here(one.get_absolute_url()),
    }  # fmt: skip


def _issue(found: Document, one: Issue) -> dict[str, Any]:
    stands = found.withdrawn_at is None
    return {
        "symbol": one.symbol, "mark": one.mark, "issued_at": one.issued_at, "late": one.late, "ai_use": one.ai_use, "note": one.note,
        "text": one.text if stands else "",
        "pdf": _here(f"{found.get_absolute_url()}{document_queries.tail_of(one)}/pdf/") if stands else None,
    }  # fmt: skip


def _series(one: Series) -> dict[str, Any]:
    return {
        "slug": one.slug, "body": one.body, "title": one.title, "about": one.about, "kind": one.kind, "topics": one.topics,
        "url": _here(f"/meetings/{one.slug}/"),
    }  # fmt: skip


@router.get("/series", response=Page[SeriesLine], summary="Series of sessions", operation_id="series")
@public
def series(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The series that you may know of."""
    return page(request, window, queries.series_list(request.viewer), _series)


@router.get("/sessions", response=Page[SessionLine], summary="Sessions, the latest first", operation_id="sessions")
@public
def sessions(request: HouseRequest, asked: Query[SessionFilter]) -> dict[str, Any]:
    """The sessions that you may know of."""
    found = queries.visible_sessions(request.viewer).order_by("-starts_at", "-pk")
    wanted = {
        "series__slug": asked.series,
        "state": asked.state,
        "kind": asked.kind,
        "starts_at__gte": asked.since,
        "starts_at__lt": asked.until,
    }
    return page(request, asked, found.filter(**{name: value for name, value in wanted.items() if value}), _session)


@router.get("/sessions/{series}/{int:number}", response=SessionWhole, summary="One session", operation_id="session")
@public
def session(request: HouseRequest, series: str, number: int) -> dict[str, Any]:
    """A session with the documents of it that you may read, and for members and staff its agenda."""
    viewer = request.viewer
    found = queries.by_number(viewer, series, number)
    agenda = [
        {
            "position": one.position, "title": one.title, "kind": one.kind, "minutes": one.minutes, "about": one.about, "topics": one.topics,
            "papers": [paper.number for paper in one.papers.all()],
        }
        for one in session_queries.agenda(viewer, found)
    ]  # fmt: skip
    documents = [_document(one, found) for one in session_queries.papers(viewer, found)]
    return {**_session(found), "about": found.about, "agenda": agenda, "documents": documents}


@router.get("/documents", response=Page[DocumentLine], summary="Documents, the newest first", operation_id="documents")
@public
def documents(request: HouseRequest, asked: Query[DocumentFilter]) -> dict[str, Any]:
    """The documents that you may read."""
    found = queries.visible_documents(request.viewer)
    wanted = {
        "session__series__slug": asked.series, "kind": asked.kind, "level": asked.level, "issued_at__gte": asked.since, "issued_at__lt": asked.until,
        "topics__icontains": f'"{asked.topic}"' if asked.topic else "",
    }  # fmt: skip
    narrowed = found.filter(**{name: value for name, value in wanted.items() if value})
    return page(request, asked, narrowed, lambda one: _document(one, one.session))


@router.get("/documents/{path:number}", response=DocumentWhole, summary="One document", operation_id="document")
@public
def document(request: HouseRequest, number: str) -> dict[str, Any]:
    """A document by its number (TEN/3/2) with all its issues."""
    if len(number) > 60:
        raise NotAllowed("document.view")
    found = queries.document(request.viewer, number.strip("/"))
    issues = [_issue(found, one) for one in found.issues.all()]
    return {**_document(found, found.session), "withdrawn_reason": found.withdrawn_reason, "issues": issues}
