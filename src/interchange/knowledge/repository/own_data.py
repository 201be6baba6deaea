"""What this room holds of a person: deposits and reviews, copies asked for, what they keep to themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, provide
from interchange.ground.files.actions import remove
from interchange.ground.files.models import StoredFile
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository.actions import discard
from interchange.knowledge.repository.models import (
    METADATA,
    CopyRequest,
    Correction,
    Identifier,
    ImportJob,
    ReadingList,
    Record,
    Review,
    Version,
)
from interchange.knowledge.repository.vocabulary import EDITABLE, CopyState, JobState, RecordState, ReviewState, VersionState

GOING = [JobState.WAITING, JobState.RUNNING]
WAITING = [VersionState.SUBMITTED, VersionState.ACCEPTED]
ERASED = "erased"  # stands where words must be, so that it still shows that there were some


def _collect(person_id: int) -> dict[str, Any]:
    """Everything, one query for each sort. What reviewers write of a deposit for its author comes without a name; what they write for the
    curators is theirs."""
    versions = Version.objects.filter(Q(created_by_id=person_id) | Q(record__submitter_id=person_id)).order_by("record_id", "number")
    reviews = Review.objects.filter(Q(reviewer_id=person_id) | (Q(version__record__submitter_id=person_id) & ~Q(remark="")))
    told = list(reviews.values("reviewer_id", "version__record__slug", "state", "verdict", "remark", "note", "asked_at", "filed_at"))
    lists = ReadingList.objects.filter(owner_id=person_id).order_by("pk", "items__added_at")
    return {
        "deposits": list(
            versions.values(
                "record__slug", "record__state", "record__created_at", "record__published_at", "number", "state", "title", "summary", "creators",
                "identifiers", "card", "changes", "created_at", "submitted_at",
            )
        ),
        "remarks_on_deposits": [
            {"record": one["version__record__slug"], "remark": one["remark"]} for one in told if one["reviewer_id"] != person_id
        ],
        "reviews": [one for one in told if one["reviewer_id"] == person_id],
        "corrections": list(Correction.objects.filter(by_id=person_id).values("version__record__slug", "at", "reason")),
        "copies_asked": list(CopyRequest.objects.filter(person_id=person_id).values("file__stored__name", "purpose", "state", "asked_at", "expires_at")),
        "reading_lists": list(lists.values("title", "note", "level", "created_at", "items__record__slug", "items__note", "items__added_at")),
        "imports": list(ImportJob.objects.filter(person_id=person_id).values("name", "format", "size", "made", "state", "created_at")),
    }  # fmt: skip


def _files(person_id: int) -> Iterable[StoredFile]:
    """The files of one's own deposits."""
    return StoredFile.objects.filter(record_files__version__record__submitter_id=person_id, removed_at__isnull=True).distinct()


def _plan(person_id: int) -> list[Item]:
    """One query for everything."""

    def holds(model: type[Model], **those: Any) -> Exists:
        return Exists(model._default_manager.filter(**those))

    me = OuterRef("pk")
    found = get_user_model().objects.filter(pk=person_id).annotate(
        waiting=holds(Version, record__submitter_id=me, state__in=WAITING),
        reviewing=holds(Review, reviewer_id=me, state=ReviewState.ASKED),
        drafts=holds(Version, record__submitter_id=me, state__in=EDITABLE),
        own=holds(ReadingList, owner_id=me) | holds(CopyRequest, person_id=me),
        lasting=holds(Record, submitter_id=me, state__in=[RecordState.PUBLISHED, RecordState.WITHDRAWN, RecordState.MERGED]),
        reviews=holds(Review, reviewer_id=me),
    )  # fmt: skip
    held = found.values("waiting", "reviewing", "drafts", "own", "lasting", "reviews").first() or {}
    if held.get("waiting"):
        return [Blocked(_("A deposit of yours is with the curators."), _("Wait for its decision, or ask them to send it back to you."))]
    if held.get("reviewing"):
        return [Blocked(_("You are asked to review a deposit."), _("File the review or step aside first."))]
    plan: list[Item] = []
    if held.get("drafts"):
        plan.append(Erased(_("drafts of deposits, with their files")))
    if held.get("own"):
        plan.append(Erased(_("your reading lists, and what you wrote to ask for copies")))
    if held.get("lasting"):
        reason = _("what was published stays citable; authors are named as on the work, your account is not shown")
        plan.append(Kept(_("records that you deposited and that were published"), reason))
    if held.get("reviews"):
        plan.append(Kept(_("your advice on deposits, without its words"), _("decisions rest on it; it is shown without a name")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    """Runs inside the caller's transaction."""
    me = Viewer(person_id=person_id)
    for pk in Version.objects.filter(record__submitter_id=person_id, state__in=EDITABLE).values_list("pk", flat=True):
        discard(me, pk, at=at)
    for version in Version.objects.filter(record__submitter_id=person_id, state=VersionState.DISCARDED).select_related("record"):
        _empty(me, version, at)
    ReadingList.objects.filter(owner_id=person_id).delete()
    CopyRequest.objects.filter(person_id=person_id, state=CopyState.ASKED).delete()
    CopyRequest.objects.filter(person_id=person_id).update(purpose=ERASED)
    Review.objects.filter(reviewer_id=person_id).update(remark="", note="")
    for job in ImportJob.objects.filter(person_id=person_id).exclude(name=ERASED):
        if job.state in GOING:
            job.state, job.ended_at = JobState.STOPPED, at
        for path in (job.path, f"{job.path}.drafts"):
            transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
        job.name, job.problems = ERASED, []
        job.save(update_fields=["state", "ended_at", "name", "problems"])


def _empty(actor: Viewer, version: Version, at: datetime) -> None:
    """Take the words and files of a version that was given up or refused; that there was one stays."""
    for file in version.files.select_related("stored"):
        remove(actor, file.stored, at=at)
        file.page_texts.all().delete()
    version.files.update(found={})
    blank = Version()
    for name in (*METADATA, "decision_reason"):
        if name not in {"kind", "language"}:
            setattr(version, name, getattr(blank, name))
    version.save()
    Review.objects.filter(version=version).update(remark="", note="")
    if version.record.state == RecordState.DISCARDED:
        Identifier.objects.filter(record=version.record).delete()
        Record.objects.filter(pk=version.record_id).update(
            title="", title_key="", year=None, marks="", band0=None, band1=None, band2=None, band3=None
        )


provide("repository", collect=_collect, plan=_plan, files=_files, erase=_erase)
