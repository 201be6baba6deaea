"""The one verb of the journal: record. Called by every action, inside its transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from interchange.ground.journal.chain import clean, link_hash
from interchange.ground.journal.models import Event, Head, Remark
from interchange.ground.rows import insert


class Actor(Protocol):
    """Whoever acts: a `Viewer`."""

    @property
    def person_id(self) -> int | None: ...


def subject_of(subject: models.Model | tuple[str, Any]) -> tuple[str, str]:
    """How the journal names a thing: its kind ("calls.application") and its id as text."""
    if isinstance(subject, models.Model):
        return subject._meta.label_lower, str(subject.pk)
    kind, key = subject
    return kind, str(key)


def record(
    actor: Actor,
    verb: str,
    subject: models.Model | tuple[str, Any],
    *,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Write one event at the end of the chain. `before` and `after` hold ids and codes only; words go into `reason`.

    Must run inside the action's transaction (raises `TransactionManagementError` otherwise), so that what happened and its
    record stand or fall together. Raises `NotForTheJournal` for values that could be personal data.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside the action's transaction")
    kind, key = subject_of(subject)
    head = Head.objects.select_for_update().filter(pk=1).first() or Head.objects.create(pk=1)
    event = Event(
        seq=head.seq + 1,
        at=at,
        actor_id=actor.person_id,
        verb=verb,
        subject_kind=kind,
        subject_id=key,
        before=clean(before or {}),
        after=clean(after or {}),
        previous_hash=head.hash,
    )
    event.hash = link_hash(event)
    event.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=["seq", "hash"])
    if reason.strip():
        Remark.objects.create(event=event, text=reason.strip())
    return event


def record_many(
    actor: Actor, verb: str, subjects: Sequence[models.Model | tuple[str, Any]], *, at: datetime, after: Mapping[str, Any] | None = None
) -> None:
    """Write one event for each of many things that the same happened to, in few statements; the links are as `record` would make them.

    Raises as `record` does. For imports, where a statement or five per thing would take longer than the things themselves.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record_many() belongs inside the action's transaction")
    head = Head.objects.select_for_update().filter(pk=1).first() or Head.objects.create(pk=1)
    told, nothing, made = clean(after or {}), {}, []
    for subject in subjects:
        kind, key = subject_of(subject)
        event = Event(
            head.seq + 1, at, actor.person_id, verb, kind, key, nothing, told, head.hash
        )  # in the order of the fields: half the time
        event.hash = link_hash(event)
        head.seq, head.hash = event.seq, event.hash
        made.append(event)
    insert(made)
    head.save(update_fields=["seq", "hash"])
