"""Public meetings: registering without an account, one's own page behind the link of a letter, and the list for organisers."""

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell import exports
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.work.meetings import actions, calendar, queries
from interchange.work.meetings.actions.registering import closed, is_void
from interchange.work.meetings.forms_public import DeskForm, RegisterForm
from interchange.work.meetings.models import Registration, Session
from interchange.work.meetings.queries import registering as desks
from interchange.work.meetings.views.common import put_newer, to_session
from interchange.work.meetings.vocabulary import PlaceState, SessionKind

PER_HOUR = 20  # registrations from one network address
LIST = [("name", "name"), ("address", "address"), ("state", "state"), ("asked", "asked_at"), ("confirmed", "confirmed_at")]


def _too_many(request: HouseRequest) -> bool:
    """Whether this network address has registered too often within an hour (the client's address as allauth finds it)."""
    return not ratelimit.consume(request, app="meetings", action="registrations", config={"registrations": f"{PER_HOUR}/h/ip"})


@public
def register(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Register for a public meeting. The answer is the same whether we know the address or not; full or closed, it says what can be done."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number)
    standing, notice = desks.standing(session, at), desks.notice(session)
    if standing is None or notice is None:
        raise Http404
    form = RegisterForm(request.POST if request.method == "POST" else None, initial={**_known(request), "notice": notice.pk})
    context = {
        "session": session, "standing": standing, "notice": notice, "form": form, "crumbs": to_session(session, _("Register")),
        "why": None if standing.is_open else closed(session, standing, viewer, at),
    }  # fmt: skip
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _too_many(request):
            form.add_error(
                None, _("Too many registrations came from your network within an hour. Try again later, or write to the Secretariat.")
            )
            status = 429
        else:
            agreed = data["notice"] if data["agrees"] else None
            if attempt(form, actions.register, viewer, session.pk, name=data["name"], address=data["address"], notice_id=agreed, at=at):
                return render(request, "meetings/public/sent.html", {**context, "address": data["address"].strip()})
            _show_newer(form, notice.pk)
            status = 409 if context["why"] else 200
    return render(request, "meetings/public/register.html", context, status=status)


def _known(request: HouseRequest) -> dict[str, str]:
    """What somebody who has signed in need not type."""
    person = request.user
    return {"name": person.name, "address": person.email} if isinstance(person, Person) else {}


def _show_newer(form: RegisterForm, notice_id: int) -> None:
    """The page shows the newest notice; the next try agrees to that one."""
    put_newer(form, "notice", notice_id)


def _behind(pk: int, secret: str) -> Registration:
    """The registration behind a link. To sign in would not help, so wrong and void links are simply not there."""
    try:
        return desks.by_secret(pk, secret)
    except NotAllowed as wrong:
        raise Http404 from wrong


def _sealed(response: HttpResponse) -> HttpResponse:
    """Nothing of a page behind a secret address is kept or told on."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@public
@sensitive_variables("secret")
def own(request: HouseRequest, pk: int, secret: str) -> HttpResponse:
    """One's registration, behind the link of the letter. Only its buttons change anything, so that mail scanners do not."""
    viewer, at = request.viewer, clock.now()
    found = _behind(pk, secret)
    problem: Exception | None = None
    if request.method == "POST":
        try:
            done = _pressed(request, found, secret)
        except (Refused, NotAMove) as refused:
            problem, done = refused, ""
        if done:
            messages.success(request, done)
            return _sealed(redirect(found.get_absolute_url()))
        found = _behind(pk, secret)
    session = queries.by_number(viewer, found.session.series.slug, found.session.number)
    standing = desks.standing(session, at)
    context = {
        "found": found, "session": session, "standing": standing, "problem": problem, "is_void": is_void(found, at),
        "ahead": desks.ahead(found) if found.state == PlaceState.WAITING else 0,
        "begun": session.starts_at is None or at >= session.starts_at, "crumbs": to_session(session, _("Your registration")),
    }  # fmt: skip
    return _sealed(render(request, "meetings/public/registration.html", context, status=409 if problem else 200))


def _pressed(request: HouseRequest, found: Registration, secret: str) -> str:
    """What stands behind a button; what to say when it is done."""
    viewer, at, what = request.viewer, clock.now(), request.POST.get("what", "")
    if what == "confirm":
        actions.confirm(viewer, found.pk, secret, at=at)
        return _("Thank you. A letter says the same.")
    if what == "withdraw":
        actions.withdraw_registration(viewer, found.pk, secret, at=at)
        return _("Withdrawn.")
    if what == "again":
        sent = actions.send_again(viewer, found.pk, secret, at=at)
        return _("A new letter is on its way.") if sent else _("A letter left a short while ago; look among unwanted mail, too.")
    raise Refused.of("", _("That is no button of this page."), _("Use its buttons."))


@public
@require_safe
@sensitive_variables("secret")
def own_entry(request: HouseRequest, pk: int, secret: str) -> HttpResponse:
    """The calendar entry of somebody who has a place."""
    found = _behind(pk, secret)
    if found.state != PlaceState.CONFIRMED or found.session.starts_at is None:
        raise Http404
    return _sealed(_file(calendar.published(found.session, sequence=found.sequence, url=found.get_absolute_url()), found.session))


@public
@require_safe
def entry(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """A public meeting as a file for anybody's calendar."""
    session = queries.by_number(request.viewer, slug, number)
    if session.kind != SessionKind.PUBLIC_MEETING or session.starts_at is None or session.convened_at is None:
        raise Http404
    return _file(calendar.published(session), session)


def _file(content: bytes, session: Session) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{session.symbol.replace("/", "-")}.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response


@door("registration.list")
def registrations(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Who registered, and how one registers: for organisers."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number, verb="session.manage")
    if session.kind != SessionKind.PUBLIC_MEETING:
        raise Http404
    listing = Listing(
        request,
        desks.registered(viewer, session),
        facets=[Facet("state", _("State"), PlaceState.choices)],
        search=["name", "address"],
        per_page=50,
    )
    if request.GET.get("format") in {"csv", "json"}:
        rows = [tuple(str(getattr(one, field) or "") for _title, field in LIST) for one in listing.rows]
        return exports.table(request, "registrations", [title for title, _field in LIST], rows)
    standing, notice = desks.standing(session, at), desks.notice(session)
    desk = standing.desk if standing else None
    start: dict[str, Any] = {"revision": 0}
    if desk is not None:
        closes = desk.closes_at.astimezone(clock.network_zone()).date() if desk.closes_at else None
        start = {
            "capacity": desk.capacity,
            "closes_at": closes,
            "webcast_url": desk.webcast_url,
            "notice": notice.text if notice else "",
            "revision": desk.revision,
        }
    form = DeskForm(request.POST if request.method == "POST" else None, initial=start)
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _set_desk, request, session, form.cleaned_data):
                messages.success(request, _("Saved. Registration is open as soon as the session is convened."))
                return redirect("meetings:registrations", slug=slug, number=number)
        except Stale as stale:
            newer = stale.current
            put_newer(form, "revision", newer.revision if newer else 0)
    context = {
        "session": session, "listing": listing, "standing": standing, "form": form, "newer": newer, "crumbs": to_session(session, _("Registrations")),
    }  # fmt: skip
    return render(request, "meetings/public/registrations.html", context, status=409 if newer else 200)


def _set_desk(request: HouseRequest, session: Session, data: dict[str, Any]) -> Any:
    """The form's last day becomes the last second of it at the network's seat."""
    closes_at = clock.deadline(data["closes_at"], settings.NETWORK_TIME_ZONE) if data["closes_at"] else None
    return actions.set_desk(request.viewer, session.pk, {**data, "closes_at": closes_at}, revision=data["revision"], at=clock.now())
