"""Sites: the site check, and what this site says of itself."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.visitors import shared_by_visitors
from interchange.workbench.bench import house, showing
from interchange.workbench.bench.actions import sites
from interchange.workbench.bench.forms import LIMIT, AddressForm, SiteCheckForm
from interchange.workbench.signals.reservations.crawlers import register
from interchange.workbench.signals.reservations.site import Site, check


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


FETCHED = ("robots", "headers", "html", "tdmrep", "ai_txt", "rsl")


def _page(request: HouseRequest, form: SiteCheckForm, address: AddressForm, made: Site | None = None, **more: Any) -> HttpResponse:
    """The page with both ways to it, and the report where there is one."""
    context = {
        "form": form, "address": address, "report": showing.shown(check(made)) if made else None, "register": register(),
        "fetching": settings.SITE_FETCH, "crumbs": [(_("Workbench"), "/workbench/"), (_("Site check"), "")], **more,
    }  # fmt: skip
    wrong = form.errors or address.errors
    return render(request, "bench/site_check.html", context, status=422 if wrong else 200)


@public
def site_check(request: HouseRequest) -> HttpResponse:
    """Paste what a site says; see what that comes to. Nothing is fetched, nothing is kept."""
    form = SiteCheckForm(request.POST if request.method == "POST" else None)
    made = form.site() if request.method == "POST" and form.is_valid() else None
    return _page(request, form, AddressForm(initial={"url": request.GET.get("url", "")[:2000]}), made)


@door("site.fetch")
@require_http_methods(["GET", "HEAD", "POST"])
def site_fetch(request: HouseRequest) -> HttpResponse:
    """Have a site fetched, politely; every request that was made is shown. Nothing is kept."""
    if request.method != "POST":
        return redirect("bench:site_check")
    address, form = AddressForm(request.POST), SiteCheckForm()
    if not address.is_valid():
        return _page(request, form, address)
    found = attempt(address, sites.fetch_site, request.viewer, address.cleaned_data["url"], at=clock.now())
    if found is None:
        return _page(request, form, address)
    made, steps, problem = found
    if problem is not None:
        address.add_error("url", str(problem))
    elif made is not None:
        texts = {name: getattr(made, name) or "" for name in FETCHED}
        shown = {name: text.decode("utf-8", "replace") if isinstance(text, bytes) else text for name, text in texts.items()}
        form = SiteCheckForm(initial={"url": made.url, **{name: text for name, text in shown.items() if len(text) <= LIMIT}})
    return _page(request, form, address, made, steps=showing.steps(steps))
