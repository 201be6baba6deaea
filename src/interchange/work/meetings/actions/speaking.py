"""The speaking queue.

The journal keeps nothing about it: who asked to speak on an item that is not attributed is known in the room while the item lasts, and to
nobody afterwards (G5).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.actions.room import sitting, touch
from interchange.work.meetings.models import AgendaItem, Attendance, Floor, SpeakingTurn


def _in_hand(item: AgendaItem) -> None:
    if not Floor.objects.filter(session_id=item.session_id, item=item).exists():
        raise NotAMove("AgendaItem", "not in hand", "speak")


def ask_floor(actor: Viewer, item_id: int, *, at: datetime) -> SpeakingTurn:
    """Ask to speak on the item in hand. Asking twice is harmless. Only who is in the room can ask; recused people too: they may discuss."""
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True), pk=item_id)
        session = sitting(actor, "room.take-part", item.session_id)
        _in_hand(item)
        if not Attendance.objects.filter(session=session, person_id=actor.me, left_at__isnull=True).exists():
            raise Refused.of("", _("You have not said that you are here."), _("Say “I am here” first."))
        turn, made = SpeakingTurn.objects.get_or_create(item=item, person_id=actor.me, done_at=None, defaults={"asked_at": at})
        if made:
            touch(session.pk, at)
        return turn


def withdraw_floor(actor: Viewer, item_id: int, *, at: datetime) -> int:
    """Take one's place in the queue back; returns 1, or 0 where one had none."""
    with transaction.atomic():
        item = see(actor, "item.view", pk=item_id)
        session = sitting(actor, "room.take-part", item.session_id)
        gone = SpeakingTurn.objects.filter(item=item, person_id=actor.me, called_at__isnull=True).delete()[0]
        if gone:
            touch(session.pk, at)
        return gone


def call_speaker(actor: Viewer, turn_id: int, *, at: datetime) -> SpeakingTurn:
    """Give somebody the floor, in or out of turn; whoever had it has spoken. Calling the speaker again is harmless."""
    with transaction.atomic():
        turn = see(actor, "turn.view", SpeakingTurn.objects.select_related("item"), pk=turn_id)
        session = sitting(actor, "room.steer", turn.item.session_id)
        turn = SpeakingTurn.objects.select_for_update(of=("self",)).select_related("item").get(pk=turn_id)
        _in_hand(turn.item)
        if turn.done_at is not None:
            raise NotAMove("SpeakingTurn", "done", "call")
        if turn.called_at is None:
            SpeakingTurn.objects.filter(item=turn.item, called_at__isnull=False, done_at__isnull=True).update(done_at=at)
            turn.called_at = at
            turn.save(update_fields=["called_at"])
            touch(session.pk, at)
        return turn


def finish_turn(actor: Viewer, turn_id: int, *, at: datetime) -> SpeakingTurn:
    """The speaker has spoken, or is taken off the queue. Harmless to repeat."""
    with transaction.atomic():
        turn = see(actor, "turn.view", SpeakingTurn.objects.select_related("item"), pk=turn_id)
        session = sitting(actor, "room.steer", turn.item.session_id)
        if SpeakingTurn.objects.filter(pk=turn.pk, done_at__isnull=True).update(done_at=at):
            touch(session.pk, at)
        turn.refresh_from_db()
        return turn
