"""Making, stopping, taking up again and deleting experiments."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import settle
from interchange.ground.errors import Problem, Refused
from interchange.ground.files.checks import clean_name, scan
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import next_number
from interchange.workbench.lab.models import Experiment, OwnFile
from interchange.workbench.lab.vocabulary import GOING, MOVES, OWN, State, file_mb, files_most, said, trials_most
from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.trials import recipe as recipes

KINDS = {
    "image/jpeg": "image", "image/png": "image", "image/webp": "image", "text/plain": "text", "text/markdown": "text", "audio/wav": "audio",
}  # fmt: skip
AT_ONCE = 3  # experiments of one person that wait or run


def chains(ready: Sequence[str], written: str) -> tuple[recipes.Chain, ...]:
    """Chosen chains, and those written one a line (`name: step value=1 | step`). Raises `recipes.Wrong`."""
    made = list(recipes.ready(ready))
    for number, line in enumerate((line.strip() for line in written.splitlines() if line.strip()), start=1):
        name, colon, rest = line.partition(":")
        made.append(recipes.chain(name.strip(), rest, "") if colon else recipes.chain(f"own-{number}", line, ""))
    return tuple(made)


def make(
    actor: Viewer, *, title: str, question: str = "", corpus: str, count: int = 0, seed: int = 1, ready: Sequence[str] = (), written: str = "",
    signals: Sequence[str], uploads: "Sequence[UploadedFile[Any]]" = (), at: datetime,
) -> Experiment:  # fmt: skip
    """Make an experiment and let a worker run it. `corpus` is one that is made here, or "own" with `uploads`.

    Raises `Refused` with every fault: of the recipe, of a file (empty, too large, of a kind that is not tried here, there twice), of the limits.
    """
    require(actor, "experiment.make")
    problems = [] if title.strip() else [Problem("title", _("Give it a name."), _("A few words that say what is tried."))]
    files, wrong = _read(uploads) if corpus == OWN else ([], [])
    problems += wrong
    given: recipes.Recipe | None = None
    try:
        media = next((KINDS[kind] for _name, kind, _data in files), "image") if corpus == OWN else ""
        if corpus == OWN:
            count = len(files)
        digests = [(name, sha256(data).hexdigest()) for name, _kind, data in files]
        given = recipes.check(corpus, media, count, seed, chains(ready, written), list(signals), digests) if not wrong else None
        if given is not None and given.trials > trials_most():
            words = _("That would be %(n)d copies; at most %(most)d are made.") % {"n": given.trials, "most": trials_most()}
            problems.append(Problem("count", words, _("Take fewer files or transformations.")))
    except recipes.Wrong as faults:
        problems += [Problem(part, said(words)) for part, words in faults.faults]
    if problems or given is None:
        raise Refused(*problems)
    with transaction.atomic():
        if Experiment.objects.filter(owner_id=actor.me, state__in=GOING).count() >= AT_ONCE:
            raise Refused.of("", _("%d experiments of yours are waiting or running.") % AT_ONCE, _("Wait until one is done, or stop one."))
        found = Experiment.objects.create(
            number=next_number("LAB", at.year), title=title.strip()[:160], question=question.strip(), owner_id=actor.me, recipe=given.data(),
            media=given.media, total=given.trials, made_at=at,
        )  # fmt: skip
        for order, (name, kind, data) in enumerate(files):
            path = default_storage.save(f"lab/{uuid.uuid4().hex}", ContentFile(data))
            OwnFile.objects.create(
                experiment=found, order=order, name=name, media_type=kind, sha256=sha256(data).hexdigest(), size=len(data), path=path
            )
        record(actor, "experiment.made", found, at=at, after={"state": found.state, "number": found.number, "copies": found.total, "files": len(files)})  # fmt: skip
        _queue(found.pk)
        return found


def _queue(pk: int) -> None:
    from interchange.workbench.lab.tasks import run_experiment

    run_experiment.enqueue(pk)


def _read(uploads: "Sequence[UploadedFile[Any]]") -> tuple[list[tuple[str, str, bytes]], list[Problem]]:
    """(name, media type, bytes) of what was brought, and what is wrong with it."""
    found: list[tuple[str, str, bytes]] = []
    problems: list[Problem] = []
    if not uploads:
        problems.append(Problem("files", _("There is no file yet."), _("Choose files of one kind: pictures, texts or WAV.")))
    if len(uploads) > files_most():
        problems.append(Problem("files", _("These are %(n)d files; at most %(most)d are tried.") % {"n": len(uploads), "most": files_most()}, _("Choose fewer.")))  # fmt: skip
        return found, problems
    seen: set[bytes] = set()
    for upload in uploads:
        name = clean_name(upload.name or "")
        if not upload.size or upload.size > file_mb() * 1_000_000:
            problems.append(Problem("files", _("“%(name)s” is empty or larger than %(most)d MB.") % {"name": name, "most": file_mb()}, _("Leave it out, or take a smaller one.")))  # fmt: skip
            continue
        data = upload.read()
        scan(data, "files")
        kind = sniff.by_content(data[:65536])
        if kind not in KINDS:
            problems.append(
                Problem("files", _("“%(name)s” is no JPEG, PNG, WebP, plain text or WAV.") % {"name": name}, _("Leave it out."))
            )
        elif sha256(data).digest() in seen:
            problems.append(Problem("files", _("“%(name)s” is there twice.") % {"name": name}, _("Leave one out.")))
        else:
            seen.add(sha256(data).digest())
            found.append((name, kind, data))
    if len({KINDS[kind] for _name, kind, _data in found}) > 1:
        problems.append(Problem("files", _("The files are of several kinds."), _("Pictures, texts and sound are tried apart.")))
    return found, problems


def move(actor: Viewer, found: Experiment, verb: str, at: datetime, **after: Any) -> str:
    """Move an experiment, which is locked, and say so in the journal; the caller saves. Returns the state before."""
    before = found.state
    found.state = State(MOVES.target(verb, before))
    record(actor, f"experiment.{verb}", found, at=at, before={"state": before}, after={"state": found.state, **after})
    return before


def stop(actor: Viewer, pk: int, *, at: datetime) -> Experiment:
    """Stop where it stands; what is known is kept. Repeating it is harmless."""
    with transaction.atomic():
        found: Experiment = see(actor, "experiment.own", Experiment.objects.select_for_update(), pk=pk)
        if found.state != State.STOPPED:
            move(actor, found, "stop", at, done=found.done)
            found.ended_at = at
            found.save(update_fields=["state", "ended_at"])
        return found


def resume(actor: Viewer, pk: int, *, at: datetime) -> Experiment:
    """Go on where it stands. Repeating it is harmless."""
    with transaction.atomic():
        found: Experiment = see(actor, "experiment.own", Experiment.objects.select_for_update(), pk=pk)
        if found.state not in GOING:
            move(actor, found, "resume", at)
            found.ended_at, found.seen_at, found.problem = None, None, ""
            found.save(update_fields=["state", "ended_at", "seen_at", "problem"])
            _queue(found.pk)
        return found


def delete(actor: Viewer, pk: int, *, at: datetime) -> None:
    """Delete an experiment that was never published, with the files that were brought to it."""
    with transaction.atomic():
        found: Experiment = see(actor, "experiment.own", Experiment.objects.select_for_update(), pk=pk)
        if found.state == State.PUBLISHED:
            raise Refused.of("", _("It is published; others may rest on it."), "")
        erase(actor, found, at=at)


def erase(actor: Viewer, found: Experiment, *, at: datetime) -> None:
    """Take an experiment and its files away; the caller has asked policy."""
    with transaction.atomic():
        drop_files(found)
        settle("lab.decide", found, at=at)
        record(actor, "experiment.deleted", found, at=at, before={"state": found.state})
        found.delete()


def drop_files(found: Experiment) -> None:
    """The bytes go when the transaction stands."""
    for one in found.files.all():
        transaction.on_commit(partial(default_storage.delete, one.path))
    found.files.all().delete()
