"""The counts and lists that officers start from."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection.models import Assignment
from interchange.network.selection.queries.files import IN_HAND, files
from interchange.network.selection.queries.readers import unassigned
from interchange.network.selection.vocabulary import AssignmentState, Method

SHOWN = 12


S = ApplicationState
# The stages of a selection, in order, and the states that each holds together.
STAGES: list[tuple[Any, list[str]]] = [
    (_("Submitted"), [S.SUBMITTED]),
    (_("Returned"), [S.RETURNED]),
    (_("Eligible"), [S.ELIGIBLE]),
    (_("In review"), [S.IN_REVIEW]),
    (_("Scored"), [S.SCORED, S.SHORTLISTED]),
    (_("Decided"), [S.DECIDED]),
    (_("Offered"), [S.OFFERED]),
    (_("Accepted"), [S.CONFIRMED]),
    (_("Ended"), [S.INELIGIBLE, S.WITHDRAWN, S.DUPLICATE, S.REFUSED_OFFER, S.LAPSED]),
]


@dataclass(frozen=True)
class CallCount:
    """A call with how many applications are at each stage: (label, count, the state to filter by where the stage is one state)."""

    title: str
    slug: str
    stages: list[tuple[Any, int, str]]
    total: int
    at_work: bool


@dataclass(frozen=True)
class Overview:
    """What an officer sees first; a conflict removes files from every part of it."""

    calls: list[CallCount]
    unassigned: list[Any]
    overdue: list[Any]
    diverging: list[Any]
    to_check: int


def overview(viewer: Viewer, at: datetime) -> Overview:
    """Counts per state, files without readers, overdue reviews, open divergences. Constant number of queries."""
    per_call: dict[tuple[str, str], Counter[str]] = {}
    for slug, title, state in files(viewer).order_by("-call__closes_at", "call__slug").values_list("call__slug", "call__title", "state"):
        per_call.setdefault((slug, title), Counter())[state] += 1
    calls = [
        CallCount(
            title,
            slug,
            [(label, sum(counts[state] for state in states), _only(counts, states)) for label, states in STAGES],
            counts.total(),
            any(counts[state] for state in IN_HAND),
        )
        for (slug, title), counts in per_call.items()
    ]
    calls.sort(key=lambda call: not call.at_work)  # calls with work in hand first, the latest first among each
    late = rows(viewer, "assignment.manage").filter(state=AssignmentState.ASSIGNED, due_at__lt=at, application__state__in=IN_HAND)
    diverging = files(viewer).filter(state=ApplicationState.IN_REVIEW, result__method=Method.OPEN).select_related("result")
    return Overview(
        calls=calls,
        unassigned=unassigned(viewer),
        overdue=list(late.select_related("application", "reviewer").order_by("due_at")),
        diverging=list(diverging.order_by("submitted_at")),
        to_check=sum(counts[ApplicationState.SUBMITTED] for counts in per_call.values()),
    )


def _only(counts: "Counter[str]", states: list[str]) -> str:
    """The one state of a stage that has applications, "" where none or several have: what a link can filter by."""
    found = [str(state) for state in states if counts[state]]
    return found[0] if len(found) == 1 else ""


def reviews_of(viewer: Viewer) -> list[Assignment]:
    """The viewer's own live assignments, unfiled and oldest first."""
    mine = rows(viewer, "review.mine").filter(application__state__in=[*IN_HAND])
    return list(mine.select_related("application__call", "review").order_by("state", "due_at"))
