"""What runs every so many minutes: registered by rooms in their `schedule.py`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from interchange.ground.jobs.models import Schedule
from interchange.ground.watching import telemetry
from interchange.ground.watching.logs import working_on

logger = logging.getLogger(__name__)
Piece = Callable[[datetime], object]


@dataclass(frozen=True)
class Entry:
    """A schedule's name, function and period."""

    name: str
    run: Piece
    period: timedelta


SCHEDULES: dict[str, Entry] = {}


def every(name: str, *, minutes: int) -> Callable[[Piece], Piece]:
    """Run a function `(at) -> anything` every so many minutes. It must be harmless to run it twice. Raises `ValueError` for a name in use."""

    def register(piece: Piece) -> Piece:
        if name in SCHEDULES:
            raise ValueError(f"a schedule {name!r} exists already")
        SCHEDULES[name] = Entry(name, piece, timedelta(minutes=minutes))
        return piece

    return register


def run_due(at: datetime) -> list[str]:
    """Run every schedule whose time has come; returns their names. A failing one is recorded and tried again at its next time."""
    ran = []
    for entry in SCHEDULES.values():
        if _claim(entry, at):
            error = ""
            try:
                with working_on(schedule=entry.name), telemetry.span(f"schedule {entry.name}"):
                    entry.run(at)
            except Exception as failure:  # one broken schedule must not stop the others
                logger.exception("schedule %s failed", entry.name)
                error = f"{type(failure).__name__}: {failure}"[:2000]
            Schedule.objects.filter(pk=entry.name).update(last_run_at=at, last_error=error)
            ran.append(entry.name)
    return ran


def _claim(entry: Entry, at: datetime) -> bool:
    """Take the schedule for this turn: of several workers exactly one moves the row's time."""
    with transaction.atomic():
        Schedule.objects.get_or_create(pk=entry.name, defaults={"next_run_at": at})
        return bool(Schedule.objects.filter(pk=entry.name, next_run_at__lte=at).update(next_run_at=at + entry.period))
