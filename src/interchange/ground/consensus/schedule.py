"""What the clock does in this room: close calls at their moment; write to those asked, each once."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from interchange.ground import clock
from interchange.ground.consensus import actions
from interchange.ground.consensus.models import Asked, Call
from interchange.ground.consensus.vocabulary import OUTCOMES, CallState
from interchange.ground.errors import NotAllowed
from interchange.ground.jobs.schedules import every
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.post.actions import Draft, send

logger = logging.getLogger(__name__)
AT_ONCE = 50  # letters of one transaction: a killed worker leaves at most so many to be written again, under the same keys
TURNS = 10


@every("consensus.close", minutes=1)
def close(at: datetime) -> int:
    """Close every call whose moment is over; one that fails (a hook of its room) does not keep the others open, and is tried again."""
    count, failure = 0, None
    for pk in Call.objects.filter(state=CallState.OPEN, closes_at__lt=at).order_by("closes_at").values_list("pk", flat=True):
        try:
            actions.close_call(SYSTEM, pk, at=at)
            count += 1
        except Exception as error:
            logger.exception("call %s could not be closed", pk)
            failure = error
    if failure is not None:
        raise failure
    return count


@every("consensus.letters", minutes=1)
def write(at: datetime) -> int:
    """Write to those asked that their silence counts, and later what came of it; returns how many letters. Safe to be killed and run again."""
    to_ask = Q(told_at__isnull=True, call__state=CallState.OPEN, call__closes_at__gte=at)
    to_tell = Q(result_told_at__isnull=True, call__state__in=OUTCOMES)
    count = 0
    for template, owed, done in (("consensus.asked", to_ask, "told_at"), ("consensus.result", to_tell, "result_told_at")):
        for _turn in range(TURNS):
            with transaction.atomic():
                found = list(
                    Asked.objects.select_for_update(of=("self",), skip_locked=True).filter(owed).select_related("call", "person")[:AT_ONCE]
                )
                count += sum(_write(template, one, at) for one in found)
                Asked.objects.filter(pk__in=[one.pk for one in found]).update(**{done: at})
            if len(found) < AT_ONCE:
                break
    return count


def _write(template: str, asked: Asked, at: datetime) -> int:
    """One letter, if the person may (still) see the thing; the key keeps it to one."""
    call, person = asked.call, asked.person
    try:
        subject = subjects.get(SYSTEM, call.subject_kind, call.subject_id)
    except NotAllowed:
        return 0
    view = subjects.of(subject).view
    if not person.is_active or not allows(viewer_for(person, at=at, second_factor=True), view, subject):
        return 0
    title = subjects.title_in_letters(subject)
    values = {
        "title": title,
        "question": call.question if title else "",
        "closes": clock.in_words(call.closes_at, person.time_zone or None),
        "url": f"/consensus/{call.pk}/",
        "outcome": call.get_state_display(),
    }
    send(SYSTEM, Draft(template, values, person_id=person.pk, subject=subject, key=f"{template}:{call.pk}:{person.pk}"), at=at)
    return 1
