"""The ballot as a page shows it and as a post brings it back: buttons and boxes only, so that it works without scripts and without dragging."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from interchange.work.direction.models import Round, RoundItem
from interchange.work.direction.queries import pairs_for
from interchange.work.direction.sealing import shuffled
from interchange.work.direction.vocabulary import Method


@dataclass
class Row:
    """One line of the ballot: an item, or a pair of them. `mark` is what is chosen as the form names it."""

    key: str
    item: RoundItem
    other: RoundItem | None = None
    mark: str = ""
    why: str = ""


@dataclass
class Page:
    """The ballot of one person. `left` are the points that are not given yet; `unranked` what stands on no place."""

    method: str
    rows: list[Row]
    unranked: list[Row] = field(default_factory=list)
    left: int = 0


def page(found: Round, person_id: int, marks: Any, reasons: Mapping[str, str]) -> Page:
    """The ballot with these marks (of the method's own kind, or None) in this person's order."""
    items = list(found.items.select_related("proposal"))
    by_key = {str(one.pk): one for one in items}
    mixed = shuffled(sorted(by_key), found.pk, person_id)
    if found.method == Method.PAIRS:
        chosen = {frozenset(mark[:2]): "none" if len(mark) == 3 else mark[0] for mark in marks or []}
        return Page(
            found.method,
            [
                Row(f"{one}-{other}", by_key[one], by_key[other], chosen.get(frozenset((one, other)), ""))
                for one, other in pairs_for(found, [str(one.pk) for one in items], person_id)
            ],
        )
    if found.method == Method.RANKING:
        order = [key for group in marks or [] for key in sorted(group, key=mixed.index)]
        return Page(
            found.method,
            [Row(key, by_key[key], mark=str(number)) for number, key in enumerate(order, 1)],
            [Row(key, by_key[key]) for key in mixed if key not in order],
        )
    given = marks or {}
    if found.method == Method.CHOICE:
        return Page(found.method, [Row(key, by_key[key], mark="yes" if key in given else "") for key in mixed])
    rows = [Row(key, by_key[key], mark=str(given[key]) if key in given else "", why=reasons.get(key, "")) for key in mixed]
    left = int(found.rule.get("points", 0)) - (sum(given.values()) if found.method == Method.POINTS else 0)
    return Page(found.method, rows, left=left)


def _whole(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None


def read(found: Round, data: QueryDict) -> tuple[Any, dict[str, str]]:
    """(marks, reasons) as they were posted; what is no mark of the method is left for the action to refuse."""
    keys = [str(pk) for pk in found.items.values_list("pk", flat=True)]
    reasons = {key: data.get(f"why_{key}", "") for key in keys}
    if found.method == Method.STATEMENTS:
        return {key: mark for key in keys if (mark := _whole(data.get(f"item_{key}"))) is not None}, reasons
    if found.method == Method.POINTS:
        return {key: mark for key in keys if (mark := _whole(data.get(f"item_{key}")))}, {}
    if found.method == Method.CHOICE:
        return list(data.getlist("chosen")), {}
    if found.method == Method.RANKING:
        return [[key] for key in data.getlist("order")], {}
    made = []
    for name in data:
        one, _dash, other = name.removeprefix("pair_").partition("-")
        if name.startswith("pair_") and data[name]:
            winner = data[name]
            made.append([one, other, 0] if winner == "none" else [winner, other if winner == one else one])
    return made, {}


def step(found: Round, marks: Any, said: str) -> Any:
    """The marks after one press of a button that moves or counts: "up:5", "down:5", "out:5", "in:5", "more:5", "less:5". Nothing is kept by it."""
    verb, _colon, key = said.partition(":")
    if found.method == Method.POINTS:
        number = max(0, min(int(found.rule["most"]), marks.get(key, 0) + {"more": 1, "less": -1}.get(verb, 0)))
        return {**marks, key: number}
    if found.method != Method.RANKING:
        return marks
    order = [group[0] for group in marks]
    if verb == "in" and key not in order:
        return [*marks, [key]]
    if key in order:
        place = order.index(key)
        order.pop(place)
        if verb != "out":
            order.insert(max(0, place + {"up": -1, "down": 1}.get(verb, 0)), key)
    return [[one] for one in order]


def stale_words() -> str:
    """What is said where the ballot was changed on another device."""
    return _("You voted on another device meanwhile. What you see is what you marked here; sending it again replaces the other.")
