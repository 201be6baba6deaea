"""A text in, help out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import attempt
from interchange.workbench.assist import actions, queries, service
from interchange.workbench.assist.forms import AskForm
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.vocabulary import RunState

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@door("assist.ask")
def index(request: HouseRequest) -> HttpResponse:
    """Ask for help; the last runs."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form, actions.ask, request.viewer, kind=data["kind"], nature=data["nature"], text=data["text"], language=data["language"],
            send=data.get("send", False), at=clock.now(),
        )  # fmt: skip
        if made is not None:
            return redirect("assist:run", made.pk)
    context = {
        "form": form,
        "runs": queries.mine(request.viewer)[:SHOWN],
        "on": service.is_on(),
        "crumbs": [(_("Workbench"), "/workbench/"), (_("Help with a text"), "")],
    }
    return render(request, "assist/index.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("assist.ask")
def run(request: HouseRequest, pk: Any) -> HttpResponse:
    """What came of one text."""
    found: Run = see(request.viewer, "assist.own", pk=pk)
    if request.method == "POST":
        actions.delete(request.viewer, pk, at=clock.now())
        messages.success(request, _("Deleted, with the text."))
        return redirect("assist:index")
    context = {
        "run": found,
        "waits": found.state == RunState.WAITING,
        "written": queries.is_written(found),
        "mark": queries.mark(found) if queries.is_written(found) else "",
        "crumbs": [(_("Workbench"), "/workbench/"), (_("Help with a text"), "/workbench/assist/"), (found.get_kind_display(), "")],
    }
    return render(request, "assist/run.html", context)


@require_safe
@door("assist.ask")
def result(request: HouseRequest, pk: Any, suffix: str) -> HttpResponse:
    """The AI system's text as a file that carries its label: `txt` or `json`."""
    found: Run = see(request.viewer, "assist.own", pk=pk)
    if not queries.is_written(found) or suffix not in {"txt", "json"}:
        raise Http404
    answer: HttpResponse
    if suffix == "json":
        answer = JsonResponse(
            queries.as_data(found), json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type="application/ld+json"
        )
    else:
        answer = HttpResponse(f"{found.result}\n\n[{queries.mark(found)}]\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ai-assisted-{found.kind}.{suffix}"'
    return answer
