"""What files are for: registered by rooms."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from interchange.ground.policy.viewer import Viewer


@dataclass(frozen=True)
class Purpose:
    """`kinds` are media types taken, checked by content; `readable` says which stored files a viewer may read."""

    key: str
    label: str | Promise
    max_bytes: int
    kinds: tuple[str, ...]
    readable: Callable[[Viewer], Q]


PURPOSES: dict[str, Purpose] = {}


def define(key: str, *, label: str | Promise, max_bytes: int, kinds: list[str], readable: Callable[[Viewer], Q]) -> None:
    """Register a purpose (in a room's policy.py). Raises `ValueError` where the key is taken."""
    if key in PURPOSES:
        raise ValueError(f"a purpose {key!r} exists already")
    PURPOSES[key] = Purpose(key, label, max_bytes, tuple(kinds), readable)
