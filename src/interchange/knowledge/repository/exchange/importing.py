"""Bringing in a file of records: one short transaction a chunk, so that a killed worker loses nothing and doubles nothing.

First the file is read and its drafts are laid down beside it, one a line; then they are filed, a chunk at a time. The job's `position` (bytes of
that second file) moves in the transaction that files the chunk. A worker works for some seconds and queues the rest, so that letters are not
kept waiting.
"""

import gc
import json
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import task

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record as journal
from interchange.ground.journal.actions import record_many
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository import filing, identify, likeness, supplied, values
from interchange.knowledge.repository.exchange.readers import FORMATS, read
from interchange.knowledge.repository.exchange.readers.choose import LARGEST
from interchange.knowledge.repository.models import Identifier, ImportJob, Record, Version
from interchange.knowledge.repository.vocabulary import EXCLUSIVE, JobState, Origin, RecordState, VersionState

CHUNK = 500  # about half a second of the database to itself
SLICE = 8.0  # seconds of work before the rest is queued anew
KEPT = 200  # troubles that are kept with the job
BANDS = ("band0", "band1", "band2", "band3")
LIVE = [RecordState.WORKING, RecordState.PUBLISHED, RecordState.WITHDRAWN]


def begin(actor: Viewer, upload: "UploadedFile[Any]", *, topics: list[str], sectors: list[str], at: datetime) -> ImportJob:
    """Take a file in and queue its reading. `topics` and `sectors` are given to every record of it.

    Raises `Refused` naming `file` where it is empty, too large or of no format that we read.
    """
    require(actor, "import.run")
    if (upload.size or 0) > LARGEST:
        raise Refused.of("file", _("The file is larger than %d MB.") % (LARGEST // 1_000_000), _("Divide it into smaller files."))
    data = upload.read()
    start = data[:20_000]
    looked = read(start if len(data) <= len(start) else start.rsplit(b"\n", 1)[0])
    if not looked.format:
        raise Refused.of("file", looked.problems[0].rule, looked.problems[0].remedy)
    kept = values.read({"topics": topics, "sectors": sectors}, this_year=at.year)
    with transaction.atomic():
        path = default_storage.save(f"imports/{uuid.uuid4().hex}", ContentFile(data))
        job = ImportJob.objects.create(
            person_id=actor.me,
            name=(upload.name or "")[-160:],
            format=looked.format,
            path=path,
            size=len(data),
            options=kept,
            created_at=at,
        )
        journal(actor, "import.begun", job, at=at, after={"format": job.format, "size": job.size, "state": job.state})
        carry_on.enqueue(job.pk)
        return job


def stop(actor: Viewer, job_id: int, *, at: datetime) -> ImportJob:
    """End an import where it stands; what is in stays. Repeating it is harmless."""
    with transaction.atomic():
        job: ImportJob = see(actor, "import.view", ImportJob.objects.select_for_update(), pk=job_id)
        if job.state in {JobState.WAITING, JobState.RUNNING}:
            job.state, job.ended_at = JobState.STOPPED, at
            job.save(update_fields=["state", "ended_at"])
            _clear_away(job)
            journal(actor, "import.stopped", job, at=at, after={"state": job.state, "made": job.made})
        return job


@task
def carry_on(job_id: int) -> str:
    """Work on a job for some seconds; queue the rest. Doing it twice, or at the same time, changes nothing. Returns the state reached."""
    end = time.monotonic() + SLICE
    job = ImportJob.objects.filter(pk=job_id).first()
    if job is None:
        return ""
    if job.state == JobState.WAITING:
        try:
            _prepare(job)
        except Exception as failure:  # told to the person; the log has the rest
            _fail(job_id, failure)
            raise
    while True:
        state = file_chunk(job_id)
        if state != JobState.RUNNING:
            return state
        if time.monotonic() > end:
            carry_on.enqueue(job_id)
            return state


def _clear_away(job: ImportJob) -> None:
    """The file has done its service; both of its forms go when the transaction stands."""
    for path in (job.path, _lines_path(job)):
        transaction.on_commit(partial(default_storage.delete, path))


def _lines_path(job: ImportJob) -> str:
    return f"{job.path}.drafts"


@contextmanager
def _unswept() -> Iterator[None]:
    """Without Python's search for circles of references, which walks all that is being made again and again: a tenth of the time, and we make none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_unswept()
def _prepare(job: ImportJob) -> None:
    """Read the file and lay its drafts down; killed in between, it is read anew."""
    with default_storage.open(job.path) as source:
        reading = read(source.read(), job.name)
    default_storage.delete(_lines_path(job))
    lines = (
        json.dumps([one.line, supplied.draft_of(one.work).values()], ensure_ascii=False, default=_iso) + "\n" for one in reading.drafts
    )
    default_storage.save(_lines_path(job), ContentFile("".join(lines).encode()))
    fatal = [trouble for trouble in reading.problems if trouble.fatal]
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.state != JobState.WAITING:
            return
        held.state, held.position, held.seen_at = JobState.RUNNING, 0, clock.now()
        held.format = reading.format or held.format
        held.total, held.failed = len(reading.drafts) + len(fatal), len(fatal)
        held.problems = [[trouble.line, str(trouble.rule), ""] for trouble in reading.problems[:KEPT]]
        held.save()


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


@_unswept()
def file_chunk(job_id: int) -> str:
    """File the next chunk of a job, in one transaction; returns the state the job is then in."""
    try:
        with transaction.atomic():
            return _file_chunk(job_id, one_by_one=False)
    except IntegrityError:  # somebody gave in the same identifier or took the address in between: looked at anew, one at a time
        try:
            with transaction.atomic():
                return _file_chunk(job_id, one_by_one=True)
        except IntegrityError:
            return _pass_over(job_id)


def _pass_over(job_id: int) -> str:
    """Count one entry that the database refuses as broken, and go on behind it."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=job_id)
        with default_storage.open(_lines_path(job)) as source:
            source.seek(job.position)
            line = json.loads(source.readline())[0]
            job.position = source.tell()
        job.failed += 1
        job.problems = [*job.problems, [line, _("The database refuses this entry."), ""]][:KEPT]
        job.save()
        return job.state


def _fail(job_id: int, failure: Exception) -> None:
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=job_id)
        job.state, job.ended_at = JobState.FAILED, clock.now()
        job.problems = [[0, f"{type(failure).__name__}: {str(failure)[:200]}", ""], *job.problems][:KEPT]
        job.save()
        journal(Viewer(person_id=job.person_id), "import.failed", job, at=job.ended_at, after={"state": job.state})


def revive(at: datetime) -> int:
    """Queue anew the jobs that have shown no sign of life for ten minutes (their worker died and its task was given up on)."""
    quiet = ImportJob.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).filter(
        Q(seen_at__lt=at - timedelta(minutes=10)) | Q(seen_at__isnull=True, created_at__lt=at - timedelta(minutes=10))
    )
    jobs = list(quiet.values_list("pk", flat=True))
    for pk in jobs:
        carry_on.enqueue(pk)
    return len(jobs)


def _file_chunk(job_id: int, *, one_by_one: bool) -> str:
    at = clock.now()
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.state != JobState.RUNNING:
        return job.state
    with default_storage.open(_lines_path(job)) as source:
        source.seek(job.position)
        entries = [json.loads(line) for line in _take(source, 1 if one_by_one else CHUNK)]
        position = source.tell()
    chunk = _Chunk(job, at)
    chunk.sort_out(entries)
    if chunk.pairs:
        filing.file_new(chunk.pairs, at=at)
        chunk.tell_near()
        actor = Viewer(person_id=job.person_id)
        record_many(
            actor, "record.imported", [record for record, _version in chunk.pairs], at=at, after={"state": RecordState.PUBLISHED.value, "import": job.pk}
        )  # fmt: skip
        record_many(
            actor, "version.imported", [version for _record, version in chunk.pairs], at=at, after={"state": VersionState.PUBLISHED.value}
        )  # fmt: skip
    job.made, job.known, job.failed = job.made + len(chunk.pairs), job.known + chunk.known, job.failed + chunk.failed
    job.problems = [*job.problems, *chunk.troubles][:KEPT]
    job.position, job.seen_at = position, at
    if len(entries) < (1 if one_by_one else CHUNK):
        job.state, job.ended_at = JobState.DONE, at
        _clear_away(job)
        journal(
            Viewer(person_id=job.person_id), "import.done", job, at=at, after={"state": job.state, "made": job.made, "known": job.known}
        )
    job.save()
    return job.state


def _take(source: "File[Any]", count: int) -> Iterable[bytes]:
    for _number in range(count):
        line = source.readline()
        if not line:
            return
        yield line


@dataclass
class _Chunk:
    """The entries of a chunk, sorted into new ones and those that are here already."""

    job: ImportJob
    at: datetime
    pairs: list[tuple[Record, Version]] = field(default_factory=list)
    troubles: list[list[Any]] = field(default_factory=list)
    known: int = 0
    failed: int = 0

    def sort_out(self, entries: list[list[Any]]) -> None:
        """Fill `pairs`; tell what is known, broken, or nearly the same as something."""
        good = []
        for line, raw in entries:
            try:
                good.append((line, values.read({**raw, **self.job.options}, this_year=self.at.year)))
            except Refused as refused:
                self.failed += 1
                self.troubles.append([line, str(refused), ""])
        owners = self._owners(good)
        titles = self._titles(good)
        slugs = _Slugs()
        for line, data in good:
            # Nobody's deposit: any officer may look after it, the one who brought it in too; the journal knows who that was.
            version = Version(state=VersionState.PUBLISHED, created_at=self.at, submitted_at=self.at, published_at=self.at, **data)
            keys = _keys(data)
            owner = next((owners[key] for key in keys if key in owners), None)
            if owner is not None:
                self._is_known(line, _("It is here already, with the same identifier."), owner)
                continue
            key = likeness.title_key(version.title)
            twin = titles.get((key, version.year)) or titles.get((key, None))
            if len(key) > 7 and twin is not None:
                self._is_known(line, _("It is here already, with the same title and year."), twin)
                continue
            record = Record(slug=slugs.free(version), origin=Origin.IMPORT, created_at=self.at, datestamp=self.at)
            owners.update(dict.fromkeys(keys, record.slug))
            titles[key, version.year] = record.slug
            self.pairs.append((record, version))
        slugs.settle(self.pairs)

    def _is_known(self, line: int, rule: str, slug: str) -> None:
        self.known += 1
        self.troubles.append([line, rule, slug])

    def _owners(self, good: list[tuple[int, dict[str, Any]]]) -> dict[tuple[str, str], str]:
        """Which record has an identifier already (identifiers that name one work only)."""
        wanted: dict[str, list[str]] = {}
        for _line, data in good:
            for scheme, key in _keys(data):
                wanted.setdefault(scheme, []).append(key)
        found: dict[tuple[str, str], str] = {}
        for scheme, keys in wanted.items():
            rows = Identifier.objects.filter(scheme=scheme, key__in=keys, record__state__in=LIVE)
            found |= {(scheme, key): slug for key, slug in rows.values_list("key", "record__slug")}
        return found

    def _titles(self, good: list[tuple[int, dict[str, Any]]]) -> dict[tuple[str, int | None], str]:
        keys = {likeness.title_key(data.get("title", "")) for _line, data in good}
        rows = Record.objects.filter(title_key__in=keys - {""}, state__in=LIVE)
        return {(key, year): slug for key, year, slug in rows.values_list("title_key", "year", "slug")}

    def tell_near(self) -> None:
        """Tell, without refusing, what says nearly the same as a record that was here before."""
        prints = {record.pk: print_ for record, _version in self.pairs if (print_ := likeness.whole(record)) is not None}
        if not prints or len(self.job.problems) + len(self.troubles) >= KEPT:
            return
        by_band: dict[tuple[str, int], list[tuple[int, str]]] = {}
        for name in BANDS:
            here = {likeness.bands(print_)[name] for print_ in prints.values()}
            before = Record.objects.filter(state__in=LIVE, pk__lt=min(prints), **{f"{name}__in": here})
            for slug, *parts in before.values_list("slug", *BANDS)[:2000]:  # as rows, not as records: these are many
                by_band.setdefault((name, parts[BANDS.index(name)]), []).append((likeness.joined(parts) or 0, slug))
        for record, version in self.pairs if by_band else ():
            for name, value in likeness.bands(prints.get(record.pk)).items():
                close = (
                    slug
                    for other, slug in by_band.get((name, value or 0), ())
                    if likeness.distance(other, prints[record.pk]) <= likeness.CLOSE
                )
                near = next(close, None)
                if near:
                    rule = _("“%s” says nearly the same as another record; it was made all the same.") % version.title[:80]
                    self.troubles.append([0, rule, near])
                    break


def _keys(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(scheme, identify.key(scheme, value)) for scheme, value in data.get("identifiers", []) if scheme in EXCLUSIVE]


class _Slugs:
    """Addresses for many new records: numbered among themselves first, then held against what is taken in one question."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def free(self, version: Version) -> str:
        """An address that no other of this chunk has."""
        made = filing.slug_for(version, self.taken)
        self.taken.add(made)
        return made

    def settle(self, pairs: list[tuple[Record, Version]]) -> None:
        """Give another address to those whose own is taken: the same with some letters of chance."""
        taken = filing.taken_slugs([record.slug for record, _version in pairs])
        for record, _version in pairs:
            if record.slug in taken:
                record.slug = f"{record.slug[:70]}-{uuid.uuid4().hex[:8]}"


def formats() -> list[str]:
    """The names of the formats that can be brought in."""
    return [str(name) for name in FORMATS.values()]
