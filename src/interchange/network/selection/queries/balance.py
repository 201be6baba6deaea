"""Live counts of a set beside its targets and caps."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interchange.network.calls.vocabulary import Gender
from interchange.network.selection import neighbours, solver
from interchange.network.selection.models import Cap, Target
from interchange.network.selection.queries.wording import SCHEMES, key_label, value_label, warning
from interchange.network.selection.vocabulary import BALANCED, NOT_STATED, Dimension


def composition(candidates: Iterable[solver.Candidate]) -> dict[str, Counter[str]]:
    """How many there are of each value in each dimension."""
    counted: dict[str, Counter[str]] = {dimension: Counter() for dimension in Dimension.values}
    for candidate in candidates:
        for dimension, value in candidate.keys():  # noqa: SIM118
            counted[dimension][value] += 1
    return counted


def choices_for(dimension: str) -> list[tuple[str, str]]:
    """The values that a target or cap can name."""
    if dimension in SCHEMES:
        return neighbours.choices(SCHEMES[Dimension(dimension)])
    if dimension == Dimension.GENDER:
        return [(value, str(label)) for value, label in Gender.choices if value != Gender.UNDISCLOSED]
    return []


def limits_of(caps: Iterable[Cap]) -> list[solver.Limit]:
    """Caps with what two officers raised."""
    return [
        solver.Limit(
            cap.dimension,
            cap.value,
            cap.limit,
            {
                entry.value: entry.allowed
                for entry in sorted(cap.overrides.all(), key=lambda entry: entry.allowed)
                if entry.second_officer_id
            },
        )
        for cap in caps
    ]


def goals_of(targets: Iterable[Target]) -> list[solver.Goal]:
    """Targets as the solver takes them."""
    return [solver.Goal(entry.dimension, entry.value, entry.minimum, entry.aim, entry.maximum) for entry in targets]


def over_caps(
    candidates: Sequence[solver.Candidate], limits: Sequence[solver.Limit], newcomer: solver.Candidate
) -> list[tuple[str, str, int]]:
    """The caps that adding somebody would break: (dimension, value, the limit that holds)."""
    counted = composition([*candidates, newcomer])
    broken = []
    for dimension, value in newcomer.keys():  # noqa: SIM118
        for limit in limits:
            if limit.dimension == dimension and (most := limit.of(value)) is not None and counted[dimension][value] > most:
                broken.append((dimension, value, most))
    return broken


@dataclass(frozen=True)
class Row:
    """One bar of the balance: how many there are, what is wished for, what is allowed, and a warning in words."""

    label: str
    value: int
    target: int | None
    cap: int | None
    applied: int
    warning: str = ""


def balance(
    chosen: Sequence[solver.Candidate], applied: Sequence[solver.Candidate], goals: Sequence[solver.Goal], limits: Sequence[solver.Limit]
) -> list[tuple[str, str, list[Row]]]:
    """Per dimension (code, label) the bars of the set beside targets, caps and everybody scored."""
    here, all_of = composition(chosen), composition(applied)
    wished = {goal.key: goal for goal in goals}
    shown = []
    for dimension in BALANCED:
        values = {code for code, _ in choices_for(dimension)} if dimension in (Dimension.PROFILE, Dimension.REGION) else set()
        values |= set(all_of[dimension]) | {value for key, value in wished if key == dimension}
        bars = []
        for value in sorted(values, key=lambda value: (value == NOT_STATED, value_label(dimension, value))):
            goal, count = wished.get((dimension, value)), here[dimension][value]
            caps = [most for limit in limits if limit.dimension == dimension and (most := limit.of(value)) is not None]
            aim = (goal.aim if goal.aim is not None else goal.minimum) if goal else None
            label = value_label(dimension, value)
            bars.append(Row(label, count, aim, min(caps) if caps else None, all_of[dimension][value], warning(goal, count)))
        shown.append((str(dimension.value), str(dimension.label), bars))
    return shown


def full_values(chosen: Sequence[solver.Candidate], limits: Sequence[solver.Limit]) -> list[tuple[str, str, str, int, int]]:
    """The capped values that are reached: (dimension, value, label, count, limit); where passing a cap can come up."""
    counted = composition(chosen)
    found = []
    for limit in limits:
        for value, count in sorted(counted[limit.dimension].items()):
            most = limit.of(value)
            if most is not None and count >= most:
                found.append((limit.dimension, value, key_label((limit.dimension, value)), count, most))
    return found
