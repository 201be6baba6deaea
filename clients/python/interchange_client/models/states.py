"""Member States and groups."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StateLine:
    code: str
    name: str
    region: str
    speakers: int
    url: str


@dataclass(frozen=True)
class StateSpell:
    region: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class StateWhole(StateLine):
    groups: list[str]
    regions: list[StateSpell]


@dataclass(frozen=True)
class StateGroup:
    code: str
    name: str
    regional: bool
    states: list[str]
    coordinator: str
    since: date | None
