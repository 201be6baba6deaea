"""Counting, in pure Python: one pass over events, in the order of the journal. `interchange transparency --journal` counts an exported file so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from interchange.desk.transparency.vocabulary import Figure, Wait

DAY = 86400


@dataclass(frozen=True, slots=True)
class Happened:
    """What counting needs of an event."""

    at: datetime
    verb: str
    kind: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass
class Counted:
    """How often and how long, by year of the network's seat."""

    counts: dict[str, Counter[int]] = field(default_factory=dict)
    days: dict[str, dict[int, list[float]]] = field(default_factory=dict)
    late: dict[str, Counter[int]] = field(default_factory=dict)
    attended: set[tuple[str, int]] = field(default_factory=set)

    @property
    def years(self) -> list[int]:
        """Every year in which something was counted, newest first."""
        return sorted({*chain.from_iterable(self.counts.values()), *chain.from_iterable(self.days.values())}, reverse=True)

    def waits(self, code: str, year: int) -> dict[str, float] | None:
        """Number, median of days (one decimal) and number of late ones."""
        days = self.days.get(code, {}).get(year)
        return {"count": len(days), "median_days": round(median(days), 1), "late": self.late[code][year]} if days else None


def tally(events: Iterable[Happened], figures: Sequence[Figure], waits: Sequence[Wait], zone: ZoneInfo) -> Counted:
    """Count the figures and waits. Memory grows with the things that are counted once or waited for, not with the journal."""
    found = Counted(
        {one.code: Counter() for one in figures}, {one.code: defaultdict(list) for one in waits}, {one.code: Counter() for one in waits}
    )
    by_verb: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        for verb in figure.verbs:
            by_verb[verb].append(figure)
    begins = {verb: wait for wait in waits for verb in wait.begin}
    ends = {verb: wait for wait in waits for verb in wait.end}
    seen: set[tuple[str, int, str, object]] = set()
    waiting: dict[tuple[str, str], tuple[datetime, str]] = {}
    for event in events:
        year = event.at.astimezone(zone).year
        for figure in by_verb.get(event.verb, ()):
            if (figure.kind and figure.kind != event.kind) or any(event.after.get(name) != value for name, value in figure.where.items()):
                continue
            if figure.distinct:
                mark = (figure.code, year, event.key, event.after.get(figure.distinct) if figure.distinct != "thing" else None)
                if mark in seen:
                    continue
                seen.add(mark)
            found.counts[figure.code][year] += 1
        if event.verb == "attendance.here" and isinstance(event.after.get("person"), int):
            found.attended.add((event.key, event.after["person"]))
        begun = begins.get(event.verb)
        if begun and begun.kind == event.kind:
            waiting.setdefault((begun.code, event.key), (event.at, str(event.after.get(begun.due) or "") if begun.due else ""))
        ended = ends.get(event.verb)
        if ended and ended.kind == event.kind:
            start = waiting.pop((ended.code, event.key), None)
            if start:
                found.days[ended.code][year].append((event.at - start[0]).total_seconds() / DAY)
                if start[1] and event.at.astimezone(zone).date() > date.fromisoformat(start[1][:10]):
                    found.late[ended.code][year] += 1
    return found
