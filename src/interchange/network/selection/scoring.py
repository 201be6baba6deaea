"""From marks to points, from two reviews to one result. Pure arithmetic on whole numbers, no rounding until the end (DOMAIN S1, S3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

from interchange.network.selection.vocabulary import Method

LOWEST, HIGHEST = 1, 5
MARK_GAP = 2  # a third review where any criterion differs by this much (S3)
TOTAL_GAP = Fraction(20, 100)  # or totals by this part of the scale (S3)

Marks = Mapping[int, int]  # criterion id -> mark 1 to 5
Weights = Mapping[int, int]  # criterion id -> weight, whole percent


def share(marks: Marks, weights: Weights) -> Fraction:
    """The weighted total as an exact part of the scale: 0 where every mark is 1, 1 where every mark is 5.

    Raises `KeyError` where a criterion has no mark: an unfinished review has no total.
    """
    whole = sum(weights.values())
    return Fraction(sum(weight * (marks[key] - LOWEST) for key, weight in weights.items()), whole * (HIGHEST - LOWEST))


def as_points(part: Fraction) -> Decimal:
    """A part of the scale as points of 100, two decimals, halves up."""
    exact = Decimal(part.numerator * 100) / Decimal(part.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def points(marks: Marks, weights: Weights) -> Decimal:
    """The weighted total in points of 100."""
    return as_points(share(marks, weights))


def diverging(first: Marks, second: Marks, weights: Weights) -> list[int]:
    """The criteria on which two reviews differ by two marks or more."""
    return [key for key in weights if abs(first[key] - second[key]) >= MARK_GAP]


def diverges(first: Marks, second: Marks, weights: Weights) -> bool:
    """Whether two reviews call for a third: any criterion differs by 2, or the totals by 20% of the scale (S3)."""
    return bool(diverging(first, second, weights)) or abs(share(first, weights) - share(second, weights)) >= TOTAL_GAP


@dataclass(frozen=True)
class Combined:
    """What the filed reviews come to: points, spread of the totals in points, and by which method."""

    points: Decimal
    spread: Decimal
    reviews: int
    method: Method


def combine(reviews: Sequence[Marks], weights: Weights) -> Combined | None:
    """One figure from the filed reviews, or none where nothing is filed.

    Three reviews give the median total. Two that agree give the middle between them; two that differ give an open result
    (S3: no silent average), whose figure is for sorting only and is always shown as open.
    """
    if not reviews:
        return None
    shares = sorted(share(marks, weights) for marks in reviews)
    spread = as_points(shares[-1] - shares[0])
    if len(reviews) == 1:
        return Combined(as_points(shares[0]), spread, 1, Method.ONE)
    if len(reviews) == 2:
        method = Method.OPEN if diverges(reviews[0], reviews[1], weights) else Method.MEAN
        return Combined(as_points((shares[0] + shares[1]) / 2), spread, 2, method)
    return Combined(as_points(Fraction(median(shares))), spread, len(reviews), Method.MEDIAN)


def median_mark(marks: Sequence[int] | Sequence[Decimal]) -> Decimal:
    """The median of the marks of one criterion."""
    return Decimal(str(median([Decimal(mark) for mark in marks])))
