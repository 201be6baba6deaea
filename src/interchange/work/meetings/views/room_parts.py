"""The live page in parts. What everybody in the room sees alike is rendered once for a version of the room and kept for a few seconds,
so that two hundred open pages cost little more than one; whoever asks with the tag of what they have gets three hundred and four."""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from interchange.ground import memory
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings.models import Session
from interchange.work.meetings.policy.sessions import has_office
from interchange.work.meetings.queries import barred
from interchange.work.meetings.queries import room as queries
from interchange.work.meetings.queries.room import STRANGER, Own

REMINDED = 30.0
SECONDS = 5.0  # how long a rendering is taken for true without a new version: membership changes touch no session
KEPT = 32
PARTS = ("now", "count", "queue", "polls", "outcomes", "notes")


@dataclass(frozen=True)
class Shared:
    """The parts that everybody in the room sees alike, a digest of them, and each one's own place in the room, by person."""

    session: Session
    room: queries.Room
    html: dict[str, SafeString]
    digest: str
    item_id: int | None
    open_poll: tuple[int, str] | None  # of the item in hand: id, question
    places: dict[int, Own]

    def own(self, person_id: int | None) -> Own:
        """One's own place in the room; that of a stranger, where one is neither invited nor there."""
        return self.places.get(person_id or 0, STRANGER)


_kept: "OrderedDict[tuple[Any, ...], tuple[float, Shared]]" = OrderedDict()
_reminded: "OrderedDict[tuple[Any, ...], tuple[float, frozenset[int]]]" = OrderedDict()
_lock = threading.Lock()
_making: dict[tuple[Any, ...], threading.Lock] = {}


def is_at_desk(viewer: Viewer, session: Session) -> bool:
    """Whether the viewer steers or records this session. Costs no query."""
    return has_office(viewer, session, Role.CHAIR, Role.RAPPORTEUR)


def steers(viewer: Viewer, session: Session) -> bool:
    """Whether the viewer steers this session. Costs no query; every verb asks the policy again."""
    return has_office(viewer, session, Role.CHAIR)


def shared(session_id: int, state: str, version: int, at: datetime) -> Shared:
    """The shared parts at a version of the room, rendered by one thread at a time. No query where they are kept."""
    key = (session_id, version, state)
    found = _fresh(key)
    if found is not None:
        return found
    with _lock:
        turn = _making.setdefault(key, threading.Lock())
    with turn:
        found = _fresh(key)
        if found is None:
            found = _make(Session.objects.select_related("series", "floor").get(pk=session_id), at)
            with _lock:
                _kept[key] = (memory.seconds() + SECONDS, found)
                _kept.move_to_end(key)
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
                _making.pop(key, None)
    return found


def _fresh(key: tuple[Any, ...]) -> Shared | None:
    with _lock:
        entry = _kept.get(key)
    return entry[1] if entry and entry[0] > memory.seconds() else None


def forget() -> None:
    """Render anew (for tests, in which time stands still and ids come back)."""
    with _lock:
        _kept.clear()
        _reminded.clear()
        _making.clear()


def _make(session: Session, at: datetime) -> Shared:
    room = queries.room(session, at)
    places = queries.places(room, _touched(room))
    context = {"room": room, "session": session, "at": at, "desk": False, "minutes": room.now.minutes_at(at) if room.now else 0}
    html = {name: SafeString(render_to_string(f"meetings/room/{name}.html", context)) for name in PARTS}
    digest = hashlib.sha256("\0".join(html.values()).encode()).hexdigest()[:12]
    item_id = room.now.item.pk if room.now else None
    asked = next((one.poll for one in room.polls if one.poll.item_id == item_id and one.poll.closed_at is None), None)
    return Shared(session, room, html, digest, item_id, (asked.pk, asked.question) if asked else None, places)


def _touched(room: queries.Room) -> frozenset[int]:
    """The people whose declared interests touch the item in hand; kept for half a minute, since declarations change seldom."""
    item = room.now.item if room.now else None
    if item is None or not item.topics:
        return frozenset()
    key = ("touched", room.session.pk, item.pk)
    with _lock:
        entry = _reminded.get(key)
    if entry is None or entry[0] < memory.seconds():
        entry = (memory.seconds() + REMINDED, frozenset(barred.touched(item, room.invited)))
        with _lock:
            _reminded[key] = entry
            while len(_reminded) > KEPT:
                _reminded.popitem(last=False)
    return entry[1]


def tag_of(version: int, found: Shared) -> str:
    """The entity tag of the page for one version of the room."""
    return f'"{version}-{found.digest}"'


def knows(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names the tag, weakly compared (RFC 9110, 13.1.2)."""
    return any(one.strip().removeprefix("W/") == tag for one in header.split(","))
