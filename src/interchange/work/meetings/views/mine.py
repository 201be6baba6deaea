"""What is one's own: usable hours, the calendar feed."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.errors import Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt
from interchange.work.meetings import actions, calendar, queries
from interchange.work.meetings.forms import HoursForm
from interchange.work.meetings.models import CalendarFeed
from interchange.work.meetings.queries import people as people_queries
from interchange.work.meetings.views.common import put_newer
from interchange.work.meetings.vocabulary import NIGHT_BEGINS, NIGHT_ENDS

HOME = "/meetings/"


@dataclass(frozen=True)
class Box:
    """One hour of the week."""

    value: int
    label: str
    ticked: bool


def _week(ticked: set[int]) -> list[tuple[str, bool, list[Box]]]:
    """The rows of the table: the hour, whether it is night, and a box for each day."""
    rows = []
    for hour in range(24):
        words = f"{hour:02}:00"
        boxes = [Box(day * 24 + hour, f"{WEEKDAYS[day]} {words}", day * 24 + hour in ticked) for day in range(7)]
        rows.append((words, not NIGHT_ENDS <= hour < NIGHT_BEGINS, boxes))
    return rows


def _ticked(request: HouseRequest) -> set[int]:
    """The boxes as the form sent them, with what a helping button adds or takes away."""
    found = {int(one) for one in request.POST.getlist("hours") if one.isdigit() and int(one) < 168}
    what = request.POST.get("what", "")
    if what == "office":
        found |= {day * 24 + hour for day in range(5) for hour in range(9, 18)}
    if what == "day":
        found |= {day * 24 + hour for day in range(5) for hour in range(NIGHT_ENDS, NIGHT_BEGINS)}
    return set() if what == "none" else found


@door("hours.own")
def hours(request: HouseRequest) -> HttpResponse:
    """Mark the hours of a week at which one can meet, once, on one's own clock."""
    viewer, at = request.viewer, clock.now()
    kept = queries.my_hours(viewer)
    start = {
        "time_zone": kept.time_zone if kept else viewer.time_zone or settings.NETWORK_TIME_ZONE,
        "revision": kept.revision if kept else 0,
    }
    form = HoursForm(request.POST if request.method == "POST" else None, initial=start)
    ticked, newer = set(kept.hours) if kept else set(), None
    if request.method == "POST":
        ticked = _ticked(request)
        if request.POST.get("what") == "save" and form.is_valid():
            data = form.cleaned_data
            try:
                if attempt(form, actions.mark_hours, viewer, ticked, zone=data["time_zone"], revision=data["revision"], at=at):
                    messages.success(request, _("Saved. Times are looked for among these hours from now on."))
                    return redirect("meetings:hours")
            except Stale as stale:
                newer = stale.current
                put_newer(form, "revision", newer.revision)
    context = {
        "form": form, "week": _week(ticked), "days": [WEEKDAYS[day] for day in range(7)], "kept": kept, "newer": newer, "count": len(ticked),
        "crumbs": [(_("Meetings"), HOME), (_("My hours"), "")],
    }  # fmt: skip
    return render(request, "meetings/hours.html", context, status=409 if newer else 200)


def feed_url(feed: CalendarFeed) -> str:
    """The secret address of a feed."""
    return f"{settings.BASE_URL}/meetings/calendar/{feed.pk}-{feed.secret}.ics"


@door("feed.own")
def my_calendar(request: HouseRequest) -> HttpResponse:
    """One's calendar feed: open it, copy its address, make a new one where it has leaked, close it."""
    viewer, at = request.viewer, clock.now()
    if request.method == "POST":
        what = request.POST.get("what")
        if what == "open":
            actions.open_feed(viewer, at=at)
            messages.success(request, _("Your feed is open. Copy its address into your calendar program."))
        elif what in {"renew", "close"}:
            actions.revoke_feed(viewer, renew=what == "renew", at=at)
            messages.success(request, _("The old address has stopped working.") if what == "renew" else _("Your feed is closed."))
        return redirect("meetings:my_calendar")
    feed = people_queries.open_feed(viewer)
    context = {
        "feed": feed, "url": feed_url(feed) if feed else "", "mine": queries.my_invitations(viewer).order_by("-session__starts_at")[:20],
        "crumbs": [(_("Meetings"), HOME), (_("My calendar"), "")],
    }  # fmt: skip
    return render(request, "meetings/calendar.html", context)


@public
@require_safe
def feed(request: HouseRequest, pk: int, secret: str) -> HttpResponse:
    """The feed behind its secret: no sign-in, but the owner's rights as they are at this moment. Wrong, revoked and closed look the same."""
    found = queries.feed_of(pk, secret, clock.now())
    if found is None:
        raise Http404
    content = calendar.feed(found)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
