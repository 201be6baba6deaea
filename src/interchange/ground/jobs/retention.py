"""What is kept how long (DOMAIN X3): rooms say what is due; a command lists it, and deletes it only when told to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Retention:
    """`due(at)` yields the things whose time is over, `describe(thing)` names one without personal data, `erase(thing, at)` removes it."""

    name: str
    why: str
    due: Callable[[datetime], Iterable[Any]]
    describe: Callable[[Any], str]
    erase: Callable[[Any, datetime], object]


RETENTIONS: dict[str, Retention] = {}


def retain(
    name: str,
    *,
    why: str,
    due: Callable[[datetime], Iterable[Any]],
    describe: Callable[[Any], str],
    erase: Callable[[Any, datetime], object],
) -> None:
    """Register a retention rule (in a room's `retention.py`). Raises `ValueError` for a name in use."""
    if name in RETENTIONS:
        raise ValueError(f"a retention rule {name!r} exists already")
    RETENTIONS[name] = Retention(name, why, due, describe, erase)


def listing(at: datetime) -> list[tuple[Retention, list[Any]]]:
    """Everything that is due, by rule; nothing is deleted."""
    return [(rule, list(rule.due(at))) for rule in RETENTIONS.values()]


def carry_out(at: datetime) -> dict[str, int]:
    """Erase what is due; returns the count per rule."""
    done = {}
    for rule, things in listing(at):
        for thing in things:
            rule.erase(thing, at)
        done[rule.name] = len(things)
    return done
