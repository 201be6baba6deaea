"""Records."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Author:
    family: str
    given: str
    name: str
    orcid: str
    affiliation: str


@dataclass(frozen=True)
class Identifier:
    scheme: str
    value: str


@dataclass(frozen=True)
class RecordLine:
    id: str
    title: str
    kind: str
    authors: list[Author]
    more_authors: bool
    year: int | None
    venue: str
    publisher: str
    language: str
    licence: str
    ai_use: str
    summary: str
    keywords: list[str]
    topics: list[str]
    sectors: list[str]
    tools: list[str]
    identifiers: list[Identifier]
    published_at: datetime | None
    url: str


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    bytes: int
    sha256: str
    url: str


@dataclass(frozen=True)
class VersionLine:
    number: int
    title: str
    state: str
    published_at: datetime | None
    url: str


@dataclass(frozen=True)
class RecordWhole(RecordLine):
    state: str
    card: dict[str, str]
    files: list[File]
    versions: list[VersionLine]
