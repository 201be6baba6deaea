"""Begin a record, put steps and files into it, share its disclosure, delete it."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.bench.actions import check_uploads, one_report
from interchange.workbench.making import reading
from interchange.workbench.making import vocabulary as words
from interchange.workbench.making.models import Making, MakingFile, Step
from interchange.workbench.making.vocabulary import Became, FileRole, Gave, How, WorkKind

STEP = ("how", "gave", "became", "what", "tool", "version", "provider", "prompt", "prompt_shown", "chosen")
_LIMITS = {
    "what": words.TEXT_LIMIT, "tool": words.NAME_LIMIT, "version": words.NAME_LIMIT, "provider": words.NAME_LIMIT, "prompt": words.PROMPT_LIMIT,
    "chosen": words.TEXT_LIMIT,
}  # fmt: skip


def begin(actor: Viewer, given: Mapping[str, Any], *, at: datetime) -> Making:
    """Begin a record. `given`: title, kind, credit, conceived. Raises `Refused` naming each field."""
    require(actor, "making.begin")
    values = _checked(given)
    with transaction.atomic():
        made = Making.objects.create(owner_id=actor.me, made_at=at, changed_at=at, **values)
        record(actor, "making.begun", made, at=at, after={"kind": made.kind})
        return made


def describe(actor: Viewer, pk: Any, given: Mapping[str, Any], *, revision: int | None, at: datetime) -> Making:
    """Word title, kind, credit and what was conceived anew. Raises `Refused` naming each field, `Stale` where it was changed since `revision`."""
    values = _checked(given)
    with transaction.atomic():
        found = _mine(actor, pk)
        if revision is not None and revision != found.revision:
            raise Stale(found)
        for name, value in values.items():
            setattr(found, name, value)
        _touch(found, at)
        record(actor, "making.described", found, at=at, after={"kind": found.kind, "revision": found.revision})
        return found


def add_step(actor: Viewer, pk: Any, given: Mapping[str, Any], *, at: datetime) -> Step:
    """Put a step at the end. Raises `Refused` naming each field."""
    values = _step(given)
    with transaction.atomic():
        found = _mine(actor, pk)
        return _put(actor, found, values, at)


def change_step(actor: Viewer, pk: Any, step_id: int, given: Mapping[str, Any], *, at: datetime) -> Step:
    """Word a step anew. Raises `Refused` naming each field, or where the step is gone."""
    values = _step(given)
    with transaction.atomic():
        found = _mine(actor, pk)
        step = _of(found, step_id)
        for name, value in values.items():
            setattr(step, name, value)
        step.save()
        _touch(found, at)
        record(actor, "making.step-changed", found, at=at, after={"step": step.pk, "how": step.how})
        return step


def drop_step(actor: Viewer, pk: Any, step_id: int, *, at: datetime) -> None:
    """Take a step out. Repeating it is harmless."""
    with transaction.atomic():
        found = _mine(actor, pk)
        if found.steps.filter(pk=step_id).delete()[0]:
            _touch(found, at)
            record(actor, "making.step-dropped", found, at=at, after={"step": step_id})


def move_step(actor: Viewer, pk: Any, step_id: int, *, at: datetime) -> None:
    """Put a step one place earlier."""
    with transaction.atomic():
        found = _mine(actor, pk)
        step = _of(found, step_id)
        before = found.steps.filter(place__lt=step.place).order_by("-place").first()
        if before is not None:
            before.place, step.place = step.place, before.place
            before.save(update_fields=["place"])
            step.save(update_fields=["place"])
            _touch(found, at)
            record(actor, "making.step-moved", found, at=at, after={"step": step.pk, "place": step.place})


def add_file(actor: Viewer, pk: Any, upload: "UploadedFile[Any]", *, role: str, read_steps: bool, at: datetime) -> tuple[MakingFile, int]:
    """Note a file by its SHA-256, and on wish put what its metadata tells of its making into steps; returns it and how many steps.

    The file itself is not kept. Raises `Refused` naming "file" or "role". The same file a second time is one.
    """
    see(actor, "making.own", pk=pk)
    if role not in FileRole.values:
        raise Refused.of("role", _("There is no such role."), _("Choose one of the list."))
    try:
        check_uploads([upload])
    except Refused as refused:
        raise Refused(*(Problem("file", one.rule, one.remedy) for one in refused.problems)) from None
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    report = one_report(upload).json()
    drafts = reading.steps(report) if read_steps else []
    with transaction.atomic():
        found = _mine(actor, pk)
        if (same := found.files.filter(sha256=digest.hexdigest()).first()) is not None:
            return same, 0
        if found.files.count() >= words.FILES:
            raise Refused.of("file", _("At most %(n)d files.") % {"n": words.FILES}, _("Take one out first."))
        name = str(report["subject"]["name"])[: words.NAME_LIMIT]
        made = MakingFile.objects.create(
            making=found, role=role, name=name, media_type=str(report["subject"]["media_type"])[:120], size=upload.size or 0,
            sha256=digest.hexdigest(), headline=str(report["summary"]["headline"])[:500], added_at=at,
        )  # fmt: skip
        _touch(found, at)
        record(actor, "making.file-noted", found, at=at, after={"file": made.pk, "role": role, "steps": len(drafts)})
        for one in drafts[: words.STEPS - found.steps.count()]:
            values = {**dict.fromkeys(STEP, ""), "became": Became.KEPT, "prompt_shown": False}
            values |= {"how": one.how, "gave": one.gave, "tool": one.tool, "version": one.version, "prompt": one.prompt, "what": one.what}
            _put(actor, found, values, at, read_from=name)
        return made, len(drafts)


def drop_file(actor: Viewer, pk: Any, file_id: int, *, at: datetime) -> None:
    """Take a file out. Repeating it is harmless."""
    with transaction.atomic():
        found = _mine(actor, pk)
        if found.files.filter(pk=file_id).delete()[0]:
            _touch(found, at)
            record(actor, "making.file-dropped", found, at=at, after={"file": file_id})


def share(actor: Viewer, pk: Any, shared: bool, *, at: datetime) -> Making:
    """Make the link that opens the disclosure to whoever has it, or take it back. Repeating it is harmless."""
    with transaction.atomic():
        found = _mine(actor, pk)
        if shared == (found.secret is not None):
            return found
        found.secret = secrets.token_hex(20) if shared else None
        found.save(update_fields=["secret"])
        record(actor, "making.shared" if shared else "making.unshared", found, at=at)
        return found


def delete(actor: Viewer, pk: Any, *, at: datetime) -> None:
    """Delete a record for good, with its steps and files."""
    with transaction.atomic():
        found = _mine(actor, pk)
        record(actor, "making.deleted", found, at=at)
        found.delete()


def _mine(actor: Viewer, pk: Any) -> Making:
    found: Making = see(actor, "making.own", Making.objects.select_for_update(), pk=pk)
    return found


def _of(found: Making, step_id: int) -> Step:
    step = found.steps.filter(pk=step_id).first()
    if step is None:
        raise Refused.of("", _("The step is not there any more."), _("Reload the page."))
    return step


def _touch(found: Making, at: datetime) -> None:
    found.changed_at = at
    found.revision += 1
    found.save()


def _put(actor: Viewer, found: Making, values: Mapping[str, Any], at: datetime, *, read_from: str = "") -> Step:
    if found.steps.count() >= words.STEPS:
        raise Refused.of("", _("At most %(n)d steps.") % {"n": words.STEPS}, _("Put several into one."))
    place = (found.steps.aggregate(last=Max("place"))["last"] or 0) + 1
    made = Step.objects.create(making=found, place=place, read_from=read_from, **values)
    _touch(found, at)
    record(actor, "making.step-added", found, at=at, after={"step": made.pk, "how": str(made.how)})
    return made


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    title, credit = " ".join(str(given.get("title") or "").split()), " ".join(str(given.get("credit") or "").split())
    conceived, kind = str(given.get("conceived") or "").strip(), given.get("kind")
    problems = []
    if not title:
        problems.append(Problem("title", _("The work has no name."), _("A working title is enough.")))
    if not credit:
        problems.append(Problem("credit", _("Nobody is named as its maker."), _("Write a name, or a pseudonym.")))
    if kind not in WorkKind.values:
        problems.append(Problem("kind", _("Say what was made."), _("Choose one of the list.")))
    for name, text, most in (
        ("title", title, words.TITLE_LIMIT),
        ("credit", credit, words.NAME_LIMIT),
        ("conceived", conceived, words.TEXT_LIMIT),
    ):
        if len(text) > most:
            problems.append(Problem(name, _("At most %(n)d characters.") % {"n": most}, _("Shorten it.")))
    if problems:
        raise Refused(*problems)
    return {"title": title, "kind": kind, "credit": credit, "conceived": conceived}


def _step(given: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: str(given.get(name) or "").strip() for name in STEP if name != "prompt_shown"}
    values["prompt_shown"] = bool(given.get("prompt_shown"))
    problems = []
    for name, known in (("how", How.values), ("gave", Gave.values), ("became", Became.values)):
        if values[name] not in known:
            problems.append(Problem(name, _("This is missing."), _("Choose one of the list.")))
    if values["how"] == How.AI and not values["tool"]:
        problems.append(Problem("tool", _("An AI step names its system."), _("Write the model or the service, as its provider calls it.")))
    if values["how"] != How.AI and values["prompt"]:
        problems.append(
            Problem("prompt", _("Only AI steps have a prompt."), _("Say that it was done with an AI system, or empty the field."))
        )
    if values["how"] == How.HAND and values["tool"]:
        problems.append(Problem("tool", _("What is done by hand has no tool."), _("Say that it was done with a tool, or empty the field.")))
    if values["how"] != How.AI and not values["what"]:
        problems.append(Problem("what", _("Nothing is said of what was done."), _("A few words are enough.")))
    for name, most in _LIMITS.items():
        if len(values[name]) > most:
            problems.append(Problem(name, _("At most %(n)d characters.") % {"n": most}, _("Shorten it.")))
    if problems:
        raise Refused(*problems)
    return values
