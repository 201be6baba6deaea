"""What a letter carries beside its words: calendar entries, registered by the rooms that make them.

A letter keeps only what is needed to make its part ({"maker": "meetings.entry", ...}); the part itself is made when the letter is handed
over, so that nothing stale leaves: a maker that returns None (the thing moved on, the person left) sends the words alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from interchange.ground.post.models import Letter


@dataclass(frozen=True)
class Part:
    """Bytes with their media type, its parameters, and the name under which they are saved."""

    content: bytes
    media_type: str
    name: str
    parameters: Mapping[str, str]


Maker = Callable[[Letter], Part | None]
MAKERS: dict[str, Maker] = {}


def define(key: str, maker: Maker) -> None:
    """Register a maker (in a room's `letters.py`). Raises `ValueError` where the key is taken."""
    if key in MAKERS:
        raise ValueError(f"a part {key!r} exists already")
    MAKERS[key] = maker


def part_of(letter: Letter) -> Part | None:
    """The part of a letter as it is now; None where it carries none (any more)."""
    maker = MAKERS.get(str(letter.part.get("maker", "")))
    return maker(letter) if maker else None


def known(part: Mapping[str, Any]) -> None:
    """Raise `LookupError` for a part that nobody makes: a mistake in the code, found when the letter is written."""
    if part and part.get("maker") not in MAKERS:
        raise LookupError(f"no maker for the part {part!r}")
