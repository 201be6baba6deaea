"""Sense-of-the-room polls: no vote, nobody is bound, nobody is shown alone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.actions.room import sitting, touch
from interchange.work.meetings.models import AgendaItem, Attendance, Poll, PollAnswer
from interchange.work.meetings.queries.barred import barred
from interchange.work.meetings.queries.room import codes_of
from interchange.work.meetings.vocabulary import ItemKind, PollChoice

LONGEST = 500


def open_poll(actor: Viewer, item_id: int, *, question: str, at: datetime) -> Poll:
    """Ask the room. One open poll an item; asking the same again while it is open is harmless."""
    words = question.strip()
    if not words or len(words) > 300:
        raise Refused.of("question", _("A poll needs a question of up to 300 characters."), _("Put one thing to the room."))
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True), pk=item_id)
        session = sitting(actor, "room.steer", item.session_id)
        running = Poll.objects.filter(item=item, closed_at__isnull=True).first()
        if running is not None:
            if running.question == words:
                return running
            raise Refused.of("question", _("A poll on this item is open."), _("Close it first."))
        poll = Poll.objects.create(item=item, question=words, opened_at=at)
        record(actor, "poll.opened", poll, at=at, after={"item": item.pk})
        touch(session.pk, at)
        return poll


def answer_poll(actor: Viewer, poll_id: int, *, choice: str, reason: str = "", at: datetime) -> PollAnswer:
    """Answer an open poll, or change one's answer. “I cannot live with it” needs a reason. The journal keeps nothing about it.

    Raises `Refused` where the poll is closed, one is not in the room, or, on an item for decision, one takes no part in the decision.
    """
    with transaction.atomic():
        poll = see(actor, "poll.view", Poll.objects.select_for_update(of=("self",)).select_related("item"), pk=poll_id)
        session = sitting(actor, "room.take-part", poll.item.session_id, lock=False)
        problems = []
        if poll.closed_at is not None:
            raise Refused.of("choice", _("The poll is closed; your answer was not taken."), _("Ask for the floor if you want to be heard."))
        if choice not in PollChoice.values:
            problems.append(Problem("choice", _("Choose one of the three."), ""))
        if choice == PollChoice.CANNOT and not reason.strip():
            problems.append(
                Problem("reason", _("Say why you cannot live with it."), _("A sentence is enough; it is shown without your name."))
            )
        if len(reason) > LONGEST:
            problems.append(Problem("reason", _("The reason is longer than %d characters.") % LONGEST, _("Shorten it.")))
        if not Attendance.objects.filter(session=session, person_id=actor.me, left_at__isnull=True).exists():
            problems.append(Problem("", _("You have not said that you are here."), _("Say “I am here” first.")))
        if poll.item.kind == ItemKind.DECIDE and actor.me in barred(poll.item):
            problems.append(Problem("", _("You take no part in the decision on this item."), _("You may speak on it.")))
        if problems:
            raise Refused(*problems)
        values = {"choice": choice, "reason": reason.strip(), "given_at": at, "profile": codes_of([actor.me])[actor.me]["profiles"]}
        answer, _made = PollAnswer.objects.update_or_create(poll=poll, person_id=actor.me, defaults=values)
        touch(session.pk, at)
        return answer


def close_poll(actor: Viewer, poll_id: int, *, at: datetime) -> Poll:
    """Close a poll; its sums and reasons are shown from then on. Closing a closed one is harmless."""
    with transaction.atomic():
        poll = see(actor, "poll.view", Poll.objects.select_for_update(of=("self",)).select_related("item"), pk=poll_id)
        session = sitting(actor, "room.steer", poll.item.session_id)
        if poll.closed_at is None:
            seal(actor, poll, at)
            touch(session.pk, at)
        return poll


def seal(actor: Viewer, poll: Poll, at: datetime) -> None:
    """End a poll. On an item that is not attributed the answers lose their people for good (G5)."""
    if poll.closed_at is not None:
        raise NotAMove("Poll", "closed", "close")
    poll.closed_at = at
    poll.save(update_fields=["closed_at"])
    if not poll.item.attributed:
        poll.answers.update(person=None, given_at=at)
    record(actor, "poll.closed", poll, at=at, after={"answers": poll.answers.count()})
