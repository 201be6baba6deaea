"""The scores and ranks of a round's items by each method, from whichever groups of ballots are left in.

Bradley-Terry by choix (Maystre and Grossglauser 2015), the Schulze method by votelib (Schulze 2011), proportional choice by sequential proportional
approval (Thiele 1895) in our own few lines: votelib's refuses ties, and abcvoting brings a solver that is not free software.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from votelib.evaluate.condorcet import Schulze, pairwise_wins

from interchange.work.direction.counting import agreement
from interchange.work.direction.counting.sheet import Array, Sheet

PRIOR = 0.1  # strength of "all are alike" in Bradley-Terry: an item that never lost has no finite strength without it
EXACT = 9  # decimals to which scores are compared: what differs by less is a tie


def scores(sheet: Sheet, left: NDArray[np.bool_]) -> Array:
    """The score of each item from the groups left in; more is better."""
    method = sheet.rule.method
    if method == "statements":
        return agreement.bridging(sheet, left)
    if method == "points":
        return np.asarray(sheet.points[left].sum(axis=0))
    if method == "choice":
        return proportional(sheet, left)
    preferred = sheet.preferred[left].sum(axis=0)
    return bradley_terry(preferred) if method == "pairs" else schulze(preferred)


def bradley_terry(preferred: Array) -> Array:
    """The chance of each item to win against an average one, from weighted wins (first over second)."""
    if not preferred.any():
        return np.full(len(preferred), 0.5)
    import choix  # it brings scipy, for which no process waits that counts nothing

    strength = choix.ilsr_pairwise_dense(preferred, alpha=PRIOR, max_iter=1000, tol=1e-10)
    return np.asarray(1 / (1 + np.exp(-(strength - strength.mean()))))


def schulze(preferred: Array) -> Array:
    """How many others each item beats by strongest paths, from weighted preferences (first over second)."""
    count = len(preferred)
    rounded = np.round(preferred, EXACT)
    votes = {(one, other): float(rounded[one, other]) for one in range(count) for other in range(count) if one != other}
    made = np.zeros(count)
    for winner, _loser in pairwise_wins(Schulze.widest_paths(votes)):
        made[winner] += 1
    return made


def proportional(sheet: Sheet, left: NDArray[np.bool_]) -> Array:
    """The items in the order in which sequential proportional approval takes them, as count..1; what nobody wants any more shares the last place.

    Each ballot counts 1/(1 + how many of its items are taken already), so a group gets its share of the places. Ties go to the item with more votes in all, then by lot.
    """
    count = len(sheet.items)
    approve, of_set = sheet.sets
    kept = left[sheet.of_group]
    weight = np.bincount(of_set[kept], weights=sheet.weights[kept], minlength=len(approve))
    approvals = np.round(weight @ approve, EXACT)
    made, taken = np.zeros(count), np.zeros(count, dtype=bool)
    for step in range(count, 0, -1):
        worth = np.round((weight / (1 + approve[:, taken].sum(axis=1))) @ approve, EXACT)
        worth[taken] = 0
        if not worth.any():
            break
        best = max(np.flatnonzero(worth == worth.max()), key=lambda place: (approvals[place], sheet.lot[int(place)]))
        made[best], taken[best] = step, True
    return made


def ranks(values: Array) -> list[int]:
    """Places from scores: 1 for the highest, those that tie share the better place."""
    rounded = np.round(values, EXACT)
    return [int((rounded > one).sum()) + 1 for one in rounded]


def twins(sheet: Sheet, least: int = 5) -> list[tuple[str, str]]:
    """Pairs of items that nearly everybody marked alike (clones, as far as ballots show it): 95 % of the ballots that see both mark them the same, and of each at
    least `least` ballots mark otherwise than most, else two items that nobody wants would be alike."""
    if sheet.rule.method == "pairs":
        return _twins_in_pairs(sheet, least)
    seen = sheet.votes[:, 2, :]
    sides = sheet.votes[:, 0, :] - sheet.votes[:, 1, :]
    found: list[tuple[str, str]] = []
    for one in range(len(sheet.items)):
        for other in range(one + 1, len(sheet.items)):
            both = (seen[:, one] > 0) & (seen[:, other] > 0)
            mine, theirs = sides[both, one], sides[both, other]
            if min(_otherwise(mine), _otherwise(theirs)) >= least and (mine == theirs).mean() >= 0.95:
                found.append((sheet.items[one], sheet.items[other]))
    return found


def _otherwise(marks: Array) -> int:
    """How many marks are other than the most common one."""
    return int(len(marks) - np.unique(marks, return_counts=True)[1].max(initial=0))


def _twins_in_pairs(sheet: Sheet, least: int) -> list[tuple[str, str]]:
    """Two items that win against the same others equally often, and against each other in half of the cases."""
    wins = sheet.preferred.sum(axis=0)
    met = wins + wins.T
    rate = np.divide(wins, met, out=np.full_like(wins, 0.5), where=met > 0)
    found: list[tuple[str, str]] = []
    for one in range(len(sheet.items)):
        for other in range(one + 1, len(sheet.items)):
            shared = (met[one] >= least) & (met[other] >= least)
            shared[[one, other]] = False
            if (
                shared.sum() >= 3
                and met[one, other]
                and abs(rate[one, other] - 0.5) <= 0.25
                and np.abs(rate[one, shared] - rate[other, shared]).max() <= 0.1
            ):
                found.append((sheet.items[one], sheet.items[other]))
    return found


def order(sheet: Sheet, values: Array) -> Sequence[int]:
    """The places of items in the order of a result: best first, ties by the order in which the round names them."""
    return sorted(range(len(sheet.items)), key=lambda place: (-round(float(values[place]), EXACT), place))
