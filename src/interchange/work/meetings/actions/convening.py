"""Convening a session, moving it, postponing, cancelling and calling it anew. Whoever is invited hears of each by mail and calendar."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe_all, settle
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import holders
from interchange.ground.policy.levels import Level
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership import queries as membership
from interchange.work.meetings import vocabulary as words
from interchange.work.meetings.actions import deadlines
from interchange.work.meetings.actions.common import invitations, locked, move, need_reason, place_in_time, write_to, write_to_guests
from interchange.work.meetings.fairness import burden_of
from interchange.work.meetings.models import Invitation, Session
from interchange.work.meetings.vocabulary import BEFORE_START, CALLED, SESSION_MOVES, Answer, Audience, DeadlineKind, SessionState


def audience_of(session: Session, at: datetime) -> list[int]:
    """The ids of the people to be invited now: all active members, focal points of Member States, or those named so far."""
    if session.audience == Audience.MEMBERS:
        return membership.active_ids(at)
    if session.audience == Audience.STATES:
        return sorted({*holders(Role.FOCAL_POINT, at), *holders(Role.ALTERNATE, at)})
    return list(session.invitations.filter(withdrawn_at__isnull=True).order_by("person_id").values_list("person_id", flat=True))


def overlapping(session: Session) -> list[tuple[Session, int]]:
    """Other sessions in the same hours, with how many people are asked to both. Two queries."""
    if session.starts_at is None:
        return []
    others = Session.objects.filter(
        state__in=[*CALLED, SessionState.IN_SESSION], starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    )
    mine = session.invitations.filter(withdrawn_at__isnull=True).values("person_id")
    shared = Invitation.objects.filter(session__in=others.exclude(pk=session.pk), withdrawn_at__isnull=True, person_id__in=mine)
    counts = dict(shared.order_by().values_list("session_id").annotate(n=Count("pk")))
    found = Session.objects.filter(pk__in=counts).select_related("series").order_by("starts_at")
    return [(one, counts[one.pk]) for one in found]


def overlap_lines(session: Session) -> list[str]:
    """The overlaps in words, as those invited may know of them: no restricted session, and to focal points none that is for members."""
    told = {Level.PUBLIC, Level.STATES} | ({Level.MEMBERS} if session.audience != Audience.STATES else set())
    return [f"{other.symbol}: {_('%s of those invited') % count}" for other, count in overlapping(session) if other.level in told]


def name_people(actor: Viewer, session_id: int, person_ids: Sequence[int], *, at: datetime) -> int:
    """Put people on the list of a session (a topic group, a workshop). Before convening they hear nothing; after it, at once. Returns how many are new."""
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        if session.state not in BEFORE_START:
            raise NotAMove("Session", session.state, "invite")
        active = set(membership.active_ids(at))
        wrong = [one for one in person_ids if one not in active]
        if wrong:
            raise Refused.of("people", _("%s of them are no active members.") % len(wrong), _("Only active members can be asked."))
        new = _invite(session, person_ids, at)
        record(actor, "session.people-named", session, at=at, after={"people": len(new)})
        if session.state in CALLED and new:
            _call(session, new, at, key=f"{session.sequence}")
        return len(new)


def _invite(session: Session, person_ids: Sequence[int], at: datetime) -> list[Invitation]:
    """New or renewed invitations; standing ones are left alone. The calendar entry of somebody asked again goes on counting."""
    known = {one.person_id: one for one in session.invitations.all()}
    new = [Invitation(session=session, person_id=one, invited_at=at) for one in dict.fromkeys(person_ids) if one not in known]
    Invitation.objects.bulk_create(new)
    back = [known[one].pk for one in person_ids if one in known and known[one].withdrawn_at is not None]
    session.invitations.filter(pk__in=back).update(
        withdrawn_at=None, invited_at=at, answer=Answer.NONE, answered_at=None, turns=F("turns") + 1
    )
    changed = [*[one.pk for one in new], *back]
    return list(session.invitations.filter(pk__in=changed).select_related("person").order_by("pk"))


def _call(session: Session, new: Sequence[Invitation], at: datetime, *, key: str) -> None:
    """Write the invitations, and owe an answer."""
    overlaps = overlap_lines(session)
    write_to(
        session, "invitation", new, at=at, method="REQUEST", key=key, minutes=session.minutes, about=session.about,
        late_reason=session.late_reason, overlaps="\n".join(overlaps),
    )  # fmt: skip
    _owe_answers(session, new, at)


def _owe_answers(session: Session, asked: Sequence[Invitation], at: datetime) -> None:
    people = [one.person_id for one in asked]
    owe_all("meetings.answer", session, people, at=at, due_at=session.starts_at, url=session.get_absolute_url())


def _check_time(session: Session, at: datetime) -> None:
    if session.starts_at is None:
        raise Refused.of("local_day", _("The session has no time yet."), _("Set a day and an hour first."))
    if session.starts_at <= at:
        raise Refused.of("local_day", _("The session would have begun already."), _("Choose a time to come."))


def _late(session: Session, late_reason: str, at: datetime) -> str:
    """The reason for convening late, where it is late. Raises `Refused` where it is missing."""
    due = session.starts_at - timedelta(days=words.convening_days()) if session.starts_at else at
    if deadlines.due(session, DeadlineKind.CONVENING_NOTE):
        due = deadlines.due(session, DeadlineKind.CONVENING_NOTE) or due
    if at <= due:
        return ""
    return need_reason(
        late_reason,
        _("The note goes out less than %s days before the start.") % words.convening_days(),
        _("Say why; it stands in the note."),
        "late_reason",
    )


def convene(actor: Viewer, session_id: int, *, late_reason: str = "", at: datetime) -> Session:
    """Send the convening note to everyone invited (G1). Later than the deadline it needs a reason, which the note shows. Repeating is harmless."""
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        if session.state == SessionState.CONVENED:
            return session
        SESSION_MOVES.target("convene", session.state)
        _check_time(session, at)
        reason = _late(session, late_reason, at)
        people = audience_of(session, at)
        if not people:
            raise Refused.of("", _("Nobody is invited yet."), _("Name the people first."))
        _invite(session, people, at)
        asked = invitations(session)
        fields = {
            "convened_at": at,
            "late_reason": reason,
            "changed_at": at,
            "burden": burden_of(session, [one.person_id for one in asked]),
        }
        move(actor, session, "convene", at=at, reason=reason, **fields)
        deadlines.meet(session, DeadlineKind.CONVENING_NOTE, at)
        _call(session, asked, at, key=str(session.sequence))
        return session


def set_time(
    actor: Viewer, session_id: int, *, day: date, at_time: time, zone: str, minutes: int, reason: str = "", at: datetime
) -> Session:
    """Set when a session is. Once it is convened this needs a reason, asks everybody anew and replaces the entry in their calendars."""
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        if session.state not in BEFORE_START:
            raise NotAMove("Session", session.state, "set-time")
        before = {"starts_at": session.starts_at, "minutes": session.minutes}
        was = (session.local_day, session.local_time, session.time_zone, session.minutes)
        place_in_time(session, day, at_time, zone, minutes)
        _check_time(session, at)
        if (session.local_day, session.local_time, session.time_zone, session.minutes) == was:
            return session
        called = session.state in CALLED
        if called:
            reason = need_reason(reason, _("Those invited will ask why."), _("Say it in a few words; it stands in the letter."))
            session.sequence, session.changed_at = session.sequence + 1, at
            session.burden = burden_of(session, [one.person_id for one in invitations(session)])
        session.revision += 1
        session.save()
        deadlines.write(session)
        record(
            actor,
            "session.time-set",
            session,
            at=at,
            before=before,
            after={"starts_at": session.starts_at, "minutes": minutes},
            reason=reason,
        )
        if called:
            _ask_anew(session, at, reason)
        return session


def _ask_anew(session: Session, at: datetime, reason: str) -> None:
    """Everybody is asked again: an answer to another time is no answer to this one."""
    session.invitations.filter(withdrawn_at__isnull=True).update(answer=Answer.NONE, answered_at=None)
    asked = invitations(session)
    told: dict[str, Any] = {"reason": reason, "minutes": session.minutes}
    write_to(session, "changed", asked, at=at, method="REQUEST", key=str(session.sequence), **told)
    write_to_guests(session, "changed", at=at, method="REQUEST", key=str(session.sequence), **told)
    _owe_answers(session, asked, at)


def _stop(actor: Viewer, session_id: int, name: str, reason: str, at: datetime) -> Session:
    """Postpone or cancel: the entry leaves every calendar."""
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        if session.state == SESSION_MOVES.moves[name].target:
            return session
        SESSION_MOVES.target(name, session.state)
        reason = need_reason(reason, _("Those invited will ask why."), _("Say it in a few words; it stands in the letter."))
        called = session.state in CALLED
        session.sequence, session.changed_at = session.sequence + 1, at
        move(actor, session, name, at=at, reason=reason, state_reason=reason)
        if called:
            told: dict[str, Any] = {"reason": reason, "postponed": name == "postpone"}
            write_to(session, "stopped", invitations(session), at=at, method="CANCEL", key=str(session.sequence), **told)
            write_to_guests(session, "stopped", at=at, method="CANCEL", key=str(session.sequence), **told)
        settle("meetings.answer", session, at=at)
        return session


def postpone(actor: Viewer, session_id: int, *, reason: str, at: datetime) -> Session:
    """Put a session off without a new time yet. Its number and its documents stay."""
    return _stop(actor, session_id, "postpone", reason, at)


def cancel(actor: Viewer, session_id: int, *, reason: str, at: datetime) -> Session:
    """Cancel a session. Its number is not given again."""
    return _stop(actor, session_id, "cancel", reason, at)


def reconvene(
    actor: Viewer, session_id: int, *, day: date, at_time: time, zone: str, minutes: int, late_reason: str = "", at: datetime
) -> Session:
    """Call a postponed or cancelled session anew, at another time: same number, same calendar entry one step on, everybody asked afresh."""
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        SESSION_MOVES.target("reconvene", session.state)
        place_in_time(session, day, at_time, zone, minutes)
        _check_time(session, at)
        session.deadlines.all().delete()
        deadlines.write(session)
        reason = _late(session, late_reason, at)
        people = audience_of(session, at)
        if not people:
            raise Refused.of("", _("Nobody is invited yet."), _("Name the people first."))
        standing = {one.person_id for one in invitations(session)}
        gone = standing - set(people)
        session.invitations.filter(person_id__in=gone).update(withdrawn_at=at)
        session.invitations.filter(withdrawn_at__isnull=True).update(answer=Answer.NONE, answered_at=None, invited_at=at)
        _invite(session, people, at)
        asked = invitations(session)
        session.sequence, session.changed_at = session.sequence + 1, at
        fields = {
            "convened_at": at,
            "late_reason": reason,
            "state_reason": "",
            "burden": burden_of(session, [one.person_id for one in asked]),
        }
        move(actor, session, "reconvene", at=at, reason=reason, **fields)
        deadlines.meet(session, DeadlineKind.CONVENING_NOTE, at)
        _call(session, asked, at, key=str(session.sequence))
        told: dict[str, Any] = {"reason": reason or _("It is called anew."), "minutes": session.minutes}
        write_to_guests(session, "changed", at=at, method="REQUEST", key=str(session.sequence), **told)
        return session


def refresh_invitations(actor: Viewer, session_id: int, *, at: datetime) -> tuple[int, int]:
    """Bring the list up to date: invite who became a member since, take off who is none now. Returns (new, gone). The schedule does it hourly."""
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        if session.state not in CALLED or session.starts_at is None or session.starts_at <= at:
            return (0, 0)
        people = audience_of(session, at) if session.audience != Audience.LISTED else membership.active_ids(at)
        gone = [one for one in invitations(session) if one.person_id not in set(people)]
        session.invitations.filter(pk__in=[one.pk for one in gone]).update(withdrawn_at=at, turns=F("turns") + 1)
        for one in gone:
            one.turns += 1
        settle("meetings.answer", session, at=at, person_ids=[one.person_id for one in gone])
        write_to(session, "uninvited", gone, at=at, method="CANCEL", key=at.isoformat())
        new = _invite(session, people, at) if session.audience != Audience.LISTED else []
        if new:
            _call(session, new, at, key=f"{session.sequence}:{at.isoformat()}")
        if new or gone:
            record(actor, "session.invitations-refreshed", session, at=at, after={"new": len(new), "gone": len(gone)})
        return (len(new), len(gone))


def tally(session: Session) -> Counter[str]:
    """How many gave which answer. One query."""
    counts = session.invitations.filter(withdrawn_at__isnull=True).order_by().values_list("answer").annotate(n=Count("pk"))
    return Counter(dict(counts))


__all__ = [
    "Problem",
    "audience_of",
    "cancel",
    "convene",
    "name_people",
    "overlap_lines",
    "overlapping",
    "postpone",
    "reconvene",
    "refresh_invitations",
    "set_time",
    "tally",
]
