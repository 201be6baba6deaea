"""The search page, and the searches that somebody keeps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.ground.search import saving
from interchange.ground.search.asking import LIMIT
from interchange.ground.search.forms import SaveForm
from interchange.ground.search.index import HELP
from interchange.ground.search.models import SavedSearch
from interchange.ground.search.places import PLACES
from interchange.ground.search.queries import answered
from interchange.ground.search.queries import search as find
from interchange.ground.search.vocabulary import QUERY_LIMIT, Alert
from interchange.ground.shell.forms import attempt


@public
def search(request: HouseRequest) -> HttpResponse:
    """Everything that the viewer may see, kinds as tabs."""
    text = request.GET.get("q", "").strip()[:LIMIT]
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    results = find(request.viewer, text, kind=request.GET.get("kind", ""), page=page, mending=request.GET.get("exact") != "1")
    context: dict[str, Any] = {"results": results, "answers": answered(request.viewer, results), "help": HELP}
    if request.viewer.is_signed_in and not results.asked.is_empty:
        context |= {"save_form": SaveForm(initial={"title": text[:100]}), "query": PLACES["search"].normal(request.GET.urlencode())}
    return render(request, "search/search.html", context)


@door("search.save")
def saved(request: HouseRequest) -> HttpResponse:
    """The viewer's saved searches: opened, renamed, with or without letters, deleted; a search posted here is kept."""
    viewer, at, what = request.viewer, clock.now(), request.POST.get("what", "")
    form, asked, place = SaveForm(request.POST if what == "save" else None), "", ""
    if what == "save":
        asked, place = request.POST.get("query", "")[:QUERY_LIMIT], request.POST.get("place", "search")
        if form.is_valid() and attempt(form, saving.save_search, viewer, asked, place=place, at=at, **form.cleaned_data):
            messages.success(request, _("Saved. You find it among your saved searches."))
            return redirect("saved_searches")
    elif what in {"change", "forget"}:
        return _changed(request, what)
    kept = [(one, PLACES[one.place]) for one in rows(viewer, "saved-search.own") if one.place in PLACES]
    listed = [(one, place_.label, place_.address(one.query)) for one, place_ in kept]
    context = {
        "searches": listed, "alerts": Alert.choices, "form": form if what == "save" else None, "query": asked, "place": place,
        "crumbs": [(_("My account"), "/account/me/"), (_("Saved searches"), "")],
    }  # fmt: skip
    return render(request, "search/saved.html", context, status=422 if form.errors else 200)


def _changed(request: HouseRequest, what: str) -> HttpResponseRedirect:
    number = request.POST.get("search", "")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    see(request.viewer, "saved-search.own", SavedSearch.objects.all(), pk=pk)
    if what == "forget":
        saving.forget_search(request.viewer, pk, at=clock.now())
        messages.success(request, _("The search is deleted."))
        return redirect("saved_searches")
    form = SaveForm(request.POST)
    if form.is_valid() and attempt(form, saving.change_search, request.viewer, pk, at=clock.now(), **form.cleaned_data):
        messages.success(request, _("Changed."))
    else:
        messages.error(request, _("Nothing is changed: the search needs a name."))
    return redirect("saved_searches")
