"""Put a duty on a desk, take it off. Called inside other actions' transactions."""

from collections.abc import Iterable
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
    with transaction.atomic():
        duty, made = Duty.objects.get_or_create(  # type: ignore[misc]
            kind=kind, subject_kind=thing, subject_id=key, person_id=person_id, role=str(role or ""), settled_at=None,
            defaults={"opened_at": at, "due_at": due_at, "url": url, "subject_label": _label(subject)},
        )  # fmt: skip
        if not made and (duty.due_at != due_at or duty.url != url):
            duty.due_at, duty.url = due_at, url
            duty.save(update_fields=["due_at", "url"])
        return duty


def owe_all(
    kind: str, subject: models.Model, person_ids: Iterable[int], *, at: datetime, due_at: datetime | None = None, url: str = ""
) -> None:
    """The same for many people at once: three statements, however many they are."""
    thing, key = subject_of(subject)
    people = list(dict.fromkeys(person_ids))
    with transaction.atomic():
        open_ones = Duty.objects.filter(kind=kind, subject_kind=thing, subject_id=key, person__isnull=False, settled_at__isnull=True)
        known = set(open_ones.values_list("person_id", flat=True))
        open_ones.filter(person_id__in=[one for one in people if one in known]).update(due_at=due_at, url=url)
        Duty.objects.bulk_create(
            [
                Duty(
                    kind=kind, subject_kind=thing, subject_id=key, person_id=one, opened_at=at, due_at=due_at, url=url, subject_label=_label(subject)
                )
                for one in people
                if one not in known
            ],
            batch_size=500,
        )  # fmt: skip


def _label(subject: models.Model) -> str:
    """The number or code by which a desk names the thing."""
    return str(getattr(subject, "symbol", None) or getattr(subject, "number", None) or "")[:80]


def settle(kind: str, subject: models.Model, *, at: datetime, person_id: int | None = None, person_ids: Iterable[int] | None = None) -> int:
    """The duty is done (or no longer owed); returns how many were open."""
    thing, key = subject_of(subject)
    open_ones = Duty.objects.filter(kind=kind, subject_kind=thing, subject_id=key, settled_at__isnull=True)
    if person_id is not None:
        open_ones = open_ones.filter(person_id=person_id)
    if person_ids is not None:
        open_ones = open_ones.filter(person_id__in=list(person_ids))
    return open_ones.update(settled_at=at)
