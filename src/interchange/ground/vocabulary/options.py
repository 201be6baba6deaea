"""Numbers and choices that the framework paper leaves open: each with a default of ours, its reason, and one page to change it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils.functional import Promise

from interchange.ground.memory import Kept
from interchange.ground.vocabulary.models import Option

Words = str | Promise


@dataclass(frozen=True)
class Definition:
    """What can be set: its key ("offer.days"), default (int, bool or str), label, why the default is what it is, and bounds."""

    key: str
    default: int | bool | str
    label: Words
    why: Words
    least: int | None = None
    most: int | None = None


DEFINITIONS: dict[str, Definition] = {}


def define(
    key: str, default: int | bool | str, label: Words, why: Words, *, least: int | None = None, most: int | None = None
) -> Callable[[], Any]:
    """Define an option (in a room's vocabulary.py) and return the function that reads its present value."""
    DEFINITIONS[key] = Definition(key, default, label, why, least, most)

    def read() -> Any:
        return value(key)

    return read


def value(key: str) -> Any:
    """The present value of an option: the one set, else the default. Raises `KeyError` for an option nobody defined."""
    definition = DEFINITIONS[key]
    return _changed().get(key, definition.default)


def _read() -> dict[str, Any]:
    """The options that were changed from their defaults."""
    return dict(Option.objects.values_list("key", "value"))


_changed = Kept(_read, 1.0)
forget = _changed.forget
post_save.connect(forget, sender=Option)
post_delete.connect(forget, sender=Option)
