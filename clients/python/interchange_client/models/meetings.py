"""Series, sessions, documents."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SeriesLine:
    slug: str
    body: str
    title: str
    about: str
    kind: str
    topics: list[str]
    url: str


@dataclass(frozen=True)
class SessionLine:
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


@dataclass(frozen=True)
class Item:
    position: int
    title: str
    kind: str
    minutes: int
    about: str
    topics: list[str]
    papers: list[str]


@dataclass(frozen=True)
class DocumentLine:
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


@dataclass(frozen=True)
class SessionWhole(SessionLine):
    about: str
    agenda: list[Item]
    documents: list[DocumentLine]


@dataclass(frozen=True)
class IssueLine:
    symbol: str
    mark: str
    issued_at: datetime
    late: bool
    ai_use: str
    note: str
    text: str
    pdf: str | None


@dataclass(frozen=True)
class DocumentWhole(DocumentLine):
    withdrawn_reason: str
    issues: list[IssueLine]
