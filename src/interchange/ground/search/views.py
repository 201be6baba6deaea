"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from interchange.ground.policy.doors import public
from interchange.ground.search.queries import search as find


@public
def search(request: HttpRequest) -> HttpResponse:
    """Everything that the viewer may see, kinds as tabs."""
    text = request.GET.get("q", "").strip()[:200]
    number = request.GET.get("page", "1")
    kind = request.GET.get("kind", "")
    results = find(request.viewer, text, kind=kind, page=int(number) if number.isdigit() and len(number) < 6 else 1)  # type: ignore[attr-defined]
    return render(request, "search/search.html", {"results": results, "kind": kind, "pages": range(1, results.pages + 1)})
