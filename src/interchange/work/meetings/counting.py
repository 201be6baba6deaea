"""Counting in the room, in pure Python: quorum, sums of a poll, who has not been heard yet."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quorum:
    """Members present who may decide, how many are needed, and out of how many (G4)."""

    present: int
    needed: int
    of: int

    @property
    def met(self) -> bool:
        """Whether a text can be adopted now."""
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.present)


def quorum(present: Iterable[int], entitled: Iterable[int], percent: int, barred: Iterable[int] = ()) -> Quorum:
    """The quorum of the people `entitled` (active members): those of them who are present and not barred from the decision.

    Needed is `percent` of all entitled, rounded up, and at least one; with `percent` 0 nobody is needed.
    """
    all_of_them = set(entitled)
    needed = -(-len(all_of_them) * percent // 100)
    return Quorum(len((set(present) & all_of_them) - set(barred)), max(needed, 1 if percent else 0), len(all_of_them))


@dataclass(frozen=True)
class Sums:
    """What a closed poll shows: all answers by choice, and by group where no group shown or left over is smaller than the threshold."""

    total: int
    by_choice: dict[str, int]
    by_group: list[tuple[str, dict[str, int]]] = field(default_factory=list)


REST = ""  # the groups that are too small to be shown alone


def sums(answers: Sequence[tuple[str, str]], choices: Sequence[str], *, least: int) -> Sums:
    """Sums of (group, choice) pairs. A group is shown when at least `least` of it answered; the others are shown as one rest.

    Where the rest is smaller than that, subtraction would show it: the smallest group shown joins it, until the rest is large enough or
    no group is left (complementary suppression).
    """
    by_choice = {choice: sum(1 for _group, given in answers if given == choice) for choice in choices}
    sizes = Counter(group for group, _choice in answers)
    shown = sorted((group for group, size in sizes.items() if size >= least and group), key=lambda group: (-sizes[group], group))
    rest = len(answers) - sum(sizes[group] for group in shown)
    while shown and 0 < rest < least:
        rest += sizes[shown.pop()]
    rows = [(group, dict.fromkeys(choices, 0)) for group in shown]
    if shown and rest:
        rows.append((REST, dict.fromkeys(choices, 0)))
    index = dict(rows)
    for group, choice in answers:
        row = index.get(group if group in shown else REST)
        if row is not None:
            row[choice] += 1
    return Sums(len(answers), by_choice, rows)


@dataclass(frozen=True)
class Unheard:
    """A group with people in the room of whom nobody has spoken or been called on the item in hand."""

    scheme: str
    code: str
    present: int
    waiting: int


def unheard(present: Mapping[int, Mapping[str, str]], heard: Iterable[int], waiting: Iterable[int]) -> list[Unheard]:
    """The groups not heard yet, those with most people in the room first.

    `present` gives for each person in the room a code per scheme: {7: {"profiles": "creator", "regions": "africa"}}.
    """
    spoken, asking = set(heard), set(waiting)
    found = []
    for scheme in sorted({scheme for codes in present.values() for scheme in codes}):
        groups: dict[str, set[int]] = {}
        for person, codes in present.items():
            if codes.get(scheme):
                groups.setdefault(codes[scheme], set()).add(person)
        for code, people in groups.items():
            if not people & spoken:
                found.append(Unheard(scheme, code, len(people), len(people & asking)))
    return sorted(found, key=lambda group: (-group.present, group.scheme, group.code))
