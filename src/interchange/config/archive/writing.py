"""Writing an archive while the house works.

The database is copied as it was at one instant (SQLite: its online backup; PostgreSQL: `pg_dump` on an exported snapshot). Stored
files never change once written, but may be removed: each is linked into the staging folder before that instant and again after it, so
that whatever the snapshot names is there.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, connections

from interchange import __version__
from interchange.config.archive import parts, sealing, tools
from interchange.ground import clock

NOBODY = "nobody"


@dataclass
class Snapshot:
    """The copied database: its file, the journal's head, the migrations applied, and path and SHA-256 of every file that its rows name."""

    file: Path
    journal: dict[str, Any]
    migrations: list[str]
    named: dict[str, str]


def write(target: Path, *, recipient: str | None = None) -> str:
    """Write the archive into a new file, or into a folder under a name of its own; returns a line saying what is in it.

    Encrypted to `recipient`, else to the one of the settings; `nobody` leaves it in the clear and the keys out. Raises `SystemExit` in one line
    where a real house names no recipient, and for a file that is there already.
    """
    to = "" if recipient == NOBODY else recipient or settings.BACKUP_RECIPIENT
    if to and not sealing.is_recipient(to):
        raise SystemExit(f"interchange: {to[:20]!r} is no age public key (age1...)")
    if not to and recipient != NOBODY and settings.PRODUCTION:
        raise SystemExit(
            "interchange: set INTERCHANGE_BACKUP_RECIPIENT, or say `--to nobody` to leave the archive in the clear, without keys"
        )
    file = _named(target, sealed=bool(to))
    if file.exists():
        raise SystemExit(f"interchange: {file} exists already; nothing is overwritten")
    with _staging() as staging:
        _link_files(staging)
        snapshot = _snapshot(staging)
        _link_files(staging)
        manifest = {str(path.relative_to(staging)): parts.hashed(path) for path in sorted(staging.rglob("*")) if path.is_file()}
        missing = sorted(name for name, sha in snapshot.named.items() if manifest.get(f"{parts.FILES}/{name}", {}).get("sha256") != sha)
        secret = settings.SECRET_KEY.encode() if to else b""
        about = {
            "format": parts.FORMAT, "interchange": __version__, "vendor": connection.vendor, "database": snapshot.file.name,
            "made_at": clock.now().isoformat(), "migrations": snapshot.migrations, "journal": snapshot.journal, "lost_before": missing,
        }  # fmt: skip

        def fill(archive: tarfile.TarFile) -> None:
            _add(archive, parts.ABOUT, json.dumps(about).encode())
            for name in manifest:
                archive.add(staging / name, name)
            if secret:
                _add(archive, parts.SECRET_KEY, secret)
                manifest[parts.SECRET_KEY] = {"sha256": hashlib.sha256(secret).hexdigest(), "size": len(secret)}
            _add(archive, parts.MANIFEST, json.dumps(manifest).encode())

        draft = file.with_name(f"{file.name}.part")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                sealing.write(out, fill, to)
                out.flush()
                os.fsync(out.fileno())
            os.link(draft, file)  # unlike a rename, fails where another backup was quicker
        finally:
            draft.unlink(missing_ok=True)
    how = f"encrypted to {to[:12]}..., with keys" if to else "in the clear, without keys"
    stored = sum(name.startswith(f"{parts.FILES}/") for name in manifest)
    lost = f"; {len(missing)} files that the database names were not in the storage" if missing else ""
    return f"{file}: {connection.vendor} database, {stored} files, journal to link {snapshot.journal['seq']}, {how}, {file.stat().st_size // 1024} kB{lost}"


def _named(target: Path, *, sealed: bool) -> Path:
    if not target.is_dir():
        return target
    moment = clock.now().strftime("%Y%m%dT%H%M%SZ")
    return target / f"interchange-{moment}.tar.gz{'.age' if sealed else ''}"


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


@contextlib.contextmanager
def _staging() -> Iterator[Path]:
    """A folder on the disk of the data, so that files can be linked; taken away at the end, with what killed backups left."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    for left in settings.DATA_DIR.glob("staging-*"):
        with contextlib.suppress(ValueError, ProcessLookupError, PermissionError):
            os.kill(int(left.name.rpartition("-")[2]), 0)
            continue
        shutil.rmtree(left, ignore_errors=True)
    folder = settings.DATA_DIR / f"staging-{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def storage_folder() -> Path:
    """Where files are stored on this disk. Raises `SystemExit` where they are stored elsewhere, which then has its own backups."""
    location = getattr(default_storage, "location", None)
    if location is None:
        raise SystemExit(
            "interchange: the files are in an object storage, which keeps versions itself; only files on this disk are backed up here"
        )
    return Path(location)


HELD = "held"  # pictures that wait for their label, for minutes: no row that lasts names them


def _link_files(staging: Path) -> None:
    source = storage_folder()
    for path in source.rglob("*"):
        within = path.relative_to(source)
        to = staging / parts.FILES / within
        if within.parts[0] == HELD or to.exists() or not path.is_file():
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # removed meanwhile: so it was not to be kept
            try:
                os.link(path, to)
            except FileNotFoundError:
                raise
            except OSError:  # another disk, or one that knows no links
                shutil.copy2(path, to)


def _snapshot(staging: Path) -> Snapshot:
    if connection.vendor == "sqlite":
        copy = staging / "database.sqlite3"
        with (
            contextlib.closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            return Snapshot(copy, *_facts(lambda sql: target.execute(sql).fetchall()))
    copy = staging / "database.pgdump"
    link = connections.create_connection("default")
    try:
        with link.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
            tools.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={copy}", tools.uri())

            def ask(sql: str) -> list[Any]:
                cursor.execute(sql)
                return cursor.fetchall()

            found = _facts(ask)
            cursor.execute("COMMIT")
        return Snapshot(copy, *found)
    finally:
        link.close()


def _facts(ask: Any) -> tuple[dict[str, Any], list[str], dict[str, str]]:
    """The journal's head, the migrations, and the files that rows name, all at the snapshot's instant."""
    tables = set(connection.introspection.table_names())
    head = ask("SELECT seq, hash FROM journal_head WHERE id = 1") if "journal_head" in tables else []
    applied = ask("SELECT app, name FROM django_migrations ORDER BY app, name") if "django_migrations" in tables else []
    rows = ask("SELECT purpose, id, sha256 FROM files_storedfile WHERE removed_at IS NULL") if "files_storedfile" in tables else []
    named = {}
    for purpose, key, sha in rows:
        plain = str(key).replace("-", "")
        named[f"{purpose}/{plain[:2]}/{plain}"] = sha
    seq, last = head[0] if head else (0, "")
    return {"seq": seq, "hash": last}, [f"{app}.{name}" for app, name in applied], named
