"""Whom the house takes you for, calls, members."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Me:
    signed_in: bool
    person: int | None
    roles: list[str]
    scoped_roles: list[str]
    asleep: list[str]


@dataclass(frozen=True)
class CallLine:
    slug: str
    number: str
    title: str
    summary: str
    phase: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    places: int
    profiles: list[str]
    url: str


@dataclass(frozen=True)
class Criterion:
    key: str
    title: str
    description: str
    weight: int
    anchors: dict[str, str]


@dataclass(frozen=True)
class Question:
    key: str
    label: str
    help: str
    kind: str
    required: bool
    choices: list[dict[str, str]]


@dataclass(frozen=True)
class Text:
    kind: str
    title: str
    version: int
    language: str
    body: str


@dataclass(frozen=True)
class Call(CallLine):
    body: str
    criteria: list[Criterion]
    questions: list[Question]
    texts: list[Text]


@dataclass(frozen=True)
class Member:
    id: int
    number: str
    name: str
    profile: str
    organisation: str
    country: str
    region: str
    topics: list[str]
    state: str
    sectors: list[str] | None
    time_zone: str | None
    expertise: str | None
    since: date | None
    url: str


@dataclass(frozen=True)
class CompositionCell:
    group: str
    members: int | None


@dataclass(frozen=True)
class Split:
    title: str
    cells: list[CompositionCell]


@dataclass(frozen=True)
class Composition:
    total: int
    splits: list[Split]
