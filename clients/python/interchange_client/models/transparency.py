"""The transparency report."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReportFigure:
    code: str
    label: str
    meaning: str
    values: list[int | None]


@dataclass(frozen=True)
class ReportSpan:
    count: int | None
    median_days: float | None
    late: int | None


@dataclass(frozen=True)
class ReportWait:
    code: str
    label: str
    meaning: str
    values: list[ReportSpan | None]


@dataclass(frozen=True)
class ReportSection:
    code: str
    title: str
    figures: list[ReportFigure]
    waits: list[ReportWait]


@dataclass(frozen=True)
class ReportTable:
    code: str
    title: str
    meaning: str
    groups: list[str]
    values: list[int | None]


@dataclass(frozen=True)
class TransparencyReport:
    year: int | None
    counted_at: datetime
    released_at: datetime | None
    note: str
    years: list[int]
    sections: list[ReportSection]
    tables: list[ReportTable]
    url: str


@dataclass(frozen=True)
class ReportEdition:
    year: int
    released_at: datetime | None
    url: str
