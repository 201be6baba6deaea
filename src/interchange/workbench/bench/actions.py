"""Inspecting files; keeping, sharing and deleting reports."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.bench.models import KeptReport
from interchange.workbench.bench.vocabulary import FILES_AT_ONCE, file_mb, visitor_files
from interchange.workbench.signals import trust
from interchange.workbench.signals.inspecting import inspect
from interchange.workbench.signals.model import Report
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.writing import label as writing
from interchange.workbench.signals.writing.images import NotWritable
from interchange.workbench.signals.writing.label import Label, Labelled

HOUR = 3600


@lru_cache(maxsize=1)
def options() -> Options:
    """How files are read here: with the trust lists of the house, read once a process."""
    return Options(trust.configured())


def check_uploads(uploads: "list[UploadedFile[Any]]") -> None:
    """Raise `Refused` with every fault of the files that came: none, too many, empty, too large."""
    problems = []
    if not uploads:
        problems.append(Problem("files", _("There is no file yet."), _("Choose one or more files.")))
    if len(uploads) > FILES_AT_ONCE:
        problems.append(
            Problem(
                "files",
                _("These are %(n)d files; at most %(most)d are inspected at once.") % {"n": len(uploads), "most": FILES_AT_ONCE},
                _("Choose fewer, or use the command `interchange inspect` for a folder."),
            )
        )
    for upload in uploads:
        if (upload.size or 0) > file_mb() * 1_000_000:
            words = _("“%(name)s” is larger than %(most)d MB.") % {"name": upload.name, "most": file_mb()}
            problems.append(Problem("files", words, _("Use the command `interchange inspect`: it reads files of any size.")))
    if problems:
        raise Refused(*problems)


def inspect_uploads(actor: Viewer, uploads: "list[UploadedFile[Any]]", *, sender: str = "") -> list[Report]:
    """What each file says of itself. Nothing is stored. `sender` tells visitors apart for the hourly limit and is kept as a keyed hash only.

    Raises `Refused` for what came, and where a visitor has used up the hour.
    """
    require(actor, "file.inspect")
    check_uploads(uploads)
    if not actor.is_signed_in:
        key = f"bench:{salted_hmac('bench.visitor', sender).hexdigest()[:24]}"
        cache.add(key, 0, HOUR)
        if cache.incr(key, len(uploads)) > visitor_files():
            raise Refused.of(
                "",
                _("Visitors may have %d files inspected in an hour.") % visitor_files(),
                _("Come back later, sign in, or use the command."),
            )
    return [one_report(upload) for upload in uploads]


def one_report(upload: "UploadedFile[Any]") -> Report:
    """One file, read in the limited process: from its temporary file where it has one."""
    name = Path(upload.name or "file").name[:160]
    if isinstance(upload, TemporaryUploadedFile):
        return inspect(upload.temporary_file_path(), name=name, options=options())
    return inspect(upload.read(), name=name, options=options())


def keep_report(actor: Viewer, data: Mapping[str, Any], *, at: datetime) -> KeptReport:
    """Keep a report for whoever asked for it. The file is not kept."""
    require(actor, "report.keep")
    with transaction.atomic():
        made = KeptReport.objects.create(owner_id=actor.me, name=str(data["subject"]["name"])[:160], data=data, made_at=at)
        record(actor, "report.kept", made, at=at, after={"findings": len(data["findings"])})
    return made


def share_report(actor: Viewer, pk: Any, *, at: datetime) -> KeptReport:
    """Make the link that opens a report to whoever has it. Sharing twice keeps the link."""
    with transaction.atomic():
        found = see(actor, "report.own", KeptReport.objects.select_for_update(), pk=pk)
        if found.secret is None:
            found.secret = secrets.token_urlsafe(24).replace("_", "-")
            found.save(update_fields=["secret"])
            record(actor, "report.shared", found, at=at)
    return found


def unshare_report(actor: Viewer, pk: Any, *, at: datetime) -> KeptReport:
    """Take the link back; it opens nothing from now on, and a new one will be another."""
    with transaction.atomic():
        found = see(actor, "report.own", KeptReport.objects.select_for_update(), pk=pk)
        if found.secret is not None:
            found.secret = None
            found.save(update_fields=["secret"])
            record(actor, "report.unshared", found, at=at)
    return found


def delete_report(actor: Viewer, pk: Any, *, at: datetime) -> None:
    """Delete a report for good."""
    with transaction.atomic():
        found = see(actor, "report.own", KeptReport.objects.select_for_update(), pk=pk)
        record(actor, "report.deleted", found, at=at)
        found.delete()


def label_upload(upload: "UploadedFile[Any]", label: Label) -> tuple[str, Labelled]:
    """The picture with a label in its metadata, and a name to save it under. Nothing is kept.

    Raises `Refused` naming "file" where it is too large, is no picture that can be labelled, or carries a credential that a label would break.
    """
    if (upload.size or 0) > file_mb() * 1_000_000:
        raise Refused.of("file", _("It is larger than %(most)d MB.") % {"most": file_mb()}, _("Make it smaller, or use the command."))
    try:
        made = writing.write(upload.read(), label)
    except (NotWritable, ValueError) as wrong:
        raise Refused.of("file", str(wrong)) from wrong
    stem, _dot, ending = (upload.name or "picture").rpartition(".")
    return f"{_ascii(stem) or 'picture'}-labelled.{_ascii(ending)}", made


def _ascii(text: str) -> str:
    return "".join(one if one.isascii() and (one.isalnum() or one in "-_ ") else "-" for one in text)[:80]
