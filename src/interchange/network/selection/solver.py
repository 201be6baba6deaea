"""Suggest a balanced set by integer programming (HiGHS), and say in words why each person is in or out. People decide.

Maximise the sum of points, less a price for every seat by which a target is missed, such that caps hold and places suffice.
The answer depends on the input only: one thread, a fixed seed, no gap, ties broken by the order of points, then of ids.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy

BOUND_PRICE = 30.0  # points that one seat below a minimum or above a maximum costs
AIM_PRICE = 6.0  # points that one seat away from an aim costs
TIE_BREAK = 1e-5
TIME_LIMIT = 8.0  # seconds

Key = tuple[str, str]  # (dimension, value)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be in the set: id, points of 100, and their values per dimension (several for sectors, nationalities)."""

    id: int
    points: float
    values: Mapping[str, tuple[str, ...]]

    def keys(self) -> Iterable[Key]:
        """Every (dimension, value) that this person counts for."""
        return ((dimension, value) for dimension, values in self.values.items() for value in values)


@dataclass(frozen=True)
class Goal:
    """A target: at least, about, at most so many of a value; a miss is priced, not forbidden."""

    dimension: str
    value: str
    minimum: int | None = None
    aim: int | None = None
    maximum: int | None = None

    @property
    def key(self) -> Key:
        """What it counts."""
        return (self.dimension, self.value)

    def price(self, count: int) -> float:
        """What that count costs, in points."""
        cost = 0.0
        if self.minimum is not None:
            cost += BOUND_PRICE * max(self.minimum - count, 0)
        if self.maximum is not None:
            cost += BOUND_PRICE * max(count - self.maximum, 0)
        if self.aim is not None:
            cost += AIM_PRICE * abs(self.aim - count)
        return cost


@dataclass(frozen=True)
class Limit:
    """A cap. An empty value limits each value of the dimension by itself; `raised` holds the limits that two officers allowed."""

    dimension: str
    value: str
    limit: int
    raised: Mapping[str, int] = field(default_factory=dict)

    def of(self, value: str) -> int | None:
        """The limit that holds for a value, or none where this cap does not speak of it."""
        if self.value and self.value != value:
            return None
        return max(self.limit, self.raised.get(value, 0))


@dataclass(frozen=True)
class Problem:
    """What the set is built from. `kept` must be in, `left` must be out (choices that officers made already)."""

    candidates: Sequence[Candidate]
    places: int
    goals: Sequence[Goal] = ()
    limits: Sequence[Limit] = ()
    kept: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()

    def binding(self) -> dict[Key, int]:
        """The least limit on every (dimension, value) that occurs among the candidates."""
        bounds: dict[Key, int] = {}
        for key in sorted({key for candidate in self.candidates for key in candidate.keys()}):  # noqa: SIM118 - a method, not a dict
            for limit in self.limits:
                if limit.dimension == key[0] and (most := limit.of(key[1])) is not None:
                    bounds[key] = min(most, bounds.get(key, most))
        return bounds


@dataclass(frozen=True)
class Reason:
    """Why somebody is in or out: a code, the rank by points, and what it speaks of (keys, limits, points, another person)."""

    code: str
    rank: int
    keys: tuple[Key, ...] = ()
    other: int | None = None
    loss: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    """The suggested ids in order of points, reasons per id, what cannot be met, and whether the search was finished in time."""

    chosen: tuple[int, ...]
    reasons: Mapping[int, Reason]
    conflicts: tuple[Key, ...] = ()
    over_places: bool = False
    finished: bool = True
    value: float = 0.0

    @property
    def feasible(self) -> bool:
        """Whether the caps and the choices made already go together."""
        return not self.conflicts and not self.over_places


def worth(problem: Problem, chosen: Iterable[Candidate]) -> float:
    """The objective: points of the chosen less the price of missed targets."""
    people = list(chosen)
    counts = Counter(key for person in people for key in person.keys())  # noqa: SIM118
    return sum(person.points for person in people) - sum(goal.price(counts[goal.key]) for goal in problem.goals)


def within(problem: Problem, chosen: Sequence[Candidate]) -> bool:
    """Whether places and caps hold."""
    counts = Counter(key for person in chosen for key in person.keys())  # noqa: SIM118
    return len(chosen) <= problem.places and all(counts[key] <= most for key, most in problem.binding().items())


def suggest(problem: Problem, time_limit: float = TIME_LIMIT) -> Suggestion:
    """The best set under the caps, or the caps that the choices made already break between them."""
    ranked = sorted(problem.candidates, key=lambda person: (-person.points, person.id))
    bounds = problem.binding()
    kept = [person for person in ranked if person.id in problem.kept]
    kept_counts = Counter(key for person in kept for key in person.keys())  # noqa: SIM118
    broken = tuple(key for key, most in bounds.items() if kept_counts[key] > most)
    if broken or len(kept) > problem.places:
        return Suggestion((), {}, broken, len(kept) > problem.places)
    chosen, finished = _solve(problem, ranked, bounds, time_limit)
    return Suggestion(
        tuple(person.id for person in chosen), explain(problem, ranked, chosen, bounds), finished=finished, value=worth(problem, chosen)
    )


def _solve(problem: Problem, ranked: list[Candidate], bounds: Mapping[Key, int], time_limit: float) -> tuple[list[Candidate], bool]:
    solver = highspy.Highs()
    for option, setting in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        solver.setOptionValue(option, setting)
    solver.setOptionValue("time_limit", time_limit)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    members: dict[Key, list[int]] = {}
    for column, person in enumerate(ranked):
        low, high = float(person.id in problem.kept), float(person.id not in problem.left)
        solver.addVar(min(low, high), high)
        solver.changeColCost(column, person.points + TIE_BREAK * (len(ranked) - column))
        solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        for key in person.keys():  # noqa: SIM118
            members.setdefault(key, []).append(column)
    _row(solver, -highspy.kHighsInf, problem.places, range(len(ranked)))
    for key, most in bounds.items():
        if len(members[key]) > most:
            _row(solver, -highspy.kHighsInf, most, members[key])
    for goal in problem.goals:
        columns = members.get(goal.key, [])
        if goal.minimum is not None:
            _row(solver, goal.minimum, highspy.kHighsInf, columns, [(_slack(solver, BOUND_PRICE), 1.0)])
        if goal.maximum is not None:
            _row(solver, -highspy.kHighsInf, goal.maximum, columns, [(_slack(solver, BOUND_PRICE), -1.0)])
        if goal.aim is not None:
            _row(solver, goal.aim, goal.aim, columns, [(_slack(solver, AIM_PRICE), 1.0), (_slack(solver, AIM_PRICE), -1.0)])
    solver.run()
    values: Any = solver.getSolution().col_value
    finished = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return [person for column, person in enumerate(ranked) if column < len(values) and values[column] > 0.5], finished


def _row(solver: Any, low: float, high: float, columns: Iterable[int], extra: Sequence[tuple[int, float]] = ()) -> None:
    indices = [*columns, *(column for column, _ in extra)]
    factors = [1.0] * (len(indices) - len(extra)) + [factor for _, factor in extra]
    if indices:
        solver.addRow(low, high, len(indices), indices, factors)


def _slack(solver: Any, price: float) -> int:
    column = int(solver.getNumCol())
    solver.addVar(0.0, highspy.kHighsInf)
    solver.changeColCost(column, -price)
    return column


def explain(problem: Problem, ranked: Sequence[Candidate], chosen: Sequence[Candidate], bounds: Mapping[Key, int]) -> dict[int, Reason]:
    """A reason per person, from single counterfactuals: what would one removal, one addition or one swap do?"""
    inside = {person.id for person in chosen}
    counts = Counter(key for person in chosen for key in person.keys())  # noqa: SIM118
    goals = {}
    for goal in problem.goals:
        goals.setdefault(goal.key, []).append(goal)
    reasons: dict[int, Reason] = {}
    for rank, person in enumerate(ranked, 1):
        if person.id in inside:
            reasons[person.id] = _why_in(problem, person, rank, counts, goals)
        else:
            reasons[person.id] = _why_out(problem, person, rank, chosen, counts, goals, bounds)
    return reasons


def _why_in(problem: Problem, person: Candidate, rank: int, counts: Counter[Key], goals: Mapping[Key, list[Goal]]) -> Reason:
    if person.id in problem.kept:
        return Reason("kept", rank)
    needed = tuple(
        key
        for key in person.keys()  # noqa: SIM118
        if any(
            (goal.minimum is not None and counts[key] <= goal.minimum) or (goal.aim is not None and counts[key] <= goal.aim)
            for goal in goals.get(key, [])
        )
    )
    if rank <= problem.places:
        return Reason("in-rank", rank, needed)
    return Reason("in-target", rank, needed) if needed else Reason("in-caps", rank)


def _why_out(
    problem: Problem,
    person: Candidate,
    rank: int,
    chosen: Sequence[Candidate],
    counts: Counter[Key],
    goals: Mapping[Key, list[Goal]],
    bounds: Mapping[Key, int],
) -> Reason:
    if person.id in problem.left:
        return Reason("left", rank)
    mine = set(person.keys())
    full = tuple(sorted(key for key in mine if key in bounds and counts[key] + 1 > bounds[key]))
    best: tuple[float, int] | None = None
    for other in chosen:
        if other.id in problem.kept:
            continue
        theirs = set(other.keys())
        if any(key not in theirs for key in full):
            continue
        change = person.points - other.points
        for key in mine - theirs:
            change -= sum(goal.price(counts[key] + 1) - goal.price(counts[key]) for goal in goals.get(key, []))
        for key in theirs - mine:
            change -= sum(goal.price(counts[key] - 1) - goal.price(counts[key]) for goal in goals.get(key, []))
        if best is None or (-change, other.id) < best:
            best = (-change, other.id)
    if full:
        return Reason("out-cap", rank, full, best[1] if best else None, max(best[0], 0.0) if best else 0.0)
    if best is None:
        return Reason("out-places", rank)
    return Reason("out-swap" if rank <= problem.places else "out-rank", rank, (), best[1], max(best[0], 0.0))
