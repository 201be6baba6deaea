"""Sites: the site check, and what this site says of itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.visitors import shared_by_visitors
from interchange.workbench.bench import house, showing
from interchange.workbench.bench.forms import SiteCheckForm
from interchange.workbench.signals.reservations.crawlers import register
from interchange.workbench.signals.reservations.site import check


@shared_by_visitors
@public
@require_safe
def uses(request: HouseRequest) -> HttpResponse:
    """What machines may do with what stands here, in words; the policy that TDMRep's fields point to."""
    context = {
        "rows": showing.declared(house.declaration()),
        "fields": house.fields(),
        "crumbs": [(_("Home"), "/"), (_("Uses by machines"), "")],
    }
    return render(request, "bench/uses.html", context)


@public
@require_safe
def tdmrep(request: HouseRequest) -> HttpResponse:
    """TDM file on the origin server (TDMRep)."""
    return HttpResponse(house.tdmrep(), content_type="application/json")


@public
def site_check(request: HouseRequest) -> HttpResponse:
    """Paste what a site says; see what that comes to. Nothing is fetched, nothing is kept."""
    form = SiteCheckForm(request.POST if request.method == "POST" else None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = showing.shown(check(form.site()))
    context = {"form": form, "report": report, "register": register(), "crumbs": [(_("Home"), "/"), (_("Site check"), "")]}
    return render(request, "bench/site_check.html", context, status=422 if form.errors else 200)
