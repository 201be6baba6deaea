"""Tags of the live page and the record."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.consensus.models import Call
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings.models import Outcome, Session
from interchange.work.meetings.queries import after
from interchange.work.meetings.queries import room as queries
from interchange.work.meetings.views.room_parts import steers
from interchange.work.meetings.vocabulary import CALLED, HELD, SESSION_MOVES, PollChoice, SessionState, refresh_days

register = template.Library()


@register.inclusion_tag("meetings/room/poll_table.html")
def poll_table(shown: queries.PollShown) -> dict[str, Any]:
    """The sums of a closed poll as a table."""
    return {"rows": queries.sum_rows(shown), "choices": PollChoice.labels, "grouped": bool(shown.sums and shown.sums.by_group)}


@register.inclusion_tag("meetings/after/call.html")
def call_of(calls: dict[int, Call], outcome: Outcome) -> dict[str, Any]:
    """The call for consensus about an outcome, in one line."""
    call = calls.get(outcome.pk)
    return {"call": call, "url": f"/consensus/{call.pk}/" if call else ""}


@register.inclusion_tag("meetings/room/links.html", takes_context=True)
def room_links(context: dict[str, Any], session: Session, here: str = "") -> dict[str, Any]:
    """The ways to a session's live page, record, summary and question about interests, as far as the viewer may go. Four queries at most."""
    viewer = context.get("viewer") or VISITOR
    if not is_insider(viewer):
        return {"links": []}
    at = session.get_absolute_url()
    links = []
    if SESSION_MOVES.possible("open", session.state) and steers(viewer, session):
        links.append((_("Open the session"), f"{at}open/", True))
    if session.state == SessionState.IN_SESSION and allows(viewer, "room.view", session):
        links.append((_("Go to the live page"), f"{at}live/", True))
    if session.state in HELD and here != "record":
        links.append((_("Record"), f"{at}record/", False))
    over = session.state in HELD and session.state != SessionState.IN_SESSION
    if over and here != "summary" and (after.newest_draft(viewer, session) or allows(viewer, "session.record", session)):
        links.append((_("Summary"), f"{at}summary/", False))
    near = session.state in CALLED and session.starts_at and session.starts_at < clock.now() + timedelta(days=refresh_days())
    if near and context.get("mine") and viewer.has(Role.MEMBER, Role.CHAIR):
        links.append((_("My interests for this session"), f"{at}interests/", False))
    return {"links": links}
