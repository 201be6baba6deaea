"""When each schedule runs next, and which workers are alive."""

from django.db import models


class Schedule(models.Model):
    """One schedule: a row that workers claim by moving `next_run_at`, so that no two run it at once."""

    name = models.CharField(max_length=80, primary_key=True)
    next_run_at = models.DateTimeField(db_index=True)
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A worker process and its last sign of life."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class TaskAttempt(models.Model):
    """How often a task was taken back from a worker that died on it."""

    task_id = models.UUIDField(primary_key=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.attempts}"
