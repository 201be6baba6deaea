"""Backup and restore: one tar with a consistent copy of the database and every stored file.

SQLite is copied by its online backup (a consistent snapshot, also while the house runs); PostgreSQL by `pg_dump` in its custom
format, which must be installed beside the server.
"""

import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from interchange import __version__


def write(file: Path) -> str:
    """Write the archive; returns a line saying what is in it. An existing file is not overwritten (`FileExistsError`)."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file, "x:gz") as archive:
        name, copy = _dump(Path(folder))
        about = json.dumps({"interchange": __version__, "vendor": connection.vendor, "database": name}).encode()
        entry = tarfile.TarInfo("about.json")
        entry.size = len(about)
        archive.addfile(entry, io.BytesIO(about))
        archive.add(copy, name)
        stored = settings.DATA_DIR / "files"
        if stored.exists():
            archive.add(stored, "files", filter=lambda entry: None if entry.name == "files/held" else entry)  # held for minutes
    return f"{file}: {connection.vendor} database and files, {file.stat().st_size // 1024} kB"


def _dump(folder: Path) -> tuple[str, Path]:
    if connection.vendor == "sqlite":
        copy = folder / "database.sqlite3"
        with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        return copy.name, copy
    copy = folder / "database.pgdump"
    subprocess.run([_tool("pg_dump"), "--format=custom", "--no-owner", f"--file={copy}", _uri()], check=True)
    return copy.name, copy


def read(file: Path, *, replace: bool = False) -> str:
    """Bring an archive back. Refuses (`SystemExit`) over a house that holds people, unless `replace`, or of the other database kind."""
    with tarfile.open(file) as archive, tempfile.TemporaryDirectory() as folder:
        archive.extractall(folder, filter="data")
        about: dict[str, Any] = json.loads((Path(folder) / "about.json").read_text())
        if about["vendor"] != connection.vendor:
            raise SystemExit(f"interchange: the archive holds a {about['vendor']} database, this house uses {connection.vendor}")
        if not replace and _is_lived_in():
            raise SystemExit("interchange: this house is not empty; --replace puts the archive in its place")
        copy = Path(folder) / about["database"]
        if connection.vendor == "sqlite":
            connections.close_all()
            with sqlite3.connect(copy) as source, sqlite3.connect(settings.DATABASES["default"]["NAME"]) as target:
                source.backup(target)
        else:
            subprocess.run(
                [_tool("pg_restore"), "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={_uri()}", str(copy)],
                check=True,
            )
        stored = settings.DATA_DIR / "files"
        if stored.exists():
            shutil.rmtree(stored)
        if (Path(folder) / "files").exists():
            shutil.copytree(Path(folder) / "files", stored)
    return f"restored from {file} (written by version {about['interchange']})"


def _is_lived_in() -> bool:
    if "accounts_person" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_person LIMIT 1")
        return cursor.fetchone() is not None


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"interchange: {name} is needed for a PostgreSQL backup (Debian: postgresql-client)")
    return found


def _uri() -> str:
    data = settings.DATABASES["default"]
    host = data.get("HOST") or data.get("OPTIONS", {}).get("host", "")
    parts = {"host": host, "port": data.get("PORT"), "dbname": data["NAME"], "user": data.get("USER"), "password": data.get("PASSWORD")}
    return " ".join(f"{key}={value}" for key, value in parts.items() if value)
