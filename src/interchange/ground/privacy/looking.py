"""The access log: whoever opens somebody else's data by an office leaves a line, one for a thing and an hour.

`rules.see` is how every page and action of the house finds one thing; it tells here what it found. Lists are noted by the verb of their door. The line is
written when the answer is ready, in one statement; what this process wrote in this hour is not written again.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from interchange.ground import clock
from interchange.ground.personal import REGISTER
from interchange.ground.policy import rules
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import STAFF_ROLES
from interchange.ground.privacy.models import Look

Line = tuple[int, str, str, int | None]  # who, which model, which row, about whom
_open: ContextVar[dict[Line, None] | None] = ContextVar("looks", default=None)
_written: set[tuple[int, str, str, datetime]] = set()
REMEMBERED = 20_000


@cache
def _paths() -> dict[str, str]:
    """Of each model whose rows are noted, the first path to the person."""
    return {one.model: one.about[0] if one.about else "" for one in REGISTER.holdings.values() if one.looks}


def _about(thing: Model, path: str) -> int | None:
    """The id of the person whom a row is about; None where it names an address only."""
    if not path:
        return None
    *way, last = path.split("__")
    found: Any = thing
    for name in way:
        found = getattr(found, name)
    value = getattr(found, "pk" if last == "pk" else f"{last}_id")
    return int(value) if value is not None else None


def noticed(viewer: Viewer, thing: Model) -> None:
    """Remember for the end of this request that somebody with an office opened a thing that is about somebody else."""
    kept = _open.get()
    if kept is None or viewer.person_id is None or viewer.roles.isdisjoint(STAFF_ROLES):
        return
    label = thing._meta.label_lower
    path = _paths().get(label)
    if path is None:
        return
    about = _about(thing, path)
    if about != viewer.person_id:
        kept[(viewer.person_id, label, str(thing.pk), about)] = None


def write(lines: "dict[Line, None]", at: datetime) -> int:
    """Write what is new of this hour; returns how many lines. One statement, none where nothing is new."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    fresh = [one for one in lines if (*one[:3], hour) not in _written]
    if not fresh:
        return 0
    made = [Look(by_id=by, model=model, subject_id=key, about_id=about, hour=hour) for by, model, key, about in fresh]
    Look.objects.bulk_create(made, ignore_conflicts=True)
    if len(_written) > REMEMBERED:
        _written.clear()
    _written.update((*one[:3], hour) for one in fresh)
    return len(fresh)


class LookMiddleware:
    """Note who looked, once the answer is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lines: dict[Line, None] = {}
        token = _open.set(lines)
        try:
            answer = self.get_response(request)
        finally:
            _open.reset(token)
        if answer.status_code < 400:
            self._lists(request, lines)
            if lines:
                write(lines, clock.now())
        return answer

    @staticmethod
    def _lists(request: HttpRequest, lines: "dict[Line, None]") -> None:
        """A list behind a door of which it is declared that the data of many people stand there."""
        match = request.resolver_match
        verb = getattr(match.func, "door", "") if match else ""
        key = REGISTER.lists.get(verb)
        if key is None or any(model == REGISTER.holdings[key].model for _by, model, _row, _about in lines):
            return  # no list, or one thing behind the same door, which is noted already
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if viewer.person_id is not None and not viewer.roles.isdisjoint(STAFF_ROLES):
            lines[(viewer.person_id, REGISTER.holdings[key].model, "", None)] = None


def begin() -> None:
    """Listen (once, at start)."""
    if noticed not in rules.FOUND:
        rules.FOUND.append(noticed)
