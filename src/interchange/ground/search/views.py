"""The search page."""

from django.http import HttpResponse
from django.shortcuts import render

from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.search.asking import LIMIT
from interchange.ground.search.index import HELP
from interchange.ground.search.queries import answered
from interchange.ground.search.queries import search as find


@public
def search(request: HouseRequest) -> HttpResponse:
    """Everything that the viewer may see, kinds as tabs."""
    text = request.GET.get("q", "").strip()[:LIMIT]
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    results = find(request.viewer, text, kind=request.GET.get("kind", ""), page=page, mending=request.GET.get("exact") != "1")
    return render(request, "search/search.html", {"results": results, "answers": answered(request.viewer, results), "help": HELP})
