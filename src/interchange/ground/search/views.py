"""The search page."""

from django.http import HttpResponse
from django.shortcuts import render

from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.search.queries import search as find


@public
def search(request: HouseRequest) -> HttpResponse:
    """Everything that the viewer may see, kinds as tabs."""
    text = request.GET.get("q", "").strip()[:200]
    number = request.GET.get("page", "1")
    kind = request.GET.get("kind", "")
    results = find(request.viewer, text, kind=kind, page=int(number) if number.isdecimal() and len(number) < 6 else 1)
    return render(request, "search/search.html", {"results": results, "kind": kind, "pages": range(1, results.pages + 1)})
