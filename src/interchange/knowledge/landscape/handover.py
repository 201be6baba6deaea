"""Where a candidate solution goes on: rooms above the map (topic proposals, work items) register what they make of one.

`offer(label, verb, url)` in an upper room's `apps.py` puts one button on the page of each filed candidate, for whoever may say `verb`;
`candidate(viewer, number)` gives that room all that a proposal needs to take over. Nothing is offered where nothing is registered.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from interchange.ground.policy.rules import allows, see
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.models import Solution
from interchange.knowledge.landscape.vocabulary import SolutionState


@dataclass(frozen=True)
class Candidate:
    """A filed candidate solution as plain data; `challenges` and `tools` are (code, name, address), `evidence` (title, address)."""

    number: str
    revision: int
    title: str
    summary: str
    challenges: tuple[tuple[str, str, str], ...]
    tools: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]
    dependencies: str
    readiness: str
    effort: str
    evidence: tuple[tuple[str, str], ...]
    interest: str
    author_id: int
    level: str
    topics: tuple[str, ...]
    sectors: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Offer:
    """One way on: words of the button, the verb that opens it, and the address of the form for a candidate's number."""

    label: str | Promise
    verb: str
    url: Callable[[str], str]


OFFERS: list[Offer] = []


def offer(label: str | Promise, verb: str, url: Callable[[str], str]) -> Offer:
    """Register a way on."""
    made = Offer(label, verb, url)
    OFFERS.append(made)
    return made


def offers(viewer: Viewer, solution: Solution) -> list[tuple[str, str]]:
    """(words, address) of the ways on that this viewer may take with a solution: filed ones only."""
    if solution.state != SolutionState.FILED:
        return []
    return [(str(one.label), one.url(solution.number)) for one in OFFERS if allows(viewer, one.verb)]


def candidate(viewer: Viewer, number: str) -> Candidate:
    """A filed candidate that the viewer may read. Raises `NotAllowed` where there is none. Three queries."""
    found: Solution = see(
        viewer, "solution.view", Solution.objects.prefetch_related("challenges", "tools"), number=number, state=SolutionState.FILED
    )
    challenges, tools = list(found.challenges.all()), list(found.tools.all())
    return Candidate(
        found.number, found.revision, found.title, found.summary, tuple((one.code, one.title, one.url_here) for one in challenges),
        tuple((one.code, one.name, one.url_here) for one in tools), tuple(line.strip() for line in found.missing.splitlines() if line.strip()),
        found.dependencies, found.readiness, found.effort, tuple((one["title"], one["url"]) for one in found.evidence), found.interest, found.author_id,
        found.level, tuple(dict.fromkeys(code for one in challenges for code in one.topics)),
        tuple(dict.fromkeys(code for one in challenges for code in one.sectors)), f"/landscape/solutions/{found.pk}/",
    )  # fmt: skip
