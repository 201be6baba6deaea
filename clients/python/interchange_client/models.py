"""What the API answers, as frozen dataclasses. The house's tests hold them against its OpenAPI description, field by field."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


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
class Line:
    id: str
    name: str
    url: str


@dataclass(frozen=True)
class RelationLine:
    source: str
    kind: str
    target: str
    strength: str
    checked: date


@dataclass(frozen=True)
class ToolWhole:
    id: str
    name: str
    kind: str
    summary: str
    functions: list[str]
    sectors: list[str]
    topics: list[str]
    status: str
    since: int | None
    steward: str
    countries: list[str]
    openness: str
    licence: str
    homepage: str
    sources: list[dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    revision: int
    relations: list[RelationLine]
    url: str


@dataclass(frozen=True)
class Named:
    id: str
    judgements: dict[str, int]


@dataclass(frozen=True)
class ChallengeWhole:
    id: str
    title: str
    nature: str
    character: str
    description: str
    topics: list[str]
    sectors: list[str]
    profiles: list[str]
    sources: list[dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    revision: int
    tools: list[Named]
    url: str


@dataclass(frozen=True)
class MatrixCell:
    row: str
    column: str
    count: int
    in_production: int
    challenges_asking: int
    statements: dict[str, int]


@dataclass(frozen=True)
class Crossed:
    of: str
    rows: str
    columns: str
    total: int
    cells: list[MatrixCell]


@dataclass(frozen=True)
class Gap:
    sector: str
    function: str
    count: int
    in_production: int
    challenges_asking: int
    statements: dict[str, int]


@dataclass(frozen=True)
class PathStep:
    source: str
    kind: str
    target: str


@dataclass(frozen=True)
class Paths:
    ways: list[list[PathStep]]


@dataclass(frozen=True)
class Release:
    number: str
    title: str
    released: datetime
    sha256: str
    counts: dict[str, int]
    url: str


@dataclass(frozen=True)
class Released:
    number: int
    title: str
    released: datetime
    concepts: int
    url: str


@dataclass(frozen=True)
class Found:
    kind: str
    title: str
    snippet: str
    url: str
