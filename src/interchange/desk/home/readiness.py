"""Whether the house can work: the signs that `/readyz`, the officers' page, `interchange check` and the figures all read."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from interchange.ground.jobs import queries as jobs
from interchange.ground.jobs.worker import alive
from interchange.ground.post import queries as post

WAIT = timedelta(minutes=15)  # a letter that waits longer for worker or mail server is a fault
BEHIND = timedelta(minutes=30)  # a schedule this far behind waits for a worker
WEB = frozenset({"database", "migrations", "disk"})  # what a web process itself needs to answer

LABELS = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Tables of this version"),
    "worker": gettext_lazy("Worker"),
    "outbox": gettext_lazy("Letters that wait"),
    "schedules": gettext_lazy("Schedules"),
    "disk": gettext_lazy("Disk"),
}


@dataclass(frozen=True)
class Sign:
    """One thing looked at: is it well, and what an officer is told. The words name no letter and no person."""

    name: str
    ok: bool
    detail: str

    @property
    def label(self) -> str:
        """What an officer calls it."""
        return str(LABELS[self.name])


def signs(at: datetime, workers: list[str] | None = None) -> list[Sign]:
    """Every sign at an instant. Where the database does not answer, what stands in it counts as not well. Four queries, two where `workers` are known."""
    disk = _disk()
    try:
        if workers is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            workers = alive(at)
        return [Sign("database", True, connection.display_name), _migrations(), *_work(at, workers), disk]
    except DatabaseError:
        unknown = _("not known: the database does not answer")
        return [Sign(name, False, unknown) for name in ("database", "migrations", "worker", "outbox", "schedules")] + [disk]


def ready(at: datetime, *, web: bool = False) -> dict[str, bool]:
    """Each sign's name and whether it is well; with `web` only those without which a web process cannot answer."""
    return {sign.name: sign.ok for sign in signs(at) if not web or sign.name in WEB}


def free_bytes() -> int:
    """What is left on the disk of the data folder."""
    folder = settings.DATA_DIR
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _work(at: datetime, workers: list[str]) -> list[Sign]:
    since, late = post.oldest_waiting(at), jobs.late_by(at)
    waits = at - since if since else timedelta(0)
    return [
        Sign("worker", bool(workers), ", ".join(workers) or _("none seen in the last two minutes")),
        Sign("outbox", waits <= WAIT, _for(waits, _("nothing waits"), _("the oldest letter waits: %s"))),
        Sign("schedules", late <= BEHIND, _for(late, _("none is late"), _("the latest is behind by: %s"))),
    ]


def _for(spell: timedelta, nothing: str, words: str) -> str:
    minutes = int(spell.total_seconds() // 60)
    return words % (ngettext("%d minute", "%d minutes", minutes) % minutes) if minutes else nothing


def _disk() -> Sign:
    left = free_bytes() // 1_000_000
    return Sign(
        "disk", left >= settings.DISK_FREE_MB, _("%(left)d MB free, %(least)d wanted") % {"left": left, "least": settings.DISK_FREE_MB}
    )


_applied = False


def _migrations() -> Sign:
    """Once all are applied, a process need not look again: the next version is another process."""
    global _applied
    if not _applied:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            return Sign("migrations", False, ngettext("%d waits", "%d wait", waiting) % waiting)
        _applied = True
    return Sign("migrations", True, _("all applied"))
