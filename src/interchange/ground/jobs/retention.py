"""What is kept how long (DOMAIN X3): rooms say what is due; a command lists it, and deletes it only when told to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from interchange.ground.journal.models import Event


@dataclass(frozen=True)
class Retention:
    """`due(at)` yields the things whose time is over, `describe(thing)` names one without personal data, `erase(thing, at)` removes it.

    `option` is the editable option that says how long. `held(at)` yields things whose time is over too, but which are needed still (an open review): they are named and skipped.
    """

    name: str
    why: str
    due: Callable[[datetime], Iterable[Any]]
    describe: Callable[[Any], str]
    erase: Callable[[Any, datetime], object]
    held: Callable[[datetime], Iterable[Any]] = lambda at: ()
    option: str = ""


RETENTIONS: dict[str, Retention] = {}


def retain(
    name: str,
    *,
    why: str,
    due: Callable[[datetime], Iterable[Any]],
    describe: Callable[[Any], str],
    erase: Callable[[Any, datetime], object],
    held: Callable[[datetime], Iterable[Any]] = lambda at: (),
    option: str = "",
) -> None:
    """Register a retention rule (in a room's `retention.py`). Raises `ValueError` for a name in use."""
    if name in RETENTIONS:
        raise ValueError(f"a retention rule {name!r} exists already")
    RETENTIONS[name] = Retention(name, why, due, describe, erase, held, option)


def listing(at: datetime) -> list[tuple[Retention, list[Any], list[Any]]]:
    """Everything that is due and everything that is held back, by rule; nothing is deleted."""
    return [(rule, list(rule.due(at)), list(rule.held(at))) for rule in RETENTIONS.values()]


def carry_out(at: datetime) -> dict[str, int]:
    """Erase what is due; returns the count per rule."""
    done = {}
    for rule, things, _held in listing(at):
        for thing in things:
            rule.erase(thing, at)
        done[rule.name] = len(things)
    return done


def untouched_since(rows: "QuerySet[Any]", instant: datetime) -> "QuerySet[Any]":
    """Of these rows those about which the journal tells nothing since that instant: the last thing that happened to them is older."""
    kind = rows.model._meta.label_lower
    later = Event.objects.filter(subject_kind=kind, subject_id=OuterRef("journal_key"), at__gte=instant)
    return rows.annotate(journal_key=Cast("pk", CharField())).filter(~Q(Exists(later)))
