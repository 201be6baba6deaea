"""Doors: each view says by which verb it is entered; one that says nothing is not entered at all."""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def door(verb: str) -> Callable[[V], V]:
    """Mark a view as entered by a verb: whoever may not say it gets 404 (signed in) or is asked to sign in (visitor)."""

    def mark(view: V) -> V:
        view.door = verb  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Mark a view as open to everyone; what it shows is still filtered by policy."""
    view.door = ""  # type: ignore[attr-defined]
    return view
