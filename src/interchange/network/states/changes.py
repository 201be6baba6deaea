"""Telling rooms above that a State's delegation changed: `define(callable)`, which runs in the transaction that changes it."""

from collections.abc import Callable
from datetime import datetime

Changed = Callable[[str, list[int], datetime], None]  # the State, who speaks for it now, when
CHANGED: list[Changed] = []


def define(tell: Changed) -> None:
    """Be told of changes (in a room's `apps.ready`, or where its module is loaded at start)."""
    if tell not in CHANGED:
        CHANGED.append(tell)


def tell(iso2: str, people: list[int], at: datetime) -> None:
    """Tell everybody who wants to know."""
    for one in CHANGED:
        one(iso2, people, at)
