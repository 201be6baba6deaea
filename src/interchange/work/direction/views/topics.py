"""Topics: list, page, writing, scope check, merge, split, interest."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape import handover, neighbours
from interchange.work.direction import queries
from interchange.work.direction.actions import interest, scope, topics
from interchange.work.direction.forms import CheckForm, MergeForm, PartForm, SplitForm, TopicForm
from interchange.work.direction.models import Proposal
from interchange.work.direction.views import crumb, page
from interchange.work.direction.vocabulary import PROPOSAL_MOVES, VOTABLE, InterestState, ProposalState

TOPICS = "/direction/proposals/"


@door("topic.list")
def index(request: HouseRequest) -> HttpResponse:
    """The topics proposed."""
    states = [one for one in ProposalState.choices if one[0] != ProposalState.DRAFT]
    listing = Listing(
        request,
        queries.topics(request.viewer),
        facets=[Facet("state", _("State"), states), Facet("objective", _("Objective"), vocabulary.choices("objectives"))],
        sorts={"new": (_("Newest first"), ["-created_at", "-pk"]), "support": (_("Most supporters first"), ["-supporters", "-pk"])},
        search=["title", "number", "problem"],
    )
    context = {"listing": listing, "drafts": list(queries.my_drafts(request.viewer)[:20]), "crumbs": crumb((_("Topics proposed"), ""))}
    return page(request, "direction/topics.html", context)


def _crumbs(found: Proposal, words: str) -> list[tuple[str, str]]:
    return crumb((_("Topics proposed"), TOPICS), (found.title, f"{TOPICS}{found.pk}/"), (words, ""))


@door("topic.write")
def write(request: HouseRequest) -> HttpResponse:
    """Write a topic; from a candidate solution where one is named."""
    solution: handover.Candidate | None = None
    initial: dict[str, Any] = {}
    if request.GET.get("solution"):
        solution = handover.candidate(request.viewer, request.GET["solution"][:40])
        initial = {
            "title": solution.title[:160],
            "output": solution.summary,
            "challenges": [code for code, _title, _url in solution.challenges],
            "tools": [code for code, _name, _url in solution.tools],
            "links": "\n".join(f"{title} | {url}" for title, url in solution.evidence),
        }
    elif request.GET.get("challenge"):
        initial = {"challenges": [request.GET["challenge"][:100]]}
    return _write(request, None, initial, solution)


@door("topic.own")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Change one's own topic."""
    found: Proposal = see(request.viewer, "topic.own", pk=pk)
    initial = {
        **{name: getattr(found, name) for name in ("title", "problem", "why_technical", "affected", "output", "objective", "revision")},
        "challenges": found.challenges,
        "tools": found.tools,
        "links": "\n".join(f"{one['title']} | {one['url']}" for one in found.links),
        "similar_seen": True,
        **{f"scope_{name}": "yes" if value else "no" for name, value in found.scope.items()},
    }
    return _write(request, found, initial, None)


def _write(request: HouseRequest, found: Proposal | None, initial: dict[str, Any], solution: Any) -> HttpResponse:
    """The form. Its button that looks for entries on the map shows it anew with what was found; nothing is kept by it, and nothing typed is lost."""
    posted = request.POST if request.method == "POST" else None
    chosen = {name: posted.getlist(name) if posted is not None else initial.get(name, []) for name in ("challenges", "tools")}
    title = str((posted or initial).get("title") or "")
    near = queries.on_the_map(title) if title else []
    offered = queries.offered((posted or {}).get("on_map", "")[:100], near, chosen["challenges"][:100], chosen["tools"][:100])
    form = TopicForm(posted, initial=initial, challenges=offered.challenges, tools=offered.tools)
    newer: Proposal | None = None
    if posted is not None and "find" not in posted and form.is_valid():
        data = form.cleaned_data
        try:
            made = attempt(
                form, topics.write, request.viewer, form.given, challenges=data["challenges"], tools=data["tools"], links=form.sources, scope=form.answers,
                solution=solution.number if solution else "", at=clock.now(), proposal_id=found.pk if found else None, revision=data["revision"] if found else None,
            )  # fmt: skip
        except Stale as stale:
            newer, made = stale.current, None
            form.add_error(
                None, _("This was changed elsewhere meanwhile. What stands there now is shown below; sending again replaces it.")
            )
            form.data = again = request.POST.copy()
            again["revision"] = str(stale.current.revision)
        if made is not None:
            messages.success(request, _("Kept. Show it to the members when it is ready.") if made.state == "draft" else _("Changed."))
            return redirect("direction:topic", pk=made.pk)
    context = {
        "form": form,
        "offered": offered,
        "found": found,
        "newer": newer,
        "solution": solution,
        "alike": queries.similar(request.viewer, title, form["problem"].value() or "", but=found.pk if found else None)
        if title and "find" not in request.POST
        else [],
        "on_the_map": near,
        "crumbs": _crumbs(found, _("Change it")) if found else crumb((_("Topics proposed"), TOPICS), (_("Propose a topic"), "")),
    }
    return page(request, "direction/topic_form.html", context, form)


def _simple(action: Callable[..., Any], done: Any) -> Callable[[HouseRequest, Proposal], str]:
    def run(request: HouseRequest, found: Proposal) -> str:
        action(request.viewer, found.pk, at=clock.now())
        return str(done)

    return run


def _show_interest(request: HouseRequest, found: Proposal) -> str:
    call = found.interest_calls.filter(state=InterestState.OPEN).first()
    if call is not None:
        interest.show(request.viewer, call.pk, request.POST.get("part", ""), at=clock.now())
    return _("Noted.")


def _close_interest(request: HouseRequest, found: Proposal) -> str:
    call = found.interest_calls.filter(state=InterestState.OPEN).first()
    if call is not None:
        interest.close_call(request.viewer, call.pk, at=clock.now())
    return _("The call is closed.")


VERBS: dict[str, Callable[[HouseRequest, Proposal], str]] = {
    "publish": _simple(topics.publish, gettext_lazy("Members see it now and can support it.")),
    "support": _simple(topics.support, gettext_lazy("You support it.")),
    "unsupport": _simple(topics.stop_supporting, gettext_lazy("Your support is taken back.")),
    "file": _simple(topics.file, gettext_lazy("Filed. Its scope is checked next.")),
    "withdraw": _simple(topics.withdraw, gettext_lazy("Withdrawn.")),
    "call": _simple(interest.open_call, gettext_lazy("The call for interest is open.")),
    "interest": _show_interest,
    "close-interest": _close_interest,
}


@door("topic.view")
def topic(request: HouseRequest, pk: int) -> HttpResponse:
    """One topic: what is proposed, who supports it, its scope, who would work on it."""
    viewer, at = request.viewer, clock.now()
    found = queries.topic(viewer, pk)
    problem = ""
    if request.method == "POST" and request.POST.get("what") in VERBS:
        try:
            messages.success(request, VERBS[request.POST["what"]](request, found))
            return redirect("direction:topic", pk=pk)
        except (Refused, NotAMove) as refused:
            problem = str(refused)
    call = next((one for one in found.interest_calls.all() if one.state == InterestState.OPEN), None)
    last = call or next(iter(found.interest_calls.all()), None)
    mine = next((one for one in last.interests.all() if one.person_id == viewer.person_id), None) if last else None
    steers = allows(viewer, "topic.steer", found)
    context = {
        "found": found,
        "problem": problem,
        "own": found.author_id == viewer.person_id and allows(viewer, "topic.own", found),
        "supporting": any(one.person_id == viewer.person_id for one in found.supports.all()),
        "can_support": found.author_id != viewer.person_id and allows(viewer, "topic.support", found),
        "lacking": topics.lacking(found) if found.state == ProposalState.SUPPORT else [],
        "challenges": neighbours.challenges(found.challenges).values(),
        "tools": neighbours.tools(found.tools).values(),
        "steers": steers,
        "can_check": steers and found.state == ProposalState.FILED and found.author_id != viewer.person_id,
        "can_call": steers and PROPOSAL_MOVES.possible("call", found.state),
        "can_merge": steers and scope.may_merge(found),
        "can_split": steers and PROPOSAL_MOVES.possible("split", found.state),
        "can_adopt": steers and found.state == ProposalState.WANTED,
        "call": call,
        "call_over": call is not None and at > call.closes_at,
        "last_call": last,
        "tally": interest.tally(last) if last else None,
        "part_form": PartForm(initial={"part": mine.part if mine else ""})
        if call and at <= call.closes_at and allows(viewer, "topic-interest.show", call)
        else None,
        "mine": mine,
        "item": getattr(found, "work_item", None),
        "rounds": [one.round for one in found.round_items.all() if one.round.state != "draft"],
        "crumbs": crumb((_("Topics proposed"), TOPICS), (found.number, "")),
    }
    response = page(request, "direction/topic.html", context)
    response.status_code = 422 if problem else 200
    return response


def _steered(request: HouseRequest, pk: int) -> Proposal:
    return see(request.viewer, "topic.steer", Proposal.objects.all(), pk=pk)


@door("topic.steer")
def check(request: HouseRequest, pk: int) -> HttpResponse:
    """Check the scope."""
    found = _steered(request, pk)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            scope.check,
            request.viewer,
            pk,
            form.answers,
            reason=data["reason"],
            referral=data["referral"],
            addressee=data["addressee"],
            at=clock.now(),
        )
        if made is not None:
            messages.success(request, _("Result: %s.") % made.get_state_display())
            return redirect("direction:topic", pk=pk)
    return page(request, "direction/check.html", {"form": form, "found": found, "crumbs": _crumbs(found, _("Scope check"))}, form)


@door("topic.steer")
def merge(request: HouseRequest, pk: int) -> HttpResponse:
    """Merge it into another."""
    found = _steered(request, pk)
    form = MergeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, scope.merge, request.viewer, pk, into=form.cleaned_data["into"], reason=form.cleaned_data["reason"], at=clock.now()
        )
        if made is not None:
            return redirect("direction:topic", pk=pk)
    near = queries.similar(request.viewer, found.title, found.problem, but=pk)
    return page(request, "direction/merge.html", {"form": form, "found": found, "near": near, "crumbs": _crumbs(found, _("Merge"))}, form)


@door("topic.steer")
def split(request: HouseRequest, pk: int) -> HttpResponse:
    """Split it."""
    found = _steered(request, pk)
    form = SplitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, scope.split, request.viewer, pk, form.parts, reason=form.cleaned_data["reason"], at=clock.now())
        if made is not None:
            return redirect("direction:topic", pk=pk)
    return page(request, "direction/split.html", {"form": form, "found": found, "crumbs": _crumbs(found, _("Split"))}, form)


OFFERED_MOST = 150  # topics that the form of a round offers; beyond that those with most supporters


def choices_in_scope(viewer: Any, chosen: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(number, words) of the topics that a round can be about: those chosen, then those with most supporters."""
    found = rows(viewer, "topic.list", Proposal.objects.filter(state__in=VOTABLE))
    most = found.annotate(supporters=queries.number_of_supporters()).order_by("-supporters", "number").values_list("number", "title")
    lines = dict(found.filter(number__in=chosen).values_list("number", "title")) | dict(most[:OFFERED_MOST])
    return [(number, f"{number} {title}") for number, title in lines.items()]
