"""How strict is each reviewer, compared on the files they shared with others? Explains differences; never changes a mark.

Model: mark = file + reviewer + rest. Least squares with the file effects taken out exactly, and the reviewer effects drawn
towards zero by `SEVERITY_SHRINKAGE` (ridge regression, Hoerl and Kennard 1970): a reviewer with few shared files is shown near
zero rather than as an extreme. Intervals: 95%, from the residual variance and the inverse of the same matrix.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from interchange.network.selection.vocabulary import SEVERITY_SHRINKAGE

Z95 = 1.959964


@dataclass(frozen=True)
class Severity:
    """A reviewer's strictness in marks (positive: stricter than others on the same files), its 95% interval, and the basis."""

    reviewer: int
    stricter: float
    low: float
    high: float
    reviews: int
    shared: int

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out: a difference that chance alone rarely makes."""
        return self.low > 0 or self.high < 0


def severities(marks: Iterable[tuple[int, int, float]], shrinkage: float = SEVERITY_SHRINKAGE) -> list[Severity]:
    """Strictness of every reviewer from (file, reviewer, total on the 1 to 5 scale); strictest first.

    Files read by one person only say nothing about the reader and are counted in `reviews` but not in `shared`.
    """
    by_file: dict[int, list[tuple[int, float]]] = defaultdict(list)
    reviews: dict[int, int] = defaultdict(int)
    for file, reviewer, value in marks:
        by_file[file].append((reviewer, float(value)))
        reviews[reviewer] += 1
    people = sorted(reviews)
    place = {person: index for index, person in enumerate(people)}
    size = len(people)
    matrix, right, shared = np.zeros((size, size)), np.zeros(size), np.zeros(size, dtype=int)
    square, count, files = 0.0, 0, 0
    for rows in by_file.values():
        if len(rows) < 2:
            continue
        files += 1
        mean = sum(value for _, value in rows) / len(rows)
        for reviewer, value in rows:
            here = place[reviewer]
            matrix[here, here] += 1
            right[here] += value - mean
            shared[here] += 1
            square += (value - mean) ** 2
            count += 1
            for other, _ in rows:
                matrix[here, place[other]] -= 1 / len(rows)
    inverse = np.linalg.inv(matrix + shrinkage * np.eye(size)) if size else matrix
    effect = inverse @ right
    residual = max(square - 2 * float(effect @ right) + float(effect @ matrix @ effect), 0.0)
    freedom = max(count - files - max(size - 1, 0), 1)
    variance = residual / freedom
    made = []
    for person, here in place.items():
        half = Z95 * sqrt(variance * float(inverse[here, here]))
        value = -float(effect[here])
        made.append(Severity(person, value, value - half, value + half, reviews[person], int(shared[here])))
    return sorted(made, key=lambda entry: (-entry.stricter, entry.reviewer))
