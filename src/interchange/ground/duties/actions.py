"""Put a duty on a desk, take it off. Called inside other actions' transactions."""

from datetime import datetime

from django.db import models, transaction

from interchange.ground.duties.models import Duty
from interchange.ground.journal.actions import subject_of


def owe(
    kind: str,
    subject: models.Model,
    *,
    at: datetime,
    due_at: datetime | None = None,
    person_id: int | None = None,
    role: str = "",
    url: str = "",
) -> Duty:
    """Somebody owes something; an open duty of the same kind about the same thing is kept and its date brought up to date."""
    thing, key = subject_of(subject)
    label = str(getattr(subject, "symbol", None) or getattr(subject, "number", None) or "")[:80]
    with transaction.atomic():
        duty, made = Duty.objects.get_or_create(  # type: ignore[misc]
            kind=kind, subject_kind=thing, subject_id=key, person_id=person_id, role=str(role or ""), settled_at=None,
            defaults={"opened_at": at, "due_at": due_at, "url": url, "subject_label": label},
        )  # fmt: skip
        if not made and (duty.due_at != due_at or duty.url != url):
            duty.due_at, duty.url = due_at, url
            duty.save(update_fields=["due_at", "url"])
        return duty


def settle(kind: str, subject: models.Model, *, at: datetime, person_id: int | None = None) -> int:
    """The duty is done (or no longer owed); returns how many were open."""
    thing, key = subject_of(subject)
    open_ones = Duty.objects.filter(kind=kind, subject_kind=thing, subject_id=key, settled_at__isnull=True)
    if person_id is not None:
        open_ones = open_ones.filter(person_id=person_id)
    return open_ones.update(settled_at=at)
