"""Ballots as numbers: who stands for what is read once into arrays whose sums over organisations and profiles can be taken away again.

A ballot is {"profile": code or "", "organisation": tag or "", "marks": ...}. Marks by method: statements {item: 1, 0 or -1}, pairs
[[winner, loser] or [one, other, 0] for "cannot decide"], ranking [[items], [items], ...] (best first, ties together; what is not named comes last, tied), points
{item: number}, choice [items]. Items are named by their ids as text.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interchange.work.direction.counting.digest import lot

Array = NDArray[np.float64]
ALONE = "\u0000"  # begins the name of a ballot that belongs to no organisation
METHODS = ("statements", "pairs", "ranking", "points", "choice")


class Unreadable(ValueError):
    """The file does not hold what a round's file holds; the text says what is wrong."""


@dataclass(frozen=True)
class Rule:
    """What was frozen before the round opened: method, weight cap of an organisation (in full ballots; 0: none), places to be filled (choice), pairs
    that a full ballot holds (pairs), points to give and the most for one item (points)."""

    method: str
    cap: int = 1
    seats: int = 0
    pairs: int = 0
    points: int = 0
    most: int = 0

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Rule":
        """The rule as the file says it. Raises `Unreadable`."""
        method = given.get("method")
        if method not in METHODS:
            raise Unreadable(f"unknown method {method!r}")
        numbers = {name: int(given.get(name, 0)) for name in ("cap", "seats", "pairs", "points", "most")}
        return cls(method=str(method), **numbers)


@dataclass(frozen=True)
class Sheet:
    """All ballots of a round, in groups of one organisation and one profile each, so that either can be left out by adding up the others.

    `votes` is ballots x 3 x items: for, against, seen (for pairs: won, lost, compared). `weights`: what each ballot counts after the cap.
    `groups` are (organisation, profile); `of_group` is each ballot's group; `lot` breaks ties between items.
    """

    rule: Rule
    items: Sequence[str]
    votes: Array
    groups: Sequence[tuple[str, str]]
    of_group: NDArray[np.int64]
    weights: Array
    marks: Sequence[Any]
    lot: Sequence[str]

    @cached_property
    def profiles(self) -> list[str]:
        """The profiles met, sorted; "" stands for those too small to be shown."""
        return sorted({profile for _organisation, profile in self.groups})

    @cached_property
    def organisations(self) -> list[str]:
        """The organisations that have more than their own voice to lose: each tag met; ballots without one are nobody's."""
        return sorted({organisation for organisation, _profile in self.groups if not organisation.startswith(ALONE)})

    def without(self, organisation: str = "", profile: str | None = None) -> NDArray[np.bool_]:
        """Which groups are left without an organisation or a profile."""
        return np.array([one != organisation and other != profile for one, other in self.groups], dtype=bool)

    @cached_property
    def preferred(self) -> Array:
        """groups x items x items, weighted: how much is said for the first against the second (pairs, ranking)."""
        count, places = len(self.items), {item: place for place, item in enumerate(self.items)}
        made = np.zeros((len(self.groups), count, count))
        for number, marks in enumerate(self.marks):
            into, weight = made[self.of_group[number]], self.weights[number]
            if self.rule.method == "pairs":
                for mark in marks:
                    if len(mark) == 2:
                        into[places[mark[0]], places[mark[1]]] += weight
            else:
                into += weight * _before(_levels(marks, places, count))
        return made

    @cached_property
    def sums(self) -> Array:
        """groups x 3 x items, weighted."""
        made = np.zeros((len(self.groups), 3, len(self.items)))
        np.add.at(made, self.of_group, self.votes * self.weights[:, None, None])
        return made

    @cached_property
    def points(self) -> Array:
        """groups x items, weighted: the points given."""
        places = {item: place for place, item in enumerate(self.items)}
        made = np.zeros((len(self.groups), len(self.items)))
        for number, marks in enumerate(self.marks):
            for item, given in marks.items():
                made[self.of_group[number], places[item]] += self.weights[number] * given
        return made

    @cached_property
    def sets(self) -> tuple[Array, NDArray[np.int64]]:
        """(the different sets of items that ballots are for, as rows of 0 and 1; which of them each ballot is): choice."""
        if not len(self.votes):
            return np.zeros((0, len(self.items))), np.zeros(0, dtype=np.int64)
        found, which = np.unique(self.votes[:, 0, :], axis=0, return_inverse=True)
        return found, which.reshape(-1)

    @cached_property
    def heads(self) -> Array:
        """groups x items: how many ballots say something about the item, unweighted."""
        made = np.zeros((len(self.groups), len(self.items)))
        np.add.at(made, self.of_group, (self.votes[:, 2, :] > 0).astype(float))
        return made


def _levels(marks: Sequence[Sequence[str]], places: Mapping[str, int], count: int) -> NDArray[np.int64]:
    """The level of each item on a ranking: 0 is best; what is not named shares the last."""
    levels = np.full(count, len(marks), dtype=np.int64)
    for level, group in enumerate(marks):
        for item in group:
            levels[places[item]] = level
    return levels


def _before(levels: NDArray[np.int64]) -> Array:
    return (levels[:, None] < levels[None, :]).astype(float)


def _votes(rule: Rule, marks: Any, places: Mapping[str, int]) -> Array:
    """One ballot as for, against and seen for each item; what agreement across profiles is reckoned from, whatever the method.

    A ranking is for the upper half of what can be ranked, points are for what gets any, a choice is for what is chosen.
    """
    count = len(places)
    made = np.zeros((3, count))
    if rule.method == "pairs":
        for mark in marks:
            first, second = places[mark[0]], places[mark[1]]
            made[2, first] += 1
            made[2, second] += 1
            if len(mark) == 2:
                made[0, first] += 1
                made[1, second] += 1
        return made
    if rule.method == "statements":
        for item, mark in marks.items():
            made[{1: 0, -1: 1}[mark] if mark else 2, places[item]] = 1
            made[2, places[item]] = 1
        return made
    made[2, :] = 1
    if rule.method == "ranking":
        levels = _levels(marks, places, count)
        better = (levels[None, :] < levels[:, None]).sum(axis=1)
        made[0, (better < count / 2) & (levels < len(marks))] = 1
    elif rule.method == "points":
        for item, number in marks.items():
            made[0, places[item]] = float(number > 0)
    else:
        for item in marks:
            made[0, places[item]] = 1
    made[1] = made[2] - made[0]
    return made


def weights(rule: Rule, organisations: Sequence[str], marks: Sequence[Any]) -> Array:
    """What each ballot counts: an organisation counts `cap` full ballots at most, whoever of it votes. A ballot without one counts alone.

    For pairs a full ballot is the frozen number of pairs, so that nobody gains by answering more of them.
    """
    if not rule.cap:
        return np.ones(len(organisations))
    if rule.method == "pairs":
        given = np.array([float(len(one)) for one in marks])
        totals: Counter[str] = Counter()
        for organisation, number in zip(organisations, given, strict=True):
            totals[organisation] += int(number)
        most = rule.cap * max(1, rule.pairs)
        return np.array([min(1.0, most / totals[one]) if totals[one] else 1.0 for one in organisations])
    counts = Counter(organisations)
    return np.array([min(1.0, rule.cap / counts[one]) for one in organisations])


def read(rule: Rule, items: Sequence[str], ballots: Sequence[Mapping[str, Any]]) -> Sheet:
    """The ballots as arrays. Raises `Unreadable` naming the ballot for marks that the method does not know."""
    places = {item: place for place, item in enumerate(items)}
    alone = [str(one.get("organisation") or f"{ALONE}{number}") for number, one in enumerate(ballots)]
    pairs = [(house, str(one.get("profile") or "")) for house, one in zip(alone, ballots, strict=True)]
    groups = sorted(set(pairs))
    made = np.zeros((len(ballots), 3, len(items)))
    for number, one in enumerate(ballots):
        try:
            made[number] = _votes(rule, one["marks"], places)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as fault:
            raise Unreadable(f"ballot {number + 1} cannot be read: {fault!r}") from fault
    where = {group: place for place, group in enumerate(groups)}
    marks = [one["marks"] for one in ballots]
    return Sheet(
        rule=rule,
        items=items,
        votes=made,
        groups=groups,
        of_group=np.array([where[one] for one in pairs], dtype=np.int64),
        weights=weights(rule, alone, marks),
        marks=marks,
        lot=lot(ballots, items),
    )
