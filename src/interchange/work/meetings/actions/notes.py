"""Shared notes, a paragraph a row, so that two rapporteurs write side by side; where they meet in one paragraph, neither text is lost.

A paragraph has no author. A speaker can be named where the item is attributed, and nowhere else (G5).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.actions.room import sitting, touch
from interchange.work.meetings.models import AgendaItem, Invitation, NoteBlock, NoteSpeaker

LONGEST = 4000


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST:
        raise Refused.of("text", _("A paragraph has 1 to %d characters.") % LONGEST, _("Make two of it."))
    return words


def add_note(actor: Viewer, item_id: int, *, text: str, speaker_id: int | None = None, at: datetime) -> NoteBlock:
    """Add a paragraph at the end of an item's notes. The same words as in the last paragraph are taken as sent twice.

    Raises `Refused` where a speaker is named on an item that is not attributed.
    """
    words = _words(text)
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.select_for_update(), pk=item_id)
        session = sitting(actor, "room.record", item.session_id)
        _may_name(item, speaker_id)
        last = item.notes.filter(struck_at__isnull=True).order_by("-position", "-pk").first()
        if last is not None and last.text == words:
            return last
        top = item.notes.aggregate(top=Max("position"))["top"] or 0
        block = NoteBlock.objects.create(item=item, position=top + 1, text=words, changed_at=at)
        _name(block, speaker_id)
        record(actor, "note.added", block, at=at, after={"item": item.pk})
        touch(session.pk, at)
        return block


def edit_note(actor: Viewer, block_id: int, *, text: str, revision: int, speaker_id: int | None = None, at: datetime) -> NoteBlock:
    """Change a paragraph. Raises `Stale` with the newer paragraph where somebody changed or struck it since; nothing is written then."""
    words = _words(text)
    with transaction.atomic():
        block = see(actor, "note.view", NoteBlock.objects.select_for_update(of=("self",)).select_related("item"), pk=block_id)
        session = sitting(actor, "room.record", block.item.session_id)
        _may_name(block.item, speaker_id)
        if block.revision != revision or block.struck_at is not None:
            if block.text == words and block.struck_at is None:
                return block
            raise Stale(block)
        if block.text != words:
            block.text, block.revision, block.changed_at = words, block.revision + 1, at
            block.save()
            record(actor, "note.changed", block, at=at, after={"revision": block.revision})
        _name(block, speaker_id)
        touch(session.pk, at)
        return block


def strike_note(actor: Viewer, block_id: int, *, revision: int, at: datetime) -> NoteBlock:
    """Take a paragraph out; it can be brought back. Raises `Stale` where somebody changed it since. Harmless to repeat."""
    with transaction.atomic():
        block = see(actor, "note.view", NoteBlock.objects.select_for_update(of=("self",)).select_related("item"), pk=block_id)
        session = sitting(actor, "room.record", block.item.session_id)
        if block.struck_at is None:
            if block.revision != revision:
                raise Stale(block)
            block.struck_at, block.revision, block.changed_at = at, block.revision + 1, at
            block.save()
            record(actor, "note.struck", block, at=at, after={"revision": block.revision})
            touch(session.pk, at)
        return block


def restore_note(actor: Viewer, block_id: int, *, at: datetime) -> NoteBlock:
    """Bring a struck paragraph back. Harmless to repeat."""
    with transaction.atomic():
        block = see(actor, "note.view", NoteBlock.objects.select_for_update(of=("self",)).select_related("item"), pk=block_id)
        session = sitting(actor, "room.record", block.item.session_id)
        if block.struck_at is not None:
            block.struck_at, block.revision, block.changed_at = None, block.revision + 1, at
            block.save()
            record(actor, "note.restored", block, at=at, after={"revision": block.revision})
            touch(session.pk, at)
        return block


def _may_name(item: AgendaItem, speaker_id: int | None) -> None:
    if speaker_id is None:
        return
    if not item.attributed:
        raise Refused.of("speaker", _("Notes of this item have no speaker."), _("Write down what was said, not who said it."))
    if not Invitation.objects.filter(session_id=item.session_id, person_id=speaker_id).exists():
        raise Refused.of("speaker", _("This person is not invited."), _("Choose somebody of the list."))


def _name(block: NoteBlock, speaker_id: int | None) -> None:
    if not block.item.attributed:
        return
    if speaker_id is None:
        NoteSpeaker.objects.filter(block=block).delete()
    else:
        if block.struck_at is not None:
            raise NotAMove("NoteBlock", "struck", "name")
        NoteSpeaker.objects.update_or_create(block=block, defaults={"person_id": speaker_id})
