"""What members say of challenges, and candidate solutions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.knowledge.landscape import handover, queries
from interchange.knowledge.landscape.actions import evidence
from interchange.knowledge.landscape.actions import scope as scoping
from interchange.knowledge.landscape.actions import solutions as solving
from interchange.knowledge.landscape.forms import JudgeForm, ParkForm, ScopeForm, SolutionForm, SplitForm
from interchange.knowledge.landscape.models import Challenge, Solution
from interchange.knowledge.landscape.views import crumb
from interchange.knowledge.landscape.views.contributing import code_of, names
from interchange.knowledge.landscape.vocabulary import SolutionState


def _challenge(request: HouseRequest, code: str) -> Challenge:
    return see(request.viewer, "challenge.list", Challenge.objects.all(), code=code)


def _page(request: HouseRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def _crumbs(found: Challenge, words: str) -> list[tuple[str, str]]:
    return crumb((_("Challenges"), "/landscape/challenges/"), (found.title, found.url_here), (words, ""))


@door("judgement.make")
def judge(request: HouseRequest, code: str) -> HttpResponse:
    """Judge a tool for a challenge."""
    found = _challenge(request, code)
    form = JudgeForm(request.POST if request.method == "POST" else None, initial={"tool": request.GET.get("tool", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(
            form,
            evidence.judge,
            request.viewer,
            found.pk,
            code_of(said["tool"]),
            verdict=said["verdict"],
            because=said["because"],
            interest=said["interest"],
            at=clock.now(),
        ):
            messages.success(request, _("Your judgement stands on the page."))
            return redirect(found.url_here)
    return _page(
        request, "landscape/judge.html", {"form": form, "challenge": found, "names": names(), "crumbs": _crumbs(found, _("Judge a tool"))}
    )


@door("map-scope.view")
def scope(request: HouseRequest, code: str) -> HttpResponse:
    """The five questions: opened by chair or officer, answered by members, each by themselves."""
    viewer, at = request.viewer, clock.now()
    found = _challenge(request, code)
    check = next((one for one in queries.checks_of(found) if one.state == "open"), None)
    mine = (
        rows(viewer, "map-scope-answer.view", check.answers.filter(person_id=viewer.person_id)).first()
        if check and viewer.person_id
        else None
    )
    start = {name: "yes" if getattr(mine, name) else "no" for name, *_rest in scoping.QUESTIONS} | {"reason": mine.reason} if mine else {}
    form = ScopeForm(request.POST if request.POST.get("what") == "answer" else None, initial=start)
    if request.method == "POST":
        what = request.POST.get("what", "")
        try:
            if what == "open":
                scoping.open_check(viewer, found.pk, at=at)
                return redirect(request.path)
            if what == "close" and check:
                scoping.close_check(viewer, check.pk, at=at)
                return redirect(found.url_here)
        except Refused as wrong:
            messages.error(request, str(wrong))
            return redirect(request.path)
        if what == "answer" and check and form.is_valid():
            said = {name: form.cleaned_data[name] for name in scoping.NAMES}
            if attempt(form, scoping.answer, viewer, check.pk, said, reason=form.cleaned_data["reason"], at=at):
                messages.success(request, _("Kept. You can change it until the check closes."))
                return redirect(request.path)
    context = {
        "challenge": found, "check": check, "form": form, "mine": mine, "can_answer": bool(check) and allows(viewer, "map-scope.answer"), "can_steer": allows(viewer, "map-scope.steer"),
        "over": bool(check and at >= check.closes_at), "questions": [form[name] for name in scoping.NAMES], "crumbs": _crumbs(found, _("Scope check")),
    }  # fmt: skip
    return _page(request, "landscape/scope.html", context)


@door("map-scope.steer")
def split(request: HouseRequest, code: str) -> HttpResponse:
    """Split a mixed challenge."""
    found: Challenge = see(request.viewer, "map-scope.steer", code=code)
    form = SplitForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, scoping.split, request.viewer, found.pk, form.parts, reason=form.cleaned_data["reason"], at=clock.now())
    ):
        return redirect(found.url_here)
    groups = [[form[f"{name}-{number}"] for name in ("title", "character", "description")] for number in range(1, form.PARTS + 1)]
    answered = sum(one.answered for one in queries.checks_of(found))
    return _page(
        request,
        "landscape/split.html",
        {"form": form, "groups": groups, "challenge": found, "answered": answered, "crumbs": _crumbs(found, _("Split"))},
    )


@door("map-scope.steer")
def park(request: HouseRequest, code: str) -> HttpResponse:
    """Refer a question of policy."""
    found: Challenge = see(request.viewer, "map-scope.steer", Challenge.objects.select_related("parked"), code=code)
    held = getattr(found, "parked", None)
    form = ParkForm(
        request.POST if request.method == "POST" else None, initial={"referral": held.referral, "addressee": held.addressee} if held else {}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, scoping.park, request.viewer, found.pk, at=clock.now(), **form.cleaned_data)
    ):
        return redirect("landscape:parked")
    return _page(request, "landscape/park.html", {"form": form, "challenge": found, "crumbs": _crumbs(found, _("Refer"))})


@public
def solutions(request: HouseRequest) -> HttpResponse:
    """Candidate solutions that the viewer may read."""
    found = queries.solutions(request.viewer).exclude(state="withdrawn")[:100]
    return render(
        request,
        "landscape/solutions.html",
        {"solutions": found, "can_write": allows(request.viewer, "solution.write"), "crumbs": crumb((_("Candidate solutions"), ""))},
    )


@public
def solution(request: HouseRequest, pk: int) -> HttpResponse:
    """One candidate solution."""
    viewer, at = request.viewer, clock.now()
    found: Solution = see(viewer, "solution.view", queries.solutions(viewer), pk=pk)
    reason = ReasonForm(request.POST if request.POST.get("what") == "open" else None)
    if request.method == "POST":
        what = request.POST.get("what", "")
        try:
            if what in {"file", "withdraw"} and allows(viewer, "solution.own", found):
                (solving.file if what == "file" else solving.withdraw)(viewer, pk, at=at)
                return redirect("landscape:solutions" if what == "withdraw" else request.path)
            if what == "open" and reason.is_valid() and allows(viewer, "solution.open", found):
                solving.open_to_all(viewer, pk, reason=reason.cleaned_data["reason"], at=at)
                return redirect(request.path)
        except (Refused, NotAMove) as wrong:
            messages.error(request, str(wrong))
    context = {
        "solution": found, "offers": handover.offers(viewer, found), "missing": [line for line in found.missing.splitlines() if line.strip()], "own": found.author_id == viewer.person_id, "inside": allows(viewer, "map.propose"),
        "can_open": allows(viewer, "solution.open") and found.level != "public" and found.state == "filed", "form": reason, "crumbs": crumb((_("Candidate solutions"), "/landscape/solutions/"), (found.title, "")),
    }  # fmt: skip
    return render(request, "landscape/solution.html", context)


@door("solution.write")
def write_solution(request: HouseRequest) -> HttpResponse:
    """Write a candidate solution down."""
    return _draft(request, None)


@door("solution.write")
def edit_solution(request: HouseRequest, pk: int) -> HttpResponse:
    """Change one's own draft."""
    found = see(request.viewer, "solution.own", Solution.objects.prefetch_related("challenges", "tools"), pk=pk, state=SolutionState.DRAFT)
    return _draft(request, found)


def _draft(request: HouseRequest, held: Solution | None) -> HttpResponse:
    start = SolutionForm.of(held) if held else {"challenges": request.GET.get("challenge", "")}
    form = SolutionForm(request.POST if request.method == "POST" else None, initial=start)
    newer = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = attempt(
                form, solving.write, request.viewer, said, challenges=form.codes(said["challenges"]), tools=form.codes(said["tools"]), evidence=form.shown,
                at=clock.now(), number=held.number if held else "", revision=said["revision"],
            )  # fmt: skip
        except Stale as stale:
            made, newer = None, stale.current
            form.add_error(None, str(stale))
            form.data = {**form.data.dict(), "revision": str(stale.current.revision)}
        if made:
            messages.success(request, _("Kept as a draft. File it when it is ready for the members."))
            return redirect("landscape:solution", pk=made.pk)
    way = [(held.title, f"/landscape/solutions/{held.pk}/"), (_("Edit"), "")] if held else [(_("Write one"), "")]
    crumbs = crumb((_("Candidate solutions"), "/landscape/solutions/"), *way)
    return _page(request, "landscape/solution_form.html", {"form": form, "solution": held, "newer": newer, "crumbs": crumbs})
