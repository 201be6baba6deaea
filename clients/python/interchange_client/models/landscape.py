"""The map."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


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
