"""The pages of the room."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows
from interchange.ground.privacy import actions, queries
from interchange.ground.privacy.forms import DecisionForm, HandlerForm, MeasureForm, NoticeForm, OpenForm, ReachForm, ReportForm
from interchange.ground.privacy.models import Incident
from interchange.ground.privacy.vocabulary import INCIDENT_MOVES, ROOMS, Decision, IncidentState
from interchange.ground.shell import exports
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing

COLUMNS = ["key", "room", "data", "fields", "purpose", "basis", "readers", "kept", "retention_rule", "access_noted"]


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Personal data"), "/privacy/"), *more]


@public
@require_safe
def register(request: HouseRequest) -> HttpResponse:
    """What is held of people: which data, why, on which ground, who sees it, how long. Made from what each room declares in its own code."""
    found = queries.register()
    if request.GET.get("format") in {"csv", "json"}:
        table = (
            (
                one.key,
                one.room,
                one.what,
                " ".join(one.fields),
                one.why,
                one.basis.value,
                "; ".join(str(reader.value) for reader in one.readers),
                one.kept,
                one.rule,
                one.noted,
            )
            for _name, lines in found
            for one in lines
        )
        return exports.table(request, "personal-data", COLUMNS, table)
    context = {
        "rooms": [(ROOMS.get(name, name), name, queries.merged(lines)) for name, lines in found],
        "count": sum(len(queries.merged(lines)) for _name, lines in found),
        "crumbs": [(_("Home"), "/"), (_("Personal data"), "")],
    }
    return render(request, "privacy/register.html", context)


@door("look.list")
@require_safe
def looks(request: HouseRequest) -> HttpResponse:
    """Who opened whose data, by hour."""
    listing = Listing(
        request,
        queries.looks(request.viewer),
        facets=[
            Facet("about", _("Whose"), [("none", _("Lists of many people"))], apply=lambda found, code: found.filter(about__isnull=True))
        ],
        sorts={"new": (_("Newest first"), ["-hour", "-pk"]), "old": (_("Oldest first"), ["hour", "pk"])},
        search=["by__family_name", "by__given_name", "by__email", "model"],
        per_page=50,
    )
    if request.GET.get("format") in {"csv", "json"}:
        table = ((one.hour, one.by_id, one.model, one.subject_id, one.about_id) for one in listing.rows)
        return exports.table(request, "looks", ["hour", "by", "model", "row", "about"], table)
    return render(request, "privacy/looks.html", {"listing": listing, "crumbs": _crumbs((_("Who looked"), ""))})


@door("incident.open")
@require_safe
def incidents(request: HouseRequest) -> HttpResponse:
    """The incidents for which the viewer is named."""
    listing = Listing(
        request,
        queries.incidents(request.viewer),
        facets=[Facet("state", _("State"), IncidentState.choices)],
        sorts={"new": (_("Newest first"), ["-noticed_at", "-pk"])},
        search=["number", "title"],
    )
    return render(request, "privacy/incidents.html", {"listing": listing, "crumbs": _crumbs((_("Incidents"), ""))})


@door("incident.open")
def new(request: HouseRequest) -> HttpResponse:
    """Open an incident."""
    at = clock.now()
    local = at.astimezone(clock.network_zone())
    form = OpenForm(
        request.POST if request.method == "POST" else None, initial={"noticed_day": local.date(), "noticed_time": f"{local:%H:%M}"}
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.open_incident, request.viewer, form.cleaned_data, at=at)
        if made:
            messages.success(request, _("Opened as %s. Name whoever is to help; nobody else sees it.") % made.number)
            return redirect(made.get_absolute_url())
    context = {"form": form, "crumbs": _crumbs((_("Incidents"), "/privacy/incidents/"), (_("A new one"), ""))}
    return render(request, "privacy/new.html", context, status=422 if form.is_bound and form.errors else 200)


FORMS: dict[str, type[forms.Form]] = {
    "reach": ReachForm, "name": HandlerForm, "measure": MeasureForm, "decide": DecisionForm, "notice": NoticeForm, "close": ReportForm, "reopen": ReasonForm,
}  # fmt: skip


def _act(request: HouseRequest, pk: int, what: str, bound: dict[str, forms.Form]) -> "tuple[bool, Exception | None]":
    """Run what was asked: whether it was done, and what refused a single button. Raises 404 for verbs that are none."""
    viewer, at = request.viewer, clock.now()
    typed: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
        "reach": (lambda given: actions.set_reach(viewer, pk, given, at=at), _("The people touched are listed.")),
        "name": (lambda given: actions.name_handler(viewer, pk, **given, at=at), _("Named; it stands on their desk.")),
        "measure": (lambda given: actions.note_measure(viewer, pk, **given, at=at), _("Noted.")),
        "decide": (lambda given: actions.decide(viewer, pk, **given, at=at), _("Decided.")),
        "notice": (lambda given: actions.write_notice(viewer, pk, **given, at=at), _("Kept. Another officer named for it releases it.")),
        "close": (lambda given: actions.close(viewer, pk, **given, at=at), _("Closed.")),
        "reopen": (lambda given: actions.reopen(viewer, pk, **given, at=at), _("Taken up again.")),
    }
    pressed: dict[str, tuple[Callable[[], Any], str]] = {
        "contain": (lambda: actions.contain(viewer, pk, at=at), _("It goes on no more.")),
        "release": (lambda: actions.release_notice(viewer, pk, at=at), _("Released; a letter to each is on its way.")),
        "end": (
            lambda: actions.end_handler(viewer, pk, _number(request.POST.get("handler", "")), at=at),
            _("They have no part in it any more."),
        ),
    }
    if what in typed:
        run, done = typed[what]
        form = bound[what]
        if not form.is_valid() or attempt(form, lambda: run(form.cleaned_data) or True) is None:
            return False, None
    elif what in pressed:
        press, done = pressed[what]
        try:
            press()
        except (Refused, NotAMove) as refused:
            return False, refused
    else:
        raise Http404
    messages.success(request, done)
    return True, None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _bound(request: HouseRequest, found: Incident, what: str) -> dict[str, forms.Form]:
    zone = clock.network_zone()

    def local(instant: Any) -> tuple[Any, Any]:
        here = instant.astimezone(zone) if instant else None
        return (here.date(), f"{here:%H:%M}") if here else (None, None)

    began, ended = local(found.began_at), local(found.ended_at)
    start: dict[str, dict[str, Any]] = {
        "reach": {
            "revision": found.revision, "keys": found.keys, "account": found.account.email if found.account else "", "consequences": found.consequences,
            "began_day": began[0], "began_time": began[1], "ended_day": ended[0], "ended_time": ended[1],
        },
        "decide": {"decision": found.decision, "reason": found.decision_reason}, "notice": {"text": found.notice}, "close": {"report": found.report},
    }  # fmt: skip
    return {
        name: kind(request.POST if what == name else None, initial=start.get(name), auto_id=f"{name}-%s") for name, kind in FORMS.items()
    }


@door("incident.open")
def incident(request: HouseRequest, pk: int) -> HttpResponse:
    """One incident, for its handlers: what happened, whom it touches, what was done, what was decided, the notice, the closing report."""
    viewer, at = request.viewer, clock.now()
    found = queries.incident(viewer, pk)
    what = request.POST.get("what", "")
    bound = _bound(request, found, what)
    problem: Exception | None = None
    newer: Incident | None = None
    if request.method == "POST":
        try:
            done, problem = _act(request, pk, what, bound)
        except Stale as stale:
            done, newer = False, stale.current
            bound["reach"].data = {**request.POST.dict(), "keys": request.POST.getlist("keys"), "revision": str(newer.revision)}  # type: ignore[union-attr]
        if done:
            still = queries.incidents(viewer).filter(pk=pk).exists()
            return redirect(found.get_absolute_url() if still else "privacy:incidents")
    asked = set(bound["reach"]["keys"].value() or [])
    touched = queries.touched(found)
    context = {
        "found": found, "forms": bound, "problem": problem, "newer": newer, "what": what, "open": found.state != IncidentState.CLOSED, "at": at,
        "can": set(INCIDENT_MOVES.verbs(found.state)), "handlers": queries.handlers(found), "measures": list(found.measures.select_related("by")),
        "groups": [(ROOMS.get(name, name), [(key, words, key in asked) for key, words in choices]) for name, choices in queries.choices()],
        "touched": list(touched[:200]), "many": touched.count(), "data": [words for _name, some in queries.choices() for key, words in some if key in found.keys],
        "tell": found.decision == Decision.TELL, "mine": found.notice_by_id == viewer.person_id, "late": not found.decision and at > found.decide_by,
        "handles": allows(viewer, "incident.handle", found), "crumbs": _crumbs((_("Incidents"), "/privacy/incidents/"), (found.number, "")),
    }  # fmt: skip
    bad = any(form.is_bound and form.errors for form in bound.values())
    answer = render(request, "privacy/incident.html", context, status=409 if problem or newer else 422 if bad else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@door("notice.read")
@require_safe
def notice(request: HouseRequest, pk: int) -> HttpResponse:
    """What somebody whose data an incident may have reached reads about it."""
    found, data = queries.notice(request.viewer, pk)
    return render(
        request, "privacy/notice.html", {"found": found, "data": data, "crumbs": [(_("My data"), "/account/data/"), (found.number, "")]}
    )
