"""Proposing, reviewing, importing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.shell.forms import attempt
from interchange.knowledge.landscape import queries
from interchange.knowledge.landscape.actions import importing, proposing, reviewing
from interchange.knowledge.landscape.atlas import atlas
from interchange.knowledge.landscape.content import diff, values
from interchange.knowledge.landscape.forms import (
    EntryForm,
    EvidenceForm,
    ImportForm,
    RelationForm,
    RemarkForm,
    ReviewForm,
)
from interchange.knowledge.landscape.models import Challenge, ImportDraft, Proposal, Revision, Tool
from interchange.knowledge.landscape.policy import CONFLICT
from interchange.knowledge.landscape.views import crumb
from interchange.knowledge.landscape.vocabulary import Ending, ProposalState, RelationKind, Subject


def names() -> list[tuple[str, str]]:
    """(code, name) of tools, for fields that suggest them."""
    here = atlas()
    return list(zip(here.tools.codes, here.tools.names, strict=True))[:600]


def code_of(text: str) -> str:
    """The code of a tool that was written as its code or its name."""
    here = atlas()
    wanted = text.strip()
    if wanted in here.tools.place:
        return wanted
    return next(
        (code for code, name in zip(here.tools.codes, here.tools.names, strict=True) if name.casefold() == wanted.casefold()), wanted
    )


def _page(request: HouseRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def _shown(form: EvidenceForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name) for name in ("source_title", "source_url", "strength", "checked")}


@door("map.propose")
def new_tool(request: HouseRequest) -> HttpResponse:
    """Propose a tool."""
    return _entry(request, "tool", None, _("Propose a tool"))


@door("map.propose")
def new_challenge(request: HouseRequest) -> HttpResponse:
    """Propose a challenge or opportunity."""
    return _entry(request, "challenge", None, _("Propose a challenge or opportunity"))


@door("map.propose")
def change_tool(request: HouseRequest, code: str) -> HttpResponse:
    """Propose a change of a tool."""
    return _entry(request, "tool", see(request.viewer, "tool.list", Tool.objects.all(), code=code), _("Propose a change"))


@door("map.propose")
def change_challenge(request: HouseRequest, code: str) -> HttpResponse:
    """Propose a change of a challenge."""
    return _entry(request, "challenge", see(request.viewer, "challenge.list", Challenge.objects.all(), code=code), _("Propose a change"))


def _entry(request: HouseRequest, subject: str, entry: Tool | Challenge | None, title: str) -> HttpResponse:
    start = {**values(entry), "base": entry.revision} if entry else {"base": 0}
    form = EntryForm(subject, request.POST if request.method == "POST" else None, initial=start)
    newer = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        common: dict[str, Any] = {
            "evidence": _shown(form),
            "note": said["note"],
            "interest": said["interest"],
            "at": clock.now(),
            "code": entry.code if entry else "",
            "base": said["base"],
        }
        try:
            if subject == "tool":
                made = attempt(form, proposing.propose_tool, request.viewer, form.given, twin_seen=said["twin_seen"], **common)
            else:
                made = attempt(form, proposing.propose_challenge, request.viewer, form.given, **common)
        except Stale as stale:
            newer, made = stale.current, None
            form.add_error(None, str(stale))
        if made:
            messages.success(request, _("Proposed as %s. Two other people review it.") % made.number)
            return redirect("landscape:proposal", pk=made.pk)
    context = {
        "form": form,
        "entry": entry,
        "subject": subject,
        "title": title,
        "newer": diff(subject, {name: form[name].value() for name in values(newer)}, values(newer)) if newer else [],
        "crumbs": crumb(*([(str(entry), entry.url_here)] if entry else []), (title, "")),
    }
    return _page(request, "landscape/entry_form.html", context)


@door("map.propose")
def new_relation(request: HouseRequest) -> HttpResponse:
    """Propose a relation, or that one be taken back."""
    start = {name: request.GET.get(name, "") for name in ("source", "target", "kind")} | {"take_back": request.GET.get("take_back") == "1"}
    form = RelationForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form, proposing.propose_relation, request.viewer, source=code_of(said["source"]), target=code_of(said["target"]), kind=said["kind"], version=said["version"],
            take_back=said["take_back"], evidence=_shown(form), note=said["note"], interest=said["interest"], at=clock.now(),
        )  # fmt: skip
        if made:
            messages.success(request, _("Proposed as %s. Two other people review it.") % made.number)
            return redirect("landscape:proposal", pk=made.pk)
    return _page(request, "landscape/relation_form.html", {"form": form, "names": names(), "crumbs": crumb((_("Propose a relation"), ""))})


@door("map.propose")
def go_back(request: HouseRequest, pk: int) -> HttpResponse:
    """Propose an earlier state."""
    revision = Revision.objects.select_related("tool", "challenge").filter(pk=pk).first()
    entry = revision and (revision.tool or revision.challenge)
    if revision is None or entry is None:
        from django.http import Http404

        raise Http404
    form = EvidenceForm(request.POST if request.method == "POST" else None)
    for name in ("source_title", "source_url", "strength", "checked"):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            proposing.propose_return,
            request.viewer,
            pk,
            note=form.cleaned_data["note"],
            interest=form.cleaned_data["interest"],
            at=clock.now(),
        )
        if made:
            return redirect("landscape:proposal", pk=made.pk)
    subject = "tool" if revision.tool_id else "challenge"
    changes = diff(subject, values(entry), revision.content)
    return _page(
        request,
        "landscape/go_back.html",
        {
            "form": form,
            "entry": entry,
            "revision": revision,
            "changes": changes,
            "crumbs": crumb((str(entry), entry.url_here), (_("Go back"), "")),
        },
    )


@door("map.propose")
def proposals(request: HouseRequest) -> HttpResponse:
    """What waits for review, and what was decided lately."""
    viewer = request.viewer
    waiting = list(queries.open_proposals(viewer)[:100])
    mine = {one.pk for one in rows(viewer, "map-proposal.own", Proposal.objects.all()).order_by("-pk")[:500]}
    decided = rows(
        viewer,
        "map-proposal.view",
        Proposal.objects.exclude(state__in=[ProposalState.IN_REVIEW, ProposalState.DISPUTED]).select_related("author", "tool", "challenge"),
    )[:40]
    return render(
        request, "landscape/proposals.html", {"waiting": waiting, "mine": mine, "decided": decided, "crumbs": crumb((_("Proposals"), ""))}
    )


@door("map-proposal.view")
def proposal(request: HouseRequest, pk: int) -> HttpResponse:
    """One proposal: what would change, on what it rests, what reviewers say."""
    viewer = request.viewer
    found: Proposal = see(viewer, "map-proposal.view", Proposal.objects.select_related("author", "tool", "challenge", "decided_by"), pk=pk)
    what = request.POST.get("what", "")
    form = ReviewForm(request.POST if what in {"review", "decide"} else None)
    word = RemarkForm(request.POST if what == "remark" else None)
    problem = ""
    if request.method == "POST":
        try:
            if _said(request, found, what, form, word):
                gone_now = Conflict.objects.filter(person_id=viewer.person_id or 0, kind=CONFLICT, object_id=pk).exists()
                return redirect("landscape:proposals" if gone_now else request.path)
        except (Refused, NotAMove) as wrong:
            problem = str(wrong)
    reviews = list(found.reviews.select_related("reviewer"))
    reviewable = found.state in {ProposalState.IN_REVIEW, ProposalState.DISPUTED} and allows(viewer, "map-proposal.review", found)
    spoke = any(one.reviewer_id == viewer.person_id for one in reviews)
    subject = found.subject if found.subject != "relation" else ""
    changes = diff(subject, found.before, {name: value for name, value in found.changes.items() if name != "evidence"}) if subject else []
    context = {
        "proposal": found, "changes": changes, "shown": found.changes.get("evidence"), "reviews": reviews, "form": form, "word": word, "problem": problem,
        "can_review": reviewable and found.state == ProposalState.IN_REVIEW and not spoke, "can_decide": found.state == ProposalState.DISPUTED and not spoke and allows(viewer, "map-proposal.decide", found),
        "own": found.author_id == viewer.person_id, "remarks": list(rows(viewer, "map-remark.view", found.remarks.select_related("by"))), "reviewable": reviewable,
        "is_new": not found.before and not found.base, "twins": _twins(found) if reviewable else [], "ending": dict(Ending.choices).get(found.changes.get("end", ""), ""), "into": _name(found.changes.get("into", "")), "reasons": ConflictReason.choices, "kinds": dict(RelationKind.choices), "ends": proposing_names(found), "crumbs": crumb((_("Proposals"), "/landscape/proposals/"), (found.number, "")),
    }  # fmt: skip
    return render(request, "landscape/proposal.html", context, status=422 if problem or form.errors or word.errors else 200)


def proposing_names(found: Proposal) -> tuple[str, str]:
    """The names of the two ends of a proposed relation."""
    if found.subject != Subject.RELATION:
        return "", ""
    return _name(found.changes.get("source", "")), _name(found.changes.get("target", ""))


def _twins(found: Proposal) -> list[Tool]:
    """Tools on the map that a new one, or a new name or address, seems to be: for those who review it."""
    said = found.changes
    if found.subject != Subject.TOOL or not {"name", "url"} & set(said):
        return []
    held = found.tool
    return proposing.twins(
        said.get("name", held.name if held else ""), said.get("url", held.url if held else ""), but=found.tool_id if held else None
    )


def _name(code: str) -> str:
    """The name of a tool on the map; the code itself where it has left."""
    side = atlas().tools
    return side.names[side.place[code]] if code in side.place else code


def _said(request: HouseRequest, found: Proposal, what: str, form: ReviewForm, word: RemarkForm) -> bool:
    """Carry out what the page asks for; whether something was done."""
    viewer, at = request.viewer, clock.now()
    if what == "review" and form.is_valid():
        return bool(
            attempt(
                form,
                reviewing.review,
                viewer,
                found.pk,
                approves=form.cleaned_data["verdict"] == "yes",
                reason=form.cleaned_data["reason"],
                at=at,
            )
        )
    if what == "decide" and form.is_valid():
        return bool(
            attempt(
                form,
                reviewing.decide,
                viewer,
                found.pk,
                publish=form.cleaned_data["verdict"] == "yes",
                reason=form.cleaned_data["reason"],
                at=at,
            )
        )
    if what == "remark" and word.is_valid():
        return bool(attempt(word, reviewing.remark, viewer, found.pk, text=word.cleaned_data["text"], at=at))
    if what == "aside":
        reason = request.POST.get("reason", "")
        reviewing.step_aside(
            viewer, found.pk, reason=ConflictReason(reason) if reason in ConflictReason.values else ConflictReason.OTHER, at=at
        )
        messages.success(request, _("You have no part in it from now on."))
        return True
    if what == "withdraw":
        proposing.withdraw(viewer, found.pk, at=at)
        return True
    return False


@door("map.propose")
def import_table(request: HouseRequest) -> HttpResponse:
    """Read a table and show what would become of it."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            importing.read_table,
            request.viewer,
            said["file"],
            title=said["source_title"],
            url=said["source_url"],
            interest=said["interest"],
            at=clock.now(),
        )
        if made:
            return redirect("landscape:import_draft", pk=made.pk)
    return _page(request, "landscape/import.html", {"form": form, "crumbs": crumb((_("Import"), ""))})


@door("map.propose")
def import_draft(request: HouseRequest, pk: int) -> HttpResponse:
    """What was read: good rows wait to be proposed, bad ones are listed by cell."""
    found: ImportDraft = see(request.viewer, "map-import.own", pk=pk)
    if request.method == "POST":
        count = importing.file_rows(request.viewer, pk, at=clock.now())
        messages.success(request, _("%d proposals were made; two other people review each.") % count)
        return redirect("landscape:proposals")
    return render(
        request, "landscape/import_draft.html", {"draft": found, "crumbs": crumb((_("Import"), "/landscape/import/"), (found.name, ""))}
    )
