"""How far the profiles agree: for each profile the posterior of its agreement with an interval, over all of them the geometric mean and the lowest.

p = (for + 1) / (seen + 2), as Polis reckons it (Small and others 2021); the product over groups is its group-aware consensus, which shrinks as
groups are added, so its root by the number of groups stands here. Intervals are those of Beta(for + 1, seen - for + 1), 90 %.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interchange.work.direction.counting.sheet import Array, Sheet

LEAST = 5  # ballots of a profile that say something about an item, below which nothing is said of that profile
LOW, HIGH = 0.05, 0.95
AGREED, APART = 0.5, 0.3  # the lowest profile that still agrees; how far two profiles stand apart where they divide
BROAD = 2 / 3  # the geometric mean that is broad agreement


@dataclass(frozen=True)
class Part:
    """What one profile says of one item, weighted; `heads` is the plain number of ballots."""

    profile: str
    agree: float
    against: float
    seen: float
    heads: int

    @property
    def is_enough(self) -> bool:
        """Whether enough ballots speak, and the profile is one that is shown by itself."""
        return bool(self.profile) and self.heads >= LEAST

    @property
    def p(self) -> float:
        """The expected share that agrees."""
        return (self.agree + 1) / (self.seen + 2)

    @property
    def p_against(self) -> float:
        """The expected share that is against."""
        return (self.against + 1) / (self.seen + 2)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with a probability of 90 %."""
        from scipy.special import betaincinv  # a fifth of a second, for which no process waits that counts nothing

        rest = max(0.0, self.seen - self.agree)
        return float(betaincinv(self.agree + 1, rest + 1, LOW)), float(betaincinv(self.agree + 1, rest + 1, HIGH))


def parts(sheet: Sheet, left: NDArray[np.bool_] | None = None) -> list[list[Part]]:
    """For each item what each profile says of it."""
    kept = np.ones(len(sheet.groups), dtype=bool) if left is None else left
    made: list[list[Part]] = [[] for _item in sheet.items]
    for profile in sheet.profiles:
        rows = kept & np.array([one == profile for _house, one in sheet.groups])
        votes, heads = sheet.sums[rows].sum(axis=0), sheet.heads[rows].sum(axis=0)
        for place, row in enumerate(made):
            row.append(Part(profile, float(votes[0, place]), float(votes[1, place]), float(votes[2, place]), int(heads[place])))
    return made


def geometric(values: list[float]) -> float:
    """The geometric mean; of nothing it is nothing."""
    return float(np.exp(np.mean(np.log(values)))) if values else 0.0


def bridging(sheet: Sheet, left: NDArray[np.bool_]) -> Array:
    """The geometric mean over the profiles that say enough; where no profile does, the expected share of all together."""
    kept = sheet.sums[left]
    total = kept.sum(axis=0) if len(kept) else np.zeros((3, len(sheet.items)))
    made = (total[0] + 1) / (total[2] + 2)
    logs, count = np.zeros(len(sheet.items)), np.zeros(len(sheet.items))
    for profile in sheet.profiles:
        if profile:
            rows = left & np.array([one == profile for _house, one in sheet.groups])
            votes, heads = sheet.sums[rows].sum(axis=0), sheet.heads[rows].sum(axis=0)
            enough = heads >= LEAST
            logs += np.where(enough, np.log((votes[0] + 1) / (votes[2] + 2)), 0)
            count += enough
    some = count > 0
    made[some] = np.exp(logs[some] / count[some])
    return np.asarray(made)


def kind(found: list[Part]) -> str:
    """ "agreed", "rejected" (the profiles agree against it), "divides" or "unsure" (too few votes, or no clear word)."""
    enough = [one for one in found if one.is_enough]
    if len(enough) < 2:
        return "unsure"
    highest, lowest = max(enough, key=lambda one: one.p), min(enough, key=lambda one: one.p)
    if highest.p - lowest.p >= APART and highest.interval[0] > lowest.interval[1]:
        return "divides"
    if lowest.p >= AGREED and geometric([one.p for one in enough]) >= BROAD:
        return "agreed"
    if min(one.p_against for one in enough) >= AGREED and geometric([one.p_against for one in enough]) >= BROAD:
        return "rejected"
    return "unsure"
