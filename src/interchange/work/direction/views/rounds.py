"""Rounds: list, preparing, the page with its result, the ballot, the file."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import HouseForm, ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.work.direction import balloting, queries, sealing, showing, tasks
from interchange.work.direction.actions import rounds as acting
from interchange.work.direction.actions import voting
from interchange.work.direction.forms import RoundForm, lines
from interchange.work.direction.models import Round
from interchange.work.direction.views import crumb, page
from interchange.work.direction.views.topics import choices_in_scope
from interchange.work.direction.vocabulary import Method, RoundState

ROUNDS = "/direction/rounds/"


@door("round.view")
def index(request: HouseRequest) -> HttpResponse:
    """The rounds."""
    listing = Listing(
        request,
        queries.rounds(request.viewer),
        facets=[Facet("state", _("State"), RoundState.choices), Facet("method", _("Method"), Method.choices)],
        sorts={"new": (_("Newest first"), ["-created_at", "-pk"])},
        search=["title", "number"],
    )
    context = {
        "listing": listing,
        "steers": allows(request.viewer, "round.steer"),
        "votes": allows(request.viewer, "round.vote"),
        "now": clock.now(),
        "crumbs": crumb((_("Rounds"), "")),
    }
    return page(request, "direction/rounds.html", context)


@door("round.steer")
def new(request: HouseRequest) -> HttpResponse:
    """Prepare a round."""
    return _prepare(request, None)


@door("round.steer")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Change a round that is not open yet."""
    return _prepare(request, see(request.viewer, "round.steer", Round.objects.all(), pk=pk, state=RoundState.DRAFT))


def _prepare(request: HouseRequest, found: Round | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if found is not None:
        held = list(found.items.select_related("proposal"))
        initial = {
            **{name: getattr(found, name) for name in ("title", "question", "method", "seats", "revision")},
            "closes_on": found.closes_at.astimezone(clock.network_zone()).date(),
            "proposals": [one.proposal.number for one in held if one.proposal],
            "statements": "\n".join(one.title for one in held if not one.proposal),
        }
    chosen = request.POST.getlist("proposals") if request.method == "POST" else initial.get("proposals", [])
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial, topics=choices_in_scope(request.viewer, chosen))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = attempt(
                form, acting.prepare, request.viewer, data, proposals=data.get("proposals") or [], statements=lines(data["statements"]), at=clock.now(),
                round_id=found.pk if found else None, revision=data["revision"] if found else None,
            )  # fmt: skip
        except Stale as stale:
            made = None
            form.add_error(None, _("This was changed elsewhere meanwhile; sending again replaces it."))
            form.data = again = request.POST.copy()
            again["revision"] = str(stale.current.revision)
        if made is not None:
            return redirect("direction:round", pk=made.pk)
    return page(
        request,
        "direction/round_form.html",
        {"form": form, "found": found, "crumbs": crumb((_("Rounds"), ROUNDS), (_("Prepare a round"), ""))},
        form,
    )


@door("round.view")
def round_(request: HouseRequest, pk: int) -> HttpResponse:
    """One round: what is asked, by which rule, until when; once counted its result."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "round.view", queries.rounds(viewer).defer(None), pk=pk)
    steers = allows(viewer, "round.steer", found)
    form: Form = ReasonForm()
    if request.method == "POST" and steers:
        what = request.POST.get("what", "")
        form = ReasonForm(request.POST) if what == "cancel" else HouseForm(request.POST)
        if form.is_valid():
            if what == "open":
                made = attempt(form, acting.open_round, viewer, pk, at=at)
            elif what == "close":
                made = attempt(form, acting.close_round, viewer, pk, at=at)
                if made is not None:
                    tasks.count_round.enqueue(pk)
            else:
                made = attempt(form, acting.cancel, viewer, pk, reason=form.cleaned_data.get("reason", ""), at=at)
            if made is not None:
                return redirect("direction:round", pk=pk)
        if what != "cancel":
            messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
            return redirect("direction:round", pk=pk)
    counted = found.state == RoundState.COUNTED
    groups = showing.groups(found) if counted else []
    titles = {str(one.pk): one.title for one in found.items.all()} if counted else {}
    context = {
        "found": found,
        "form": form,
        "steers": steers,
        "over": at > found.closes_at,
        "can_vote": found.state == RoundState.OPEN and at <= found.closes_at and allows(viewer, "round.vote"),
        "turnout": queries.turnout(found, at) if found.state == RoundState.OPEN else None,
        "rule": showing.rule_words(found, found.rule or acting.rule_now(found)),
        "groups": groups,
        "pushers": showing.pushers(groups, len(titles)),
        "in_short": showing.in_short(found, groups) if counted else "",
        "file_name": f"{found.number.replace('/', '-')}.json",
        "public_key": sealing.public_key() if counted else "",
        "twins": [(titles[one], titles[other]) for one, other in found.result["twins"][:3]] if counted else [],
        "items": [] if counted else list(found.items.select_related("proposal")),
        "crumbs": crumb((_("Rounds"), ROUNDS), (found.number, "")),
    }
    return page(request, "direction/round.html", context, form)


@door("round.vote")
def vote(request: HouseRequest, pk: int) -> HttpResponse:
    """One's ballot. Buttons that move or count show the ballot anew and keep nothing."""
    viewer, at = request.viewer, clock.now()
    found: Round = see(viewer, "round.vote", Round.objects.all(), pk=pk)
    held = queries.my_ballot(viewer, found)
    marks, reasons = (held.marks, held.reasons) if held else (None, {})
    revision, form = held.revision if held else 0, HouseForm(request.POST if request.method == "POST" else None)
    form.is_valid()
    if request.method == "POST":
        marks, reasons = balloting.read(found, request.POST)
        posted = request.POST.get("revision", "")
        revision = int(posted) if posted.isdecimal() else 0
        if request.POST.get("step"):
            marks = balloting.step(found, marks, request.POST["step"])
        else:
            try:
                if attempt(form, voting.cast, viewer, pk, marks, reasons=reasons, at=at, revision=revision):
                    messages.success(request, _("Your ballot is in. You can change it until the round closes."))
                    return redirect("direction:round", pk=pk)
            except Stale as stale:
                form.add_error(None, balloting.stale_words())
                revision = stale.current.revision if stale.current else 0
    context = {
        "found": found,
        "form": form,
        "held": held,
        "revision": revision,
        "ballot": _safely(found, viewer.me, marks, reasons),
        "points": range(int(found.rule.get("most", 0)) + 1),
        "over": at > found.closes_at,
        "crumbs": crumb((_("Rounds"), ROUNDS), (found.number, f"{ROUNDS}{pk}/"), (_("Ballot"), "")),
    }
    return page(request, "direction/vote.html", context, form)


def _safely(found: Round, person_id: int, marks: Any, reasons: dict[str, str]) -> balloting.Page:
    """The ballot as it was marked; marks that belong to another round are left away."""
    try:
        return balloting.page(found, person_id, marks, reasons)
    except (KeyError, ValueError):
        return balloting.page(found, person_id, None, {})


@door("round.result")
def file(request: HouseRequest, pk: int) -> HttpResponse:
    """The signed file of a counted round."""
    found, content = queries.file_of(request.viewer, pk)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.number.replace("/", "-")}.json"'
    return response
