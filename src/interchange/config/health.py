"""What `interchange check` looks at: the signs of `/readyz`, and what only the machine's keeper can mend."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from interchange.desk.home import readiness
from interchange.ground import clock

REMEDIES = {
    "database": "See that the server of INTERCHANGE_DATABASE_URL runs and lets this account in.",
    "migrations": "Run `interchange prepare`.",
    "worker": "Run `interchange worker` (systemd: interchange-worker.service), or `interchange run`, which brings one.",
    "outbox": "See the worker's log and the mail server; /post/letters/ shows what the server said.",
    "schedules": "See the worker's log; /desk/processes/ names the schedules.",
    "disk": "Make room in INTERCHANGE_DATA_DIR.",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `grave`: nobody should be let in before it is mended; else it is to be thought over."""

    what: str
    ok: bool
    detail: str
    remedy: str = ""
    grave: bool = True


def examine() -> Iterator[Finding]:
    """Signs of readiness, SQLite's version, storage, mail server, mode; each as one finding."""
    signs = readiness.signs(clock.now())
    standing = all(sign.ok for sign in signs if sign.name in {"database", "migrations"})
    for sign in signs:
        if standing or sign.name not in {"worker", "outbox", "schedules"}:
            yield Finding(sign.name, sign.ok, sign.detail, REMEDIES[sign.name])
    if not standing:
        return
    if connection.vendor == "sqlite":
        import sqlite3

        yield Finding(
            "SQLite",
            sqlite3.sqlite_version_info >= (3, 51, 3),
            f"{sqlite3.sqlite_version} (3.51.3 or newer is safe with its write-ahead log)",
            "Install the locked packages: they bring a current SQLite.",
        )
    yield _storage()
    yield _mail()
    yield _signer()
    yield Finding("mode", True, "demo" if settings.DEMO else "production" if settings.PRODUCTION else "development")


def _storage() -> Finding:
    try:
        name = default_storage.save(f"check/probe-{os.getpid()}", ContentFile(b"probe"))
        default_storage.delete(name)
    except OSError as failure:
        return Finding(
            "file storage", False, f"cannot be written: {failure.strerror}", "Give INTERCHANGE_DATA_DIR to the service's account."
        )
    return Finding("file storage", True, "writes and deletes")


def _mail() -> Finding:
    remedy = "Set INTERCHANGE_EMAIL_URL to a mail server that answers."
    if not settings.EMAIL_HOST:
        detail = "none: letters stop in the demo outbox" if settings.DEMO else "none named"
        return Finding("mail server", settings.DEMO, detail, remedy)
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError as failure:
        return Finding("mail server", False, f"{where}: {failure}", remedy)
    return Finding("mail server", True, where)


def _signer() -> Finding:
    """Whether what the house makes is signed, and until when it can be."""
    from interchange.workbench.bench import marking

    remedy = "Put a chain.pem and its key.pem, of a certificate in force, into the folder of INTERCHANGE_SIGNER."
    try:
        key = marking.signer()
        if key is None:
            return Finding("signer", True, "none: papers and pictures made here are marked and not signed")
        end = marking.until(key[0])
    except (ImproperlyConfigured, ValueError) as wrong:
        return Finding("signer", False, str(wrong), remedy)
    return Finding("signer", end > clock.now(), f"certificate valid until {end:%Y-%m-%d}", remedy)
