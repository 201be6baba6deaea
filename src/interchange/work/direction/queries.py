"""Reading topics, rounds and work items."""

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.atlas import recent
from interchange.network.membership import queries as membership
from interchange.work.direction import drawing, likeness
from interchange.work.direction import vocabulary as words
from interchange.work.direction.models import (
    Ballot,
    BallotBox,
    Interest,
    InterestCall,
    Milestone,
    Output,
    Participation,
    Proposal,
    Round,
    RoundItem,
    Support,
    Worker,
    WorkItem,
)
from interchange.work.direction.sealing import key_of, lot
from interchange.work.direction.vocabulary import ItemState, Part, RoundState


@dataclass(frozen=True)
class Alike:
    """Something that reads like what somebody wants to propose."""

    title: str
    what: str
    url: str
    likeness: float


def similar(viewer: Viewer, title: str, text: str, *, but: int | None = None) -> list[Alike]:
    """Topics that the viewer may see and challenges on the map that read alike, most alike first; by titles and problems."""
    found = rows(viewer, "topic.list", Proposal.objects.exclude(pk=but or 0).exclude(state__in=["withdrawn", "merged", "split"]))
    topics = list(found.values_list("pk", "number", "title", "problem"))
    values = likeness.nearest(likeness.weighed(title, text), [likeness.weighed(name, problem) for _pk, _number, name, problem in topics])
    alike = [
        Alike(name, number, f"/direction/proposals/{pk}/", value)
        for (pk, number, name, _problem), value in zip(topics, values, strict=True)
        if value >= likeness.ALIKE
    ]
    return sorted(alike, key=lambda one: -one.likeness)[:8]


def on_the_map(title: str) -> list[Alike]:
    """Challenges on the map whose titles read like this one: to be linked."""
    side = recent().challenges
    values = likeness.nearest(likeness.weighed(title, ""), [likeness.weighed(name, "") for name in side.names])
    found = [
        Alike(name, code, f"/landscape/challenges/{code}/", value)
        for name, code, value in zip(side.names, side.codes, values, strict=True)
        if value >= 0.35
    ]
    return sorted(found, key=lambda one: -one.likeness)[:5]


FOUND_MOST = 12  # entries of the map that a search in a form offers


@dataclass(frozen=True)
class Offered:
    """Entries of the map that can be ticked: (code, name) pairs, those chosen first; `more` were found and are not shown."""

    challenges: list[tuple[str, str]]
    tools: list[tuple[str, str]]
    more: int
    nothing: bool


def offered(words: str, near: Sequence[Alike], challenges: Sequence[str], tools: Sequence[str]) -> Offered:
    """What can be ticked in a topic's form: what is chosen already, challenges that are `near` the title, and what `words` finds. An unknown code stands
    by itself, so that it is refused in words. No query where the map is in memory."""
    sides = recent().challenges, recent().tools
    wanted = words.casefold().split()
    made: list[list[tuple[str, str]]] = []
    more, met = 0, 0
    for side, chosen in zip(sides, (challenges, tools), strict=True):
        codes = list(chosen)
        if side is sides[0]:
            codes += [one.what for one in near]
        hits = [
            code for code, name in zip(side.codes, side.names, strict=True) if wanted and all(word in name.casefold() for word in wanted)
        ]
        codes += hits[:FOUND_MOST]
        more, met = more + max(0, len(hits) - FOUND_MOST), met + len(hits)
        made.append([(code, side.names[side.place[code]] if code in side.place else code) for code in dict.fromkeys(codes)])
    return Offered(made[0], made[1], more, bool(wanted) and not met)


def topics(viewer: Viewer) -> "QuerySet[Proposal]":
    """The topics that the viewer may see listed, newest first, with how many support them."""
    return rows(viewer, "topic.list", Proposal.objects.select_related("author").annotate(supporters=number_of_supporters())).order_by(
        "-created_at", "-pk"
    )


def number_of_supporters() -> Coalesce:
    """How many support a proposal, counted for the rows that are read only: joined and grouped, 2,000 topics cost five times as much."""
    mine = Support.objects.filter(proposal_id=OuterRef("pk")).order_by().values("proposal_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(mine), 0)


def my_drafts(viewer: Viewer) -> "QuerySet[Proposal]":
    """The viewer's own topics that nobody else sees yet."""
    return rows(viewer, "topic.own", Proposal.objects.filter(state="draft")).order_by("-created_at")


def topic(viewer: Viewer, pk: int) -> Proposal:
    """One topic with what hangs on it. Raises `NotAllowed`."""
    lines = Proposal.objects.only("number", "title", "state", "merged_into_id", "split_from_id")
    found = Proposal.objects.select_related("author", "merged_into", "split_from", "solution").prefetch_related(
        Prefetch("supports", Support.objects.select_related("person")),
        Prefetch("interest_calls", InterestCall.objects.prefetch_related(Prefetch("interests", Interest.objects.select_related("person")))),
        Prefetch("parts", lines),
        Prefetch("merged", lines),
        Prefetch("round_items", RoundItem.objects.select_related("round").defer("round__result", "round__electorate")),
    )
    return see(viewer, "topic.view", found, pk=pk)


def rounds(viewer: Viewer) -> "QuerySet[Round]":
    """The rounds that the viewer may see, newest first; `mine` says whether they voted."""
    voted = Participation.objects.filter(round_id=OuterRef("pk"), person_id=viewer.person_id or 0)
    return rows(
        viewer, "round.view", Round.objects.defer("result", "electorate").annotate(mine=Exists(voted), count=Count("items"))
    ).order_by("-created_at", "-pk")


def open_to_me(viewer: Viewer, at: datetime) -> "QuerySet[Round]":
    """Rounds in which the viewer can vote and has not."""
    voted = Participation.objects.filter(round_id=OuterRef("pk"), person_id=viewer.person_id or 0)
    return rows(viewer, "round.vote", Round.objects.filter(~Exists(voted), closes_at__gte=at)).order_by("closes_at", "pk")


def my_ballot(viewer: Viewer, found: Round) -> Ballot | None:
    """The viewer's own ballot in an open round."""
    if found.state != RoundState.OPEN or viewer.person_id is None:
        return None
    return Ballot.objects.filter(round=found, key=key_of(found.secret, viewer.me)).first()


def pairs_for(found: Round, known: list[str], person_id: int) -> list[tuple[str, str]]:
    """The pairs that are put to one person: as many as the rule says, by lot, so that each item comes about equally often; left and right by lot too."""
    chance = lot(found.pk, person_id)
    every = list(combinations(known, 2))
    chance.shuffle(every)
    met: Counter[str] = Counter()
    put: list[tuple[str, str]] = []
    while every and len(put) < int(found.rule["pairs"]):
        best = min(every, key=lambda pair: (met[pair[0]] + met[pair[1]], max(met[pair[0]], met[pair[1]])))
        every.remove(best)
        met.update(best)
        put.append(best if chance.random() < 0.5 else (best[1], best[0]))
    return put


def turnout(found: Round, at: datetime) -> tuple[int, int]:
    """(how many voted, how many may) while a round is open; nothing else is known of it."""
    return Participation.objects.filter(round=found).count(), len(membership.active_ids(at))


def file_of(viewer: Viewer, pk: int) -> tuple[Round, bytes]:
    """A counted round and its signed file as JSON. Raises `NotAllowed`."""
    found = see(viewer, "round.result", Round.objects.all(), pk=pk)
    return found, zlib.decompress(BallotBox.objects.values_list("file", flat=True).get(round=found))


def ballots_of(content: bytes) -> list[dict[str, Any]]:
    """The ballots of a round's file."""
    return list(json.loads(content)["ballots"])


def items(viewer: Viewer) -> "QuerySet[WorkItem]":
    """Work items with their people, milestones and outputs."""
    found = WorkItem.objects.select_related("proposal").prefetch_related(
        Prefetch("workers", Worker.objects.select_related("person")),
        Prefetch("milestones", Milestone.objects.all()),
        Prefetch("outputs", Output.objects.all()),
    )
    return rows(viewer, "work-item.view", found)


@dataclass(frozen=True)
class Line:
    """A work item on the roadmap."""

    item: WorkItem
    late: list[Milestone]
    done: int
    total: int
    at: datetime

    @property
    def picture(self) -> SafeString:
        """Its time from adoption to sunset, with its milestones."""
        steps = [(one.due_at, "reached" if one.done_at else "late" if one in self.late else "coming") for one in self.item.milestones.all()]
        return drawing.timeline(self.item.adopted_at, self.item.sunset_at, self.at, steps)

    @property
    def next(self) -> Milestone | None:
        """The next step that is not done."""
        return next((one for one in self.item.milestones.all() if one.done_at is None), None)


@dataclass(frozen=True)
class Goal:
    """An objective of the network with what serves it."""

    code: str
    label: str
    running: int
    late: int
    ended: int
    outputs: int


@dataclass(frozen=True)
class Roadmap:
    """What runs, what is late, what ended; each objective."""

    running: list[Line]
    ended: list[Line]
    goals: list[Goal]

    @property
    def late(self) -> list[Line]:
        """The items that run with a step that is late."""
        return [line for line in self.running if line.late]


def line(item: WorkItem, at: datetime) -> Line:
    """One item as the roadmap shows it."""
    steps = list(item.milestones.all())
    late = [one for one in steps if one.done_at is None and one.due_at < at] if item.state in words.RUNNING else []
    return Line(item, late, sum(one.done_at is not None for one in steps), len(steps), at)


def roadmap(viewer: Viewer, at: datetime) -> Roadmap:
    """Everything on the roadmap. Four queries."""
    lines = [line(one, at) for one in items(viewer).order_by("sunset_at", "pk")]
    running = [one for one in lines if one.item.state in words.RUNNING]
    ended = sorted(
        (one for one in lines if one.item.state in {ItemState.CLOSED, ItemState.LAPSED}),
        key=lambda one: one.item.ended_at or at,
        reverse=True,
    )
    goals = []
    for code, label in vocabulary.choices("objectives"):
        mine = [one for one in lines if one.item.objective == code]
        goals.append(
            Goal(
                code,
                label,
                sum(one in running for one in mine),
                sum(bool(one.late) for one in mine),
                sum(one in ended for one in mine),
                sum(len(one.item.outputs.all()) for one in mine),
            )
        )
    return Roadmap(running, ended, goals)


def leads(item: WorkItem, person_id: int | None) -> bool:
    """Whether a person leads an item (read with its people)."""
    return any(one.person_id == person_id and one.part == Part.LEAD for one in item.workers.all())
