"""How the work that nobody waits for is going."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from interchange.ground.jobs.models import Schedule
from interchange.ground.jobs.schedules import SCHEDULES

LATE = timedelta(minutes=30)  # a schedule that is this far behind waits for a worker


def failing(at: datetime) -> list[tuple[str, str, datetime | None]]:
    """(name, what went wrong, last run) of every schedule whose last run failed, or whose turn has long passed. One query."""
    found = []
    for one in Schedule.objects.all().order_by("pk"):
        if one.last_error or one.next_run_at < at - LATE:
            found.append((one.name, one.last_error.partition(":")[0], one.last_run_at))
    return found


def tasks() -> tuple[int, int]:
    """(waiting, failed) tasks of the queue. One query."""
    waiting, failed = Q(status=TaskResultStatus.READY), Q(status=TaskResultStatus.FAILED)
    found = (
        DBTaskResult.objects.order_by()
        .filter(waiting | failed)
        .aggregate(waiting=Count("pk", filter=waiting), failed=Count("pk", filter=failed))
    )
    return found["waiting"], found["failed"]


def failed_tasks(limit: int = 10) -> list[tuple[str, str, datetime | None]]:
    """(what was to be done, the class of what went wrong, when) of the tasks that failed last. No words of errors: they hold values. One query."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")[:limit]
    return [(one.task_path.rpartition(".")[2], (one.exception_class_path or "").rpartition(".")[2], one.finished_at) for one in rows]


def running(at: datetime) -> list[tuple[str, datetime]]:
    """(what is being done, since when) of the tasks in hand, the oldest first. One query."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).order_by("started_at")[:10]
    return [(one.task_path.rpartition(".")[2], one.started_at or at) for one in rows]


def late_by(at: datetime) -> timedelta:
    """How far the schedule that waits longest is behind; zero where none is (rows of schedules that a version gave up do not count). One query."""
    first = Schedule.objects.filter(pk__in=SCHEDULES).order_by("next_run_at").values_list("next_run_at", flat=True).first()
    return max(timedelta(0), at - first) if first else timedelta(0)
