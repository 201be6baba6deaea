"""Organisers' pages: a new series, planning, convening, moving, stopping, offices, links, fair times, zone rules."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.shell.forms import HouseForm, ReasonForm, attempt
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.meetings import actions, charts, fairness, queries
from interchange.work.meetings import forms as room
from interchange.work.meetings.actions.convening import audience_of, overlap_lines, overlapping
from interchange.work.meetings.actions.offices import office_holders
from interchange.work.meetings.actions.times import zone_effects
from interchange.work.meetings.models import Session, TimeProposal
from interchange.work.meetings.printing import note_pdf
from interchange.work.meetings.queries import people as people_queries
from interchange.work.meetings.views.common import initial_time, members, number_of, put_newer, to_series, to_session, tried
from interchange.work.meetings.vocabulary import BEFORE_START, CALLED, Audience, SessionState

HOME = "/meetings/"


@door("series.manage")
def new_series(request: HouseRequest) -> HttpResponse:
    """A new series."""
    form = room.SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.make_series, request.viewer, form.cleaned_data, at=clock.now())
        if made:
            messages.success(request, _("The series is there. Plan its first session."))
            return redirect("meetings:series", slug=made.slug)
    return render(
        request, "meetings/form.html", {"form": form, "title": _("New series"), "crumbs": [(_("Meetings"), HOME), (_("New series"), "")]}
    )


@door("session.manage")
def plan(request: HouseRequest, slug: str) -> HttpResponse:
    """Plan the next session of a series: it gets its number now, its time now or later."""
    viewer = request.viewer
    series = queries.series_by_slug(viewer, slug)
    start = {"kind": series.kind, "audience": series.audience, "level": series.level, "topics": series.topics}
    form = room.SessionForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.plan_session, viewer, series.pk, form.cleaned_data, at=clock.now())
        if made:
            messages.success(request, _("Planned. Find a fair time, or set one."))
            return redirect("meetings:manage", slug=slug, number=made.number)
    context = {"form": form, "title": _("Plan a session"), "crumbs": [*to_series(series), (_("Plan a session"), "")]}
    return render(request, "meetings/form.html", context)


@door("session.manage")
def edit(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """What a session is called and about."""
    viewer = request.viewer
    session = queries.by_number(viewer, slug, number, verb="session.manage")
    names = ("title", "about", "kind", "audience", "level", "place", "topics", "revision")
    form = room.SessionForm(request.POST if request.method == "POST" else None, initial={name: getattr(session, name) for name in names})
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(
                form, actions.edit_session, viewer, session.pk, form.cleaned_data, revision=form.cleaned_data["revision"], at=clock.now()
            ):
                messages.success(request, _("Saved."))
                return redirect("meetings:manage", slug=slug, number=number)
        except Stale as stale:
            newer = stale.current
            put_newer(form, "revision", newer.revision)
    context = {"form": form, "title": _("Edit %s") % session.symbol, "newer": newer, "crumbs": to_session(session, _("Edit"))}
    return render(request, "meetings/form.html", context, status=409 if newer else 200)


@door("session.manage")
def manage(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """One session as organisers see it: time, convening, people, offices, link, postponing, cancelling, calling anew."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number, verb="session.manage")
    what = request.POST.get("what", "")
    known = members(viewer)
    forms = _forms(request, session, viewer, known, what)
    problem: Exception | None = None
    if request.method == "POST":
        try:
            done = _carry_out(what, request, session, forms)
        except (Refused, NotAMove) as refused:
            problem, done = refused, ""
        if done:
            messages.success(request, done)
            return redirect("meetings:manage", slug=slug, number=number)
    context = {
        "session": session, "forms": forms, "problem": problem, "offices": office_holders(session, at), "overlaps": overlapping(session),
        "asked": len(audience_of(session, at)) if session.state == SessionState.PLANNED else session.invitations.filter(withdrawn_at__isnull=True).count(),
        "movable": session.state in BEFORE_START, "called": session.state in CALLED,
        "stopped": session.state in {SessionState.POSTPONED, SessionState.CANCELLED}, "listed": session.audience == Audience.LISTED,
        "crumbs": to_session(session, _("Manage")),
    }  # fmt: skip
    return render(request, "meetings/manage.html", context, status=409 if problem else 200)


def _forms(request: HouseRequest, session: Session, viewer: Viewer, known: list[tuple[str, str]], what: str) -> dict[str, HouseForm]:
    def data(name: str) -> Any:
        return request.POST if what == name else None

    link = people_queries.joining(viewer, session)
    start = initial_time(session)
    chosen = [str(pk) for pk in session.invitations.filter(withdrawn_at__isnull=True).values_list("person_id", flat=True)]
    return {
        "time": room.MoveForm(data("time"), initial=start, auto_id="time_%s"),
        "convene": room.ConveneForm(data("convene"), auto_id="convene_%s"),
        "link": room.LinkForm(data("link"), initial={"url": link.url, "note": link.note} if link else {}, auto_id="link_%s"),
        "office": room.OfficeForm(data("office"), members=known, auto_id="office_%s"),
        "people": room.PeopleForm(data("people"), members=known, initial={"people": chosen}, auto_id="people_%s"),
        "stop": ReasonForm(request.POST if what in {"postpone", "cancel"} else None, auto_id="stop_%s"),
        "reconvene": room.ReconveneForm(data("reconvene"), initial=start, auto_id="reconvene_%s"),
    }


def _carry_out(what: str, request: HouseRequest, session: Session, forms: dict[str, Any]) -> str:
    """What an organiser asked for; returns what to say, empty where the form needs mending."""
    viewer, at = request.viewer, clock.now()
    form = forms.get("stop" if what in {"postpone", "cancel"} else what)
    if form is not None and not form.is_valid():
        return ""
    data = form.cleaned_data if form is not None else {}
    if what in {"time", "reconvene"}:
        values = {"day": data["local_day"], "at_time": data["local_time"], "zone": data["time_zone"], "minutes": data["minutes"]}
        if what == "time":
            return (
                _("The time is set.") if attempt(form, actions.set_time, viewer, session.pk, **values, reason=data["reason"], at=at) else ""
            )
        done = attempt(form, actions.reconvene, viewer, session.pk, **values, late_reason=data["late_reason"], at=at)
        return _("Called anew; everybody is asked again.") if done else ""
    if what == "convene":
        done = attempt(form, actions.convene, viewer, session.pk, late_reason=data["late_reason"], at=at)
        return _("Convened. The notes leave one after the other.") if done else ""
    if what == "link":
        actions.set_joining_link(viewer, session.pk, url=data["url"], note=data["note"], at=at)
        return _("Saved. Who said yes sees it shortly before the start.")
    if what == "office":
        person = number_of(data["person"])
        return (
            _("Appointed.")
            if attempt(form, actions.appoint_for, viewer, session.pk, person, Role(data["role"]), until=data["until"], at=at)
            else ""
        )
    if what == "people":
        asked = [int(one) for one in data["people"]]
        new = attempt(form, actions.name_people, viewer, session.pk, asked, at=at)
        return "" if new is None else _("%s more are on the list.") % new
    if what == "refresh":
        new, gone = actions.refresh_invitations(viewer, session.pk, at=at)
        return _("%(new)s invited, %(gone)s taken off.") % {"new": new, "gone": gone}
    if what == "end-office":
        actions.end_appointment(
            viewer,
            session.pk,
            number_of(request.POST.get("person", "")),
            Role(request.POST.get("role", "")),
            reason=_("Ended on the session’s page."),
            at=at,
        )
        return _("Ended.")
    if what == "postpone":
        return (
            _("Postponed; those invited are told.")
            if attempt(form, actions.postpone, viewer, session.pk, reason=data["reason"], at=at)
            else ""
        )
    if what == "cancel":
        return (
            _("Cancelled; those invited are told.")
            if attempt(form, actions.cancel, viewer, session.pk, reason=data["reason"], at=at)
            else ""
        )
    return ""


@door("times.view")
def times(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Look for a fair time: who can, who would sit in the night, and who has carried that so far."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number, verb="session.chair")
    form = room.SearchTimesForm(request.POST if request.POST.get("what") == "search" else None)
    problem = None
    if request.method == "POST":
        if request.POST.get("what") == "search" and form.is_valid():
            data = form.cleaned_data
            if attempt(form, actions.propose_times, viewer, session.pk, first=data["first"], last=data["last"], at=at):
                return redirect("meetings:times", slug=slug, number=number)
        elif request.POST.get("what") == "choose":
            chosen, reason = number_of(request.POST.get("candidate", "")), request.POST.get("reason", "")
            problem = tried(request, lambda: actions.choose_time(viewer, chosen, reason=reason, at=at), _("The time is set."))
            if problem is None:
                return redirect("meetings:manage", slug=slug, number=number)
    proposal = see_latest(viewer, session)
    past = [one for one in fairness.history(session.series_id) if one.pk != session.pk]
    regions = charts.carried(past)
    context = {
        "session": session, "form": form, "proposal": proposal, "problem": problem, "past": past, "rows": regions,
        "candidates": _shown(session, proposal, at) if proposal else [], "can_choose": request.viewer.has(Role.OFFICER, Role.MEETING_MANAGER),
        "called": session.state in CALLED,
        "strip": charts.strip(past, regions, _("Share of each regional group outside 07:00–22:00 of its own clock, session by session")),
        "crumbs": to_session(session, _("Fair times")),
    }  # fmt: skip
    return render(request, "meetings/times.html", context, status=409 if problem else 200)


def see_latest(viewer: Viewer, session: Session) -> TimeProposal | None:
    """The last search for this session."""
    return (
        rows(viewer, "times.view", TimeProposal.objects.filter(session=session).prefetch_related("candidates")).order_by("-made_at").first()
    )


def _shown(session: Session, proposal: TimeProposal, at: Any) -> list[dict[str, Any]]:
    """Each candidate with the local times of everybody asked, grouped by zone, those in the night marked."""
    people = fairness.people_of(audience_of(session, at))
    zones: dict[str, int] = {}
    for one in people:
        zones[one.zone] = zones.get(one.zone, 0) + 1
    found = []
    for candidate in proposal.candidates.all():
        local = [
            (clock.show(candidate.starts_at, zone), count, fairness.is_night(candidate.starts_at, session.minutes, zone))
            for zone, count in zones.items()
        ]
        local.sort(key=lambda line: (not line[2], -line[1], line[0].place))
        found.append({"candidate": candidate, "local": local, "regions": _in_the_night(candidate.by_region)})
    return found


def _in_the_night(by_region: dict[str, list[int]]) -> list[tuple[str, int, int]]:
    """The regional groups with somebody in the night: label, how many, of how many; the hardest hit first."""
    found = [
        (vocabulary.label("regions", region) if region else str(_("people of no group")), night, asked)
        for region, (night, asked) in by_region.items()
        if night
    ]
    return sorted(found, key=lambda line: (-line[1] / line[2], line[0]))


@door("session.manage")
def zone_rules(request: HouseRequest) -> HttpResponse:
    """What new clock rules do to the sessions to come: shown first, then reckoned anew with the agreed hour on the wall kept."""
    viewer, at = request.viewer, clock.now()
    if request.method == "POST":
        done = actions.reckon_times(viewer, at=at)
        messages.success(request, _("%s sessions reckoned anew.") % len([one for one in done if one.after is not None]))
        return redirect("meetings:zone_rules")
    return render(
        request, "meetings/zone_rules.html", {"effects": zone_effects(at), "crumbs": [(_("Meetings"), HOME), (_("Clock rules"), "")]}
    )


@public
def note(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The convening note as PDF."""
    session = queries.by_number(request.viewer, slug, number)
    if session.starts_at is None or session.convened_at is None:
        raise Http404
    lines = overlap_lines(session) if is_insider(request.viewer) else []
    response = HttpResponse(note_pdf(session, overlaps=lines), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{session.symbol.replace("/", "-")}-note.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response
