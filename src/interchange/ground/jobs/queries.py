"""How the work that nobody waits for is going."""

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from interchange.ground.jobs.models import Schedule

LATE = timedelta(minutes=30)  # a schedule that is this far behind waits for a worker


def failing(at: datetime) -> list[tuple[str, str, datetime | None]]:
    """(name, what went wrong, last run) of every schedule whose last run failed, or whose turn has long passed. One query."""
    found = []
    for one in Schedule.objects.all().order_by("pk"):
        if one.last_error or one.next_run_at < at - LATE:
            found.append((one.name, one.last_error.partition(":")[0], one.last_run_at))
    return found


def tasks() -> tuple[int, int]:
    """(waiting, failed) tasks of the queue. Two queries."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()
    return waiting, DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
