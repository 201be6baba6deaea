"""Help that members offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.exchange import queries
from interchange.work.exchange.actions import offering
from interchange.work.exchange.forms import OfferForm, PlanForm
from interchange.work.exchange.models import Offer
from interchange.work.exchange.views import crumb, page
from interchange.work.exchange.vocabulary import OfferState

HERE = "/exchange/offers/"


@door("help-offer.list")
def index(request: HouseRequest) -> HttpResponse:
    """What is offered; one's own can be ended here."""
    viewer = request.viewer
    if request.method == "POST" and request.POST.get("offer", "").isdecimal():
        offering.end_offer(viewer, int(request.POST["offer"][:15]), at=clock.now())
        messages.success(request, _("The offer is ended."))
        return redirect("exchange:offers")
    listing = Listing(
        request,
        queries.offers(viewer),
        facets=[
            Facet("state", _("State"), [one for one in OfferState.choices if one[0] != OfferState.ENDED]),
            Facet("topic", _("Topic"), vocabulary.choices("topics"), field="topics", many=True),
        ],
        search=["title", "text"],
    )
    kept = set(rows(viewer, "help-offer.keep").filter(pk__in=[one.pk for one in listing.page]).values_list("pk", flat=True))
    context = {"listing": listing, "kept": kept, "plans": allows(viewer, "help-offer.plan"), "crumbs": crumb((_("Help offered"), ""))}
    return page(request, "exchange/offers.html", context)


@door("help-offer.make")
def make(request: HouseRequest) -> HttpResponse:
    """Offer help."""
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, offering.offer, request.viewer, title=data["title"], text=data["text"], topics=data["topics"], at=clock.now())
        if done is not None:
            messages.success(request, _("Offered. The Secretariat plans a session with you."))
            return redirect("exchange:offers")
    return page(
        request, "exchange/offer_form.html", {"form": form, "crumbs": crumb((_("Help offered"), HERE), (_("Offer help"), ""))}, form
    )


@door("help-offer.plan")
def plan(request: HouseRequest, pk: int) -> HttpResponse:
    """Make a learning session of an offer."""
    viewer = request.viewer
    found: Offer = see(viewer, "help-offer.plan", Offer.objects.select_related("person"), pk=pk)
    series = [(one.pk, one.title) for one in rows(viewer, "series.manage").order_by("title")]
    form = PlanForm(request.POST if request.method == "POST" else None, series=series)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "series"}
        done = attempt(form, offering.plan, viewer, pk, int(form.cleaned_data["series"]), data, at=clock.now())
        if done is not None:
            messages.success(request, _("Planned. Convene it when its agenda is ready."))
            return redirect(f"/meetings/{done.session.series.slug}/{done.session.number}/")
    context = {"found": found, "form": form, "crumbs": crumb((_("Help offered"), HERE), (_("Plan a session"), ""))}
    return page(request, "exchange/plan.html", context, form)
