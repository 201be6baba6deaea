"""Fair times: who would sit in the night, what each region has carried so far, and which start shares the burden best (G3).

The measure: for each regional group, C is the sum over the series of the share of its people who sat outside 07:00-22:00 of their own
clock. A start that asks share s of a group costs (C + s)^2 - C^2: asking the same group a fifth time costs more than asking another a
second time, so that the burden rotates by itself and a small group counts as much as a large one. To this comes the share of people who
said that they cannot. Only differences of C count, so old burdens that all have carried alike do not weigh.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import Refused
from interchange.network.membership.models import Profile
from interchange.work.meetings.models import Session, UsableHours
from interchange.work.meetings.vocabulary import CALLED, HELD, NIGHT_BEGINS, NIGHT_ENDS

CANNOT = 2.0  # how much it weighs that everybody said they cannot
NOWHERE = ""  # people of no regional group
STEP = timedelta(hours=1)


@dataclass(frozen=True)
class Someone:
    """Somebody to be asked: zone, regional group, and the hours of the week they marked (None: nothing marked)."""

    person_id: int
    zone: str
    region: str
    hours: frozenset[int] | None = None


@dataclass(frozen=True)
class Start:
    """A wall-clock start and its instant."""

    day: date
    at: time
    zone: str
    instant: datetime


@dataclass
class Ranked:
    """A start with what it asks of whom."""

    start: Start
    usable: int = 0
    night: int = 0
    by_region: dict[str, list[int]] = field(default_factory=dict)
    cost: float = 0.0


def is_night(starts_at: datetime, minutes: int, zone: str) -> bool:
    """Whether any part of it lies outside 07:00-22:00 on the clock of that zone."""
    tz = ZoneInfo(zone)
    first = starts_at.astimezone(tz)
    last = (starts_at + timedelta(minutes=minutes)).astimezone(tz)
    opens = first.replace(hour=NIGHT_ENDS, minute=0, second=0, microsecond=0)
    closes = first.replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)
    return first.replace(tzinfo=None) < opens.replace(tzinfo=None) or last.replace(tzinfo=None) > closes.replace(tzinfo=None)


def slots(starts_at: datetime, minutes: int, zone: str) -> list[int]:
    """The hours of the week that it touches on the clock of that zone: 0 is Monday 00:00-01:00."""
    tz = ZoneInfo(zone)
    found: list[int] = []
    moment, end = starts_at, starts_at + timedelta(minutes=minutes)
    while moment < end:
        local = moment.astimezone(tz)
        found.append(local.weekday() * 24 + local.hour)
        moment += timedelta(minutes=60 - local.minute)
    return found


def can(someone: Someone, touched: Sequence[int], night: bool) -> bool:
    """Whether they can: what they marked; who marked nothing is taken to be able by day from Monday to Friday."""
    if someone.hours is None:
        return not night and all(slot < 120 for slot in touched)
    return all(slot in someone.hours for slot in touched)


def starts(first: date, last: date, zone: str, *, step: int = 60, weekends: bool = False) -> list[Start]:
    """Every wall-clock start of the days in that zone, `step` minutes apart. Hours that the clock change skips or repeats are left out."""
    found = []
    day = first
    while day <= last:
        if weekends or day.weekday() < 5:
            for minute in range(0, 24 * 60, step):
                at = time(minute // 60, minute % 60)
                try:
                    found.append(Start(day, at, zone, clock.local_instant(day, at, zone)))
                except Refused:
                    continue
        day += timedelta(days=1)
    return found


def rank(people: Sequence[Someone], offered: Iterable[Start], minutes: int, carried: Mapping[str, float], *, best: int = 8) -> list[Ranked]:
    """The best starts, the cheapest first; at most two with the same hour of the day, so that there is a choice."""
    zones = sorted({one.zone for one in people})
    least = min((carried.get(one.region, 0.0) for one in people), default=0.0)
    weight = {region: carried.get(region, 0.0) - least for region in {one.region for one in people}}
    ranked = []
    for start in offered:
        at = {zone: (slots(start.instant, minutes, zone), is_night(start.instant, minutes, zone)) for zone in zones}
        one = Ranked(start)
        for someone in people:
            touched, night = at[someone.zone]
            counts = one.by_region.setdefault(someone.region, [0, 0])
            counts[1] += 1
            if night:
                counts[0] += 1
                one.night += 1
            one.usable += can(someone, touched, night)
        one.cost = _cost(one, weight, len(people))
        ranked.append(one)
    ranked.sort(key=lambda one: (round(one.cost, 9), one.night, one.start.instant))
    return _varied(ranked, best)


def _cost(one: Ranked, weight: Mapping[str, float], asked: int) -> float:
    squares = [(night / count) ** 2 + 2 * weight[region] * night / count for region, (night, count) in one.by_region.items() if count]
    return sum(squares) / max(1, len(squares)) + CANNOT * (asked - one.usable) / max(1, asked)


def _varied(ranked: Sequence[Ranked], best: int) -> list[Ranked]:
    taken: dict[time, int] = defaultdict(int)
    kept = []
    for one in ranked:
        if taken[one.start.at] < 2:
            taken[one.start.at] += 1
            kept.append(one)
        if len(kept) == best:
            break
    return kept


def people_of(person_ids: Sequence[int]) -> list[Someone]:
    """Zone, region and marked hours of people; who named no zone is taken to live by the network's. Three queries for any number."""
    profiles = {one.person_id: one for one in Profile.objects.filter(person_id__in=person_ids)}
    marked = {one.person_id: one for one in UsableHours.objects.filter(person_id__in=person_ids)}
    zones = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "time_zone"))
    found = []
    for one in person_ids:
        profile, hours = profiles.get(one), marked.get(one)
        zone = (hours.time_zone if hours else "") or zones.get(one) or (profile.time_zone if profile else "") or str(clock.network_zone())
        region = profile.region if profile else NOWHERE
        found.append(Someone(one, zone if zone in clock.zone_names() else "UTC", region, frozenset(hours.hours) if hours else None))
    return found


def burden_of(session: Session, person_ids: Sequence[int]) -> dict[str, list[int]]:
    """By region, how many of the people sit in the night and how many are asked: kept with the session as it was then."""
    found: dict[str, list[int]] = {}
    if session.starts_at is None:
        return found
    night: dict[str, bool] = {}
    for someone in people_of(person_ids):
        if someone.zone not in night:
            night[someone.zone] = is_night(session.starts_at, session.minutes, someone.zone)
        counts = found.setdefault(someone.region, [0, 0])
        counts[0] += night[someone.zone]
        counts[1] += 1
    return found


def history(series_id: int, *, before: datetime | None = None, last: int = 24) -> list[Session]:
    """The sessions of a series whose burden counts: held or called, the newest `last`, in the order of time. One query."""
    counted = Session.objects.filter(series_id=series_id, state__in=[*CALLED, *HELD], starts_at__isnull=False).select_related("series")
    if before is not None:
        counted = counted.filter(starts_at__lt=before)
    return list(counted.order_by("-starts_at")[:last])[::-1]


def carried(sessions: Iterable[Session]) -> dict[str, float]:
    """C of each region: the sum of its shares in the night."""
    found: dict[str, float] = defaultdict(float)
    for session in sessions:
        for region, (night, asked) in session.burden.items():
            if asked:
                found[region] += night / asked
    return dict(found)
