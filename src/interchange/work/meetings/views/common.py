"""What the pages of the room share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell.forms import HouseForm
from interchange.network.membership import queries as membership
from interchange.work.meetings.models import Series, Session

Crumbs = list[tuple[str, str]]


def to_series(series: Series) -> Crumbs:
    """The way to a series."""
    return [(_("Meetings"), "/meetings/"), (series.title, f"/meetings/{series.slug}/")]


def to_session(session: Session, *here: str) -> Crumbs:
    """The way to a session, and to pages of it."""
    way = [*to_series(session.series), (session.symbol, session.get_absolute_url() if here else "")]
    return [*way, *[(words, "") for words in here]]


def members(viewer: Viewer) -> list[tuple[str, str]]:
    """The members that can be chosen, by name: (id, name). One query."""
    return [(str(one.person_id), one.person.name) for one in membership.directory(viewer) if one.state == "active"]


def tried(request: HttpRequest, action: Callable[[], Any], done: str) -> Exception | None:
    """Run an action behind a single button: say `done`, or return what refused."""
    try:
        action()
    except (Refused, NotAMove) as refused:
        return refused
    messages.success(request, done)
    return None


def number_of(text: str) -> int:
    """A revision as the form sent it; 0 where it is none (and so is older than everything)."""
    return int(text) if text.isdigit() else 0


def initial_time(session: Session) -> dict[str, Any]:
    """What a form of times starts with."""
    return {"local_day": session.local_day, "local_time": session.local_time, "time_zone": session.time_zone, "minutes": session.minutes}


def is_over(session: Session, at: datetime) -> bool:
    """Whether its end has passed."""
    return session.ends_at is not None and session.ends_at < at


def put_newer(form: HouseForm, name: str, count: int) -> None:
    """Let the next save of a form be one over the newer text, which the page now shows: what was typed stays in the form."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[name] = str(count)
    form.data = data
