"""Reading an archive without a house: do all its parts hold, and does the journal inside?"""

import json
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interchange.config.archive import parts, sealing
from interchange.ground.journal import links

COLUMNS = ("seq", "at", "actor_id", "verb", "subject_kind", "subject_id", "before", "after", "previous_hash", "hash")
_ESCAPES = {"\\N": None}
_UNESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


def verify(file: Path, *, identity: Path | None = None) -> tuple[list[str], list[str]]:
    """(faults, facts) of an archive. Opens it, holds every part against the manifest, asks the database copy whether it is whole, walks the journal."""
    if not file.is_file():
        raise SystemExit(f"interchange: there is no {file}")
    with tempfile.TemporaryDirectory(prefix="interchange-verify-") as place:
        folder = Path(place) / "archive"
        folder.mkdir()
        sealed = sealing.extract(file, folder, identity)
        return look(folder, sealed=sealed)


def look(folder: Path, *, sealed: bool) -> tuple[list[str], list[str]]:
    """(faults, facts) of an archive that is unpacked."""
    try:
        said = about(folder)
        manifest: parts.Manifest = json.loads((folder / parts.MANIFEST).read_text())
    except (OSError, ValueError):
        return ["this is no archive of Interchange, or it was cut off"], []
    if said.get("format") != parts.FORMAT:
        return [f"this version reads archives of format {parts.FORMAT}, not {said.get('format')}"], []
    faults = parts.differences(folder, manifest)
    faults += [f"{parts.FILES}/{name} was not in the storage when the backup was made" for name in said["lost_before"]]
    stored = sum(name.startswith(f"{parts.FILES}/") for name in manifest)
    facts = [
        f"written {said['made_at']} by version {said['interchange']}, {'encrypted' if sealed else 'in the clear'}",
        f"{said['vendor']} database, {stored} files, keys {'inside' if parts.SECRET_KEY in manifest else 'not inside'}",
    ]
    database = folder / said["database"]
    if not faults:
        more, count = _journal(database, said)
        faults += more
        facts.append(f"journal: {count} links read, head at {said['journal']['seq']}")
    return faults, facts


def about(folder: Path) -> dict[str, Any]:
    """What an unpacked archive says of itself."""
    found: dict[str, Any] = json.loads((folder / parts.ABOUT).read_text())
    return found


def _journal(database: Path, about: dict[str, Any]) -> tuple[list[str], int]:
    """Every link held against the one before, and the last against the head noted in the archive."""
    faults: list[str] = []
    previous, count = links.GENESIS, 0
    try:
        rows = _from_sqlite(database, faults) if about["vendor"] == "sqlite" else _from_dump(database)
        for row in rows:
            count += 1
            if row["seq"] != count or row["previous_hash"] != previous or links.digest(row) != row["hash"]:
                return [*faults, f"the journal breaks at link {row['seq']}"], count
            previous = row["hash"]
    except (sqlite3.DatabaseError, FileNotFoundError, subprocess.CalledProcessError, ValueError) as failure:
        return [*faults, f"the database copy cannot be read ({type(failure).__name__})"], count
    if (count, previous if count else "") != (about["journal"]["seq"], about["journal"]["hash"] if count else ""):
        faults.append(f"the journal ends at link {count}, its head stood at {about['journal']['seq']}")
    return faults, count


def _from_sqlite(database: Path, faults: list[str]) -> Iterator[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as link:
        (whole,) = link.execute("PRAGMA integrity_check(1)").fetchone()
        if whole != "ok":
            faults.append("the database copy is damaged")
        for values in link.execute(f"SELECT {', '.join(COLUMNS)} FROM journal_event ORDER BY seq"):
            yield _row(dict(zip(COLUMNS, values, strict=True)))


def _from_dump(database: Path) -> Iterator[dict[str, Any]]:
    """The rows of the journal from a PostgreSQL dump, read with `pg_restore` as COPY text (PostgreSQL manual, COPY, text format)."""
    from interchange.config.archive.tools import found

    command = [found("pg_restore"), "--data-only", "--table=journal_event", "--file=-", str(database)]
    rows: list[dict[str, Any]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8") as reading:
        names: list[str] = []
        for line in reading.stdout or ():
            if line.startswith("COPY ") and "journal_event" in line:
                names = [name.strip(' "') for name in line[line.index("(") + 1 : line.index(")")].split(",")]
            elif names and line == "\\.\n":
                names = []
            elif names:
                values = [_unescape(value) for value in line.rstrip("\n").split("\t")]
                row = dict(zip(names, values, strict=True))
                rows.append(_row({name: row[name] for name in COLUMNS}))
    if reading.returncode:
        raise subprocess.CalledProcessError(reading.returncode, command)
    yield from sorted(rows, key=lambda row: row["seq"])


def _unescape(value: str) -> str | None:
    if value in _ESCAPES:
        return _ESCAPES[value]
    out, at = [], 0
    while at < len(value):
        if value[at] == "\\":
            out.append(_UNESCAPED.get(value[at + 1], value[at + 1]))
            at += 2
        else:
            out.append(value[at])
            at += 1
    return "".join(out)


def _row(values: dict[str, Any]) -> dict[str, Any]:
    """A row as the hash was taken over it: numbers as numbers, JSON as data, the instant in UTC."""
    at = datetime.fromisoformat(values["at"])
    values["at"] = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    for name in ("seq", "actor_id"):
        values[name] = None if values[name] is None else int(values[name])
    for name in ("before", "after"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return values
