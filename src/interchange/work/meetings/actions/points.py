"""Action points: an owner and a due date each; they stand on the owner's desk and come back on the next agenda (G7)."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.vocabulary.numbering import next_under
from interchange.work.meetings.actions.room import sitting, touch
from interchange.work.meetings.models import ActionPoint, AgendaItem, Outcome
from interchange.work.meetings.queries.room import owners
from interchange.work.meetings.vocabulary import ACTION_MOVES, ActionState

LONGEST = 1000
DUTY = "meetings.action"


def add_action(
    actor: Viewer, item_id: int, *, text: str, owner_id: int | None, due: date | None, outcome_id: int | None = None, at: datetime
) -> ActionPoint:
    """Give somebody something to do by a day. The same words for the same owner on the same item are taken as sent twice.

    Raises `Refused` without words, owner or due date, for a day that is past, and for an owner who is not invited or is recused (U63).
    """
    words = text.replace("\r\n", "\n").strip()
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True), pk=item_id)
        session = sitting(actor, "room.record", item.session_id)
        problems = []
        if not words or len(words) > LONGEST:
            problems.append(Problem("text", _("Say what is to be done, in up to %d characters.") % LONGEST, ""))
        if owner_id is None or not owners(session, item, at).filter(person_id=owner_id).exists():
            problems.append(Problem("owner", _("An action needs an owner who takes part in the item."), _("Choose somebody of the list.")))
        if due is None or due < at.astimezone(clock.network_zone()).date():
            problems.append(Problem("due", _("An action needs a due date that is not past."), _("Choose a later day.")))
        if problems or owner_id is None or due is None:
            raise Refused(*problems)
        same = ActionPoint.objects.filter(item=item, owner_id=owner_id, text=words, state=ActionState.OPEN).first()
        if same is not None:
            return same
        under = Outcome.objects.filter(pk=outcome_id, item=item).first() if outcome_id else None
        number = next_under(f"{session.symbol}/ACT")
        made = ActionPoint.objects.create(
            number=number, session=session, item=item, outcome=under, text=words, owner_id=owner_id, due=due, made_at=at
        )
        record(actor, "action.given", made, at=at, after={"state": made.state, "item": item.pk, "owner": owner_id, "due": due})
        _owe(made, at)
        values = {"number": number, "session": session.symbol, "due": due.isoformat(), "url": made_url(made)}
        send(SYSTEM, Draft("meetings.action-given", values, person_id=owner_id, subject=item, key=f"meetings.action:{made.pk}"), at=at)
        touch(session.pk, at)
        return made


def made_url(point: ActionPoint) -> str:
    """Where an action point is read and settled."""
    return f"{point.session.get_absolute_url()}record/#action-{point.pk}"


def _owe(point: ActionPoint, at: datetime) -> None:
    due_at = clock.local_instant(point.due, time(23, 59, 59), str(clock.network_zone()), "due")
    owe(DUTY, point, at=at, due_at=due_at, person_id=point.owner_id, url=made_url(point))


def settle_action(actor: Viewer, action_id: int, verb: str, *, note: str = "", at: datetime) -> ActionPoint:
    """Finish, drop (with a reason) or reopen an action: by its owner or whoever records the session; only the latter drop."""
    with transaction.atomic():
        point = see(
            actor, "action.settle", ActionPoint.objects.select_for_update(of=("self",)).select_related("session__series"), pk=action_id
        )
        if verb not in ACTION_MOVES.moves:
            raise Refused.of("", _("There is no such step."), "")
        target = ACTION_MOVES.moves[verb].target
        if point.state == target:
            return point
        if verb == "drop":
            if not note.strip():
                raise Refused.of("note", _("Say why the action is dropped."), _("A sentence is enough."))
            if point.owner_id == actor.person_id and not _records(actor, point):
                raise NotAllowed("action.settle", known=True)
        before = point.state
        point.state = ACTION_MOVES.target(verb, before)
        point.state_note = note.strip()[:2000]
        point.settled_at = None if verb == "reopen" else at
        point.save()
        record(actor, f"action.{verb}", point, at=at, before={"state": before}, after={"state": point.state}, reason=note)
        if verb == "reopen":
            _owe(point, at)
        else:
            settle(DUTY, point, at=at)
        touch(point.session_id, at)
        return point


def _records(actor: Viewer, point: ActionPoint) -> bool:
    from interchange.ground.policy.rules import allows

    return allows(actor, "session.record", point.session)
