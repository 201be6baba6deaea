"""What can be found: registered by rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Document:
    """The words of a thing and where it is."""

    title: str
    body: str
    url: str


@dataclass(frozen=True)
class Kind:
    """A sort of thing: its model, the verb that says who may see it, and how it becomes a document (None: not findable)."""

    key: str
    label: str | Promise
    model: type[Model]
    verb: str
    document: Callable[[Any], Document | None]


KINDS: dict[str, Kind] = {}


def define(kind: str, *, label: str | Promise, model: type[Model], verb: str, document: Callable[[Any], Document | None]) -> None:
    """Register a kind (in a room's search.py). Raises `ValueError` where it is taken."""
    if kind in KINDS:
        raise ValueError(f"a kind {kind!r} exists already")
    KINDS[kind] = Kind(kind, label, model, verb, document)


def kind_of(model: type[Model]) -> Kind:
    """The kind of a model's things. Raises `LookupError` where they are not findable."""
    for kind in KINDS.values():
        if kind.model is model:
            return kind
    raise LookupError(f"{model.__name__} is not findable")
