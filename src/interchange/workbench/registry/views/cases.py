"""Finding copies; cases, exhibits, candidates, evidence, drafts of letters."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.workbench.registry import drawing, matching, queries, showing
from interchange.workbench.registry.actions import cases
from interchange.workbench.registry.forms import CaseForm, ExhibitForm, JudgeForm, MatchForm
from interchange.workbench.registry.models import Candidate
from interchange.workbench.registry.views.works import crumbs
from interchange.workbench.registry.vocabulary import FILES_AT_ONCE, CaseState, Letter, Stamp, Use, file_mb


def shown(kind: str, found: dict[str, Any], work: dict[str, Any]) -> dict[str, Any]:
    """What a page tells of one work that a file comes near."""
    uses = {code: str(label) for code, label in Use.choices}
    return {
        **found,
        "work": work,
        "uses": [uses.get(one, one) for one in work["reservations"]],
        "statement": "" if found["same_file"] and not found["chance"] else showing.chance(found["chance"]),
        "stretches": [showing.part(kind, one) for one in found["parts"]],
        "turned": showing.orientation(found["orientation"]),
        "differs": showing.places(found["unlike"]),
        "picture": drawing.regions(found["alike"], found["unlike"]) if found["unlike"] else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@door("work.match")
def match(request: HouseRequest) -> HttpResponse:
    """Hold files against the register. Nothing is kept."""
    form = MatchForm(request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "most": FILES_AT_ONCE, "megabytes": file_mb(), "crumbs": crumbs((_("Find copies"), ""))}
    if request.method == "POST" and form.is_valid():
        files = request.FILES.getlist("files")
        if len(files) > FILES_AT_ONCE:
            form.add_error("files", _("At most %d files are held against the register at once. The command takes folders.") % FILES_AT_ONCE)
        else:
            told = attempt(form, cases.match_uploads, request.viewer, files)
            if told is not None:
                context["answers"] = [_answer(name, made, found) for name, made, found in told]
    return render(request, "registry/match.html", context, status=422 if form.errors else 200)


def _answer(name: str, made: Any, found: list[matching.Found]) -> dict[str, Any]:
    if isinstance(made, Refused):
        return {"name": name, "problem": str(made)}
    return {"name": name, "kind": made.kind.value, "sha256": made.sha256, "iscc": made.iscc, "found": [{**shown(made.kind.value, one.json(), queries.told(one.work)), "pk": one.work.pk} for one in found]}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door("case.open")
def index(request: HouseRequest) -> HttpResponse:
    """The viewer's cases; open a new one."""
    form = CaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, cases.open_case, request.viewer, title=form.cleaned_data["title"], note=form.cleaned_data["note"], at=clock.now()
        )
        if made is not None:
            messages.success(request, _("The case is open as %s.") % made.number)
            return redirect("registry:case", pk=made.pk)
    listing = Listing(
        request, queries.cases(request.viewer), facets=[Facet("state", _("State"), CaseState.choices)], search=["title", "number"]
    )
    return render(request, "registry/cases.html", {"listing": listing, "form": form, "crumbs": crumbs((_("My cases"), ""))}, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door("case.open")
def case(request: HouseRequest, pk: int) -> HttpResponse:
    """One case: its exhibits, the works that they come near, the evidence made so far; give a file, make evidence, close."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "case.own", pk=pk)
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    form = ExhibitForm(request.POST if wanted == "give" else None, request.FILES if wanted == "give" else None)
    if wanted == "give" and form.is_valid():
        given = form.cleaned_data
        made = attempt(form, cases.add_exhibit, viewer, pk, given["files"], url=given["url"], keep=given["keep"], at=at)
        if made is not None:
            messages.success(request, _("The file is an exhibit of the case and was held against the register."))
            return redirect("registry:case", pk=pk)
    elif wanted == "seal":
        _seal(request, pk, at)
        return redirect("registry:case", pk=pk)
    elif wanted == "close":
        cases.close(viewer, pk, at=at)
        messages.success(request, _("The case is closed."))
        return redirect("registry:case", pk=pk)
    elif wanted == "reopen":
        cases.reopen(viewer, pk, at=at)
        messages.success(request, _("The case is open again."))
        return redirect("registry:case", pk=pk)
    exhibits = [
        (one, [(candidate, shown(one.kind, candidate.found, candidate.snapshot)) for candidate in one.candidates.all()])
        for one in found.exhibits.prefetch_related("candidates")
    ]
    context = {"found": found, "exhibits": exhibits, "bundles": list(found.bundles.all()), "form": form, "crumbs": crumbs((_("My cases"), "/workbench/cases/"), (found.number, ""))}  # fmt: skip
    return render(request, "registry/case.html", context, status=422 if form.errors else 200)


def _seal(request: HouseRequest, pk: int, at: Any) -> None:
    try:
        made = cases.make_bundle(request.viewer, pk, at=at)
    except Refused as wrong:
        messages.error(request, str(wrong))
        return
    if made.stamp == Stamp.HELD:
        messages.success(request, _("The evidence is made, signed and time-stamped."))
    else:
        messages.warning(request, _("The evidence is made and signed. %s; it can be made again.") % made.get_stamp_display())


@require_http_methods(["GET", "HEAD", "POST"])
@door("case.open")
def candidate(request: HouseRequest, pk: int) -> HttpResponse:
    """One candidate: how near, where, how often chance does that; what a person finds; drafts of letters."""
    viewer, at = request.viewer, clock.now()
    found: Candidate = see(viewer, "candidate.own", Candidate.objects.select_related("exhibit__case"), pk=pk)
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    form = JudgeForm(request.POST if wanted == "judge" else None, initial={"verdict": found.verdict, "reason": found.reason})
    if wanted == "judge" and form.is_valid():
        if attempt(form, cases.judge, viewer, pk, verdict=form.cleaned_data["verdict"], reason=form.cleaned_data["reason"], at=at):
            messages.success(request, _("What you found is noted."))
            return redirect("registry:candidate", pk=pk)
    elif wanted in Letter.values:
        try:
            cases.draft_letter(viewer, pk, wanted, at=at)
        except Refused as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, _("The draft is on its way to you, and to nobody else. Change it and send it yourself."))
        return redirect("registry:candidate", pk=pk)
    exhibit = found.exhibit
    context = {
        "found": found, "exhibit": exhibit, "case": exhibit.case, "one": shown(exhibit.kind, found.found, found.snapshot), "form": form, "letters": Letter.choices,
        "crumbs": crumbs((_("My cases"), "/workbench/cases/"), (exhibit.case.number, f"/workbench/cases/{exhibit.case_id}/"), (str(found.snapshot["number"]), "")),
    }  # fmt: skip
    return render(request, "registry/candidate.html", context, status=422 if form.errors else 200)


@require_safe
@door("case.open")
def bundle(request: HouseRequest, pk: UUID) -> FileResponse:
    """The evidence as one file."""
    found = see(request.viewer, "bundle.own", pk=pk)
    name = f"{found.case.number.replace('/', '-')}-{found.number}.zip"
    return FileResponse(default_storage.open(found.path), content_type="application/zip", as_attachment=True, filename=name)
