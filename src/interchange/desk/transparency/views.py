"""Pages of the transparency room."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interchange.desk.transparency import actions, exports, queries
from interchange.desk.transparency.forms import EditionForm
from interchange.desk.transparency.models import LIVE, Report
from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, require, see
from interchange.ground.shell.exports import table
from interchange.ground.shell.forms import attempt


def _shown(request: HouseRequest, report: Report | None, *, status: int = 200, **more: Any) -> HttpResponse:
    wanted = request.GET.get("format")
    if report and wanted == "json":
        return JsonResponse(exports.as_object(report), json_dumps_params={"ensure_ascii": False})
    if report and wanted == "csv":
        return table(request, f"transparency-{report.year or 'live'}", exports.COLUMNS, exports.csv_rows(report))
    context = {
        "report": report,
        "sections": exports.sections(report) if report else [],
        "tables": exports.tables(report) if report else [],
        **more,
    }
    return render(request, "transparency/report.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def live(request: HouseRequest) -> HttpResponse:
    """The figures as they stand; for officers the form that makes an edition of a year."""
    viewer = request.viewer
    posted = request.method == "POST"
    if posted:
        require(viewer, "edition.draft", known=True)
    form = EditionForm(request.POST if posted else None)
    if posted and form.is_valid():
        made = attempt(form, actions.draft_edition, viewer, at=clock.now(), **form.cleaned_data)
        if made:
            return redirect("transparency:edition", year=made.year)
    return _shown(
        request,
        queries.live(viewer),
        editions=list(queries.editions(viewer)),
        form=form if allows(viewer, "edition.draft") else None,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@public
def edition(request: HouseRequest, year: int) -> HttpResponse:
    """The report of one year; for a second officer the button that releases it."""
    viewer = request.viewer
    found = see(viewer, "transparency.view", Report.objects.filter(year__gt=LIVE), year=year)
    release = EditionForm()
    if request.method == "POST":
        require(viewer, "edition.draft", known=True)
        release = EditionForm({"year": year})
        if release.is_valid() and attempt(release, actions.release_edition, viewer, year, at=clock.now()):
            messages.success(request, _("Released. It does not change any more."))
            return redirect("transparency:edition", year=year)
    return _shown(
        request,
        found,
        edition=found,
        release=release,
        may_release=not found.released_at and allows(viewer, "edition.release", found),
        crumbs=[(_("Transparency"), "/transparency/"), (str(year), "")],
        status=422 if release.is_bound and release.errors else 200,
    )
