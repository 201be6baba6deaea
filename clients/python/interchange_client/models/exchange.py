"""Questions among members and offers of help."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PeerQuestionLine:
    id: int
    number: str
    title: str
    state: str
    topics: list[str]
    unattributed: bool
    asker: str
    answers: int
    asked_at: datetime
    wanted_by: datetime
    closed_at: datetime | None
    url: str


@dataclass(frozen=True)
class PeerSource:
    title: str
    url: str


@dataclass(frozen=True)
class PeerAnswer:
    id: int
    author: str
    text: str
    sources: list[PeerSource]
    said_at: datetime
    accepted: bool
    removed_because: str | None


@dataclass(frozen=True)
class PeerQuestionWhole(PeerQuestionLine):
    text: str
    closing_note: str
    about: list[PeerSource]
    given: list[PeerAnswer]


@dataclass(frozen=True)
class HelpOffer:
    id: int
    title: str
    text: str
    topics: list[str]
    state: str
    by: str
    made_at: datetime
    session: str | None
