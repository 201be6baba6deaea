"""Briefings: list, page, PDF, and the desk where an officer edits the draft and settles what the check found."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.work.statements import queries
from interchange.work.statements.actions import briefings
from interchange.work.statements.forms import BriefingForm, BriefingTextForm
from interchange.work.statements.models import Briefing
from interchange.work.statements.views import crumb, page, pressed
from interchange.work.statements.vocabulary import BriefingState

HERE = "/statements/briefings/"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumb((_("Briefings"), HERE), *more)


@public
def index(request: HouseRequest) -> HttpResponse:
    """The briefings."""
    listing = Listing(
        request,
        queries.briefings(request.viewer),
        facets=[Facet("state", _("State"), BriefingState.choices)] if allows(request.viewer, "briefing.write") else [],
        sorts={"new": (_("Newest first"), ["-made_at", "-pk"])},
        search=["title", "number"],
    )
    return page(request, "statements/briefings.html", {"listing": listing, "crumbs": crumb((_("Briefings"), ""))})


@door("briefing.write")
def new(request: HouseRequest) -> HttpResponse:
    """Begin a briefing: the draft is written from the journal and the outcomes."""
    form = BriefingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, briefings.begin_briefing, request.viewer, **form.cleaned_data, at=clock.now())
        if made:
            messages.success(request, _("The draft is written. Edit it, and settle what the check found."))
            return redirect("statements:edit_briefing", pk=made.pk)
    return page(request, "statements/briefing_new.html", {"form": form, "crumbs": _crumbs((_("A new briefing"), ""))}, form)


@public
def briefing(request: HouseRequest, pk: int) -> HttpResponse:
    """A briefing; a draft is the Secretariat's."""
    found = see(request.viewer, "briefing.view", pk=pk)
    edits = allows(request.viewer, "briefing.write") and found.state == BriefingState.DRAFT
    return page(request, "statements/briefing.html", {"found": found, "edits": edits, "crumbs": _crumbs((found.number, ""))})


@public
def paper(request: HouseRequest, pk: int) -> HttpResponse:
    """The briefing as PDF."""
    found = see(request.viewer, "briefing.view", pk=pk)
    answer = HttpResponse(queries.briefing_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number.replace("/", "-")}.pdf"'
    return answer


def _act(request: HouseRequest, found: Briefing, form: BriefingTextForm) -> "bool | Exception | Briefing":
    """Run what was asked: True where it was done, the exception that refused, or the newer text."""
    viewer, at, what = request.viewer, clock.now(), request.POST.get("what", "")
    if what == "save":
        if not form.is_valid():
            return False
        try:
            if attempt(form, briefings.save_briefing, viewer, found.pk, **form.cleaned_data, at=at) is None:
                return False
        except Stale as stale:
            newer: Briefing = stale.current
            form.data = {**request.POST.dict(), "revision": str(newer.revision)}
            return newer
        messages.success(request, _("Kept, and searched for names."))
        return True
    if what == "leave":
        given = {"excerpt": request.POST.get("excerpt", ""), "reason": request.POST.get("reason", "")}
        return pressed(request, lambda: briefings.leave_in(viewer, found.pk, **given, at=at), _("Left in, with your reason.")) or True
    if what == "release":
        return pressed(request, lambda: briefings.release_briefing(viewer, found.pk, at=at), _("Released: page, PDF and letters.")) or True
    raise Http404


@door("briefing.write")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Edit the draft, settle what the check found, release it."""
    found = see(request.viewer, "briefing.write", pk=pk)
    asked = request.POST.get("what") == "save"
    form = BriefingTextForm(request.POST if asked else None, initial={"text": found.text, "revision": found.revision})
    problem: Exception | None = None
    newer: Briefing | None = None
    if request.method == "POST":
        answer = _act(request, found, form)
        if answer is True:
            released = request.POST.get("what") == "release"
            return redirect(found.get_absolute_url() if released else f"{found.get_absolute_url()}edit/")
        problem = answer if isinstance(answer, Exception) else None
        newer = answer if isinstance(answer, Briefing) else None
    context = {
        "found": found, "form": form, "problem": problem, "newer": newer, "findings": queries.names_left(found), "left_in": list(found.left_in.select_related("by")),
        "crumbs": _crumbs((found.number, found.get_absolute_url()), (_("Edit"), "")),
    }  # fmt: skip
    return page(request, "statements/briefing_edit.html", context, form)
