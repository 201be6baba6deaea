"""The list of experiments, one of them, and its files for taking away."""

import csv
import io
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.text import papers
from interchange.workbench.lab import queries, showing
from interchange.workbench.lab.forms import DecideForm, SubmitForm
from interchange.workbench.lab.models import Evidence, Experiment
from interchange.workbench.lab.vocabulary import MEDIA, State
from interchange.workbench.signals.trials import results


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(_("Workbench"), "/workbench/"), (_("Laboratory"), "/workbench/lab/"), *more]


def number(slug: str) -> str:
    """The number of an experiment from its address."""
    return f"TEN/LAB/{slug.replace('-', '/')}"


def found(request: HouseRequest, slug: str, verb: str = "experiment.view") -> Experiment:
    """The experiment at an address, as far as policy lets the viewer say the verb to it."""
    return see(request.viewer, verb, Experiment.objects.select_related("owner", "record"), number=number(slug))


@require_safe
@public
def index(request: HouseRequest) -> HttpResponse:
    """What was tried and published, and one's own."""
    viewer = request.viewer
    listing = Listing(
        request, queries.published(viewer), facets=[Facet("media", _("Kind"), list(MEDIA.items()))], search=["title", "question", "number"]
    )
    entries = [(one, showing.corpus(one)) for one in Experiment.objects.filter(pk__in=[row.pk for row in listing.rows]).defer("result")]
    order = [row.pk for row in listing.rows]
    context = {
        "listing": listing,
        "entries": sorted(entries, key=lambda pair: order.index(pair[0].pk)),
        "mine": list(queries.mine(viewer)) if viewer.is_signed_in else [],
        "waiting": list(queries.to_decide(viewer)) if allows(viewer, "experiment.decide") else [],
        "can_make": allows(viewer, "experiment.make"),
        "crumbs": [*crumbs()[:1], (_("Laboratory"), "")],
    }
    return render(request, "lab/index.html", context)


@require_safe
@public
def experiment(request: HouseRequest, slug: str) -> HttpResponse:
    """One experiment: progress while it runs, then the matrix."""
    return page(request, found(request, slug))


def page(request: HouseRequest, one: Experiment, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of an experiment, with forms that were filled in wrongly."""
    viewer = request.viewer
    own = bool(viewer.person_id) and one.owner_id == viewer.person_id
    context = {
        "one": one, "own": own, "corpus": showing.corpus(one), "medium": showing.medium(one), "shown": showing.shown(one.result) if one.result else None,
        "steps": [showing.chain(chain) for chain in one.recipe["chains"]], "going": one.is_going,
        "submit": forms.get("submit") or SubmitForm(), "decide": forms.get("decide") or DecideForm(),
        "can_decide": one.state == State.SUBMITTED and allows(viewer, "experiment.decide", one),
        "can_forward": one.state == State.PUBLISHED and bool(one.tools) and allows(viewer, "experiment.put-forward"),
        "can_deposit": own and one.state == State.PUBLISHED and one.record_id is None and allows(viewer, "experiment.deposit"),
        "evidence": list(Evidence.objects.filter(experiment=one).select_related("proposal")),
        "record": rows(viewer, "record.view").filter(pk=one.record_id).first() if one.record_id else None,
        "inside": allows(viewer, "map.propose"),
        "crumbs": crumbs((one.number, "")),
    }  # fmt: skip
    return render(request, "lab/experiment.html", context, status=status)


@require_safe
@public
def download(request: HouseRequest, slug: str, name: str) -> HttpResponse:
    """recipe.json, result.json, result.csv or matrix.svg."""
    one = found(request, slug)
    file = f'filename="{slug}-{name}"'
    if name == "recipe.json":
        response: HttpResponse = JsonResponse(one.recipe, json_dumps_params={"ensure_ascii": False, "indent": 1})
    elif one.result is None:
        raise Http404
    elif name == "result.json":
        response = JsonResponse(one.result, json_dumps_params={"ensure_ascii": False, "indent": 1})
    elif name == "result.csv":
        out = io.StringIO()
        csv.writer(out).writerows(results.rows(one.result))
        response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    elif name == "matrix.svg":
        drawn = str(showing.picture(one.result, alone=True)).encode()
        response = HttpResponse(papers.finished(drawn, "image/svg+xml", papers.Said(one.title)), content_type="image/svg+xml")
    else:
        raise Http404
    response["Content-Disposition"] = f"attachment; {file}"
    return response
