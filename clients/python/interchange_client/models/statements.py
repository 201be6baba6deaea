"""Statements, rounds of comments, briefings."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class StatementLine:
    id: int
    number: str
    kind: str
    member_state: str
    group: str
    title: str
    level: str
    state: str
    readable: bool
    filed_at: datetime
    answered_at: datetime | None
    overdue: bool
    url: str


@dataclass(frozen=True)
class StatementTranslation:
    language: str
    rendering: str
    title: str
    text: str


@dataclass(frozen=True)
class StatementAnswer:
    text: str
    given_at: datetime


@dataclass(frozen=True)
class StatementPlace:
    label: str
    url: str


@dataclass(frozen=True)
class StatementWhole(StatementLine):
    language: str
    text: str
    about: str
    round: str | None
    late: bool
    acknowledged_at: datetime | None
    target_at: datetime
    target_reason: str
    states: list[str]
    translations: list[StatementTranslation]
    answers: list[StatementAnswer]
    files: list[StatementPlace]
    places: list[StatementPlace]
    disposition: str
    disposition_reason: str


@dataclass(frozen=True)
class ConsultationLine:
    id: int
    number: str
    title: str
    level: str
    state: str
    opens_at: datetime | None
    closes_at: datetime
    published_at: datetime | None
    url: str


@dataclass(frozen=True)
class ConsultationComment:
    number: str
    member_state: str
    about: str
    title: str
    text: str
    late: bool
    disposition: str
    disposition_reason: str


@dataclass(frozen=True)
class ConsultationWhole(ConsultationLine):
    note: str
    template: str
    final_text: str
    papers: list[StatementPlace]
    comments: list[ConsultationComment]
    kept_back: int


@dataclass(frozen=True)
class BriefingLine:
    id: int
    number: str
    title: str
    level: str
    first_day: date
    last_day: date
    released_at: datetime | None
    url: str


@dataclass(frozen=True)
class BriefingWhole(BriefingLine):
    text: str


@dataclass(frozen=True)
class StatementClocks:
    open: int
    late_to_acknowledge: int
    late_to_answer: int
    answered: int
    answered_in_time: int
