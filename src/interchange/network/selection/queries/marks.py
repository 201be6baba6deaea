"""Filed marks side by side, strictness, calibration tables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interchange.network.selection import scoring
from interchange.network.selection.models import CalibrationMark, CalibrationRound, Mark
from interchange.network.selection.severity import Severity, severities
from interchange.network.selection.vocabulary import AssignmentState


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: each reader's mark and comment, the median, and whether the readers differ by two."""

    title: str
    weight: int
    cells: list[tuple[int, str]]
    median: Decimal
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Reviews side by side: readers, rows, totals in points and their median."""

    readers: list[str]
    rows: list[CriterionRow]
    totals: list[Decimal]
    median: Decimal | None


def comparison(application: Any, review_ids: list[int]) -> Comparison | None:
    """The filed reviews among the given ones; none where there is none. The caller asks policy which they may be."""
    assignments = (
        application.assignments.filter(pk__in=review_ids, state=AssignmentState.FILED).order_by("order").select_related("reviewer")
    )
    readers = list(assignments.prefetch_related("review__marks"))
    if not readers:
        return None
    criteria = list(application.call.criteria.all())
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    marks = [{mark.criterion_id: mark for mark in reader.review.marks.all()} for reader in readers]
    made = []
    for criterion in criteria:
        cells = [(own[criterion.pk].score, own[criterion.pk].comment) for own in marks]
        scores = [score for score, _ in cells]
        made.append(
            CriterionRow(
                criterion.title, criterion.weight, cells, scoring.median_mark(scores), max(scores) - min(scores) >= scoring.MARK_GAP
            )
        )
    totals = [scoring.points({key: mark.score for key, mark in own.items()}, weights) for own in marks]
    return Comparison(
        [reader.reviewer.name for reader in readers],
        made,
        totals,
        scoring.median_mark(totals) if totals else None,
    )


def severity_of(call_id: int) -> list[Severity]:
    """Strictness of every reviewer of a call from filed reviews, on the 1 to 5 scale. One query."""
    totals: dict[tuple[int, int], float] = {}
    filed = Mark.objects.filter(
        review__assignment__application__call_id=call_id, review__assignment__state=AssignmentState.FILED, score__isnull=False
    ).values_list("review__assignment__application_id", "review__assignment__reviewer_id", "score", "criterion__weight")
    weights: dict[tuple[int, int], float] = {}
    for file, reviewer, score, weight in filed:
        totals[file, reviewer] = totals.get((file, reviewer), 0.0) + (score or 0) * weight
        weights[file, reviewer] = weights.get((file, reviewer), 0.0) + weight
    return severities((file, reviewer, total / weights[file, reviewer]) for (file, reviewer), total in totals.items())


@dataclass(frozen=True)
class Spread:
    """One calibration file: how far apart the readers are, per criterion."""

    number: str
    cells: list[tuple[str, list[int], int]]


def calibration_spread(found: CalibrationRound) -> list[Spread]:
    """Marks of every file and criterion, sorted and without names; the repeated ones where there are some. Two queries."""
    best: dict[tuple[int, int, int], tuple[int, int]] = {}
    for file, criterion_id, reviewer, attempt, score in CalibrationMark.objects.filter(round=found).values_list(
        "application_id", "criterion_id", "reviewer_id", "attempt", "score"
    ):
        key = (file, criterion_id, reviewer)
        if key not in best or best[key][0] < attempt:
            best[key] = (attempt, score)
    criteria = list(found.call.criteria.all())
    made = []
    for application in found.applications.order_by("number"):
        cells = []
        for criterion in criteria:
            scores = sorted(score for (file, key, _), (_a, score) in best.items() if (file, key) == (application.pk, criterion.pk))
            cells.append((criterion.title, scores, scores[-1] - scores[0] if scores else 0))
        made.append(Spread(application.number, cells))
    return made
