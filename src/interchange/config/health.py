"""What `interchange check` and /readyz look at."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from interchange.ground import clock
from interchange.ground.jobs.worker import alive


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    detail: str


def examine() -> Iterator[Finding]:
    """Database, migrations, SQLite's version, storage, mail server, worker, settings; each as one finding."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        yield Finding("database", True, connection.vendor)
        yield Finding("migrations", waiting == 0, f"{waiting} waiting: `interchange run` applies them" if waiting else "all applied")
        if waiting:
            return
    except OperationalError as failure:
        yield Finding("database", False, str(failure).splitlines()[0])
        return
    if connection.vendor == "sqlite":
        import sqlite3

        yield Finding(
            "SQLite",
            sqlite3.sqlite_version_info >= (3, 51, 3),
            f"{sqlite3.sqlite_version} (3.51.3 or newer is safe with its write-ahead log)",
        )
    name = default_storage.save("check/probe", ContentFile(b"probe"))
    default_storage.delete(name)
    yield Finding("file storage", True, "writes and deletes")
    if settings.EMAIL_HOST:
        try:
            socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
            yield Finding("mail server", True, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
        except OSError as failure:
            yield Finding("mail server", False, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {failure}")
    else:
        yield Finding("mail server", settings.DEMO, "none: letters stop in the demo outbox" if settings.DEMO else "none named")
    workers = alive(clock.now())
    yield Finding("worker", bool(workers), ", ".join(workers) or "none seen in the last two minutes")
    yield _signer()
    yield Finding("mode", True, "demo" if settings.DEMO else "production" if settings.PRODUCTION else "development")


def _signer() -> Finding:
    """Whether what the house makes is signed, and until when it can be."""
    from interchange.workbench.bench import marking

    try:
        key = marking.signer()
        if key is None:
            return Finding("signer", True, "none: papers and pictures made here are marked and not signed")
        end = marking.until(key[0])
    except (ImproperlyConfigured, ValueError) as wrong:
        return Finding("signer", False, str(wrong))
    return Finding("signer", end > clock.now(), f"certificate valid until {end:%Y-%m-%d}")
