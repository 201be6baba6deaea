"""The candidates of a call, what they count for, live counts beside targets and caps, the suggestion."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.network.calls.vocabulary import Gender, Outcome
from interchange.network.selection import neighbours, solver
from interchange.network.selection.matching import organisation_keys
from interchange.network.selection.models import Cap, Choice, SelectionSet, Target
from interchange.network.selection.queries.files import SCORED, files
from interchange.network.selection.vocabulary import BALANCED, NOT_STATED, Dimension, Method

_SCHEMES = {
    Dimension.PROFILE: "profiles",
    Dimension.SECTOR: "sectors",
    Dimension.ORGANISATION_KIND: "organisation-kinds",
    Dimension.REGION: "regions",
}


@dataclass(frozen=True)
class Person:
    """A candidate as the set page shows one: the solver's view, and what stands in the list."""

    candidate: solver.Candidate
    number: str
    name: str
    organisation: str
    country: str
    profile: str
    method: str

    @property
    def id(self) -> int:
        """The application's id."""
        return self.candidate.id

    @property
    def open(self) -> bool:
        """Whether the two reviews differ and no third has come yet."""
        return self.method == Method.OPEN


def values_of(row: Any) -> dict[str, tuple[str, ...]]:
    """What an application counts for in every dimension; "not-stated" where it says nothing."""
    balance = getattr(row, "balance", None)
    gender = balance.gender if balance and balance.gender and balance.gender != Gender.UNDISCLOSED else NOT_STATED
    return {
        Dimension.PROFILE: (row.main_profile or NOT_STATED,),
        Dimension.SECTOR: tuple(sorted(set(row.sectors))) or (NOT_STATED,),
        Dimension.ORGANISATION_KIND: (row.organisation_kind or NOT_STATED,),
        Dimension.REGION: (neighbours.region_of(row.country) or NOT_STATED,),
        Dimension.GENDER: (gender,),
        Dimension.DEVELOPMENT: (neighbours.development_status_of(row.country) or NOT_STATED,),
        Dimension.AFFILIATION: tuple(sorted(organisation_keys(row.organisation, row.parent_group))),
        Dimension.NATIONALITY: tuple(sorted(set(row.nationalities))),
    }


def people(viewer: Viewer, call_id: int) -> list[Person]:
    """The scored applications of a call that the viewer may handle, best points first. Two queries."""
    found = files(viewer).filter(call_id=call_id, state__in=SCORED, result__isnull=False)
    listed = found.select_related("balance", "result").order_by("-result__points", "pk")
    return [
        Person(
            solver.Candidate(row.pk, float(row.result.points), values_of(row)),
            row.number,
            row.name,
            row.organisation,
            row.country,
            row.main_profile,
            row.result.method,
        )
        for row in listed
    ]


def composition(candidates: Iterable[solver.Candidate]) -> dict[str, Counter[str]]:
    """How many there are of each value in each dimension."""
    counted: dict[str, Counter[str]] = {dimension: Counter() for dimension in Dimension.values}
    for candidate in candidates:
        for dimension, value in candidate.keys():  # noqa: SIM118
            counted[dimension][value] += 1
    return counted


def value_label(dimension: str, value: str) -> str:
    """A value in words."""
    if value == NOT_STATED:
        return "not stated"
    if dimension == Dimension.GENDER:
        return str(Gender(value).label) if value in Gender.values else value
    if dimension in _SCHEMES:
        return neighbours.label(_SCHEMES[Dimension(dimension)], value)
    if dimension == Dimension.NATIONALITY:
        return neighbours.countries().get(value, value)
    return value.replace("-", " ")


def choices_for(dimension: str) -> list[tuple[str, str]]:
    """The values that a target or cap can name."""
    if dimension in _SCHEMES:
        return neighbours.choices(_SCHEMES[Dimension(dimension)])
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
            bars.append(Row(label, count, aim, min(caps) if caps else None, all_of[dimension][value], _warning(goal, count)))
        shown.append((str(dimension.value), str(dimension.label), bars))
    return shown


def _warning(goal: solver.Goal | None, count: int) -> str:
    if goal is None:
        return ""
    if goal.minimum is not None and count < goal.minimum:
        return f"{goal.minimum - count} below the least of {goal.minimum}"
    if goal.maximum is not None and count > goal.maximum:
        return f"{count - goal.maximum} above the most of {goal.maximum}"
    if goal.aim is not None and count != goal.aim:
        return f"{abs(goal.aim - count)} from the aim of {goal.aim}"
    return ""


def problem_for(viewer: Viewer, working: SelectionSet, listed: Sequence[Person], places: int, *, keep: bool = True) -> solver.Problem:
    """The solver's problem of a call; choices made by hand hold if `keep`."""
    made = list(Choice.objects.filter(set=working).values_list("application_id", "outcome")) if keep else []
    here = {person.id for person in listed}
    return solver.Problem(
        candidates=[person.candidate for person in listed],
        places=places,
        goals=goals_of(working.targets.all()),
        limits=limits_of(working.caps.prefetch_related("overrides")),
        kept=frozenset(key for key, outcome in made if outcome == Outcome.ACCEPTED and key in here),
        left=frozenset(key for key, outcome in made if outcome != Outcome.ACCEPTED and key in here),
    )


def everyone(call_id: int) -> list[Person]:
    """All scored applications, for rules that must hold whoever asks (caps)."""
    return people(SYSTEM, call_id)


def with_places(problem: solver.Problem, places: int) -> solver.Problem:
    """The same problem with another number of places (what-if)."""
    return replace(problem, places=places)


def in_words(reason: solver.Reason, places: int, numbers: dict[int, str]) -> str:
    """Why a person is in or out, in a sentence."""
    keys = ", ".join(f"{Dimension(dimension).label}: {value_label(dimension, value)}" for dimension, value in reason.keys)
    other = numbers.get(reason.other, "") if reason.other is not None else ""
    loss = f"{reason.loss:.1f}"
    match reason.code:
        case "kept":
            return "In: chosen by an officer before."
        case "left":
            return "Out: an officer decided otherwise before."
        case "in-rank":
            return f"In: place {reason.rank} by points." + (f" Also counts for {keys}." if keys else "")
        case "in-target":
            return f"In: place {reason.rank} by points, needed for the target {keys}."
        case "in-caps":
            return f"In: place {reason.rank} by points; people with more points would break a cap or miss a target."
        case "out-cap":
            swap = f" Instead of {other} it would be possible, at a cost of {loss} points." if other else ""
            return f"Out: place {reason.rank} by points, but the cap is reached for {keys}.{swap}"
        case "out-swap":
            return f"Out: place {reason.rank} by points, but a target would be missed: the best exchange, for {other}, costs {loss} points."
        case "out-rank":
            return f"Out: place {reason.rank} by points of {places} places; the best exchange, for {other}, costs {loss} points."
    return f"Out: place {reason.rank} by points; every place is taken by choices made before."


def full_values(chosen: Sequence[solver.Candidate], limits: Sequence[solver.Limit]) -> list[tuple[str, str, str, int, int]]:
    """The capped values that are reached: (dimension, value, label, count, limit); where passing a cap can come up."""
    counted = composition(chosen)
    found = []
    for limit in limits:
        for value, count in sorted(counted[limit.dimension].items()):
            most = limit.of(value)
            if most is not None and count >= most:
                found.append(
                    (limit.dimension, value, f"{Dimension(limit.dimension).label}: {value_label(limit.dimension, value)}", count, most)
                )
    return found
