"""Applicants: answer an offer, stay on or leave the waiting list, ask for a review. Opening a page answers nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.errors import NotAllowed
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.network.calls.vocabulary import Outcome
from interchange.network.selection import actions
from interchange.network.selection.queries.appeals import last_day
from interchange.network.selection.views.common import attempt
from interchange.network.selection.vocabulary import Ground


@require_http_methods(["GET", "HEAD", "POST"])
@door("offer.answer")
def offer(request: HouseRequest, pk: int) -> HttpResponse:
    """The offer; POST answers it."""
    found, at, problems = see(request.viewer, "offer.answer", pk=pk), clock.now(), []
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        made, problems = attempt(request, lambda: actions.answer_offer(request.viewer, pk, answer, at=at), _("Your answer is recorded."))
        if made is not None:
            return redirect("selection:offer", pk=pk)
    lapsed = found.answer == "lapsed" or (not found.answer and found.paused_at is None and at >= found.lapses_at)
    context = {"offer": found, "application": found.application, "lapsed": lapsed, "problems": problems}
    return render(request, "selection/offer.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("waiting.answer")
def waiting(request: HouseRequest, pk: int) -> HttpResponse:
    """My place on the waiting list; POST leaves it."""
    found, at, problems = see(request.viewer, "waiting.answer", pk=pk), clock.now(), []
    if request.method == "POST":
        made, problems = attempt(request, lambda: actions.leave_waiting(request.viewer, pk, at=at), _("You left the waiting list."))
        if made is not None:
            return redirect("selection:waiting", pk=pk)
    context = {"entry": found, "application": found.application, "over": at >= found.valid_until, "problems": problems}
    return render(request, "selection/waiting.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("appeal.file")
def review_request(request: HouseRequest, pk: int) -> HttpResponse:
    """Ask for a review of one's own decision, or see how the request stands."""
    application = rows(request.viewer, "application.view").filter(pk=pk, person_id=request.viewer.person_id).first()
    if application is None or application.decided_at is None or application.outcome == Outcome.ACCEPTED:
        raise NotAllowed("appeal.file")
    at, problems = clock.now(), []
    if request.method == "POST":
        ground, statement = request.POST.get("ground", ""), request.POST.get("statement", "")
        made, problems = attempt(
            request, lambda: actions.file_request(request.viewer, pk, ground, statement, at=at), _("Your request is filed.")
        )
        if made is not None:
            return redirect("selection:review_request", pk=pk)
    last = last_day(application.decided_at)
    held = rows(request.viewer, "appeal.own").filter(application=application).first()
    context = {
        "application": application,
        "held": held,
        "last": last,
        "late": at > last,
        "grounds": Ground.choices,
        "problems": problems,
        "input": request.POST,
    }
    return render(request, "selection/review_request.html", context, status=422 if problems else 200)
