"""One's own data: every room says what it holds of a person, and what erasing would take away and keep (DOMAIN X4)."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db.models import Exists, QuerySet


@dataclass(frozen=True)
class Erased:
    """What goes."""

    what: str


@dataclass(frozen=True)
class Kept:
    """What stays, and why."""

    what: str
    reason: str


@dataclass(frozen=True)
class Blocked:
    """Why nothing can be erased now, and what to do first."""

    reason: str
    remedy: str


Item = Erased | Kept | Blocked


@dataclass(frozen=True)
class Room:
    """What one room does for a person's own data."""

    collect: Callable[[int], Any]
    files: Callable[[int], Iterable[Any]]
    plan: Callable[[int], Iterable[Item]]
    erase: Callable[[int, datetime], object]


ROOMS: dict[str, Room] = {}


def provide(
    name: str,
    *,
    collect: Callable[[int], Any],
    plan: Callable[[int], Iterable[Item]],
    erase: Callable[[int, datetime], object],
    files: Callable[[int], Iterable[Any]] = lambda person_id: (),
) -> None:
    """Register a room (in its `own_data.py`): `collect` gives JSON-able data, `files` stored files, `plan` and `erase` the erasure."""
    ROOMS[name] = Room(collect, files, plan, erase)


def held(person_id: int, **rows: "QuerySet[Any]") -> set[str]:
    """The names of those querysets that have any row; one query for all of them."""
    asked = get_user_model().objects.filter(pk=person_id).values(**{f"has_{name}": Exists(found) for name, found in rows.items()})
    return {name.removeprefix("has_") for name, found in (asked.first() or {}).items() if found}


def export(person_id: int) -> bytes:
    """Everything the house holds of a person as a ZIP: data.json and the files."""
    data = {name: room.collect(person_id) for name, room in ROOMS.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        for name, room in ROOMS.items():
            for file in room.files(person_id):
                with default_storage.open(file.path) as source:
                    archive.writestr(f"files/{name}/{file.pk}-{file.name}", source.read())
    return buffer.getvalue()


def erasure_plan(person_id: int) -> list[Item]:
    """What erasing would do, without doing it."""
    return [item for room in ROOMS.values() for item in room.plan(person_id)]


def carry_out_erasure(person_id: int, at: datetime) -> list[str]:
    """Erase in every room; returns what is kept, in words. Runs inside the caller's transaction."""
    kept = [f"{item.what}: {item.reason}" for item in erasure_plan(person_id) if isinstance(item, Kept)]
    for room in ROOMS.values():
        room.erase(person_id, at)
    return kept
