"""The pages of the room."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell import exports
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.states import actions, queries, sections
from interchange.network.states.forms import GroupForm, NoteForm
from interchange.network.states.models import Note
from interchange.network.states.policy import states_of
from interchange.network.states.vocabulary import NoteState

Crumbs = list[tuple[str, str]]


def _crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Member States"), reverse("states:index")), *more]


def _page(request: HouseRequest, template: str, context: dict[str, Any], *forms: Any) -> HttpResponse:
    bad = any(form is not None and form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=422 if bad else 200)


def _has_somebody(queryset: "QuerySet[Any]", code: str) -> "QuerySet[Any]":
    somebody = Q(named__gt=0)
    return queryset.filter(somebody if code == "yes" else ~somebody)


@public
def index(request: HouseRequest) -> HttpResponse:
    """All Member States: group, and whether a focal point is named."""
    listing = Listing(
        request,
        queries.overview(request.viewer),
        facets=[
            Facet("region", _("Regional group"), vocabulary.choices("regions")),
            Facet("named", _("Focal point"), [("yes", _("Named")), ("no", _("Not named yet"))], apply=_has_somebody),
        ],
        sorts={"name": (_("Name"), ["name"]), "named": (_("Focal points first"), ["-named", "name"])},
        search=["name", "iso2"],
        per_page=50,
    )
    if request.GET.get("format") in {"csv", "json"}:
        table = ((one.iso2, one.name, one.region, one.region_since, one.named) for one in listing.rows)
        return exports.table(request, "delegations", ["code", "name", "regional_group", "since", "persons_named"], table)
    return _page(request, "states/index.html", {"listing": listing, "crumbs": [(_("Member States"), "")]})


@door("state.speak")
def mine(request: HouseRequest) -> HttpResponse:
    """On to the page of the State for which the viewer speaks (the first, where there are several)."""
    return redirect("states:state", iso2=states_of(request.viewer)[0])


@public
def state(request: HouseRequest, iso2: str) -> HttpResponse:
    """A State: its groups, whether somebody speaks for it, what it filed; for its delegation and officers who that is, and the notes."""
    viewer, at = request.viewer, clock.now()
    found = queries.state(viewer, iso2)
    inside = allows(viewer, "delegation.view") and allows(viewer, "delegation.view", found)
    problem: Exception | None = None
    form = ReasonForm(request.POST if request.POST.get("what") == "end" else None)
    if request.method == "POST":
        if not viewer.is_signed_in or not inside:
            raise NotAllowed("state-place.end")
        pk = int(request.POST["pk"]) if request.POST.get("pk", "").isdigit() else 0
        if request.POST.get("what") == "end":
            if form.is_valid() and attempt(form, actions.end_place, viewer, pk, reason=form.cleaned_data["reason"], at=at):
                messages.success(request, _("The place is free; access ended at once."))
                return redirect("states:state", iso2=iso2)
        elif request.POST.get("what") == "write":
            actions.write_again(viewer, pk, at=at)
            messages.success(request, _("A letter is on its way."))
            return redirect("states:state", iso2=iso2)
        else:
            raise Http404
    held = queries.delegation(viewer, iso2) if inside else []
    context = {
        "found": found, "inside": inside, "held": [one for one in held if one.ends_at is None], "past": [one for one in held if one.ends_at is not None],
        "notes": list(queries.notes(viewer, iso2)[:20]) if inside else [], "regions": queries.regions_over_time(found),
        "groups": [one for one in queries.groups() if iso2 in one.states], "form": form, "problem": problem,
        "ends": allows(viewer, "state-place.end"), "ending": request.POST.get("pk", ""), "may_enter": inside and allows(viewer, "state-note.enter", found),
        "speaks": iso2 in states_of(viewer), "acts": sections.acts(iso2), "crumbs": _crumbs((found.name, "")),
    }  # fmt: skip
    return _page(request, "states/state.html", context, form)


@door("state-note.enter")
def enter(request: HouseRequest, iso2: str) -> HttpResponse:
    """Give in a note that names who speaks for the State from its verification on."""
    viewer = request.viewer
    found = see(viewer, "state-note.enter", pk=iso2)
    form = NoteForm(request.POST, request.FILES) if request.method == "POST" else NoteForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form, actions.enter_note, viewer, iso2, reference=given["reference"], dated=given["dated"], persons=form.persons, file=given["file"], at=clock.now()
        )  # fmt: skip
        if made:
            messages.success(request, _("Received as %s. It counts once an officer has verified it.") % made.number)
            return redirect(made.get_absolute_url())
    context = {"form": form, "found": found, "crumbs": _crumbs((found.name, reverse("states:state", args=[iso2])), (_("A new note"), ""))}
    return _page(request, "states/enter.html", context, form)


@door("state-note.list")
def notes(request: HouseRequest) -> HttpResponse:
    """All notes, those to be verified first to be found."""
    listing = Listing(
        request,
        rows(request.viewer, "state-note.list", Note.objects.select_related("member_state")),
        facets=[Facet("state", _("State of the note"), NoteState.choices)],
        sorts={"new": (_("Newest first"), ["-entered_at", "-pk"]), "state": (_("By Member State"), ["member_state__name", "-entered_at"])},
        search=["number", "reference", "member_state__name"],
    )
    return _page(request, "states/notes.html", {"listing": listing, "crumbs": _crumbs((_("Notes"), ""))})


@door("state-note.view")
def note(request: HouseRequest, pk: int) -> HttpResponse:
    """One note: whom it names; verified or not accepted by an officer who did not enter it."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "state-note.view", Note.objects.select_related("member_state", "file", "settled_by", "entered_by"), pk=pk)
    form = ReasonForm(request.POST if request.POST.get("what") == "refuse" else None)
    problem: Exception | None = None
    if request.method == "POST":
        if not allows(viewer, "state-note.settle", found):
            raise NotAllowed("state-note.settle", known=True)
        if request.POST.get("what") == "verify":
            try:
                actions.verify_note(viewer, pk, at=at)
                messages.success(request, _("Verified. Those named have been written to."))
                return redirect(found.get_absolute_url())
            except (Refused, NotAMove) as refused:
                problem = refused
        elif request.POST.get("what") == "refuse":
            if form.is_valid() and attempt(form, actions.refuse_note, viewer, pk, reason=form.cleaned_data["reason"], at=at):
                messages.success(request, _("Not accepted. Whoever gave it in can read why."))
                return redirect(found.get_absolute_url())
        else:
            raise Http404
    waits = found.state == NoteState.RECEIVED
    context = {
        "found": found, "persons": list(found.persons.all()), "form": form, "problem": problem, "waits": waits,
        "settles": waits and allows(viewer, "state-note.settle", found), "own": found.entered_by_id == viewer.person_id,
        "crumbs": _crumbs((found.member_state.name, reverse("states:state", args=[found.member_state_id])), (found.number, "")),
    }  # fmt: skip
    return render(request, "states/note.html", context, status=409 if problem else 422 if form.is_bound and form.errors else 200)


@public
def groups(request: HouseRequest) -> HttpResponse:
    """The groups of States and who coordinates each."""
    return _page(request, "states/groups.html", {"groups": queries.groups(), "crumbs": _crumbs((_("Groups"), ""))})


def _keep(request: HouseRequest, found: queries.Grouping | None) -> HttpResponse:
    initial = {"name": found.name, "states": list(found.states), "coordinator": found.coordinator, "since": found.since} if found else {}
    form = GroupForm(request.POST if request.method == "POST" else None, initial=initial, group=found)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        code = found.code if found else given.pop("code")
        if attempt(form, actions.set_group, request.viewer, code, **given, new=found is None, at=clock.now()):
            messages.success(request, _("Noted."))
            return redirect("states:groups")
    context = {
        "form": form,
        "group": found,
        "crumbs": _crumbs((_("Groups"), reverse("states:groups")), (found.name if found else _("A new group"), "")),
    }
    return _page(request, "states/group.html", context, form)


@door("state-group.edit")
def new_group(request: HouseRequest) -> HttpResponse:
    """Note a group that is not regional."""
    return _keep(request, None)


@door("state-group.edit")
def group(request: HouseRequest, code: str) -> HttpResponse:
    """Change a group: its States, where it is not regional, and its coordinator."""
    found = queries.group(code)
    if found is None:
        raise Http404
    return _keep(request, found)
