"""Topics, rounds, adopted work."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TopicLine:
    id: int
    number: str
    title: str
    state: str
    objective: str
    author: str
    supporters: int
    created_at: datetime
    url: str


@dataclass(frozen=True)
class TopicSource:
    title: str
    url: str


@dataclass(frozen=True)
class TopicWhole(TopicLine):
    problem: str
    why_technical: str
    affected: str
    output: str
    challenges: list[str]
    tools: list[str]
    sources: list[TopicSource]
    character: str
    scope_reason: str
    addressee: str
    referral: str
    merged_into: str | None
    split_from: str | None
    parts: list[str]
    lineage_reason: str
    rounds: list[str]


@dataclass(frozen=True)
class VoteLine:
    id: int
    number: str
    title: str
    method: str
    state: str
    items: int
    closes_at: datetime
    counted_at: datetime | None
    url: str


@dataclass(frozen=True)
class VoteWhole(VoteLine):
    question: str
    choices: list[str]
    file: str | None


@dataclass(frozen=True)
class WorkLine:
    id: int
    number: str
    title: str
    objective: str
    state: str
    adopted_at: datetime
    sunset_at: datetime
    ended_at: datetime | None
    url: str


@dataclass(frozen=True)
class WorkStep:
    title: str
    due_at: datetime
    done_at: datetime | None
    late: bool


@dataclass(frozen=True)
class WorkOutput:
    title: str
    url: str
    at: datetime


@dataclass(frozen=True)
class WorkWhole(WorkLine):
    charter: str
    liaison: str
    ipr: str
    ending: str
    report: str
    reason: str | None
    topic: str | None
    steps: list[WorkStep]
    outputs: list[WorkOutput]
