"""Reports that somebody kept: listed, opened, shared by a link, deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.lists import Listing
from interchange.workbench.bench import actions, filed, queries
from interchange.workbench.bench.models import KeptReport

MINE = "/workbench/reports/"


@require_safe
@door("report.keep")
def index(request: HouseRequest) -> HttpResponse:
    """The reports that the viewer kept."""
    listing = Listing(request, queries.mine(request.viewer), search=["name"])
    return render(request, "bench/reports.html", {"listing": listing, "crumbs": [(_("Workbench"), "/workbench/"), (_("My reports"), "")]})


@require_http_methods(["GET", "HEAD", "POST"])
@door("report.keep")
def report(request: HouseRequest, pk: Any) -> HttpResponse:
    """One kept report; its owner shares it by a link, takes the link back, deletes it."""
    viewer = request.viewer
    found = see(viewer, "report.own", pk=pk)
    if request.method == "POST":
        wanted, at = request.POST.get("do"), clock.now()
        if wanted == "share":
            actions.share_report(viewer, pk, at=at)
            messages.success(request, _("Whoever has the link reads this report."))
        elif wanted == "unshare":
            actions.unshare_report(viewer, pk, at=at)
            messages.success(request, _("The link opens nothing any more."))
        elif wanted == "delete":
            actions.delete_report(viewer, pk, at=at)
            messages.success(request, _("The report is deleted."))
            return redirect("bench:reports")
        return redirect("bench:report", pk=pk)
    link = request.build_absolute_uri(f"/workbench/shared/{found.secret}/") if found.secret else ""
    return render(
        request,
        "bench/report.html",
        {
            "kept": found,
            "one": filed.shown(found.data, found.pictures),
            "link": link,
            "crumbs": [(_("My reports"), MINE), (found.name, "")],
        },
    )


@require_safe
@door("report.keep")
def as_json(request: HouseRequest, pk: Any) -> HttpResponse:
    """The report as it was made, for programs."""
    found = see(request.viewer, "report.own", pk=pk)
    response = JsonResponse(found.data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="report.json"'
    return response


@require_safe
@public
def shared(request: HouseRequest, secret: str) -> HttpResponse:
    """A report by its link. Search engines are asked to stay away, and the link is handed on to nobody."""
    found = see(request.viewer, "report.shared", KeptReport.objects.all(), secret=secret)
    response = render(
        request,
        "bench/report.html",
        {"kept": found, "one": filed.shown(found.data, found.pictures), "crumbs": [(_("Workbench"), "/workbench/"), (found.name, "")]},
    )
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
