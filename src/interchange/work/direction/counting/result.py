"""A round's file: counted, sealed by the hash of its ballots, and counted again by whoever doubts it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from interchange.work.direction.counting import agreement, methods
from interchange.work.direction.counting.digest import digest, plain
from interchange.work.direction.counting.sheet import Rule, Sheet, Unreadable, read

__all__ = ["FORMAT", "count", "digest", "plain", "recount"]
FORMAT = "interchange-round/1"
SMALL = 5  # an organisation with fewer ballots is not described by their number
DIGITS = 6


def count(rule: Mapping[str, Any], items: Sequence[Mapping[str, Any]], ballots: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The result of a round as plain data: items best first with agreement, ranks and how far they depend on one organisation or profile; twins.

    Raises `Unreadable` for ballots that the method does not know.
    """
    sheet = read(Rule.of(rule), [str(one["id"]) for one in items], ballots)
    everybody = np.ones(len(sheet.groups), dtype=bool)
    values = methods.scores(sheet, everybody)
    places = methods.ranks(values)
    others = {one: sheet.without(organisation=one) for one in sheet.organisations}
    houses = {one: methods.ranks(methods.scores(sheet, left)) for one, left in others.items() if left.any()}
    shown = [one for one in sheet.profiles if one]
    groups = {one: methods.ranks(methods.scores(sheet, sheet.without(profile=one))) for one in shown} if len(shown) > 1 else {}
    uncapped, pushes = places, {}
    if sheet.rule.cap and bool((sheet.weights < 1).any()):
        free = read(Rule(**{**sheet.rule.__dict__, "cap": 0}), sheet.items, ballots)
        uncapped = methods.ranks(methods.scores(free, everybody))
        pushes = _pushes(sheet, free, places, uncapped)
    said = agreement.parts(sheet)
    found = []
    for place in methods.order(sheet, values):
        enough = [one for one in said[place] if one.is_enough]
        lowest = min(enough, key=lambda one: one.p, default=None)
        found.append(
            {
                "id": sheet.items[place],
                "rank": places[place],
                "score": round(float(values[place]), DIGITS),
                "kind": agreement.kind(said[place]),
                "agreement": round(agreement.geometric([one.p for one in enough]), DIGITS) if enough else None,
                "lowest": {"profile": lowest.profile, "p": round(lowest.p, DIGITS)} if lowest else None,
                "profiles": [_part(one) for one in said[place]],
                "organisations": _span(places[place], {one: ranks[place] for one, ranks in houses.items()}),
                "left_out": _span(places[place], {one: ranks[place] for one, ranks in groups.items()}),
                "lever": _lever(sheet, places[place], place, houses),
                "uncapped": uncapped[place],
                "push": pushes.get(place),
                "chosen": sheet.rule.method == "choice" and places[place] <= sheet.rule.seats,
            }
        )
    return {
        "items": found,
        "twins": [list(pair) for pair in methods.twins(sheet)],
        "ballots": len(ballots),
        "organisations": len(sheet.organisations),
    }


def _part(one: agreement.Part) -> dict[str, Any]:
    """A profile's word on an item; where too few speak only that."""
    if not one.is_enough:
        return {"profile": one.profile, "enough": False}
    low, high = one.interval
    return {
        "profile": one.profile,
        "enough": True,
        "for": round(one.agree, DIGITS),
        "against": round(one.against, DIGITS),
        "seen": round(one.seen, DIGITS),
        "p": round(one.p, DIGITS),
        "low": round(low, DIGITS),
        "high": round(high, DIGITS),
    }


def _span(rank: int, others: Mapping[str, int]) -> list[int]:
    """The best and the worst rank when any one is left out."""
    every = [rank, *others.values()]
    return [min(every), max(every)]


def _least_move(sheet: Sheet) -> float:
    """By how many places a rank must move to be spoken of: two at least, and a fifth of the list."""
    return max(2, len(sheet.items) / 5)


def _heads(sheet: Sheet, organisation: str) -> int | None:
    """How many ballots an organisation cast; None where they are too few to be told."""
    of_it = [at for at, group in enumerate(sheet.groups) if group[0] == organisation]
    number = int(np.isin(sheet.of_group, of_it).sum())
    return number if number >= SMALL else None


def _lever(sheet: Sheet, rank: int, place: int, houses: Mapping[str, Sequence[int]]) -> dict[str, Any] | None:
    """The one organisation without which the item's rank would change most, where that is much."""
    if not houses:
        return None
    name, ranks = max(houses.items(), key=lambda one: (abs(one[1][place] - rank), one[0]))
    if abs(ranks[place] - rank) < _least_move(sheet):
        return None
    return {"organisation": name, "rank": ranks[place], "ballots": _heads(sheet, name)}


def _pushes(sheet: Sheet, free: Sheet, places: Sequence[int], uncapped: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the cap held back: for each item that would stand elsewhere if all ballots counted in full, the organisation that does it, where the item would
    stand then and where without that organisation. Only organisations that the cap weighs down are tried."""
    least = _least_move(sheet)
    moved = [place for place, rank in enumerate(places) if abs(uncapped[place] - rank) >= least]
    if not moved:
        return {}
    held = sorted({sheet.groups[group][0] for group, weight in zip(sheet.of_group, sheet.weights, strict=True) if weight < 1})
    without = {one: methods.ranks(methods.scores(free, left)) for one in held if (left := free.without(organisation=one)).any()}
    found = {}
    for place in moved:
        name, ranks = max(without.items(), key=lambda one: (abs(one[1][place] - uncapped[place]), one[0]), default=("", uncapped))
        if name and abs(ranks[place] - uncapped[place]) >= least:
            found[place] = {"organisation": name, "uncapped": uncapped[place], "without": ranks[place], "ballots": _heads(sheet, name)}
    return found


def differences(one: Any, other: Any, at: str = "result") -> list[str]:
    """Where two results differ, in words; numbers that differ in the last digit only are the same."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return [line for key in sorted({*one, *other}) for line in differences(one.get(key), other.get(key), f"{at}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line
            for number, (mine, theirs) in enumerate(zip(one, other, strict=True))
            for line in differences(mine, theirs, f"{at}[{number}]")
        ]
    if isinstance(one, float) and isinstance(other, float | int) and abs(one - other) <= 2 * 10**-DIGITS:
        return []
    return [] if one == other else [f"{at}: the file says {one!r}, the count gives {other!r}"]


def recount(file: Mapping[str, Any]) -> list[str]:
    """Count a round's file anew; what does not agree with what it says, in words (nothing: it holds). Raises `Unreadable` where it is no such file."""
    if not isinstance(file, Mapping) or file.get("format") != FORMAT:
        raise Unreadable(f"this is not a file of the format {FORMAT}")
    try:
        rule, items, ballots, said = file["rule"], file["items"], file["ballots"], file["result"]
    except KeyError as missing:
        raise Unreadable(f"the file has no {missing}") from None
    found = [] if digest(ballots) == file.get("ballots_sha256") else ["the hash of the ballots is another than the file says"]
    return found + differences(said, count(rule, items, ballots))
