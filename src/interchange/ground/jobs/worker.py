"""The worker: letters that are due, schedules whose time has come, tasks in the queue, and what a dead worker left behind."""

import logging
import os
import signal
import socket
import threading
from datetime import datetime, timedelta
from types import FrameType

from django.db import close_old_connections, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from interchange.ground import clock
from interchange.ground.jobs.models import TaskAttempt, Worker
from interchange.ground.jobs.schedules import run_due
from interchange.ground.watching import telemetry
from interchange.ground.watching.logs import working_on

logger = logging.getLogger(__name__)
ALIVE = timedelta(minutes=2)  # a worker not seen for longer is taken for dead
GIVE_UP_AFTER = 3  # deaths on one task before it is failed


class Loop:
    """One worker process. `run()` returns after SIGTERM or SIGINT, when the piece in hand is done."""

    def __init__(self, name: str | None = None, *, interval: float = 1.0) -> None:
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"[:80]
        self.interval = interval
        self.stop = threading.Event()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._signalled)
        telemetry.begin("interchange-worker")
        Worker.objects.create(pk=self.name, started_at=clock.now(), seen_at=clock.now())
        beat = threading.Thread(target=self._beat, daemon=True)
        beat.start()
        try:
            while not self.stop.is_set():
                busy = self.turn(clock.now())
                close_old_connections()
                if not busy:
                    self.stop.wait(self.interval)
        finally:
            Worker.objects.filter(pk=self.name).delete()
            telemetry.end()

    def turn(self, at: datetime) -> bool:
        """One round; true where there may be more to do at once."""
        from interchange.ground.post.actions import deliver_due

        run_due(at)
        take_back(at)
        sent = deliver_due(limit=50, at=at, worker=self.name, stop=self.stop.is_set)
        return run_one_task(self.name) or sent > 0

    def _beat(self) -> None:
        while not self.stop.wait(15):
            Worker.objects.filter(pk=self.name).update(seen_at=clock.now())
            close_old_connections()

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()


def alive(at: datetime) -> list[str]:
    """The names of the workers seen lately."""
    return list(Worker.objects.filter(seen_at__gt=at - ALIVE).values_list("name", flat=True))


def run_one_task(name: str) -> bool:
    """Run the next ready task of the queue, if any, as the library's own worker would."""
    hand = TaskWorker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name[:64],
    )
    with working_on(worker=name):
        hand.run()
    return hand._run_tasks > 0


def take_back(at: datetime) -> int:
    """Queue anew what a dead worker left running; a task that killed its worker three times is failed. Returns how many."""
    alive_now = set(alive(at))
    taken = 0
    for left in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - ALIVE):
        if any(name in alive_now for name in left.worker_ids):
            continue
        with transaction.atomic():
            attempt, _ = TaskAttempt.objects.get_or_create(pk=left.pk)
            attempt.attempts += 1
            attempt.save()
            if attempt.attempts >= GIVE_UP_AFTER:
                left.set_failed(RuntimeError("the worker died on this task three times"))
            else:
                left.status = TaskResultStatus.READY
                left.run_after = at + timedelta(minutes=2**attempt.attempts)
                left.save(update_fields=["status", "run_after"])
        taken += 1
    return taken
