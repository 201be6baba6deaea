"""Building an agenda, proposing items, and the board pack."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell.forms import attempt
from interchange.work.meetings import actions, queries, sources
from interchange.work.meetings import forms as room
from interchange.work.meetings.actions import pack as packs
from interchange.work.meetings.actions.agenda import EDITABLE, is_changed
from interchange.work.meetings.models import AgendaItem, ItemProposal, Session
from interchange.work.meetings.queries import sessions as session_queries
from interchange.work.meetings.views.common import members, number_of, put_newer, to_session, tried
from interchange.work.meetings.vocabulary import AgendaForm, ProposalState, SessionState

ITEM = ("title", "kind", "minutes", "about", "attributed", "topics", "revision")


@door("session.inside")
def agenda(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The agenda in the making: items, proposals, what else could become one; for those who steer the session everything to build it."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number, verb="session.inside")
    steers = queries.steers(viewer, session)
    form = room.ItemForm(request.POST if request.POST.get("what") == "add" else None, members=members(viewer) if steers else [])
    problem: Exception | None = None
    if request.method == "POST":
        if request.POST.get("what") == "add":
            if form.is_valid() and attempt(form, actions.add_item, viewer, session.pk, form.cleaned_data, at=at):
                messages.success(request, _("The item is on the agenda."))
                return redirect("meetings:agenda", slug=slug, number=number)
        else:
            problem = _single(request, viewer, session)
            if problem is None:
                return redirect("meetings:agenda", slug=slug, number=number)
    items = session_queries.agenda(viewer, session)
    planned = sum(item.minutes for item in items)
    versions = list(session.agendas.select_related("issue__document").order_by("made_at", "pk"))
    context = {
        "session": session, "items": items, "planned": planned, "spare": session.minutes - planned, "form": form, "problem": problem, "steers": steers,
        "editable": steers and session.state in EDITABLE, "proposals": _proposals(session), "versions": versions,
        "adopted": any(one.form == AgendaForm.ADOPTED for one in versions), "changed": versions[-1] if steers and versions and is_changed(versions[-1], items) else None,
        "offers": sources.offered(viewer, session) if steers else [], "may_publish": session.state in {SessionState.CONVENED, SessionState.AGENDA_PROVISIONAL},
        "may_adopt": session.state in {SessionState.AGENDA_PROVISIONAL, SessionState.IN_SESSION}, "crumbs": to_session(session, _("Agenda")),
    }  # fmt: skip
    return render(request, "meetings/agenda.html", context, status=409 if problem else 200)


def _proposals(session: Session) -> list[ItemProposal]:
    return list(session.item_proposals.exclude(state=ProposalState.TAKEN).select_related("by").order_by("made_at"))


def _single(request: HouseRequest, viewer: Viewer, session: Session) -> Exception | None:
    """What stands behind one button of the page."""
    at, what = clock.now(), request.POST.get("what", "")
    pk, reason = number_of(request.POST.get("pk", "")), request.POST.get("reason", "")
    given = lambda name: request.POST.get(name, "")  # noqa: E731
    verbs: dict[str, tuple[Any, Any]] = {
        "up": (lambda: actions.move_item(viewer, pk, earlier=True, at=at), _("Moved up.")),
        "down": (lambda: actions.move_item(viewer, pk, earlier=False, at=at), _("Moved down.")),
        "drop": (lambda: actions.drop_item(viewer, pk, reason=reason, at=at), _("Taken off the agenda.")),
        "take": (lambda: actions.take_up(viewer, pk, at=at), _("Taken up as an item.")),
        "decline": (lambda: actions.decline(viewer, pk, reason=reason, at=at), _("Declined; whoever proposed it is told.")),
        "publish": (lambda: actions.publish_agenda(viewer, session.pk, at=at), _("The provisional agenda is out; those invited are told.")),
        "adopt": (lambda: actions.adopt_agenda(viewer, session.pk, at=at), _("The agenda is adopted.")),
        "revise": (lambda: actions.revise_agenda(viewer, session.pk, note=reason, at=at), _("The revised agenda is out.")),
        "offer": (
            lambda: actions.add_from_source(viewer, session.pk, kind=given("kind"), key=given("key"), at=at),
            _("The item is on the agenda."),
        ),
    }
    if what not in verbs:
        return Refused.of("", _("That is no verb of this page."), _("Use its buttons."))
    action, done = verbs[what]
    return tried(request, action, str(done))


@door("item.edit")
def item(request: HouseRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One item."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number, verb="session.chair")
    found = see(viewer, "item.edit", AgendaItem.objects.filter(session=session, dropped_at__isnull=True), pk=pk)
    start = {**{name: getattr(found, name) for name in ITEM}, "owner": str(found.owner_id or "")}
    form = room.ItemForm(request.POST if request.method == "POST" else None, members=members(viewer), initial=start)
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, actions.edit_item, viewer, pk, form.cleaned_data, revision=form.cleaned_data["revision"], at=at):
                messages.success(request, _("Saved."))
                return redirect("meetings:agenda", slug=slug, number=number)
        except Stale as stale:
            newer = stale.current
            put_newer(form, "revision", newer.revision)
    crumbs = [*to_session(session, _("Agenda"))[:-1], (_("Agenda"), f"{session.get_absolute_url()}agenda/"), (str(found.position), "")]
    context = {"form": form, "title": _("Item %s") % found.position, "newer": newer, "crumbs": crumbs}
    return render(request, "meetings/form.html", context, status=409 if newer else 200)


@door("session.take-part")
def propose(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Propose an item."""
    viewer = request.viewer
    session = queries.by_number(viewer, slug, number, verb="session.take-part")
    form = room.ProposalForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.propose_item, viewer, session.pk, form.cleaned_data, at=clock.now())
    ):
        messages.success(request, _("Proposed. The chair takes it up or says why not."))
        return redirect("meetings:agenda", slug=slug, number=number)
    context = {"form": form, "title": _("Propose an item"), "crumbs": to_session(session, _("Propose an item")), "session": session}
    return render(request, "meetings/form.html", context)


@door("session.inside")
def pack(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The board pack: ask for it, see how far it is, take it."""
    viewer = request.viewer
    session = queries.by_number(viewer, slug, number, verb="session.inside")
    problem = None
    if request.method == "POST":
        try:
            packs.ask_for_pack(viewer, session.pk, at=clock.now())
            return redirect("meetings:pack", slug=slug, number=number)
        except (Refused, NotAMove) as refused:
            problem = refused
    chapters = packs.contents(session)
    context = {
        "session": session, "pack": packs.newest(session), "chapters": chapters, "problem": problem, "crumbs": to_session(session, _("Board pack")),
        "papers": sum(len(chapter.papers) for chapter in chapters),
    }  # fmt: skip
    return render(request, "meetings/pack.html", context, status=409 if problem else 200)


@door("session.inside")
def pack_file(request: HouseRequest, slug: str, number: int) -> HttpResponseBase:
    """The pack itself; the policy is asked at each request, so an old address is of no use to somebody who left."""
    session = queries.by_number(request.viewer, slug, number, verb="session.inside")
    found = packs.newest(session)
    if found is None or found.ready_at is None or not default_storage.exists(found.path):
        raise NotAllowed("session.inside")
    response = FileResponse(
        default_storage.open(found.path), content_type="application/pdf", filename=f"{session.symbol.replace('/', '-')}-pack.pdf"
    )
    response["Cache-Control"] = "private, no-cache"
    return response
