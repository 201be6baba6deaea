"""An empty house to fill, and what everything made in bulk owes it: events in the journal, entries in the index, fresh statistics."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

QUERIES = 15
GOAL_MS = 100
HOST = "127.0.0.1:8000"
AT_ONCE = 2000


def prepare(folder: Path) -> None:
    """Settings and an empty database with its words, unless it stands there already."""
    os.environ |= {"INTERCHANGE_DEMO": "1", "INTERCHANGE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "interchange.config.settings"}
    os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["INTERCHANGE_LOG_LEVEL"] = "ERROR"
    sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "src")]
    import django

    django.setup()
    from interchange.config.work import prepare

    prepare()


def look_over() -> None:
    """Let the database count its rows, as a server does by itself within a minute of a large load: plans are made from that."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def noted(verb: str, rows: Sequence[Any], *, at: datetime, after: dict[str, Any] | None = None) -> None:
    """An event for each row; belongs inside the transaction that made them."""
    from interchange.ground.journal.actions import record_many
    from interchange.ground.policy.viewer import SYSTEM

    for first in range(0, len(rows), AT_ONCE):
        record_many(SYSTEM, verb, rows[first : first + AT_ONCE], at=at, after=after)


def findable(key: str, rows: "Iterable[Any]") -> None:
    """New things of one kind in the index, as their room describes them."""
    from interchange.ground.search.actions import put_many
    from interchange.ground.search.index import KINDS

    found = []
    for row in rows:
        document = KINDS[key].document(row)
        if document is not None:
            found.append((row.pk, document))
        if len(found) == AT_ONCE:
            put_many(key, found, are_new=True)
            found = []
    put_many(key, found, are_new=True)


def copy_of(row: Any, **changes: object) -> Any:
    """The same row, unsaved, with other values for some fields."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key or field.is_relation}
    return type(row)(**{**values, **changes})
