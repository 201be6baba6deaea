"""What is kept how long (DOMAIN X3): registrations for a public meeting go some months after it; how many there were stays in the journal."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.work.meetings.models import Registration
from interchange.work.meetings.vocabulary import registration_kept_months


def _over(at: datetime) -> Iterable[Registration]:
    since = at - timedelta(days=round(registration_kept_months() * 30.4375))
    return Registration.objects.filter(Q(session__ends_at__lt=since) | Q(session__ends_at__isnull=True, asked_at__lt=since))


def _delete(thing: Registration, at: datetime) -> None:
    with transaction.atomic():
        record(SYSTEM, "retention.deleted", thing, at=at)
        thing.delete()


retain(
    "meetings.registrations",
    option="retention.registration-months",
    why="registrations for public meetings long over",
    due=_over,
    describe=lambda thing: f"registration {thing.pk}",
    erase=_delete,
)
