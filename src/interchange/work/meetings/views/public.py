"""What everybody may open: the list, a series, a session. Each shows what the viewer may know, and nothing tells of the rest."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell import exports
from interchange.ground.shell.lists import Facet, Listing
from interchange.work.meetings import actions, charts, fairness, queries
from interchange.work.meetings.actions.offices import office_holders
from interchange.work.meetings.models import Session
from interchange.work.meetings.policy.sessions import is_organiser
from interchange.work.meetings.queries import people as people_queries
from interchange.work.meetings.queries import registering as desks
from interchange.work.meetings.queries import sessions as session_queries
from interchange.work.meetings.views.common import is_over, to_series, to_session
from interchange.work.meetings.vocabulary import CALLED, SAID, YES, Answer, SessionKind, SessionState


@public
def index(request: HouseRequest) -> HttpResponse:
    """Sessions that the viewer may know of, those to come first."""
    viewer, at = request.viewer, clock.now()
    listing = Listing(
        request,
        queries.visible_sessions(viewer),
        facets=[
            Facet("state", _("State"), SessionState.choices),
            Facet("kind", _("Kind"), SessionKind.choices),
            Facet("series", _("Series"), [(one.slug, one.title) for one in queries.series_list(viewer)], field="series__slug"),
        ],
        sorts={"new": (_("Newest first"), ["-starts_at", "-pk"]), "old": (_("Oldest first"), ["starts_at", "pk"])},
        search=["title", "series__body"],
    )
    if request.GET.get("format") in {"csv", "json"}:
        rows = [
            (one.symbol, one.title, one.kind, one.state, one.starts_at.isoformat() if one.starts_at else "", one.minutes)
            for one in listing.rows
        ]
        return exports.table(request, "meetings", ["number", "title", "kind", "state", "starts_at", "minutes"], rows)
    mine = people_queries.my_next(viewer, at)
    context = {"listing": listing, "mine": mine, "organises": is_organiser(viewer), "inside": is_insider(viewer), "at": at}
    return render(request, "meetings/index.html", context)


@public
def series(request: HouseRequest, slug: str) -> HttpResponse:
    """One series: what it is for, its sessions, and who has carried the night meetings."""
    viewer = request.viewer
    found = queries.series_by_slug(viewer, slug)
    listing = Listing(
        request,
        queries.visible_sessions(viewer).filter(series=found),
        facets=[Facet("state", _("State"), SessionState.choices)],
        sorts={"new": (_("Newest first"), ["-number"]), "old": (_("Oldest first"), ["number"])},
        search=["title"],
    )
    past = fairness.history(found.pk) if is_insider(viewer) else []
    rows = charts.carried(past)
    context = {
        "series": found, "listing": listing, "organises": is_organiser(viewer), "past": past, "rows": rows,
        "strip": charts.strip(past, rows, _("Share of each regional group outside 07:00–22:00 of its own clock, session by session")),
        "crumbs": [to_series(found)[0], (found.title, "")],
    }  # fmt: skip
    return render(request, "meetings/series.html", context)


@public
def session(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """One session: when, what about, its agenda, papers and dates; for those invited their answer."""
    viewer = request.viewer
    found = queries.by_number(viewer, slug, number)
    return _page(request, viewer, found)


def _page(request: HouseRequest, viewer: Viewer, found: Session, problem: Exception | None = None) -> HttpResponse:
    at = clock.now()
    inside, steers = is_insider(viewer), queries.steers(viewer, found)
    mine = people_queries.invitation_to(viewer, found)
    items = session_queries.agenda(viewer, found)
    points = charts.points(found, at)
    begun = found.starts_at is not None and found.starts_at <= at
    context = {
        "session": found, "mine": mine, "items": items, "planned": sum(item.minutes for item in items), "inside": inside, "problem": problem,
        "papers": session_queries.papers(viewer, found), "points": points,
        "timeline": charts.timeline(points, at, _("The dates of this session on a line, numbered as in the table")),
        "clashes": people_queries.clashes(viewer, found) if getattr(mine, "clashing", False) and found.state in CALLED else [],
        "joining": people_queries.joining(viewer, found) if steers or (mine is not None and mine.answer in YES) else None,
        "desk": desks.standing(found, at),
        "offices": office_holders(found, at) if inside else [],
        "steers": steers, "organises": is_organiser(viewer), "over": is_over(found, at),
        "asks": mine is not None and found.state in CALLED and not begun, "answers": list(SAID.items()),
        "comes": mine is not None and mine.answer in YES, "crumbs": to_session(found),
    }  # fmt: skip
    return render(request, "meetings/session.html", context, status=409 if problem else 200)


@public
def questions(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Where the questions of Member States stood: they are statements now, and the session's page shows them."""
    return redirect(queries.by_number(request.viewer, slug, number).get_absolute_url(), permanent=True)


@door("invitation.own")
@require_POST
def answer(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Take an answer."""
    viewer = request.viewer
    found = queries.by_number(viewer, slug, number)
    try:
        given = actions.answer(viewer, found.pk, request.POST.get("answer", ""), at=clock.now())
    except (Refused, NotAMove) as refused:
        return _page(request, viewer, queries.by_number(viewer, slug, number), refused)
    if given.answer in YES:
        for other in people_queries.clashes(viewer, found):
            messages.warning(
                request, _("%(other)s lies in the same hours, and you said that you come there, too.") % {"other": other.symbol}
            )
    messages.success(request, _("Noted: %s. A letter with the calendar entry is on its way.") % Answer(given.answer).label)
    return redirect(found.get_absolute_url())


answer.door = "invitation.own"  # type: ignore[attr-defined]


@door("session.inside")
def people(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Who is invited and what they answered: for members only (G5)."""
    viewer = request.viewer
    found = queries.by_number(viewer, slug, number, verb="session.inside")
    listing = Listing(
        request,
        queries.participants(viewer, found),
        facets=[Facet("answer", _("Answer"), Answer.choices)],
        search=["person__given_name", "person__family_name", "person__publication_name"],
        per_page=50,
    )
    return render(request, "meetings/people.html", {"session": found, "listing": listing, "crumbs": to_session(found, _("Who comes"))})
