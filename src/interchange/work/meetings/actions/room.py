"""Opening and closing a session, taking up its items, and who is there."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.work.meetings.actions.common import locked, move
from interchange.work.meetings.models import AgendaItem, Attendance, Floor, Invitation, ItemRun, Poll, Recusal, Session, SpeakingTurn
from interchange.work.meetings.queries import barred
from interchange.work.meetings.vocabulary import Answer, Mode, RecusalSource, SessionState


def touch(session_id: int, at: datetime) -> None:
    """Tell every open live page that something changed. Called inside each action's transaction."""
    Floor.objects.filter(session_id=session_id).update(version=F("version") + 1, changed_at=at)


def sitting(actor: Viewer, verb: str, session_id: int, *, lock: bool = True) -> Session:
    """The session to which the actor may say a verb of the room, locked. Raises `NotAllowed` (404) for strangers and `NotAMove` where it does
    not sit, to those who may know that."""
    sessions = Session.objects.select_for_update() if lock else Session.objects.all()
    if verb != "room.record":
        found = sessions.filter(pk=session_id).exclude(state=SessionState.IN_SESSION).first()
        if found is not None and see(actor, "session.inside", pk=session_id):
            raise NotAMove("Session", found.state, verb)
    return see(actor, verb, sessions, pk=session_id)


def open_session(actor: Viewer, session_id: int, *, at: datetime) -> Session:
    """Open a session: from now on it has a live page. Whoever must step aside by the assessment of their interests is recused from the
    items concerned. Opening an open one is harmless."""
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        if session.state == SessionState.IN_SESSION:
            return session
        move(actor, session, "open", at=at, opened_at=at)
        Floor.objects.update_or_create(session=session, defaults={"item": None, "changed_at": at})
        invited = session.invitations.filter(withdrawn_at__isnull=True).values_list("person_id", flat=True)
        for item_id, person_id in barred.bound_to_step_aside(session, invited):
            Recusal.objects.get_or_create(
                item_id=item_id, person_id=person_id, withdrawn_at=None, defaults={"source": RecusalSource.ASSESSMENT, "at": at}
            )
        return session


def close_session(actor: Viewer, session_id: int, *, at: datetime) -> Session:
    """Close a session: the item in hand, open polls and attendance end with it. Closing a closed one is harmless."""
    from interchange.work.meetings.actions.polls import seal

    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        if session.state == SessionState.CLOSED:
            return session
        move(actor, session, "close", at=at, closed_at=at)
        _end_running(session, at)
        for poll in (
            Poll.objects.select_for_update(of=("self",)).filter(item__session=session, closed_at__isnull=True).select_related("item")
        ):
            seal(actor, poll, at)
        Attendance.objects.filter(session=session, left_at__isnull=True).update(left_at=at)
        Floor.objects.filter(session=session).update(item=None)
        touch(session.pk, at)
        return session


def _end_running(session: Session, at: datetime) -> None:
    """End the item in hand. What tells who spoke on an item that is not attributed is deleted (G5)."""
    ItemRun.objects.filter(item__session=session, ended_at__isnull=True).update(ended_at=at)
    SpeakingTurn.objects.filter(item__session=session, item__attributed=False).delete()
    SpeakingTurn.objects.filter(item__session=session, called_at__isnull=False, done_at__isnull=True).update(done_at=at)
    SpeakingTurn.objects.filter(item__session=session, done_at__isnull=True).delete()


def take_item(actor: Viewer, item_id: int, *, at: datetime) -> AgendaItem:
    """Take an item in hand; the one before it ends, with its queue. Taking the one in hand again is harmless."""
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True), pk=item_id)
        session = sitting(actor, "room.steer", item.session_id)
        floor = Floor.objects.select_for_update().get(session=session)
        if floor.item_id == item.pk:
            return item
        _end_running(session, at)
        ItemRun.objects.create(item=item, started_at=at)
        before, floor.item = floor.item_id, item
        floor.save(update_fields=["item"])
        touch(session.pk, at)
        record(actor, "session.item-taken", session, at=at, before={"item": before}, after={"item": item.pk})
        return item


def end_item(actor: Viewer, session_id: int, *, at: datetime) -> Session:
    """End the item in hand without taking another. Harmless where none is in hand."""
    with transaction.atomic():
        session = sitting(actor, "room.steer", session_id)
        floor = Floor.objects.select_for_update().get(session=session)
        if floor.item_id is not None:
            _end_running(session, at)
            before, floor.item = floor.item_id, None
            floor.save(update_fields=["item"])
            touch(session.pk, at)
            record(actor, "session.item-ended", session, at=at, before={"item": before}, after={"item": None})
        return session


def check_in(actor: Viewer, session_id: int, *, mode: str, at: datetime) -> Attendance:
    """Say that one is here, on site or remotely. Saying it twice is harmless; another mode is taken over."""
    if mode not in Mode.values:
        raise Refused.of("mode", _("Say how you take part."), _("Choose on site or remote."))
    with transaction.atomic():
        session = sitting(actor, "room.take-part", session_id)
        return _arrive(actor, session, actor.me, mode, at)


def check_out(actor: Viewer, session_id: int, *, at: datetime) -> int:
    """Say that one leaves; a place in the queue goes with it. Returns 1, or 0 where one was not here."""
    with transaction.atomic():
        session = sitting(actor, "room.take-part", session_id)
        return _leave(actor, session, actor.me, at)


def note_attendance(actor: Viewer, session_id: int, person_id: int, *, mode: str, at: datetime) -> Attendance | None:
    """The rapporteur notes that an invited person is here (a mode) or has left (an empty mode)."""
    with transaction.atomic():
        session = sitting(actor, "room.record", session_id)
        if session.state != SessionState.IN_SESSION:
            raise NotAMove("Session", session.state, "note attendance")
        if not Invitation.objects.filter(session=session, person_id=person_id, withdrawn_at__isnull=True).exists():
            raise Refused.of("person", _("This person is not invited."), _("Choose somebody of the list."))
        if not mode:
            _leave(actor, session, person_id, at)
            return None
        if mode not in Mode.values:
            raise Refused.of("mode", _("Say how the person takes part."), _("Choose on site or remote."))
        return _arrive(actor, session, person_id, mode, at)


def _arrive(actor: Viewer, session: Session, person_id: int, mode: str, at: datetime) -> Attendance:
    here = Attendance.objects.select_for_update().filter(session=session, person_id=person_id, left_at__isnull=True).first()
    if here is not None and here.mode == mode:
        return here
    if here is not None:
        here.mode = mode
        here.save(update_fields=["mode"])
    else:
        here = Attendance.objects.create(session=session, person_id=person_id, mode=mode, arrived_at=at)
    Invitation.objects.filter(session=session, person_id=person_id, answer=Answer.NONE).update(answer=mode, answered_at=at)
    record(actor, "attendance.here", session, at=at, after={"person": person_id, "mode": mode})
    touch(session.pk, at)
    return here


def _leave(actor: Viewer, session: Session, person_id: int, at: datetime) -> int:
    left = Attendance.objects.filter(session=session, person_id=person_id, left_at__isnull=True).update(left_at=at)
    if left:
        SpeakingTurn.objects.filter(item__session=session, person_id=person_id, called_at__isnull=True).delete()
        record(actor, "attendance.left", session, at=at, after={"person": person_id})
        touch(session.pk, at)
    return left


def drop_absent(at: datetime) -> int:
    """Let those whose membership ended while they sat leave the room; the schedule's. Returns how many left."""
    from interchange.network.membership.queries import active_ids

    count = 0
    active = active_ids(at)
    gone = Attendance.objects.filter(left_at__isnull=True, session__state=SessionState.IN_SESSION).exclude(person_id__in=active)
    for row in gone.select_related("session"):
        if row.session.invitations.filter(person_id=row.person_id, person__role_grants__role="member").exists():
            with transaction.atomic():
                count += _leave(SYSTEM, row.session, row.person_id, at)
    return count
