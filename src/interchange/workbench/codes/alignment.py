"""Which part of a work is in which part of another: near codes put together to ranges."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from interchange.workbench.codes.model import Code

NEAR = 900  # milliseconds that two hits of one stretch may lie apart in their shift
GAP = 12_000  # milliseconds between two hits of one stretch


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that was asked, the range that a registered code stands for, how far they are apart."""

    asked: Code
    start: int
    end: int
    distance: int
    variant: int = 0


@dataclass(slots=True)
class Part:
    """A stretch of the suspect (`asked`) that agrees with a stretch of the work (`held`)."""

    asked_start: int
    asked_end: int
    held_start: int
    held_end: int
    codes: int
    nearest: int

    def json(self) -> dict[str, Any]:
        """As cases keep it."""
        return {
            "asked": [self.asked_start, self.asked_end],
            "held": [self.held_start, self.held_end],
            "codes": self.codes,
            "nearest": self.nearest,
        }


def timed(hits: Iterable[Hit]) -> list[Part]:
    """Stretches of sound or film: hits with about the same shift, one behind the other; longest first."""
    by_shift: dict[int, list[Hit]] = defaultdict(list)
    for hit in sorted(hits, key=lambda one: (one.asked.start, one.distance)):
        by_shift[round((hit.start - hit.asked.start) / NEAR)].append(hit)
    taken: set[int] = set()
    parts: list[Part] = []
    for shift in sorted(by_shift, key=lambda one: -len(by_shift[one])):
        if shift in taken:
            continue
        taken |= {shift - 1, shift, shift + 1}
        group = sorted((hit for near in (shift - 1, shift, shift + 1) for hit in by_shift.get(near, ())), key=lambda one: one.asked.start)
        parts += _runs(group)
    return sorted(parts, key=lambda one: -one.codes)[:50]


def _runs(group: Sequence[Hit]) -> list[Part]:
    parts: list[Part] = []
    for hit in group:
        last = parts[-1] if parts else None
        if last and hit.asked.start - last.asked_end <= GAP and hit.start >= last.held_start:
            last.asked_end, last.held_end = max(last.asked_end, hit.asked.end), max(last.held_end, hit.end)
            last.codes, last.nearest = last.codes + 1, min(last.nearest, hit.distance)
        else:
            parts.append(Part(hit.asked.start, hit.asked.end, hit.start, hit.end, 1, hit.distance))
    return parts


def worded(hits: Iterable[Hit]) -> list[Part]:
    """Passages: neighbours in both texts put together; a passage that recurs counts at its nearest place."""
    best: dict[int, Hit] = {}
    for hit in hits:
        known = best.get(hit.asked.start)
        if known is None or hit.distance < known.distance:
            best[hit.asked.start] = hit
    parts: list[Part] = []
    for hit in sorted(best.values(), key=lambda one: one.asked.start):
        last = parts[-1] if parts else None
        if last and last.asked_end == hit.asked.start and last.held_end == hit.start:
            last.asked_end, last.held_end = hit.asked.end, hit.end
            last.codes, last.nearest = last.codes + 1, min(last.nearest, hit.distance)
        else:
            parts.append(Part(hit.asked.start, hit.asked.end, hit.start, hit.end, 1, hit.distance))
    return sorted(parts, key=lambda one: one.asked_start)[:200]
