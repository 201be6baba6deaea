"""Write letters, hold and release batches, settle what went wrong. Sending itself is in `delivery.py`."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post import delivery, groups, parts, templates, wishes
from interchange.ground.post.models import AddressMark, Batch, Letter, Unsubscription, Wish, Wording
from interchange.ground.post.vocabulary import BatchState, LetterState, Rhythm
from interchange.ground.vocabulary.numbering import next_numbers

GROUP = "group:"  # how the key of a letter to a group begins: group, day, words, person


@dataclass(frozen=True)
class Draft:
    """What an action wants sent: template key, to whom, merge values, the thing it is about, a key that makes it unique, and a part."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    address: str = ""
    subject: models.Model | None = None
    key: str = ""
    secret: bool = False
    part: Mapping[str, Any] = field(default_factory=dict)


def send(actor: Viewer, draft: Draft, *, at: datetime) -> Letter:
    """Write a letter and queue it. A second draft with the same key returns the first letter and sends nothing."""
    with transaction.atomic():
        return _write([draft], at=at)[0]


def send_all(actor: Viewer, drafts: Iterable[Draft], *, at: datetime) -> list[Letter]:
    """Write many letters and queue them, in one transaction: all or none. A draft whose key is known returns the letter written before."""
    with transaction.atomic():
        return _write(list(drafts), at=at)


def send_now(draft: Draft, *, at: datetime) -> Letter:
    """Write a secret letter (a sign-in code or link) and hand it over in this moment; its text is blanked once sent, but in the demo."""
    with transaction.atomic():
        letter = _write([draft], at=at)[0]
    transaction.on_commit(lambda: delivery.deliver_one(letter.pk, at=at))
    return letter


def prepare_batch(actor: Viewer, *, title: str, drafts: Iterable[Draft], subject: models.Model | None = None, at: datetime) -> Batch:
    """Write letters and hold them until another officer releases the batch. Raises `Refused` for an empty batch."""
    require(actor, "batch.prepare")
    found = list(drafts)
    if not found:
        raise Refused.of("", _("There is nobody to write to."), _("Choose at least one recipient."))
    with transaction.atomic():
        kind, key = _about(subject)
        batch = Batch.objects.create(title=title[:200], subject_kind=kind, subject_id=key, prepared_by_id=actor.person_id, prepared_at=at)
        _write(found, at=at, batch=batch)
        record(actor, "batch.prepared", batch, at=at, after={"state": batch.state, "letters": len(found)})
        return batch


def prepare_group(actor: Viewer, group: str, *, heading: str, text: str, digest: bool, at: datetime) -> Batch:
    """Write to everybody who is in a group now, as a batch for another officer to release. The same words twice on a day are one batch."""
    require(actor, "batch.prepare")
    if group not in groups.GROUPS:
        raise Refused.of("group", _("There is no such group."), _("Choose one of the list."))
    template = "post.digest" if digest else "post.group"
    words = hashlib.sha256("\0".join([template, heading, text]).encode()).hexdigest()[:24]
    prefix = f"{GROUP}{group}:{at:%Y%m%d}:{words}:"
    with transaction.atomic():
        made = Letter.objects.filter(key__startswith=prefix, batch__isnull=False).exclude(batch__state=BatchState.CANCELLED).first()
        if made is not None and made.batch is not None:
            return made.batch
        values = {"heading": heading, "text": text}
        drafts = [Draft(template, values, person_id=person, key=f"{prefix}{person}") for person in groups.GROUPS[group].members(at)]
        return prepare_batch(actor, title=heading, drafts=drafts, at=at)


def _gone(letters: QuerySet[Letter], at: datetime) -> list[int]:
    """The letters to a group whose people have left it since they were written."""
    gone: list[int] = []
    members: dict[str, set[int]] = {}
    for pk, key, person_id in letters.filter(key__startswith=GROUP).values_list("pk", "key", "person_id"):
        group = key.removeprefix(GROUP).split(":", 1)[0]
        if group in groups.GROUPS:
            if group not in members:
                members[group] = set(groups.GROUPS[group].members(at))
            if person_id not in members[group]:
                gone.append(pk)
    return gone


def release_batch(actor: Viewer, batch_id: int, *, at: datetime) -> Batch:
    """Queue every held letter of a batch. Needs another officer than the one who prepared it; repeating it changes nothing.

    Of letters to a group those are dropped whose people have left it since.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        require(actor, "batch.view", batch)
        if batch.state == BatchState.RELEASED:
            return batch
        if batch.state != BatchState.PREPARED:
            raise NotAMove("Batch", batch.state, "release")
        if batch.prepared_by_id == actor.person_id:
            raise Refused.of("", _("The officer who prepared these letters cannot release them."), _("Ask another officer."))
        require(actor, "batch.release", batch)
        batch.state, batch.released_by_id, batch.released_at = BatchState.RELEASED, actor.person_id, at
        batch.save()
        held = batch.letters.filter(state=LetterState.HELD)
        dropped = Letter.objects.filter(pk__in=_gone(held, at)).update(state=LetterState.CANCELLED)
        count = held.filter(person__is_synthetic=True).update(state=LetterState.SENT, sent_at=at) if settings.DEMO else 0
        count += held.update(state=LetterState.QUEUED, next_try_at=at)
        after = {"state": "released", "letters": count, "dropped": dropped}
        record(actor, "batch.released", batch, at=at, before={"state": "prepared"}, after=after)
        return batch


def cancel_batch(actor: Viewer, batch_id: int, *, at: datetime, reason: str = "") -> Batch:
    """Drop a batch that was not released."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        require(actor, "batch.view", batch)
        if batch.state == BatchState.CANCELLED:
            return batch
        if batch.state != BatchState.PREPARED:
            raise NotAMove("Batch", batch.state, "cancel")
        batch.state = BatchState.CANCELLED
        batch.save()
        for letter in batch.letters.filter(state=LetterState.HELD):
            letter.state = LetterState.CANCELLED
            letter.key = f"{letter.key[:140]}~{letter.pk}"  # the same letter may be written again in a new batch
            letter.save(update_fields=["state", "key"])
        record(actor, "batch.cancelled", batch, at=at, before={"state": "prepared"}, after={"state": "cancelled"}, reason=reason)
        return batch


def resolve(actor: Viewer, letter_id: int, *, arrived: bool, at: datetime, note: str = "") -> Letter:
    """Settle a letter of which nobody knows whether it arrived (or that failed): it did, or it is to be sent again."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        require(actor, "letter.view", letter)
        if letter.state == (LetterState.SENT if arrived else LetterState.QUEUED):
            return letter
        require(actor, "letter.resolve", letter)
        before = letter.state
        if arrived:
            letter.state, letter.sent_at = LetterState.SENT, at
        else:
            AddressMark.objects.filter(address=letter.address, lifted_at__isnull=True).update(lifted_at=at, note=note[:300])
            letter.state, letter.next_try_at, letter.attempts = LetterState.QUEUED, at, 0
        letter.claimed_by, letter.claimed_at = "", None
        letter.save()
        record(actor, "letter.resolved", letter, at=at, before={"state": before}, after={"state": letter.state}, reason=note)
        return letter


def recall(actor: Viewer, person_id: int, templates_of: tuple[str, ...], *, at: datetime) -> int:
    """Do not send a person letters of these sorts (beginnings of template keys) that have not left yet; returns how many were stopped."""
    sorts = models.Q()
    for start in templates_of:
        sorts |= models.Q(template__startswith=start)
    with transaction.atomic():
        waiting = [LetterState.HELD, LetterState.QUEUED, LetterState.SOFT_BOUNCE, LetterState.STOPPED]
        letters = list(Letter.objects.select_for_update().filter(sorts, person_id=person_id, state__in=waiting))
        for letter in letters:
            before, letter.state = letter.state, LetterState.CANCELLED
            letter.save(update_fields=["state"])
            record(actor, "letter.recalled", letter, at=at, before={"state": before}, after={"state": letter.state})
        return len(letters)


def edit_wording(actor: Viewer, template: str, *, subject: str, body: str, at: datetime) -> Wording:
    """Word a template anew. Letters already written stay as they are. Raises `Refused` for unknown merge fields or broken syntax."""
    require(actor, "wording.edit")
    if template not in templates.TEMPLATES:
        raise Refused.of("", _("There is no such letter."))
    templates.check(template, subject, body)
    with transaction.atomic():
        newest = Wording.objects.filter(template=template).order_by("-version").values_list("version", flat=True).first() or 0
        made = Wording.objects.create(
            template=template, version=newest + 1, subject=subject.strip(), body=body.strip() + "\n", made_by_id=actor.me, made_at=at
        )
        record(actor, "wording.edited", made, at=at, after={"template": template, "version": made.version})
        return made


def unsubscribe(address: str, *, at: datetime) -> None:
    """Send this address no more letters that are not essential. Harmless to repeat."""
    Unsubscription.objects.get_or_create(address=address.lower(), defaults={"since": at})


def subscribe(address: str) -> None:
    """Take a wish not to be written to back."""
    Unsubscription.objects.filter(address=address.lower()).delete()


def wish(actor: Viewer, rhythms: Mapping[str, str], *, at: datetime) -> int:
    """Say how often one wants to hear of kinds of letters that are not essential; returns how many wishes changed.

    What was kept for a digest follows: it comes with the next one where the kind is wanted at once now, and never where it is not wanted any more.
    Raises `Refused` naming the kind.
    """
    require(actor, "letter.mine")
    known = {template.key for template in wishes.kinds()}
    wrong = [key for key, rhythm in rhythms.items() if key not in known or rhythm not in Rhythm.values]
    if wrong:
        raise Refused.of(wrong[0], _("That is not one of the choices."), _("Choose an entry of the list."))
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=actor.me)
        before = wishes.of(actor.me)
        changed = {key: rhythm for key, rhythm in rhythms.items() if before[key] != rhythm}
        for key, rhythm in changed.items():
            Wish.objects.update_or_create(person_id=actor.me, template=key, defaults={"rhythm": rhythm})
            kept = Letter.objects.filter(person_id=actor.me, template=key, state=LetterState.GATHERED)
            if rhythm == Rhythm.NEVER:
                kept.update(state=LetterState.CANCELLED)
            else:
                kept.update(next_try_at=wishes.next_digest(Rhythm(rhythm), at))
        if changed:
            record(actor, "post.wished", ("accounts.person", actor.me), at=at, after=changed)
        return len(changed)


def lift_mark(actor: Viewer, mark_id: int, *, note: str, at: datetime) -> AddressMark:
    """Let an address be written to again, and queue the letters that were stopped on its account."""
    with transaction.atomic():
        mark = see(actor, "address.mark", AddressMark.objects.select_for_update(), pk=mark_id)
        if mark.lifted_at is None:
            mark.lifted_at, mark.note = at, note[:300]
            mark.save()
            count = Letter.objects.filter(address=mark.address, state=LetterState.STOPPED).update(state=LetterState.QUEUED, next_try_at=at)
            record(actor, "address.lifted", mark, at=at, after={"letters": count}, reason=note)
        return mark


def deliver_due(*, limit: int, at: datetime, worker: str = "here", stop: Callable[[], bool] = lambda: False) -> int:
    """Hand over letters whose time has come; returns how many were taken up. See `delivery.deliver_due`."""
    return delivery.deliver_due(limit=limit, at=at, worker=worker, stop=stop)


def _about(subject: models.Model | None) -> tuple[str, int | None]:
    """What a letter is filed under: the thing itself, or the file that it hangs on (`filed_under`), so that conflicts reach it."""
    if subject is None:
        return "", None
    under = getattr(subject, "filed_under", None)
    if under is not None:
        kind, key = under
        return kind, key
    return subject._meta.label_lower, subject.pk if isinstance(subject.pk, int) else None


def _write(drafts: list[Draft], *, at: datetime, batch: Batch | None = None) -> list[Letter]:
    """The letters of the drafts, existing ones by key: one look-up each for people, marks, wishes and wordings, one run of numbers, one writing."""
    people = get_user_model().objects.in_bulk([draft.person_id for draft in drafts if draft.person_id])
    existing = {letter.key: letter for letter in Letter.objects.filter(key__in=[draft.key for draft in drafts if draft.key])}
    addresses = {(people[draft.person_id].email if draft.person_id else draft.address).lower() for draft in drafts}
    marked = set(AddressMark.objects.filter(address__in=addresses, lifted_at__isnull=True).values_list("address", flat=True))
    unwilling = set(Unsubscription.objects.filter(address__in=addresses).values_list("address", flat=True))
    texts = {key: templates.text_of(key) for key in {draft.template for draft in drafts}}
    rhythms = wishes.rhythms(drafts)
    domain = settings.BOUNCE_DOMAIN or settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1]
    written, new = [], []
    for draft in drafts:
        if draft.key in existing:
            written.append(existing[draft.key])
            continue
        template = templates.TEMPLATES[draft.template]
        parts.known(draft.part)
        person = people[draft.person_id] if draft.person_id else None
        address = (person.email if person else draft.address).lower()
        validate_email(address)
        values = {"name": person.name, **draft.context} if person else dict(draft.context)
        subject, body = templates.render(draft.template, values, text=texts[draft.template])
        kind, key = _about(draft.subject)
        letter = Letter(
            key=draft.key or f"once:{secrets.token_hex(12)}",
            template=draft.template,
            essential=template.essential,
            secret=draft.secret,
            person=person,
            address=address,
            subject=subject,
            body=body,
            subject_kind=kind,
            subject_id=key,
            batch=batch,
            part=dict(draft.part),
            state=_first_state(template.essential, address, marked, unwilling, batch, rhythms.get((draft.person_id or 0, draft.template))),
            message_id=f"<{secrets.token_hex(16)}@{domain}>",
            written_at=at,
            next_try_at=at,
        )
        if letter.state == LetterState.GATHERED:
            letter.next_try_at = wishes.next_digest(rhythms[draft.person_id or 0, draft.template], at)
        if settings.DEMO and person is not None and person.is_synthetic and letter.state == LetterState.QUEUED:
            # Made-up people read their letters in the outbox: a mail to an address that nobody has would only come back.
            letter.state, letter.sent_at = LetterState.SENT, at
        existing[letter.key] = letter
        written.append(letter)
        new.append(letter)
    for letter, number in zip(new, next_numbers("LET", at.year, len(new), width=5), strict=True):
        letter.number = number
    Letter.objects.bulk_create(new, batch_size=500)
    return written


def _first_state(
    essential: bool, address: str, marked: set[str], unwilling: set[str], batch: Batch | None, rhythm: Rhythm | None
) -> LetterState:
    if not essential and (address in unwilling or rhythm == Rhythm.NEVER):
        return LetterState.CANCELLED
    if address in marked:
        return LetterState.STOPPED
    if batch is not None:
        return LetterState.HELD
    return LetterState.GATHERED if rhythm in {Rhythm.DAILY, Rhythm.WEEKLY} else LetterState.QUEUED
