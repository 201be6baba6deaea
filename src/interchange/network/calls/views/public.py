"""What everyone may read about calls."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows
from interchange.ground.shell.visitors import shared_by_visitors
from interchange.network.calls import queries
from interchange.network.calls.models import DeclarationText
from interchange.network.calls.printing import blank_form
from interchange.network.calls.steps import STEPS, TEXT_LIMITS
from interchange.network.calls.vocabulary import MOTIVATION_LIMIT, OWN_PART_LIMIT, TextKind

CALLS = (gettext_lazy("Calls"), "/calls/")


@public
@shared_by_visitors
def index(request: HouseRequest) -> HttpResponse:
    """Every call, the open ones first."""
    at = clock.now()
    found = [(call, queries.phase(call, at)) for call in queries.calls(request.viewer)[:50]]
    order = {"open": 0, "coming": 1, "closed": 2, "archived": 3}
    found.sort(key=lambda entry: order.get(entry[1], 4))
    return render(request, "calls/index.html", {"calls": found, "open": [call for call, phase in found if phase == "open"]})


@public
@shared_by_visitors
def detail(request: HouseRequest, slug: str) -> HttpResponse:
    """One call, whole."""
    viewer, at = request.viewer, clock.now()
    call = queries.full_call(viewer, slug)
    texts = sorted(call.texts.all(), key=lambda text: list(TextKind.values).index(text.kind))
    mine = queries.live_application(viewer.person_id, call.pk) if viewer.is_signed_in else None
    context = {
        "call": call,
        "phase": queries.phase(call, at),
        "texts": texts,
        "mine": mine,
        "steps": STEPS.values(),
        "crumbs": [(_("Calls"), reverse("calls:index")), (call.title, "")],
    }
    return render(request, "calls/detail.html", context)


@public
@shared_by_visitors
def text(request: HouseRequest, kind: str, version: int) -> HttpResponse:
    """One version of a declaration text."""
    found = rows(request.viewer, "text.view", DeclarationText.objects.filter(kind=kind, language="en")).order_by("version")
    versions = list(found)
    shown = next((entry for entry in versions if entry.version == version), None)
    if shown is None:
        raise Http404
    return render(
        request,
        "calls/text.html",
        {"text": shown, "versions": versions, "crumbs": [(_("Calls"), reverse("calls:index")), (shown.title, "")]},
    )


@public
@shared_by_visitors
def form_pdf(request: HouseRequest, slug: str) -> HttpResponse:
    """The blank form with all limits, to prepare offline."""
    call = queries.full_call(request.viewer, slug)
    response = HttpResponse(blank_form(call), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{call.slug}-form.pdf"'
    return response


@public
@shared_by_visitors
def form_page(request: HouseRequest, slug: str) -> HttpResponse:
    """The same as a page."""
    call = queries.full_call(request.viewer, slug)
    limits = {**TEXT_LIMITS, "motivation": MOTIVATION_LIMIT, "own_part": OWN_PART_LIMIT}
    return render(
        request,
        "calls/form.html",
        {
            "call": call,
            "limits": limits,
            "steps": STEPS.values(),
            "crumbs": [(_("Calls"), reverse("calls:index")), (call.title, reverse("calls:detail", args=[slug])), (_("Blank form"), "")],
        },
    )


@public
@shared_by_visitors
def feed(request: HouseRequest) -> HttpResponse:
    """Calls as an Atom feed (RFC 4287)."""
    base = f"{request.scheme}://{request.get_host()}"
    made = Atom1Feed(
        title=_("Calls of the AIII Technical Exchange Network"),
        link=f"{base}/calls/",
        description="",
        feed_url=f"{base}{request.path}",
        language="en",
    )
    for call in queries.calls(request.viewer).filter(state="published")[:30]:
        made.add_item(
            title=call.title,
            link=f"{base}/calls/{call.slug}/",
            description=call.summary,
            pubdate=call.published_at,
            updateddate=call.published_at,
            unique_id=f"{base}/calls/{call.slug}/",
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")
