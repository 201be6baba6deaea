"""Where the network's work comes from, for programs: topics and rounds for members, adopted work for everyone. A ballot has no door here."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground import clock
from interchange.ground.accounts import names
from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.policy.viewer import Viewer
from interchange.work.direction import queries
from interchange.work.direction.models import Proposal, Round, WorkItem
from interchange.work.direction.vocabulary import RoundState

router = room("direction", _("Direction"), "Topics that members propose, rounds in which they rank them, the work that was adopted.")


class TopicLine(Schema):
    """A topic as a list shows it. `author` is empty once the author's data was erased."""

    id: int
    number: str
    title: str
    state: str
    objective: str
    author: str
    supporters: int
    created_at: datetime
    url: str


class TopicSource(Schema):
    """Something that a topic points to."""

    title: str
    url: str


class TopicWhole(TopicLine):
    """A topic. Its four texts are Markdown; `challenges` and `tools` are codes of the map; `merged_into`, `split_from` and `parts` are numbers."""

    problem: str
    why_technical: str
    affected: str
    output: str
    challenges: list[str]
    tools: list[str]
    sources: list[TopicSource]
    character: str
    scope_reason: str
    addressee: str
    referral: str
    merged_into: str | None
    split_from: str | None
    parts: list[str]
    lineage_reason: str
    rounds: list[str]


class VoteLine(Schema):
    """A round of voting. `counted_at` is null until the count."""

    id: int
    number: str
    title: str
    method: str
    state: str
    items: int
    closes_at: datetime
    counted_at: datetime | None
    url: str


class VoteWhole(VoteLine):
    """A round with what is voted on. `file`: the signed file of a counted round, from which anybody can count again."""

    question: str
    choices: list[str]
    file: str | None


class WorkLine(Schema):
    """Adopted work. `sunset_at`: when it ends unless it is extended."""

    id: int
    number: str
    title: str
    objective: str
    state: str
    adopted_at: datetime
    sunset_at: datetime
    ended_at: datetime | None
    url: str


class WorkStep(Schema):
    """A milestone."""

    title: str
    due_at: datetime
    done_at: datetime | None
    late: bool


class WorkOutput(Schema):
    """What came of it."""

    title: str
    url: str
    at: datetime


class WorkWhole(WorkLine):
    """Adopted work with its steps and outputs; texts are Markdown. `reason` and `topic` (its number) are given to members and staff."""

    charter: str
    liaison: str
    ipr: str
    ending: str
    report: str
    reason: str | None
    topic: str | None
    steps: list[WorkStep]
    outputs: list[WorkOutput]


class TopicFilter(Window):
    """`state` and `objective` are codes."""

    state: str = Field(default="", max_length=10)
    objective: str = Field(default="", max_length=60)


class WorkFilter(Window):
    """`state` and `objective` are codes."""

    state: str = Field(default="", max_length=12)
    objective: str = Field(default="", max_length=60)


def _here(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _topic(viewer: Viewer, one: Proposal, supporters: int) -> dict[str, Any]:
    author = names.shown(viewer, [one.author])[one.author.pk] if one.author else ""
    return {
        "id": one.pk, "number": one.number, "title": one.title, "state": one.state, "objective": one.objective, "author": author,
        "supporters": supporters, "created_at": one.created_at, "url": _here(f"/direction/proposals/{one.pk}/"),
    }  # fmt: skip


def _vote(one: Round, items: int) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "method": one.method, "state": one.state, "items": items, "closes_at": one.closes_at,
        "counted_at": one.counted_at, "url": _here(f"/direction/rounds/{one.pk}/"),
    }  # fmt: skip


def _work(one: WorkItem) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "objective": one.objective, "state": one.state, "adopted_at": one.adopted_at,
        "sunset_at": one.sunset_at, "ended_at": one.ended_at, "url": _here(f"/direction/items/{one.pk}/"),
    }  # fmt: skip


def _narrowed(found: Any, **wanted: str) -> Any:
    return found.filter(**{name: value for name, value in wanted.items() if value})


@router.get("/topics", response=Page[TopicLine], summary="Topics proposed, the newest first", operation_id="topics")
@door("topic.list")
def topics(request: HouseRequest, asked: Query[TopicFilter]) -> dict[str, Any]:
    """The topics that you may see listed; drafts are their authors' alone and not among them."""
    found = _narrowed(queries.topics(request.viewer), state=asked.state, objective=asked.objective)
    return page(request, asked, found, lambda one: _topic(request.viewer, one, one.supporters))


@router.get("/topics/{int:pk}", response=TopicWhole, summary="One topic", operation_id="topic")
@door("topic.view")
def topic(request: HouseRequest, pk: int) -> dict[str, Any]:
    """A topic with its texts, what it points to and where it went."""
    one = queries.topic(request.viewer, pk)
    return {
        **_topic(request.viewer, one, len(one.supports.all())),
        "problem": one.problem, "why_technical": one.why_technical, "affected": one.affected, "output": one.output, "challenges": one.challenges, "tools": one.tools,
        "sources": [{"title": link["title"], "url": link["url"]} for link in one.links], "character": one.character, "scope_reason": one.scope_reason,
        "addressee": one.addressee, "referral": one.referral, "merged_into": one.merged_into.number if one.merged_into else None,
        "split_from": one.split_from.number if one.split_from else None, "parts": [part.number for part in one.parts.all()], "lineage_reason": one.lineage_reason,
        "rounds": sorted({item.round.number for item in one.round_items.all() if item.round.state != RoundState.DRAFT}),
    }  # fmt: skip


@router.get("/rounds", response=Page[VoteLine], summary="Rounds of voting, the newest first", operation_id="votes")
@door("round.view")
def votes(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The rounds that you may see."""
    return page(request, window, queries.rounds(request.viewer), lambda one: _vote(one, one.count))


@router.get("/rounds/{int:pk}", response=VoteWhole, summary="One round of voting", operation_id="vote")
@door("round.view")
def vote(request: HouseRequest, pk: int) -> dict[str, Any]:
    """A round and what is voted on, in its order."""
    one: Round = see(request.viewer, "round.view", Round.objects.defer("result", "electorate"), pk=pk)
    choices = list(one.items.order_by("position").values_list("title", flat=True))
    counted = one.state == RoundState.COUNTED
    return {
        **_vote(one, len(choices)),
        "question": one.question,
        "choices": choices,
        "file": _here(f"/direction/rounds/{one.pk}/file.json") if counted else None,
    }


@router.get("/items", response=Page[WorkLine], summary="Adopted work, the newest first", operation_id="work_items")
@public
def work_items(request: HouseRequest, asked: Query[WorkFilter]) -> dict[str, Any]:
    """Everything that was adopted."""
    found = _narrowed(queries.items(request.viewer).prefetch_related(None), state=asked.state, objective=asked.objective)
    return page(request, asked, found.order_by("-adopted_at", "-pk"), _work)


@router.get("/items/{int:pk}", response=WorkWhole, summary="One piece of adopted work", operation_id="work_item")
@public
def work_item(request: HouseRequest, pk: int) -> dict[str, Any]:
    """What is to be made, its steps and outputs."""
    one: WorkItem = see(request.viewer, "work-item.view", queries.items(request.viewer), pk=pk)
    late = queries.line(one, clock.now()).late
    inside = allows(request.viewer, "topic.list")
    return {
        **_work(one),
        "charter": one.charter, "liaison": one.liaison, "ipr": one.ipr, "ending": one.ending, "report": one.report, "reason": one.reason if inside else None,
        "topic": one.proposal.number if inside else None,
        "steps": [{"title": step.title, "due_at": step.due_at, "done_at": step.done_at, "late": step in late} for step in one.milestones.all()],
        "outputs": [{"title": out.title, "url": out.url if "://" in out.url else _here(out.url), "at": out.at} for out in one.outputs.all()],
    }  # fmt: skip
