"""Depositing: start, save, give files, submit; new versions. A draft may be incomplete, what is submitted may not."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, Problem, Refused, Stale
from interchange.ground.files.actions import remove as remove_stored
from interchange.ground.files.actions import store
from interchange.ground.journal.actions import record as journal
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft as Letter
from interchange.ground.post.actions import send
from interchange.knowledge.repository import duplicates, filing, values
from interchange.knowledge.repository.drafts import Draft
from interchange.knowledge.repository.models import Record, RecordFile, Version, metadata
from interchange.knowledge.repository.tasks import read_file
from interchange.knowledge.repository.vocabulary import (
    CARD_FIELDS,
    EXCLUSIVE,
    MOVES,
    Kind,
    Origin,
    RecordState,
    VersionState,
    embargo_months,
    file_mb,
)

SUMMARY_LEAST = 40
FILES_AT_MOST = 10


def start(actor: Viewer, draft: Draft | None = None, *, at: datetime) -> Version:
    """Begin a deposit, empty or from metadata that was read somewhere. Raises `Refused` where that metadata breaks a rule."""
    require(actor, "record.deposit")
    given = values.read(draft.values(), this_year=at.year) if draft else {}
    with transaction.atomic():
        record = Record(slug=f"work-{secrets.token_hex(6)}", origin=Origin.DEPOSIT, submitter_id=actor.me, created_at=at, datestamp=at)
        record.save()
        version = Version.objects.create(record=record, created_at=at, created_by_id=actor.me, **given)
        filing.file_record(record, version, at=at)
        journal(actor, "record.started", record, at=at, after={"state": record.state, "kind": version.kind})
        journal(actor, "version.started", version, at=at, after={"state": version.state, "record": record.pk})
        return version


def _editable(actor: Viewer, version_id: int, revision: int | None) -> Version:
    version: Version = see(actor, "version.edit", Version.objects.select_for_update(), pk=version_id)
    if revision is not None and revision != version.revision:
        raise Stale(version)
    return version


def save(actor: Viewer, version_id: int, raw: Mapping[str, Any], *, revision: int | None, at: datetime) -> Version:
    """Save what is written so far. Raises `Refused` for what breaks a rule (what is missing does not), `Stale` where another tab saved meanwhile."""
    with transaction.atomic():
        version = _editable(actor, version_id, revision)
        found = values.read(raw, this_year=at.year)
        record = version.record
        level, embargo = raw.get("level", record.level), raw.get("embargo_until", record.embargo_until)
        if record.state == RecordState.WORKING:
            check_level(level, embargo, at)
            record.level, record.embargo_until = level, embargo
        changed = sorted(name for name, value in found.items() if value != getattr(version, name))
        for name, value in found.items():
            setattr(version, name, value)
        version.revision += 1
        version.save()
        if record.state == RecordState.WORKING:
            filing.file_record(record, version, at=at)
        if changed:
            journal(actor, "record.saved", record, at=at, after={"version": version.number, "fields": changed})
        return version


def check_level(level: str, embargo: datetime | None, at: datetime, field: str = "embargo_until") -> None:
    """Raise `Refused` for an unknown level, or an embargo that ends in the past or too late."""
    if level not in Level.values:
        raise Refused.of("level", _("This is not a level of access."), _("Choose one of the list."))
    if embargo is not None and embargo <= at:
        raise Refused.of(
            field, _("The embargo would end in the past."), _("Choose a later day, or leave it empty: then there is no embargo.")
        )
    if embargo is not None and embargo > at + timedelta(days=31 * embargo_months()):
        raise Refused.of(field, _("An embargo lasts at most %d months.") % embargo_months(), _("Choose an earlier day."))


def add_file(
    actor: Viewer,
    version_id: int,
    upload: "UploadedFile[Any]",
    *,
    level: str = Level.PUBLIC,
    embargo_until: datetime | None = None,
    at: datetime,
) -> RecordFile:
    """Give a PDF to a version that is in the making. Its text is read by the worker. Raises `Refused` naming the field `file`."""
    with transaction.atomic():
        version = _editable(actor, version_id, None)
        check_level(level, embargo_until, at)
        if (upload.size or 0) > file_mb() * 1_000_000:
            raise Refused.of(
                "file",
                _("The file is larger than %d MB.") % file_mb(),
                _("Save it in a smaller size, or link to a data archive that holds it."),
            )
        if version.files.count() >= FILES_AT_MOST:
            raise Refused.of(
                "file", _("A version has at most %d files.") % FILES_AT_MOST, _("Put parts that belong together into one file.")
            )
        stored = store(actor, upload, purpose="repository", field="file", at=at)
        if version.files.filter(stored__sha256=stored.sha256).exists():
            raise Refused.of("file", _("This very file is here already."), _("Take the other one out first if you want to replace it."))
        file = RecordFile.objects.create(
            version=version, stored=stored, level=level, embargo_until=embargo_until, order=version.files.count(), added_at=at
        )
        version.revision += 1
        version.save(update_fields=["revision"])
        journal(actor, "record.file-added", version.record, at=at, after={"version": version.number, "file": file.pk, "level": level})
        _read_later(file.pk)
        return file


def _read_later(file_id: int) -> None:
    """The task is a row of the same database, so it stands or falls with this transaction."""
    read_file.enqueue(file_id)


def remove_file(actor: Viewer, file_id: int, *, at: datetime) -> None:
    """Take a file out of a version in the making; its bytes go unless another version holds them. Repeating it is harmless."""
    with transaction.atomic():
        file = RecordFile.objects.select_related("version", "stored").filter(pk=file_id).first()
        if file is None:
            return
        version = _editable(actor, file.version_id, None)
        stored = file.stored
        file.delete()
        if not RecordFile.objects.filter(stored=stored).exists():
            remove_stored(actor, stored, at=at)
        version.revision += 1
        version.save(update_fields=["revision"])
        journal(actor, "record.file-removed", version.record, at=at, after={"version": version.number, "file": file_id})


def take_proposals(actor: Viewer, file_id: int, *, at: datetime) -> Version:
    """Take over what a file says of itself, into fields that are still empty only."""
    with transaction.atomic():
        file = RecordFile.objects.select_related("version").filter(pk=file_id).first()
        if file is None:
            raise NotAllowed("version.edit")
        version = _editable(actor, file.version_id, None)
        given = {
            name: value for name, value in file.found.items() if name in {"title", "summary", "identifiers"} and not getattr(version, name)
        }
        if not given:
            return version
        try:
            return save(actor, version.pk, given, revision=None, at=at)
        except Refused:  # what a file says of itself may break our rules; then nothing is taken
            return version


def missing(actor: Viewer, version: Version, *, at: datetime) -> list[Problem]:
    """What still keeps a version from being submitted, by field."""
    found: list[Problem] = []
    if not version.title:
        found.append(Problem("title", _("The title is missing."), _("Write it as on the work itself.")))
    if version.kind == Kind.PRACTICE:
        found += [
            Problem(f"card_{key}", _("“%s” is empty.") % label, _("Two or three sentences are enough."))
            for key, label in CARD_FIELDS.items()
            if not version.card.get(key)
        ]
    elif len(version.summary) < SUMMARY_LEAST:
        found.append(
            Problem("summary", _("The summary is missing or too short."), _("Say in two sentences what was done and what was found."))
        )
    if not version.creators:
        found.append(Problem("creators", _("No author is named."), _("Name at least one person or organisation.")))
    if version.year is None:
        found.append(Problem("year", _("The year is missing."), _("Write the year of publication.")))
    if not version.topics:
        found.append(Problem("topics", _("No topic is chosen."), _("Choose what it is about, so that it can be found.")))
    if not version.ai_use:
        found.append(Problem("ai_use", _("The use of AI is not stated."), _("Say whether AI helped to write the work.")))
    files = list(version.files.all())
    if not files and not version.identifiers and version.kind != Kind.PRACTICE:
        found.append(Problem("identifiers", _("There is neither a file nor an identifier."), _("Give a DOI or a web address, or a PDF.")))
    if any(file.level != Level.RESTRICTED for file in files) and not version.licence and not version.licence_note:
        found.append(
            Problem(
                "licence", _("A file is given to be read, but no licence says what readers may do."), _("Choose one, or say it in words.")
            )
        )
    past = [file for file in files if file.embargo_until and file.embargo_until <= at]
    if (version.record.embargo_until and version.record.embargo_until <= at and version.record.state == RecordState.WORKING) or past:
        found.append(Problem("embargo_until", _("The embargo has passed meanwhile."), _("Choose a later day or none.")))
    if version.number > 1 and not version.changes:
        found.append(Problem("changes", _("What is new in this version is not said."), _("One sentence helps readers of the earlier one.")))
    for twin in duplicates.of_version(actor, version):
        if twin.certain and twin.record.state in {RecordState.PUBLISHED, RecordState.WITHDRAWN}:
            rule = _("It is here already: “%(title)s” has %(why)s.") % {"title": twin.record.title, "why": twin.why}
            found.append(
                Problem("identifiers", rule, _("Open that record, and propose a new version there if something is to be changed."))
            )
    return found


def submit(actor: Viewer, version_id: int, *, rights: bool, at: datetime) -> Version:
    """Hand a version in for curation. Raises `Refused` with everything that is missing. A second time is harmless."""
    with transaction.atomic():
        version: Version = see(actor, "version.view", Version.objects.select_for_update(), pk=version_id)
        if version.state == VersionState.SUBMITTED and actor.me in {version.record.submitter_id, version.created_by_id}:
            return version
        version = _editable(actor, version_id, None)
        state = MOVES.target("submit", version.state)
        wrong = missing(actor, version, at=at)
        if not rights:
            wrong.append(Problem("rights", _("You have not confirmed that you may share this."), _("Tick it if it is so.")))
        if wrong:
            raise Refused(*wrong)
        before, version.state, version.submitted_at = version.state, state, at
        version.revision += 1
        version.save()
        record = version.record
        journal(actor, "version.submitted", version, at=at, before={"state": before}, after={"state": state, "record": record.pk})
        settle("repository.mend", record, at=at)
        owe("repository.curate", record, at=at, role=Role.OFFICER, url=f"/repository/curation/{version.pk}/")
        send(actor, letter("received", version, at), at=at)
        return version


def letter(template: str, version: Version, at: datetime, person_id: int | None = None, **more: Any) -> Letter:
    """A letter about a version; to its depositor unless somebody else is named."""
    to = person_id or version.created_by_id or version.record.submitter_id
    context = {"title": version.title or _("your deposit"), "url": f"/repository/deposit/{version.pk}/", **more}
    return Letter(
        f"repository.{template}",
        context,
        person_id=to,
        subject=version.record,
        key=f"repository.{template}:{version.pk}:{to}:{at.isoformat()}",
    )


def discard(actor: Viewer, version_id: int, *, at: datetime) -> Version:
    """Give up a version in the making. The record goes with it where nothing of it was ever published."""
    with transaction.atomic():
        version: Version = see(actor, "version.view", Version.objects.select_for_update(), pk=version_id)
        if version.state == VersionState.DISCARDED:
            return version
        version = _editable(actor, version_id, None)
        end_version(actor, version, "discard", at)
        return version


def end_version(actor: Viewer, version: Version, move: str, at: datetime, reason: str = "") -> None:
    """Discard a version in the making, and its record where nothing else is left of it."""
    before, version.state = version.state, MOVES.target(move, version.state)
    version.save()
    record = version.record
    journal(
        actor,
        f"version.{move}",
        version,
        at=at,
        before={"state": before},
        after={"state": version.state, "record": record.pk},
        reason=reason,
    )
    if record.state == RecordState.WORKING:
        record.state, record.ended_at = RecordState.DISCARDED, at
        filing.file_record(record, version, at=at)
        journal(actor, "record.discarded", record, at=at, after={"state": record.state})
    settle("repository.mend", record, at=at)
    settle("repository.curate", record, at=at)
    settle("repository.review", record, at=at)


def new_version(actor: Viewer, record_id: int, *, at: datetime) -> Version:
    """Draw up a new version of a published record, from the present one. Where one is in the making by the same person, that one is given back."""
    with transaction.atomic():
        record: Record = see(actor, "record.revise", Record.objects.select_for_update(of=("self",)).select_related("current"), pk=record_id)
        open_one = record.versions.filter(state__in=["draft", "submitted", "changes-asked", "accepted"]).first()
        if open_one is not None:
            if open_one.created_by_id == actor.me:
                return open_one
            raise Refused.of("", _("Somebody is drawing up a new version already."), _("Wait until it is published, or ask a curator."))
        old = record.current
        if old is None:
            raise NotAllowed("record.revise")
        given = metadata(old) | {"issued": old.issued, "changes": ""}
        number = max(record.versions.values_list("number", flat=True)) + 1
        version = Version.objects.create(record=record, number=number, created_at=at, created_by_id=actor.me, **given)
        for file in old.files.select_related("stored"):
            if file.stored.removed_at is None:
                copy = RecordFile.objects.create(
                    version=version, stored=file.stored, level=file.level, embargo_until=file.embargo_until, order=file.order, added_at=at
                )
                _read_later(copy.pk)
        journal(actor, "version.started", version, at=at, after={"state": version.state, "record": record.pk, "number": number})
        return version


def exclusive_keys(version: Version) -> list[tuple[str, str]]:
    """The identifiers of a version that only one live record may bear."""
    return [(row.scheme, row.key) for row in filing.identifier_rows(version.record, version) if row.scheme in EXCLUSIVE]
