"""The live page in parts. What everybody in the room sees alike is rendered once for a version of the room and kept for a few seconds,
so that two hundred open pages cost little more than one; whoever asks with the tag of what they have gets three hundred and four."""

import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings.models import Session
from interchange.work.meetings.queries import room as queries

SECONDS = 5.0  # how long a rendering is taken for true without a new version: membership changes touch no session
KEPT = 32
PARTS = ("now", "count", "queue", "polls", "outcomes", "notes")


@dataclass(frozen=True)
class Shared:
    """The parts that everybody in the room sees alike, and a digest of them."""

    html: dict[str, SafeString]
    digest: str
    item_id: int | None
    polls: tuple[tuple[int, int, str, bool], ...]  # id, item, question, whether it is open


_kept: "OrderedDict[tuple[Any, ...], tuple[float, Shared]]" = OrderedDict()
_lock = threading.Lock()
_making: dict[tuple[Any, ...], threading.Lock] = {}


def is_at_desk(viewer: Viewer, session: Session) -> bool:
    """Whether the viewer steers or records this session. Costs no query."""
    if viewer.has(Role.OFFICER, Role.MEETING_MANAGER, Role.CHAIR, Role.RAPPORTEUR):
        return True
    return any((role, session.scope) in viewer.scoped for role in (Role.CHAIR, Role.RAPPORTEUR))


def shared(session: Session, at: datetime) -> Shared:
    """The shared parts at the session's present version, rendered by one thread at a time."""
    floor = getattr(session, "floor", None)
    key = (session.pk, floor.version if floor else 0, session.state)
    found = _fresh(key)
    if found is not None:
        return found
    with _lock:
        turn = _making.setdefault(key, threading.Lock())
    with turn:
        found = _fresh(key)
        if found is None:
            found = _make(session, at)
            with _lock:
                _kept[key] = (time.monotonic() + SECONDS, found)
                _kept.move_to_end(key)
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
                _making.pop(key, None)
    return found


def _fresh(key: tuple[Any, ...]) -> Shared | None:
    with _lock:
        entry = _kept.get(key)
    return entry[1] if entry and entry[0] > time.monotonic() else None


def forget() -> None:
    """Render anew (for tests, in which time stands still and ids come back)."""
    with _lock:
        _kept.clear()
        _making.clear()


def _make(session: Session, at: datetime) -> Shared:
    room = queries.room(session, at)
    context = {"room": room, "session": session, "at": at, "desk": False, "minutes": room.now.minutes_at(at) if room.now else 0}
    html = {name: SafeString(render_to_string(f"meetings/room/{name}.html", context)) for name in PARTS}
    digest = hashlib.sha256("\0".join(html.values()).encode()).hexdigest()[:12]
    polls = tuple((shown.poll.pk, shown.poll.item_id, shown.poll.question, shown.poll.closed_at is None) for shown in room.polls)
    return Shared(html, digest, room.now.item.pk if room.now else None, polls)


def tag_of(session: Session, found: Shared) -> str:
    """The entity tag of the page for one version of the room."""
    floor = getattr(session, "floor", None)
    return f'"{floor.version if floor else 0}-{found.digest}"'


def knows(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names the tag, weakly compared (RFC 9110, 13.1.2)."""
    return any(one.strip().removeprefix("W/") == tag for one in header.split(","))
