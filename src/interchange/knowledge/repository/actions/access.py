"""Who may read: levels and embargoes of records and files, and copies on request."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.actions import record as journal
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import allows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.actions.deposit import check_level
from interchange.knowledge.repository.models import CopyRequest, Record, RecordFile
from interchange.knowledge.repository.vocabulary import CopyState, RecordState, copy_days


def set_access(actor: Viewer, file_id: int, *, level: str, embargo_until: datetime | None, reason: str = "", at: datetime) -> RecordFile:
    """Say who may read a file, and from when. While the version is in the making its author says so; later a curator, with a reason."""
    check_level(level, embargo_until, at)
    with transaction.atomic():
        file: RecordFile = see(
            actor, "record-file.name", RecordFile.objects.select_for_update().select_related("version__record"), pk=file_id
        )
        record = file.version.record
        if not allows(actor, "version.edit", file.version):
            see(actor, "record.curate", pk=record.pk)
            if not reason.strip():
                raise Refused.of("reason", _("Changing who may read needs a reason."), _("Say why in a few words."))
        before = {"level": file.level, "embargo_until": file.embargo_until}
        file.level, file.embargo_until = level, embargo_until
        file.save(update_fields=["level", "embargo_until"])
        if record.state == RecordState.PUBLISHED and record.current_id == file.version_id and record.current is not None:
            filing.file_record(record, record.current, at=at)  # harvesters are told who may read
        else:
            record.touched = filing.touch()
            record.save(update_fields=["touched"])
        after = {"file": file.pk, "level": level, "embargo_until": embargo_until}
        journal(actor, "record.file-access", record, at=at, before=before, after=after, reason=reason)
        return file


def open_record(actor: Viewer, record_id: int, *, level: str, embargo_until: datetime | None, reason: str, at: datetime) -> Record:
    """Say who may find a published record, and from when. What is public now cannot go under an embargo: harvesters have it already."""
    check_level(level, embargo_until, at)
    if not reason.strip():
        raise Refused.of("reason", _("Changing who may find a record needs a reason."), _("Say why in a few words."))
    with transaction.atomic():
        record: Record = see(actor, "record.curate", Record.objects.select_for_update(of=("self",)).select_related("current"), pk=record_id)
        if record.state != RecordState.PUBLISHED or record.current is None:
            raise Refused.of("", _("Only a published record is opened or closed here."))
        was_public = record.public_since is not None and record.public_since <= at and record.public_ended_at is None
        if embargo_until is not None and was_public and level == Level.PUBLIC:
            raise Refused.of(
                "embargo_until", _("The record is public already, so an embargo would come too late."), _("Narrow its level instead.")
            )
        before = {"level": record.level, "embargo_until": record.embargo_until}
        record.level, record.embargo_until = level, embargo_until
        filing.file_record(record, record.current, at=at)
        journal(actor, "record.access", record, at=at, before=before, after={"level": level, "embargo_until": embargo_until}, reason=reason)
        return record


def ask_copy(actor: Viewer, file_id: int, *, purpose: str, at: datetime) -> CopyRequest:
    """Ask for a copy of a file that is closed to oneself. A second time gives the open request back."""
    if not purpose.strip():
        raise Refused.of("purpose", _("Say what you need it for."), _("The depositor decides by this."))
    with transaction.atomic():
        asked = CopyRequest.objects.filter(file_id=file_id, person_id=actor.me, state=CopyState.ASKED).first()
        if asked is not None:
            return asked
        file: RecordFile = see(actor, "copy.ask", RecordFile.objects.select_related("version__record"), pk=file_id)
        record = file.version.record
        made = CopyRequest.objects.create(file=file, person_id=actor.me, purpose=purpose.strip()[:1000], asked_at=at)
        url = f"/repository/copies/{made.pk}/"
        if record.submitter_id:
            owe("repository.copy", record, at=at, person_id=record.submitter_id, url=url)
            send(
                actor,
                Draft(
                    "repository.copy-asked",
                    {"title": record.title, "url": url},
                    person_id=record.submitter_id,
                    subject=record,
                    key=f"copy:{made.pk}",
                ),
                at=at,
            )
        else:
            owe("repository.copy", record, at=at, role=Role.OFFICER, url=url)
        journal(actor, "copy.asked", made, at=at, after={"state": made.state, "file": file.pk})
        return made


def decide_copy(actor: Viewer, request_id: int, *, grant: bool, reason: str = "", at: datetime) -> CopyRequest:
    """Grant a copy for some days, or refuse it with a reason. A second time is harmless."""
    with transaction.atomic():
        asked: CopyRequest = see(
            actor, "copy.decide", CopyRequest.objects.select_for_update(of=("self",)).select_related("file__version__record"), pk=request_id
        )
        if asked.state != CopyState.ASKED:
            return asked
        if not grant and not reason.strip():
            raise Refused.of("reason", _("A refusal needs a reason."), _("The person who asked reads it."))
        record = asked.file.version.record
        if asked.file.stored.removed_at is not None or record.state != RecordState.PUBLISHED:
            raise NotAllowed("copy.decide")
        asked.state = CopyState.GRANTED if grant else CopyState.REFUSED
        asked.decided_at, asked.decided_by_id, asked.decision_reason = at, actor.person_id, reason.strip()[:1000]
        asked.expires_at = at + clock.days(copy_days()) if grant else None
        asked.save()
        settle("repository.copy", record, at=at)
        until = clock.in_words(asked.expires_at, None) if asked.expires_at else ""
        context = {"title": record.title, "granted": grant, "until": until, "reason": asked.decision_reason, "url": record.url}
        send(
            actor,
            Draft("repository.copy-decided", context, person_id=asked.person_id, subject=record, key=f"copy-decided:{asked.pk}"),
            at=at,
        )
        journal(actor, f"copy.{asked.state}", asked, at=at, after={"state": asked.state, "expires_at": asked.expires_at}, reason=reason)
        return asked
