"""Reminders: one letter three days before a duty is due."""

from datetime import datetime, timedelta

from django.db import transaction

from interchange.ground import clock
from interchange.ground.duties.kinds import words
from interchange.ground.duties.models import Duty
from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM


@every("duties.remind", minutes=60)
def remind(at: datetime) -> int:
    """Write to people whose duty ends within three days and who were not reminded yet; returns how many."""
    from interchange.ground.post.actions import Draft, send

    soon = Duty.objects.filter(
        person__isnull=False,
        person__is_active=True,
        settled_at__isnull=True,
        reminded_at__isnull=True,
        due_at__gt=at,
        due_at__lte=at + timedelta(days=3),
    )
    count = 0
    for duty in soon.select_related("person")[:500]:
        with transaction.atomic():
            if Duty.objects.filter(pk=duty.pk, reminded_at__isnull=True).update(reminded_at=at):
                values = {
                    "what": words(duty.kind, duty.subject_label),
                    "due": clock.in_words(duty.due_at or at, duty.person.time_zone if duty.person else None),
                    "url": duty.url,
                }
                send(SYSTEM, Draft("duties.reminder", values, person_id=duty.person_id, key=f"duties.reminder:{duty.pk}"), at=at)
                count += 1
    return count
