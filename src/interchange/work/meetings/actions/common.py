"""What the verbs of this room share: a session under its lock, one state change, its letters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer, in_force
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send_all
from interchange.ground.search import actions as search
from interchange.work.meetings.models import Invitation, Registration, Session
from interchange.work.meetings.vocabulary import SESSION_MOVES, PlaceState, SessionKind


def locked(actor: Viewer, verb: str, session_id: int) -> Session:
    """The session for a verb, held until the transaction ends. Raises `NotAllowed` where it is not the actor's."""
    return see(actor, verb, Session.objects.select_for_update(of=("self",)).select_related("series"), pk=session_id)


def move(actor: Viewer, session: Session, name: str, *, at: datetime, reason: str = "", **fields: Any) -> Session:
    """Say one verb of the move table to a locked session: state, fields, journal, search. Raises `NotAMove`."""
    before = session.state
    session.state = SESSION_MOVES.target(name, before)
    for field, new in fields.items():
        setattr(session, field, new)
    session.revision += 1
    session.save()
    after = {"state": session.state, "starts_at": session.starts_at, "sequence": session.sequence}
    record(actor, f"session.{name}", session, at=at, before={"state": before}, after=after, reason=reason)
    search.put(session)
    return session


def place_in_time(session: Session, day: date, at_time: time, zone: str, minutes: int) -> None:
    """Set the wall clock and reckon the instants from it. Raises `Refused` for hours that the clock change skips or repeats."""
    problems = []
    if not 15 <= minutes <= 1440:
        problems.append(Refused.of("minutes", _("A session lasts from 15 minutes to 24 hours."), _("Give another length.")).problems[0])
    try:
        starts = clock.local_instant(day, at_time.replace(second=0, microsecond=0), zone, "local_time")
    except Refused as refused:
        for problem in refused.problems:
            if problem.rule.endswith("is not a time zone we know."):
                problem.field = "time_zone"
        problems += refused.problems
    if problems:
        raise Refused(*problems)
    session.local_day, session.local_time, session.time_zone, session.minutes = day, at_time.replace(second=0, microsecond=0), zone, minutes
    session.starts_at, session.ends_at = starts, starts + timedelta(minutes=minutes)


def when(session: Session, zone: str | None) -> str:
    """The start in words: Geneva's time and the reader's."""
    return clock.in_words(session.starts_at, zone) if session.starts_at else str(_("not set"))


def write_to(
    session: Session, template: str, invitations: Iterable[Invitation], *, at: datetime, method: str, key: str, **values: Any
) -> int:
    """One letter to each invitation, with the calendar entry of that person; returns how many. All in the caller's transaction.

    `key` tells this occasion from others, so that repeating the verb writes nothing twice.
    """
    drafts = []
    for one in invitations:
        one.session = session
        context = {
            "symbol": session.symbol, "title": session.title, "when": when(session, one.person.time_zone), "place": session.place,
            "url": session.get_absolute_url(), **values,
        }  # fmt: skip
        part = {"maker": "meetings.entry", "invitation": one.pk, "method": method, "sequence": one.sequence}
        drafts.append(
            Draft(
                f"meetings.{template}", context, person_id=one.person_id, subject=one, part=part if session.starts_at else {},
                key=f"meetings.{template}:{one.pk}:{key}",
            )
        )  # fmt: skip
    send_all(SYSTEM, drafts, at=at)
    return len(drafts)


def write_to_guests(
    session: Session, template: str, *, at: datetime, method: str, key: str, guests: Sequence[Registration] | None = None, **values: Any
) -> int:
    """The same to those who registered for a public meeting (default: all who have a place or wait for one). Calendar entries for places only."""
    if session.kind != SessionKind.PUBLIC_MEETING:
        return 0
    if guests is None:
        guests = list(session.registrations.filter(state__in=[PlaceState.CONFIRMED, PlaceState.WAITING]).order_by("pk"))
    drafts = []
    for one in guests:
        one.session = session
        context = {
            "name": one.name, "symbol": session.symbol, "title": session.title, "when": when(session, None), "place": session.place,
            "url": one.get_absolute_url(), **values,
        }  # fmt: skip
        entered = session.starts_at and (one.state == PlaceState.CONFIRMED or method == "CANCEL")
        part = {"maker": "meetings.guest-entry", "registration": one.pk, "method": method, "sequence": one.sequence} if entered else {}
        drafts.append(
            Draft(
                f"meetings.{template}",
                context,
                address=one.address,
                subject=one,
                part=part,
                key=f"meetings.{template}:guest:{one.pk}:{key}",
            )
        )
    send_all(SYSTEM, drafts, at=at)
    return len(drafts)


def invitations(session: Session) -> list[Invitation]:
    """The standing invitations, with their people. One query."""
    return list(session.invitations.filter(withdrawn_at__isnull=True).select_related("person").order_by("pk"))


def owe_chair(kind: str, subject: Model, session: Session, *, at: datetime, due_at: datetime | None, url: str) -> None:
    """The session's own chair owes it; else the network's, but for a restricted session the Secretariat (see `policy.sessions`)."""
    own = RoleGrant.objects.filter(in_force(at), role=Role.CHAIR, scope=session.scope).values_list("person_id", flat=True)
    for person in sorted(own):
        owe(kind, subject, at=at, due_at=due_at, person_id=person, url=url)
    if not own:
        role = Role.OFFICER if session.level == Level.RESTRICTED else Role.CHAIR
        owe(kind, subject, at=at, due_at=due_at, role=role, url=url)


def need_reason(reason: str, rule: str, remedy: str, field: str = "reason") -> str:
    """The reason, trimmed. Raises `Refused` where there is none."""
    if not reason.strip():
        raise Refused.of(field, rule, remedy)
    return reason.strip()
