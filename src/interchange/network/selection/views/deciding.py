"""Officers: release; offers and waiting list; requests for review; report."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import actions
from interchange.network.selection.models import Release, SelectionReport
from interchange.network.selection.queries.appeals import took_part
from interchange.network.selection.queries.waiting import standing
from interchange.network.selection.views.common import attempt, call_of, crumbs, number, tell
from interchange.network.selection.vocabulary import Dimension, RequestOutcome


@require_http_methods(["GET", "HEAD", "POST"])
@door("release.prepare")
def release(request: HouseRequest, slug: str) -> HttpResponse:
    """Prepare the letters, look every one through, release by a second officer."""
    call, at = call_of(slug), clock.now()
    found = Release.objects.filter(call=call, discarded_at__isnull=True).select_related("prepared_by", "released_by").first()
    if request.method == "POST":
        verb, key = request.POST.get("do", ""), found.pk if found else 0
        verbs = {
            "prepare": lambda: actions.prepare_release(request.viewer, call.pk, at=at),
            "discard": lambda: actions.discard_release(request.viewer, key, at=at),
            "release": lambda: actions.release(request.viewer, key, at=at),
        }
        if verb in verbs:
            tell(request, attempt(request, verbs[verb], _("Done."))[1])
        return redirect("selection:release", slug=slug)
    choices = rows(request.viewer, "choice.manage").filter(set__call=call).select_related("application")
    context = {
        "call": call,
        "release": found,
        "choices": list(choices.order_by("outcome", "profile", "rank", "pk")),
        "own": found is not None and found.prepared_by_id == request.viewer.person_id,
        "crumbs": crumbs((call.title, ""), (_("Release"), "")),
    }
    return render(request, "selection/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("offer.manage")
def offers(request: HouseRequest, slug: str) -> HttpResponse:
    """Offers with their clocks, the waiting list with whom to call next."""
    call, at = call_of(slug), clock.now()
    if request.method == "POST":
        verb, key = request.POST.get("do", ""), number(request.POST.get("application")) or 0
        verbs = {
            "call-up": lambda: actions.call_up(request.viewer, key, reason=request.POST.get("reason", ""), at=at),
            "pause": lambda: actions.pause_offer(request.viewer, key, at=at),
            "resume": lambda: actions.resume_offer(request.viewer, key, at=at),
        }
        if verb in verbs:
            tell(request, attempt(request, verbs[verb], _("Done."))[1])
        return redirect("selection:offers", slug=slug)
    visible = set(rows(request.viewer, "waiting.manage").filter(call=call).values_list("pk", flat=True))
    waiting = [entry for entry in standing(call.pk, at) if entry.pk in visible]
    firsts: dict[str, int] = {}
    for entry in waiting:
        firsts.setdefault(entry.profile, entry.pk)
    made = rows(request.viewer, "offer.manage").filter(application__call=call).select_related("application").order_by("answer", "lapses_at")
    context = {
        "call": call,
        "offers": list(made),
        "waiting": [(entry, firsts[entry.profile] == entry.pk) for entry in waiting],
        "crumbs": crumbs((call.title, ""), (_("Offers and waiting list"), "")),
    }
    return render(request, "selection/offers.html", context)


@require_http_methods(["GET", "HEAD"])
@door("appeal.manage")
def appeals(request: HouseRequest) -> HttpResponse:
    """Requests for review with their clocks."""
    found = rows(request.viewer, "appeal.manage").select_related("application", "handler").order_by("answered_at", "answer_by")
    return render(
        request, "selection/appeals.html", {"requests": found, "now": clock.now(), "crumbs": crumbs((_("Requests for review"), ""))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door("appeal.manage")
def appeal(request: HouseRequest, pk: int) -> HttpResponse:
    """One request: take it, answer it."""
    found = see(request.viewer, "appeal.manage", pk=pk)
    problems = []
    if request.method == "POST":
        at, outcome = clock.now(), request.POST.get("outcome", "")
        if request.POST.get("do") == "take":
            made, problems = attempt(request, lambda: actions.take_request(request.viewer, pk, at=at), _("You handle this request."))
        else:
            reason = request.POST.get("reason", "")
            made, problems = attempt(
                request, lambda: actions.answer_request(request.viewer, pk, outcome, reason=reason, at=at), _("Answered.")
            )
        if made is not None:
            return redirect("selection:appeal", pk=pk)
    context = {
        "appeal": found,
        "involved": request.viewer.person_id in took_part(found.application_id) and found.handler_id != request.viewer.person_id,
        "mine": found.handler_id == request.viewer.person_id,
        "outcomes": RequestOutcome.choices,
        "problems": problems,
        "input": request.POST,
        "crumbs": crumbs((_("Requests for review"), ""), (found.application.number, "")),
    }
    return render(request, "selection/appeal.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def report(request: HouseRequest, slug: str) -> HttpResponse:
    """The selection report: officers draft and approve, everybody reads it once approved."""
    call, at = call_of(slug), clock.now()
    if request.method == "POST":
        verbs = {
            "draft": lambda: actions.draft_report(request.viewer, call.pk, remark=request.POST.get("remark", ""), at=at),
            "approve": lambda: actions.approve_report(request.viewer, call.pk, at=at),
        }
        verb = request.POST.get("do", "")
        if verb in verbs:
            tell(request, attempt(request, verbs[verb], _("Done."))[1])
        return redirect("selection:report", slug=slug)
    officer = request.viewer.has("officer")
    found = rows(request.viewer, "report.view").filter(call=call).first()
    if found is None and not officer:
        see(request.viewer, "report.view", call=call)
    data = found.data if found else None
    context = {
        "call": call,
        "report": found,
        "officer": officer,
        "own": isinstance(found, SelectionReport) and found.drafted_by_id == request.viewer.person_id,
        "states": [(code, label, data["states"].get(code, 0)) for code, label in _states()] if data else [],
        "composition": [(label, data["composition"].get(code, [])) for code, label in Dimension.choices if code in data["composition"]]
        if data
        else [],
    }
    return render(request, "selection/report.html", context)


def _states() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in ApplicationState.choices if code != ApplicationState.DRAFT]
