"""Working days: Monday to Friday without the holidays that the table of officers names. A deadline, once set, is an instant and stays."""

from datetime import date, datetime, timedelta

from interchange.ground import clock
from interchange.ground.vocabulary.models import Holiday
from interchange.ground.vocabulary.vocabulary import Standing

MOST = 2000  # working days that one deadline may lie ahead (about eight years)


def holidays(after: date) -> set[date]:
    """The days after that day which are not worked on. One query."""
    return set(Holiday.objects.filter(day__gt=after).exclude(standing=Standing.WORKING).values_list("day", flat=True))


def is_working_day(day: date) -> bool:
    """Whether the offices work on that day."""
    return day.weekday() < 5 and day not in holidays(day - timedelta(days=1))


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself never counts; 0 gives the first working day from `day` on. One query.

    Raises `ValueError` for a count under 0 or over `MOST`.
    """
    if not 0 <= count <= MOST:
        raise ValueError(f"{count} working days: from 0 to {MOST}")
    here = day if count else day - timedelta(days=1)
    closed, left = holidays(here), max(1, count)
    while left:
        here += timedelta(days=1)
        left -= here.weekday() < 5 and here not in closed
    return here


def working_deadline(at: datetime, count: int, zone: str | None = None) -> datetime:
    """The last second (23:59:59 of the zone, the network's by default) of the `count`-th working day after the day of `at` there, as UTC.

    Raises `Refused` naming "time_zone" for an unknown zone, `ValueError` as `add_working_days` does.
    """
    name = zone or str(clock.network_zone())
    return clock.deadline(add_working_days(at.astimezone(clock.zone(name)).date(), count), name)
