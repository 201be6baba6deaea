"""Registering many works: from a manifest of codes or from a folder of files, in the worker, a short transaction a piece.

`position` (bytes of the manifest, or files of the folder) moves in the transaction that registers, so that a killed worker loses nothing and doubles nothing.
"""

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import task

from interchange.ground import clock
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.codes import manifest
from interchange.workbench.codes.model import NoCode
from interchange.workbench.registry import reading, showing
from interchange.workbench.registry.actions import works
from interchange.workbench.registry.models import Batch
from interchange.workbench.registry.vocabulary import FOLDER, BatchState, Use, Visibility, file_mb

CHUNK = 100  # lines of a manifest in one transaction
SLICE = 8.0  # seconds of work before the rest is queued anew
KEPT = 200  # faults that are kept with the batch
LARGEST = 2_000_000_000  # bytes of a manifest


def begin_manifest(actor: Viewer, upload: "UploadedFile[Any]", defaults: Mapping[str, Any], *, at: datetime) -> Batch:
    """Take a manifest (JSON lines or CSV) and queue its reading; `defaults` holds for lines that do not say. Raises `Refused` naming `manifest`."""
    require(actor, "work.register")
    if not upload.size:
        raise Refused.of("manifest", _("The file is empty."), _("Choose the file again."))
    if upload.size > LARGEST:
        raise Refused.of("manifest", _("The manifest is larger than 2 GB."), _("Cut it into parts."))
    upload.seek(0)
    head = upload.read(1 << 20).decode("utf-8-sig", "replace").splitlines()
    first = next(iter(manifest.lines(head[:1])), None)
    if first is not None and isinstance(first[1], manifest.Faulty) and first[1].faults[0].code == "no-manifest":
        raise Refused.of("manifest", showing.fault("no-manifest", {}), _("Make one with `interchange registry codes`."))
    with transaction.atomic():
        upload.seek(0)
        path = default_storage.save(f"registry/batches/{uuid.uuid4().hex}", File(upload))
        return _queue(actor, Batch(owner_id=actor.me, name=(upload.name or "manifest")[-160:], path=path, size=upload.size, defaults=_defaults(defaults), created_at=at), at)  # fmt: skip


def begin_folder(actor: Viewer, uploads: "list[UploadedFile[Any]]", defaults: Mapping[str, Any], *, at: datetime) -> Batch:
    """Take the files of a folder; their codes are made in the worker and the files deleted then. Raises `Refused` naming `files`."""
    require(actor, "work.register")
    problems = []
    if not uploads:
        problems.append(Problem("files", _("There is no file yet."), _("Choose one or more files.")))
    if len(uploads) > FOLDER:
        problems.append(
            Problem("files", _("These are more than %d files.") % FOLDER, _("Make a manifest with `interchange registry codes`."))
        )
    for one in uploads:
        if (one.size or 0) > file_mb() * 1_000_000:
            problems.append(Problem("files", _("“%(name)s” is larger than %(most)d MB.") % {"name": one.name, "most": file_mb()}, _("Make its codes with `interchange registry codes`.")))  # fmt: skip
    if not str(defaults.get("rights_holder") or "").strip():
        problems.append(Problem("rights_holder", _("Nobody is named as rights holder."), _("Name the person or organisation.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        folder = uuid.uuid4().hex
        files = [
            [default_storage.save(f"registry/batches/{folder}/{number:04}", File(one)), Path(one.name or "file").name[-160:]]
            for number, one in enumerate(uploads)
        ]
        name = _("%d files") % len(files)
        return _queue(
            actor, Batch(owner_id=actor.me, name=name, files=files, size=len(files), defaults=_defaults(defaults), created_at=at), at
        )


def _defaults(given: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for works of which the list says nothing. Raises `Refused`."""
    said = works.checked(works.Words("-", str(given.get("rights_holder") or "") or "-", given.get("reservations") or (), str(given.get("contact") or ""), str(given.get("terms_url") or ""), str(given.get("visibility") or Visibility.PRIVATE)))  # fmt: skip
    return {"rights_holder": "" if said.rights_holder == "-" else said.rights_holder, "reservations": list(said.reservations), "contact": said.contact, "terms_url": said.terms_url, "visibility": said.visibility}  # fmt: skip


def _queue(actor: Viewer, batch: Batch, at: datetime) -> Batch:
    batch.save()
    record(actor, "batch.begun", batch, at=at, after={"size": batch.size, "state": batch.state})
    carry_on.enqueue(batch.pk)
    return batch


def stop(actor: Viewer, pk: int, *, at: datetime) -> Batch:
    """End a bulk registration where it stands; what is in stays. Repeating it is harmless."""
    with transaction.atomic():
        batch = see(actor, "batch.own", Batch.objects.select_for_update(), pk=pk)
        if batch.state in (BatchState.WAITING, BatchState.RUNNING):
            batch.state, batch.ended_at = BatchState.STOPPED, at
            batch.save(update_fields=["state", "ended_at"])
            _clear_away(batch)
            record(actor, "batch.stopped", batch, at=at, after={"made": batch.made})
    return batch


@task()
def carry_on(batch_id: int) -> str:
    """Work on a batch for some seconds; queue the rest. Doing it twice, or at the same time, changes nothing. Returns the state reached."""
    end = time.monotonic() + SLICE
    while True:
        batch = Batch.objects.filter(pk=batch_id).first()
        if batch is None or batch.state not in (BatchState.WAITING, BatchState.RUNNING):
            return batch.state if batch else ""
        state = one_file(batch) if batch.files else one_chunk(batch_id)
        if state != BatchState.RUNNING:
            return state
        if time.monotonic() > end:
            carry_on.enqueue(batch_id)
            return state


def revive(at: datetime) -> int:
    """Queue anew the batches that have shown no sign of life for ten minutes (their worker died and its task was given up on)."""
    quiet = Batch.objects.filter(state__in=[BatchState.WAITING, BatchState.RUNNING]).filter(
        Q(seen_at__lt=at - timedelta(minutes=10)) | Q(seen_at__isnull=True, created_at__lt=at - timedelta(minutes=10))
    )
    found = list(quiet.values_list("pk", flat=True))
    for pk in found:
        carry_on.enqueue(pk)
    return len(found)


def one_file(batch: Batch) -> str:
    """Make the codes of the next file (outside of any transaction), then register it and move on in one."""
    place = batch.position
    path, name = batch.files[place]
    made: Any = None
    fault: list[Any] | None = None
    try:
        with default_storage.open(path) as source:
            made = reading.of_path(default_storage.path(path), name) if _is_here(path) else reading.of_bytes(source.read(), name)
    except FileNotFoundError:
        fault = [name, "file", {"words": _("The file is gone.")}]
    except NoCode as wrong:
        fault = [name, "file", {"words": str(showing.refused(wrong))}]
    at = clock.now()
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.position != place or held.state not in (BatchState.WAITING, BatchState.RUNNING):
            return held.state  # another worker was here
        if fault is not None:
            held.refused += 1
        else:
            fault = _register(held, works.Words(title=Path(name).stem or name, rights_holder="", visibility=""), made, name, at)
        return _moved(held, place + 1, held.line + 1, [fault] if fault else [], at)


def _is_here(path: str) -> bool:
    try:
        return bool(default_storage.path(path))
    except NotImplementedError:
        return False


def one_chunk(batch_id: int) -> str:
    """Register the next lines of a manifest, in one transaction; returns the state the batch is then in."""
    at = clock.now()
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state not in (BatchState.WAITING, BatchState.RUNNING):
            return batch.state
        with default_storage.open(batch.path) as source:
            columns = source.readline().decode("utf-8-sig", "replace")
            is_json = columns.lstrip().startswith("{")
            start = batch.position or (0 if is_json else source.tell())
            source.seek(start)
            taken = list(_lines(source, CHUNK))
            position = source.tell()
        line = batch.line or (0 if is_json else 1)
        faults: list[list[Any]] = []
        for text in taken:
            line += 1
            if not text.strip():
                continue
            given = [text] if is_json else [columns, text]
            for _number, found in manifest.lines(given):
                if isinstance(found, manifest.Faulty):
                    batch.refused += 1
                    faults += [[line, one.code, one.values] for one in found.faults]
                    continue
                words = works.Words(
                    found.title, found.rights_holder, found.reservations, found.contact, "", found.visibility, found.reference
                )
                if fault := _register(batch, words, found.made, line, at):
                    faults.append(fault)
        return _moved(batch, position, line, faults, at)


def _lines(source: "File[Any]", count: int) -> Iterator[str]:
    size = 0
    for _number in range(count):
        raw = source.readline(manifest.LONGEST + 2)
        if not raw:
            return
        size += len(raw)
        yield raw.decode("utf-8-sig", "replace").rstrip("\r\n")
        if size > manifest.LONGEST:
            return


def _register(batch: Batch, words: works.Words, made: Any, where: Any, at: datetime) -> list[Any] | None:
    """Register one work with the batch's defaults; returns what is wrong with it, if anything is."""
    given = batch.defaults
    holder = words.rights_holder or given.get("rights_holder", "")
    unknown = [one for one in words.reservations if one not in Use.values]
    if unknown:
        batch.refused += 1
        return [where, "unknown-use", {"use": unknown[0][:40]}]
    if words.visibility not in ("", *Visibility.values):
        batch.refused += 1
        return [where, "unknown-visibility", {"given": words.visibility[:40]}]
    if not holder:
        batch.refused += 1
        return [where, "no-holder", {}]
    whole = works.Words(
        words.title, holder, words.reservations or given.get("reservations", ()), words.contact or given.get("contact", ""),
        given.get("terms_url", ""), words.visibility or given.get("visibility", Visibility.PRIVATE.value), words.reference,
    )  # fmt: skip
    try:
        work = works.register(Viewer(person_id=batch.owner_id), made, whole, at=at, batch_id=batch.pk)
    except Refused as wrong:
        batch.refused += 1
        return [where, "file", {"words": str(wrong)}]
    if work.batch_id == batch.pk and work.registered_at == at:
        batch.made += 1
    else:
        batch.known += 1
    return None


def _moved(batch: Batch, position: int, line: int, faults: Iterable[list[Any]], at: datetime) -> str:
    """Write down how far the batch has come, and its end."""
    batch.state, batch.position, batch.line, batch.seen_at = BatchState.RUNNING, position, line, at
    batch.problems = [*batch.problems, *faults][:KEPT]
    if position >= batch.size:
        batch.state, batch.ended_at = BatchState.DONE, at
        _clear_away(batch)
        record(
            Viewer(person_id=batch.owner_id),
            "batch.done",
            batch,
            at=at,
            after={"made": batch.made, "known": batch.known, "refused": batch.refused},
        )
    batch.save()
    return batch.state


def _clear_away(batch: Batch) -> None:
    """The files have done their service; they go when the transaction stands."""
    for path in [batch.path, *(path for path, _name in batch.files)]:
        if path:
            transaction.on_commit(partial(default_storage.delete, path))


def manifest_file(text: str, name: str = "manifest.jsonl") -> "ContentFile[bytes]":
    """Text as a file, for callers that have no upload (the API, demo data)."""
    made = ContentFile(text.encode())
    made.name = name
    return made
