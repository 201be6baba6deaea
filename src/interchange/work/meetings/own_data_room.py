"""What is held of a person from the room itself: answers in polls, places in the queue, notes that name them as the speaker.

Where an item is not attributed there is nothing: answers lose their people when a poll closes, places in the queue are deleted.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.work.meetings.models import NoteSpeaker, PollAnswer, SpeakingTurn


def _collect(person_id: int) -> dict[str, Any]:
    """One query for each table."""
    return {
        "poll_answers": list(PollAnswer.objects.filter(person_id=person_id).values("poll__question", "choice", "reason", "given_at")),
        "speaking_turns": list(SpeakingTurn.objects.filter(person_id=person_id).values("item_id", "asked_at", "called_at", "done_at")),
        "notes_that_name_you": list(NoteSpeaker.objects.filter(person_id=person_id).values("block__item_id", "block__text")),
    }


def _plan(person_id: int) -> list[Item]:
    if any(model.objects.filter(person_id=person_id).exists() for model in (PollAnswer, SpeakingTurn, NoteSpeaker)):
        return [Erased(_("your name beside answers in polls, in speaking queues and beside notes of attributed items"))]
    return []


def _erase(person_id: int, at: datetime) -> None:
    SpeakingTurn.objects.filter(person_id=person_id).delete()
    NoteSpeaker.objects.filter(person_id=person_id).delete()
    PollAnswer.objects.filter(person_id=person_id).update(person=None)


provide("meetings-room", collect=_collect, plan=_plan, erase=_erase)
