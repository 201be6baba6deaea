"""The reference pages, and the settings of the network."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell import exports
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.shell.visitors import shared_by_visitors
from interchange.ground.vocabulary import actions, load, queries
from interchange.ground.vocabulary.forms import HolidayForm, OptionForm, StateForm
from interchange.ground.vocabulary.models import Holiday, MemberState, Option, Term
from interchange.ground.vocabulary.options import DEFINITIONS, Definition
from interchange.ground.vocabulary.vocabulary import SCHEMES, DevelopmentStatus


@public
@shared_by_visitors
def reference(request: HouseRequest) -> HttpResponse:
    """Every controlled list, with the meaning of each entry. Two queries at most."""
    lists: dict[str, list[Term]] = {scheme: [] for scheme in SCHEMES}
    for term in Term.objects.filter(scheme__in=SCHEMES, retired=False):
        lists[term.scheme].append(term)
    groups = Counter(region for _name, region, _status in queries.words().states.values())
    context = {
        "lists": [(scheme, SCHEMES[scheme], entries) for scheme, entries in lists.items()],
        "regions": [(code, label, groups[code]) for code, label in queries.choices("regions")],
        "states": sum(groups.values()),
    }
    return render(request, "vocabulary/reference.html", context)


@public
@shared_by_visitors
def states(request: HouseRequest) -> HttpResponse:
    """The Member States with their regional groups."""
    listing = Listing(
        request,
        rows(request.viewer, "reference.view", MemberState.objects.all()),
        facets=[
            Facet("region", _("Regional group"), queries.choices("regions")),
            Facet("status", _("Development status"), DevelopmentStatus.choices, field="development_status"),
        ],
        sorts={"name": (_("Name"), ["name"]), "region": (_("Regional group"), ["region", "name"])},
        search=["name", "iso2"],
        per_page=50,
    )
    if request.GET.get("format") in {"csv", "json"}:
        return exports.table(
            request,
            "member-states",
            ["code", "name", "regional_group", "since", "development_status"],
            ((one.iso2, one.name, one.region, one.region_since, one.development_status) for one in listing.rows),
        )
    context = {
        "listing": listing,
        "statuses": dict(DevelopmentStatus.choices),
        "crumbs": [(_("Reference lists"), reverse("vocabulary:reference")), (_("Member States"), "")],
    }
    return render(request, "vocabulary/states.html", context)


@dataclass
class ShownOption:
    """An option as its page shows it."""

    definition: Definition
    value: Any
    row: Option | None
    form: OptionForm


def _shown(value: int | bool | str) -> Any:
    """The value in words."""
    return (gettext_lazy("Yes") if value else gettext_lazy("No")) if isinstance(value, bool) else value


def _initial(value: int | bool | str) -> dict[str, Any]:
    return {"value": ("yes" if value else "no") if isinstance(value, bool) else value}


@door("option.set")
def options(request: HouseRequest) -> HttpResponse:
    """Every option of every room, its default and reason; one small form each."""
    key = request.POST.get("key", "")
    if request.method == "POST" and key not in DEFINITIONS:
        raise Http404
    changed = {row.key: row for row in Option.objects.all()}
    shown, wrong = [], None
    for definition in DEFINITIONS.values():
        row = changed.get(definition.key)
        value = definition.default if row is None else row.value
        asked = request.method == "POST" and key == definition.key
        form = OptionForm(definition, request.POST if asked else None, initial=_initial(value))
        if asked:
            if _changed(request, definition, form):
                return redirect(f"{reverse('vocabulary:options')}#{definition.key}")
            wrong = form
        shown.append(ShownOption(definition, _shown(value), row, form))
    context = {
        "options": [(one, _shown(one.definition.default)) for one in shown],
        "wrong": wrong,
        "open_points": load.network()["not_stated"],
        "crumbs": [(_("Settings"), "")],
    }
    return render(request, "vocabulary/options.html", context)


def _changed(request: HouseRequest, definition: Definition, form: OptionForm) -> bool:
    """Run what was asked of one option; False where it was refused (and the form says why)."""
    at = clock.now()
    if request.POST.get("what") == "reset":
        form.fields["value"].required = False
        done = form.is_valid() and attempt(
            form, actions.reset_option, request.viewer, definition.key, reason=form.cleaned_data["reason"], at=at
        )
        if form.errors:
            return False
        messages.success(request, _("The default is in force again: %(value)s.") % {"value": _shown(definition.default)})
        return done is not None
    if not form.is_valid():
        return False
    given = form.cleaned_data
    if attempt(form, actions.set_option, request.viewer, definition.key, given["value"], reason=given["reason"], at=at) is None:
        return False
    messages.success(request, _("Set to %(value)s, from now on.") % {"value": _shown(given["value"])})
    return True


@door("state.edit")
def state(request: HouseRequest, iso2: str) -> HttpResponse:
    """Note a Member State's regional group and development status."""
    viewer = request.viewer
    found = see(viewer, "state.edit", pk=iso2)
    initial = {"region": found.region, "since": found.region_since, "development_status": found.development_status}
    form = StateForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and attempt(form, actions.set_state, viewer, iso2, **form.cleaned_data, at=clock.now()):
        messages.success(request, _("Noted."))
        return redirect("vocabulary:state", iso2=iso2)
    crumbs = [(_("Settings"), reverse("vocabulary:options")), (_("Member States"), reverse("vocabulary:states")), (found.name, "")]
    return render(request, "vocabulary/state.html", {"state": found, "form": form, "crumbs": crumbs})


def _years(viewer: Viewer, first: date) -> list[tuple[int, list[Holiday]]]:
    """The days from that one on, by year. One query."""
    found: dict[int, list[Holiday]] = {}
    for one in rows(viewer, "holiday.view", Holiday.objects.filter(day__gte=first)):
        found.setdefault(one.day.year, []).append(one)
    return list(found.items())


@public
@shared_by_visitors
def working_days(request: HouseRequest) -> HttpResponse:
    """Which days count as working days: the holidays year by year, and how sure each of them is."""
    today = clock.now().astimezone(clock.network_zone()).date()
    years = _years(request.viewer, date(today.year, 1, 1))
    crumbs = [(_("Reference lists"), reverse("vocabulary:reference")), (_("Working days"), "")]
    return render(request, "vocabulary/working_days.html", {"years": years, "crumbs": crumbs})


@door("holiday.edit")
def holidays(request: HouseRequest) -> HttpResponse:
    """Enter and confirm holidays."""
    viewer, at = request.viewer, clock.now()
    form = HolidayForm(
        request.POST if request.method == "POST" else None, initial={name: request.GET.get(name, "") for name in ("day", "name")}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, actions.set_holiday, viewer, given.pop("day"), **given, at=at):
            messages.success(request, _("Noted. Deadlines set from now on count with it; those already set stay."))
            return redirect("vocabulary:holidays")
    today = at.astimezone(clock.network_zone()).date()
    crumbs = [(_("Settings"), reverse("vocabulary:options")), (_("Working days"), "")]
    return render(request, "vocabulary/holidays.html", {"years": _years(viewer, today), "form": form, "today": today, "crumbs": crumbs})
