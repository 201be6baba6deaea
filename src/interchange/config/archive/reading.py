"""Bringing a house back into an empty place.

Nothing is changed before the whole archive has been read and held against its manifest. Files go first, the database last; while it
goes on, `restore-unfinished` stands in the data folder, no house starts there, and the same command may be given again. A letter that
was due when the backup was made has perhaps left since: it waits for an officer, and sign-in links are void.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from interchange.config.archive import parts, sealing, tools, verifying
from interchange.config.archive.writing import storage_folder
from interchange.ground import clock


def read(file: Path, *, identity: Path | None, prepare: Callable[[], None], send_letters: bool = False) -> str:
    """Bring an archive back; returns lines saying what was done. Raises `SystemExit` in one line, before anything is changed, for a house that is
    not empty, for an archive that does not hold, is of the other kind of database or of a newer version."""
    mark = settings.DATA_DIR / parts.UNFINISHED
    if not mark.exists() and _is_lived_in():
        raise SystemExit("interchange: this house is not empty; restore into an empty database and an empty data folder")
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as place:
        folder = Path(place) / "archive"
        folder.mkdir()
        sealed = sealing.extract(file, folder, identity)
        faults, facts = verifying.look(folder, sealed=sealed)
        hard = [fault for fault in faults if not fault.endswith("when the backup was made")]
        if hard:
            raise SystemExit(f"interchange: {file} does not hold: {hard[0]}" + (f" (and {len(hard) - 1} more)" if len(hard) > 1 else ""))
        about = verifying.about(folder)
        _fits(about)
        mark.touch()
        _bring_files(folder)
        _bring_database(folder / about["database"])
        key = _bring_key(folder)
        mark.unlink()
    if about["migrations"]:  # the tables of an older version are brought up to this one
        prepare()
    held = 0 if send_letters else _hold_letters()
    return "\n".join(
        [f"restored from {file}", *facts, *faults, *([f"{held} letters wait for an officer: see /post/letters/"] if held else []), *key]
    )


def _is_lived_in() -> bool:
    with contextlib.suppress(FileNotFoundError):
        if any(path.is_file() for path in storage_folder().rglob("*")):
            return True
    if "accounts_person" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_person LIMIT 1")
        return cursor.fetchone() is not None


def _fits(about: dict[str, Any]) -> None:
    if about["vendor"] != connection.vendor:
        raise SystemExit(f"interchange: the archive holds a {about['vendor']} database, this house uses {connection.vendor}")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    foreign = sorted(set(about["migrations"]) - known)
    if foreign:
        raise SystemExit(f"interchange: the archive was written by a newer version ({foreign[0]} is not known here); install that one")


def _bring_files(folder: Path) -> None:
    target = storage_folder()
    if target.exists():
        shutil.rmtree(target)  # what an unfinished restore left
    target.mkdir(parents=True)
    source = folder / parts.FILES
    for path in sorted(source.rglob("*")) if source.exists() else ():
        to = target / path.relative_to(source)
        if path.is_dir():
            to.mkdir(parents=True, exist_ok=True)
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, to)


def _bring_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        file = Path(settings.DATABASES["default"]["NAME"])
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(copy)) as source, contextlib.closing(sqlite3.connect(file)) as target:
            source.backup(target)
        return
    connections.close_all()
    tools.run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={tools.uri()}", str(copy))


def _bring_key(folder: Path) -> list[str]:
    """Where the archive brings another secret key than this house has: put it where its keeper finds it, and say so."""
    kept = folder / parts.SECRET_KEY
    if not kept.exists() or kept.read_text() == settings.SECRET_KEY:
        return []
    to = settings.DATA_DIR / "restored-secret-key"
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(kept.read_text())
    return [
        f"The house that was saved had another secret key. Set INTERCHANGE_SECRET_KEY_FILE={to}, else authors who are not named stay unknown to themselves."
    ]


def _hold_letters() -> int:
    from interchange.ground.post.delivery import hold_after_restore

    return hold_after_restore(clock.now())
