"""Concepts and what is recognised in a text."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Suggested:
    id: str
    label: str
    matched: str
    status: str
    domain: str
    definition: str
    url: str


@dataclass(frozen=True)
class Term:
    start: int
    end: int
    words: str
    ids: list[str]
    label: str
    url: str


@dataclass(frozen=True)
class Offered:
    start: int
    end: int
    words: str
    id: str
    condition: str


@dataclass(frozen=True)
class Avoid:
    start: int
    end: int
    words: str
    sure: bool
    offers: list[Offered]


@dataclass(frozen=True)
class Recognised:
    edition: int
    terms: list[Term]
    findings: list[Avoid]


@dataclass(frozen=True)
class ConceptLine:
    id: str
    label: str
    definition: str
    state: str
    domain: str
    topics: list[str]
    url: str


@dataclass(frozen=True)
class Label:
    text: str
    status: str
    language: str
    kind: str
    everyday: bool
    condition: str
    replacement: str


@dataclass(frozen=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True)
class DefinitionLine:
    text: str
    adopted: bool
    sources: list[Source]


@dataclass(frozen=True)
class Mapping:
    kind: str
    uri: str
    label: str


@dataclass(frozen=True)
class Input:
    text: str
    holds: bool
    points: int


@dataclass(frozen=True)
class Reliability:
    level: int
    inputs: list[Input]


@dataclass(frozen=True)
class ConceptWhole:
    slug: str
    labels: list[Label]
    definitions: list[DefinitionLine]
    domain: str
    topics: list[str]
    note: str
    example: str
    broader: list[str]
    related: list[str]
    narrower: list[str]
    mappings: list[Mapping]
    replaced_by: str
    state: str
    revision: int
    reliability: Reliability
    url: str


@dataclass(frozen=True)
class Released:
    number: int
    title: str
    released: datetime
    concepts: int
    url: str
