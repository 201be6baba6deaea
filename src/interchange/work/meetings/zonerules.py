"""A zone's rules as a calendar carries them (VTIMEZONE; RFC 5545, 3.6.5).

Only what a reader needs around the dates in question: a yearly rule where the clock changes follow one ("the last Sunday of March"), the
very dates where they do not (Ramadan in Morocco). Our own, because the library writes forty years of dates in a form that some readers
take for no rule at all.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BEFORE, AFTER = timedelta(days=400), timedelta(days=366 * 5)  # how far the rules reach around the dates
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """One change of the clock: the wall clock just before it, and the offsets around it."""

    wall: datetime
    before: timedelta
    after: timedelta
    dst: bool
    name: str


def changes(zone: str, first: datetime, last: datetime) -> list[Change]:
    """The clock changes of a zone between two instants, found to the second."""
    tz = ZoneInfo(zone)
    found = []
    low, step = first.astimezone(UTC), timedelta(days=14)
    while low < last:
        high = low + step
        if _offset(low, tz) != _offset(high, tz):
            left, right = low, high
            while right - left > timedelta(seconds=1):
                middle = left + (right - left) // 2
                middle = middle.replace(microsecond=0)
                if _offset(middle, tz) == _offset(left, tz):
                    left = middle
                else:
                    right = middle
            local = right.astimezone(tz)
            before, after = _offset(left, tz), _offset(right, tz)
            found.append(Change((right + before).replace(tzinfo=None), before, after, bool(local.dst()), local.tzname() or zone))
            low = right
        else:
            low = high
    return found


def _offset(moment: datetime, tz: ZoneInfo) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta(0)


def yearly(moments: Iterable[datetime]) -> str:
    """The rule that these moments follow, one a year: "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"; empty where they follow none."""
    kept = sorted(moments)
    if len(kept) < 2 or len({(one.month, one.weekday(), one.time()) for one in kept}) != 1:
        return ""
    if [one.year for one in kept] != list(range(kept[0].year, kept[0].year + len(kept))):
        return ""
    counted = {(one.day - 1) // 7 + 1 for one in kept}
    from_end = {-((_last_day(one) - one.day) // 7 + 1) for one in kept}
    number = next((each for each in (counted, from_end) if len(each) == 1), None)
    day = DAYS[kept[0].weekday()]
    if number is not None:
        return f"FREQ=YEARLY;BYMONTH={kept[0].month};BYDAY={next(iter(number))}{day}"
    return ""


def _last_day(moment: datetime) -> int:
    following = date(moment.year + moment.month // 12, moment.month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


@lru_cache(maxsize=256)
def _parts(
    zone: str, first_year: int, last_year: int
) -> tuple[tuple[bool, datetime, timedelta, timedelta, str, str, tuple[datetime, ...]], ...]:
    """The observances: daylight or not, first wall clock, offsets, name, rule, further dates."""
    first, last = datetime(first_year, 1, 1, tzinfo=UTC) - BEFORE, datetime(last_year + 1, 1, 1, tzinfo=UTC) + AFTER
    tz = ZoneInfo(zone)
    start = first.astimezone(tz)
    offset = start.utcoffset() or timedelta(0)
    found: list[tuple[bool, datetime, timedelta, timedelta, str, str, tuple[datetime, ...]]] = [
        (bool(start.dst()), datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None), offset, offset, start.tzname() or zone, "", ())
    ]
    groups: dict[tuple[timedelta, timedelta, bool, str], list[datetime]] = defaultdict(list)
    for one in changes(zone, first, last):
        groups[(one.before, one.after, one.dst, one.name)].append(one.wall)
    for (before, after, dst, name), walls in groups.items():
        rule = yearly(walls)
        found.append((dst, walls[0], before, after, name, rule, () if rule else tuple(walls[1:])))
    return tuple(found)


def timezone(zone: str, first: datetime, last: datetime) -> Timezone:
    """The rules of a zone, good for entries between two instants."""
    made = Timezone()
    made.add("tzid", zone)
    for dst, wall, before, after, name, rule, further in _parts(zone, first.year, last.year):
        part = TimezoneDaylight() if dst else TimezoneStandard()
        part.add("dtstart", wall)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        if rule:
            part.add("rrule", dict(piece.split("=", 1) for piece in rule.split(";")))
        elif further:
            part.add("rdate", list(further))
        made.add_component(part)
    return made
