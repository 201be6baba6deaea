"""What the clock does in this room: nothing stays silent."""

from datetime import datetime

from interchange.ground.duties.actions import owe, settle
from interchange.ground.duties.models import Duty
from interchange.ground.jobs.schedules import every
from interchange.work.exchange import cooperation, queries
from interchange.work.exchange.models import Question


@every("exchange.silent", minutes=60)
def watch(at: datetime) -> int:
    """Put questions that nobody has answered for days on the officers' desks, and take off what was answered or closed; returns how many wait."""
    waiting = list(queries.waiting(at))
    for one in waiting:
        owe("exchange.silent", one, at=at, role="officer", url=f"/exchange/questions/{one.pk}/help/")
    waits = {str(one.pk) for one in waiting}
    owed = set(Duty.objects.filter(kind="exchange.silent", settled_at__isnull=True).values_list("subject_id", flat=True))
    for question in Question.objects.filter(pk__in=[int(key) for key in owed - waits]):
        settle("exchange.silent", question, at=at)
    return len(waiting)


@every("exchange.cooperation", minutes=60)
def count_cooperation(at: datetime) -> int:
    """Who works with whom in this half-year, counted for readers; returns how many pairs."""
    return len(cooperation.refresh(cooperation.halves(at, 1)[0]))
