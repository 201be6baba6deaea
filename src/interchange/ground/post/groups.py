"""Groups that officers can write to: registered by the rooms that know who belongs to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Group:
    """A group: its label and the ids of its people at an instant; those whose part has ended are not in it."""

    key: str
    label: str | Promise
    members: Callable[[datetime], list[int]]


GROUPS: dict[str, Group] = {}


def define(key: str, label: str | Promise, members: Callable[[datetime], list[int]]) -> None:
    """Register a group. Raises `ValueError` where the key is taken."""
    if key in GROUPS:
        raise ValueError(f"a group {key!r} exists already")
    GROUPS[key] = Group(key, label, members)
