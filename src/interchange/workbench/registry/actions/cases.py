"""Cases: opened, exhibits given and held against the register, candidates judged by a person, evidence made, letters drafted."""

import hashlib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.vocabulary.numbering import next_number
from interchange.workbench.codes import bundle as bundles
from interchange.workbench.codes.model import Made
from interchange.workbench.registry import evidence, matching, queries, reading, sealing, stamping
from interchange.workbench.registry.models import Bundle, Candidate, Case, Exhibit
from interchange.workbench.registry.vocabulary import CASE_MOVES, CaseState, Letter, Stamp, Use, Verdict, file_mb
from interchange.workbench.signals.inspecting import inspect


def match_uploads(actor: Viewer, uploads: "list[UploadedFile[Any]]") -> list[tuple[str, "Made | Refused", list[matching.Found]]]:
    """(name, codes or why there are none, works that it comes near) of each file. Nothing is kept. Raises `Refused`."""
    require(actor, "work.match")
    _sized(uploads)
    told: list[tuple[str, Made | Refused, list[matching.Found]]] = []
    for upload in uploads:
        name = Path(upload.name or "file").name[:160]
        try:
            made = reading.of_upload(upload, asking=True, field="files")
        except Refused as wrong:
            told.append((name, wrong, []))
            continue
        told.append((name, made, matching.match(actor, made)))
    return told


def _sized(uploads: "list[UploadedFile[Any]]") -> None:
    problems = [] if uploads else [Problem("files", _("There is no file yet."), _("Choose one or more files."))]
    for one in uploads:
        if (one.size or 0) > file_mb() * 1_000_000:
            problems.append(Problem("files", _("“%(name)s” is larger than %(most)d MB.") % {"name": one.name, "most": file_mb()}, _("Make its codes with `interchange registry codes` and ask with those.")))  # fmt: skip
    if problems:
        raise Refused(*problems)


def open_case(actor: Viewer, *, title: str, note: str = "", at: datetime) -> Case:
    """Open a case. Raises `Refused` naming `title`."""
    require(actor, "case.open")
    if not title.strip() or len(title) > 200:
        raise Refused.of("title", _("A case needs a title of at most 200 characters."), _("Say what was found where."))
    with transaction.atomic():
        case = Case.objects.create(
            number=next_number("CASE", at.year), owner_id=actor.me, title=title.strip(), note=note.strip(), opened_at=at
        )
        record(actor, "case.opened", case, at=at, after={"state": case.state})
    return case


def add_exhibit(actor: Viewer, case_id: int, upload: "UploadedFile[Any]", *, url: str = "", keep: bool, at: datetime) -> Exhibit:
    """Give a file to a case: its codes, what it says of itself, and the works that it comes near, as they stand today. The same file again changes nothing.

    `keep`: keep the file itself, to go into the evidence. Raises `Refused`.
    """
    case = see(actor, "case.own", Case.objects.filter(state=CaseState.OPEN), pk=case_id)
    _sized([upload])
    if url and (len(url) > 1000 or urlsplit(url).scheme not in ("http", "https")):
        raise Refused.of("url", _("This is no address of a page."), _("It looks like https://example.org/page."))
    made = reading.of_upload(upload, asking=True, field="files")
    upload.seek(0)
    content = upload.read()
    name = Path(upload.name or "file").name[:160]
    report = inspect(content, name=name).json()
    found = matching.match(actor, made)
    with transaction.atomic():
        see(actor, "case.own", Case.objects.select_for_update().filter(state=CaseState.OPEN), pk=case_id)
        known = Exhibit.objects.filter(case=case, sha256=made.sha256).first()
        if known is not None:
            return known
        path = default_storage.save(f"registry/exhibits/{uuid.uuid4().hex}", ContentFile(content)) if keep else ""
        exhibit = Exhibit.objects.create(
            case=case, name=name, found_at_url=url, kind=made.kind.value, sha256=made.sha256, iscc=made.iscc, size=made.size, length=made.length,
            codes=made.json()["codes"][:4000], report=_of_report(report), path=path, given_at=at,
        )  # fmt: skip
        record(
            actor, "exhibit.given", exhibit, at=at, after={"sha256": made.sha256, "kept": keep, "candidates": len(found), "case": case.pk}
        )
        for one in found:
            snapshot = {**queries.told(one.work), "state": one.work.state}
            candidate = Candidate.objects.create(exhibit=exhibit, work=one.work, snapshot=snapshot, found=one.json())
            record(
                actor,
                "candidate.found",
                candidate,
                at=at,
                after={"work": one.work.pk, "distance": one.distance, "same_file": one.same_file},
            )
    return exhibit


def _of_report(report: dict[str, Any]) -> dict[str, Any]:
    """Of what a file says of itself: the headline, each reservation, each signed statement, in words."""
    wanted = [
        one
        for one in report["findings"]
        if one["claim"] in ("reserved", "permitted", "licensed", "made-by-ai", "edited-with-ai", "signed", "identified")
    ]
    return {"headline": report["summary"]["headline"], "lines": [one["meaning"] for one in wanted[:40]], "findings": wanted[:40]}


def judge(actor: Viewer, pk: int, *, verdict: str, reason: str, at: datetime) -> Candidate:
    """Say what a candidate is, with a reason; it can be said anew while the case is open. Raises `Refused`."""
    problems = []
    if verdict not in Verdict.values:
        problems.append(Problem("verdict", _("Say what you found."), _("Choose from the list.")))
    if not reason.strip():
        problems.append(Problem("reason", _("There is no reason."), _("Say in a sentence what you looked at.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        found = see(
            actor, "candidate.own", Candidate.objects.select_for_update(of=("self",)).filter(exhibit__case__state=CaseState.OPEN), pk=pk
        )
        before = found.verdict
        found.verdict, found.reason, found.decided_by_id, found.decided_at = verdict, reason.strip(), actor.me, at
        found.save()
        record(actor, "candidate.judged", found, at=at, before={"verdict": before}, after={"verdict": verdict}, reason=reason)
    return found


def make_bundle(actor: Viewer, case_id: int, *, at: datetime) -> Bundle:
    """Make the evidence of a case as it stands: signed, and time-stamped where an authority answers. Each is a new one; earlier ones stay.

    Where the authority is away or its answer does not hold, the bundle is made without a time-stamp and says so; it can be made again.
    """
    case = see(actor, "case.own", pk=case_id)
    if not case.exhibits.exists():
        raise Refused.of("", _("The case has no exhibit yet."), _("Give a file first."))
    with transaction.atomic():
        record(actor, "evidence.made", case, at=at, after={"exhibits": case.exhibits.count()})
    files = evidence.files_of(case, at)
    listed = bundles.manifest(files, {"case": case.number, "made_at": at.isoformat()})
    stamp, response, stamped_at, problem = stamping.stamped(listed)
    data = bundles.sealed(files, listed, response, sealing.public_pem(), sealing.signature)
    with transaction.atomic():
        see(actor, "case.own", Case.objects.select_for_update(), pk=case_id)
        number = (case.bundles.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        path = default_storage.save(f"registry/bundles/{uuid.uuid4().hex}.zip", ContentFile(data))
        made = Bundle.objects.create(
            case=case, number=number, path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest(), stamp=stamp, stamped_at=stamped_at, problem=problem[:300], made_at=at
        )  # fmt: skip
        record(actor, "evidence.sealed", case, at=at, after={"bundle": number, "sha256": made.sha256, "stamp": made.stamp})
    return made


def close(actor: Viewer, pk: int, *, at: datetime) -> Case:
    """Close a case; nothing in it changes from then on. Repeating it is harmless."""
    with transaction.atomic():
        case = see(actor, "case.own", Case.objects.select_for_update(), pk=pk)
        if case.state != CaseState.CLOSED:
            case.state, case.closed_at = CASE_MOVES.target("close", case.state), at
            case.save(update_fields=["state", "closed_at"])
            record(actor, "case.closed", case, at=at, after={"state": case.state})
    return case


def reopen(actor: Viewer, pk: int, *, at: datetime) -> Case:
    """Open a closed case again. Repeating it is harmless."""
    with transaction.atomic():
        case = see(actor, "case.own", Case.objects.select_for_update(), pk=pk)
        if case.state == CaseState.CLOSED:
            case.state, case.closed_at = CASE_MOVES.target("reopen", case.state), None
            case.save(update_fields=["state", "closed_at"])
            record(actor, "case.reopened", case, at=at, after={"state": case.state})
    return case


def draft_letter(actor: Viewer, pk: int, kind: str, *, at: datetime) -> Any:
    """Draft a letter about a candidate and send the draft to the actor alone, who edits and sends it, or not. One draft a candidate, sort and day.

    Raises `Refused` unless the candidate was judged to be the same work or made from it.
    """
    candidate = see(actor, "candidate.own", Candidate.objects.select_related("exhibit__case"), pk=pk)
    if kind not in Letter.values:
        raise Refused.of("kind", _("There is no such letter."), _("Choose from the list."))
    if candidate.verdict not in (Verdict.SAME, Verdict.DERIVED):
        raise Refused.of(
            "", _("No letter is drafted before a person found it to be the same work or made from it."), _("Judge the candidate first.")
        )
    uses = dict(Use.choices)
    exhibit, work = candidate.exhibit, candidate.snapshot
    context = {
        "case": exhibit.case.number, "title": work["title"], "number": work["number"], "rights_holder": work["rights_holder"],
        "place": exhibit.found_at_url or _("[where you found it]"), "sha256": exhibit.sha256, "reason": candidate.reason,
        "reserved": ", ".join(str(uses.get(one, one)) for one in work["reservations"]) or _("none"),
        "contact": work["contact"] or _("[your address]"), "url": f"/workbench/cases/{exhibit.case_id}/",
    }  # fmt: skip
    with transaction.atomic():
        letter = send(actor, Draft(f"registry.{kind}-draft", context, person_id=actor.me, subject=exhibit.case, key=f"registry.{kind}:{candidate.pk}:{at:%Y%m%d}"), at=at)  # fmt: skip
        record(actor, "letter.drafted", candidate, at=at, after={"kind": kind})
    return letter


def is_stamped(made: Bundle) -> bool:
    """Whether an authority has seen a bundle."""
    return made.stamp == Stamp.HELD
