"""What happens to published records: corrections, withdrawal with a tombstone, merging with a redirect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record as journal
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.actions import send
from interchange.knowledge.repository import filing, values
from interchange.knowledge.repository.actions.deposit import letter
from interchange.knowledge.repository.models import Correction, Record, Version, metadata
from interchange.knowledge.repository.vocabulary import (
    OPEN_VERSIONS,
    RECORD_MOVES,
    RecordState,
    VersionState,
    WithdrawalReason,
)


def correct(actor: Viewer, record_id: int, raw: Mapping[str, Any], *, reason: str, revision: int | None = None, at: datetime) -> Version:
    """Correct the metadata of the version shown; what it was before stays readable beside it. Files cannot be corrected: that is a new version."""
    if not reason.strip():
        raise Refused.of("reason", _("A correction needs a reason."), _("Say what was wrong."))
    with transaction.atomic():
        record: Record = see(actor, "record.curate", Record.objects.select_for_update(), pk=record_id)
        if record.state != RecordState.PUBLISHED or record.current is None:
            raise Refused.of("", _("Only a published record can be corrected."))
        version = record.current
        before = metadata(version)
        for name, value in values.read(raw, this_year=at.year).items():
            setattr(version, name, value)
        after = metadata(version)
        changed = [name for name in before if before[name] != after[name]]
        if not changed:
            return version
        version.corrected_at, version.revision = at, version.revision + 1
        version.save()
        Correction.objects.create(
            version=version, at=at, by_id=actor.person_id, reason=reason.strip()[:2000],
            before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
        )  # fmt: skip
        filing.file_record(record, version, at=at)
        journal(actor, "record.corrected", record, at=at, after={"version": version.number, "fields": sorted(changed)}, reason=reason)
        return version


def withdraw(actor: Viewer, record_id: int, *, kind: str, reason: str, at: datetime) -> Record:
    """Take a published record back. Its page becomes a tombstone that says when and why; its files close at once; harvesters learn of it."""
    if kind not in WithdrawalReason.values:
        raise Refused.of("kind", _("Say of which kind the reason is."), _("Choose one of the list."))
    if not reason.strip():
        raise Refused.of("reason", _("A withdrawal needs a reason."), _("It is shown to everyone who had found the record."))
    with transaction.atomic():
        record: Record = see(actor, "record.curate", Record.objects.select_for_update(of=("self",)).select_related("current"), pk=record_id)
        if record.state == RecordState.WITHDRAWN:
            return record
        record.state = RECORD_MOVES.target("withdraw", record.state)
        record.ended_at, record.ended_by_id, record.ended_kind, record.ended_reason = at, actor.person_id, kind, reason.strip()[:2000]
        _end_versions(actor, record, at, published=VersionState.WITHDRAWN)
        assert record.current is not None  # noqa: S101 - a constraint of the database
        record.current.refresh_from_db()
        filing.file_record(record, record.current, at=at)
        if record.submitter_id:
            send(actor, letter("withdrawn", record.current, at, record.submitter_id, reason=record.ended_reason, url=record.url), at=at)
        journal(actor, "record.withdrawn", record, at=at, after={"state": record.state, "kind": kind}, reason=reason)
        return record


def _end_versions(actor: Viewer, record: Record, at: datetime, *, published: str = "") -> None:
    """Versions in the making are discarded with their record, published ones become what `published` says."""
    for version in record.versions.select_for_update():
        before = version.state
        if before in OPEN_VERSIONS:
            version.state = VersionState.DISCARDED
        elif before == VersionState.PUBLISHED and published:
            version.state = published
        else:
            continue
        version.save(update_fields=["state"])
        journal(actor, "version.ended", version, at=at, before={"state": before}, after={"state": version.state})


def merge(actor: Viewer, record_id: int, into_id: int, *, reason: str, at: datetime) -> Record:
    """Lead a duplicate on to the good record: its address redirects there, and identifiers that the good one lacks go over to it."""
    if not reason.strip():
        raise Refused.of("reason", _("Merging needs a reason."), _("Say by what you know that both are one work."))
    if record_id == into_id:
        raise Refused.of("into", _("A record cannot be merged into itself."), _("Choose the other one."))
    with transaction.atomic():
        found = {one.pk: one for one in Record.objects.select_for_update().filter(pk__in=[record_id, into_id]).order_by("pk")}
        record: Record = see(actor, "record.merge", pk=record_id)
        into: Record = see(actor, "record.view", Record.objects.select_related("current"), pk=into_id)
        if record.state == RecordState.MERGED and record.merged_into_id == into.pk:
            return record
        if into.state != RecordState.PUBLISHED or into.current is None:
            raise Refused.of("into", _("A record can only be merged into a published one."), _("Choose another."))
        record = found[record_id]
        record.state, record.merged_into = RECORD_MOVES.target("merge", record.state), into
        record.ended_at, record.ended_by_id, record.ended_reason = at, actor.person_id, reason.strip()[:2000]
        Record.objects.filter(merged_into=record).update(merged_into=into)  # no chains: every address leads straight to the good record
        shown = record.current or record.versions.order_by("-number").first()
        _end_versions(actor, record, at)
        assert shown is not None  # noqa: S101 - every record has a version
        filing.file_record(record, shown, at=at)
        _hand_over(actor, shown, into, at)
        if record.submitter_id:
            send(actor, letter("merged", shown, at, record.submitter_id, reason=record.ended_reason, url=into.url), at=at)
        journal(actor, "record.merged", record, at=at, after={"state": record.state, "into": into.pk}, reason=reason)
        return record


def _hand_over(actor: Viewer, shown: Version, into: Record, at: datetime) -> None:
    """Identifiers that only the duplicate had go over, as a correction of the good record."""
    good = into.current
    assert good is not None  # noqa: S101 - asked before
    mine = {scheme for scheme, _value in good.identifiers}
    added = [[scheme, value] for scheme, value in shown.identifiers if scheme not in mine]
    if added:
        before = list(good.identifiers)
        good.identifiers = [*good.identifiers, *added]
        good.corrected_at, good.revision = at, good.revision + 1
        good.save()
        Correction.objects.create(
            version=good, at=at, by_id=actor.person_id, reason=_("Identifiers of a merged duplicate."), before={"identifiers": before},
            after={"identifiers": good.identifiers},
        )  # fmt: skip
        filing.file_record(into, good, at=at)
