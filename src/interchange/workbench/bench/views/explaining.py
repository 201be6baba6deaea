"""What each way of labelling is, what it proves, and what it does not."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.workbench.bench import queries, showing


def crumb() -> tuple[str, str]:
    """The way back to the bench."""
    return (_("Workbench"), "/workbench/")


@require_safe
@public
def index(request: HouseRequest) -> HttpResponse:
    """The bench: what can be done here."""
    return render(request, "bench/index.html", {"count": len(queries.schemes())})


@require_safe
@public
def labels(request: HouseRequest) -> HttpResponse:
    """Every scheme that the bench reads."""
    found = sorted(queries.schemes().values(), key=lambda one: str(one.name).lower())
    entries = [(one, showing.said(one.proves), showing.said(one.does_not_prove)) for one in found]
    return render(request, "bench/labels.html", {"entries": entries, "crumbs": [crumb(), (_("Labels explained"), "")]})


@require_safe
@public
def explained(request: HouseRequest, scheme: str) -> HttpResponse:
    """One scheme, with the map's entry on it."""
    found = queries.schemes().get(scheme)
    if found is None:
        raise Http404
    context = {
        "scheme": found,
        "proves": showing.said(found.proves),
        "does_not_prove": showing.said(found.does_not_prove),
        "tool": queries.tool_of(request.viewer, scheme),
        "crumbs": [crumb(), (_("Labels explained"), "/workbench/labels/"), (str(found.name), "")],
    }
    return render(request, "bench/explained.html", context)
