"""The participants of a meeting, indexed by every spelling of every part of their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from interchange.work.meetings.names import lists
from interchange.work.meetings.names.words import fold, is_running, keys, sounds, spelt, tokens

GIVEN, FAMILY, ALONE = "g", "f", "m"


@dataclass(frozen=True)
class Somebody:
    """A participant: `key` is whatever tells them apart, names as registered, `printed` the name as printed, and the organisation."""

    key: int
    given: str = ""
    family: str = ""
    printed: str = ""
    organisation: str = field(default="", compare=False)

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """(part, word) of each word of the name; a name of one word stands alone; words of the printed name may be any part."""
        found: list[tuple[str, str]] = []
        for part, name in ((GIVEN, self.given), (FAMILY, self.family)):
            found += [(part, word) for word in _name_words(name)]
        have = {fold(word) for _part, word in found}
        found += [(FAMILY, word) for word in _name_words(self.printed) if fold(word) not in have]
        if len(found) == 1:
            return [(ALONE, found[0][1])]
        return found

    @cached_property
    def initials(self) -> frozenset[str]:
        """One or two initials of given names ("j", "jp")."""
        letters = [spelt(word)[:1] for part, word in self.parts if part in {GIVEN, ALONE}]
        letters = [letter for letter in letters if letter]
        return frozenset([*letters, "".join(letters[:2])] if letters else [])

    @cached_property
    def all_initials(self) -> frozenset[str]:
        """The initials of the whole name, from either end, with and without middle names."""
        given = [spelt(word)[:1] for part, word in self.parts if part == GIVEN]
        family = [spelt(word)[:1] for part, word in self.parts if part == FAMILY and fold(word) not in lists.PARTICLES]
        if not given or not family:
            return frozenset()
        firsts = "".join(given)
        return frozenset(
            {firsts + "".join(family), firsts + family[0], given[0] + family[0], family[0] + given[0], family[0] + firsts} - {""}
        )


def _name_words(name: str) -> list[str]:
    """The words of a name; scripts without spaces are one word each piece."""
    return [token.raw for token in tokens(name)]


class People:
    """The index. Values are indices into `everyone`, with the part of the name where it matters."""

    def __init__(self, everyone: Sequence[Somebody]) -> None:
        self.everyone = everyone
        self.words: dict[str, list[tuple[int, str]]] = {}
        self.sounds: dict[str, list[tuple[int, str]]] = {}
        self.running: dict[str, set[int]] = {}
        self.running_families: dict[str, set[int]] = {}
        self.readings: dict[str, set[int]] = {}
        self.by_initials: dict[str, set[int]] = {}
        self.families: dict[str, set[int]] = {}
        for index, person in enumerate(everyone):
            self._add(index, person)

    def _add(self, index: int, person: Somebody) -> None:
        words = [(part, word) for part, word in person.parts if fold(word) not in lists.PARTICLES or len(person.parts) == 1]
        for part, word in words:
            self._word(index, part, word)
        for name, part in ((person.given, GIVEN), (person.family, FAMILY)):
            pieces = _name_words(name)
            for first in range(len(pieces) - 1):  # "Jean-Luc" is also "Jeanluc", "Al-Hassan" also "Alhassan"
                self._word(index, part, "".join(pieces[first : first + 2]))
            if len(pieces) > 2:
                self._word(index, part, "".join(pieces))
        for letters in person.all_initials:
            self.by_initials.setdefault(letters, set()).add(index)
        self._running(index, person)

    def _word(self, index: int, part: str, word: str) -> None:
        for one in keys(word):
            self.words.setdefault(one, []).append((index, part))
        for one in sounds(word):
            if len(one) > 1:
                self.sounds.setdefault(one, []).append((index, part))
        if part in {FAMILY, ALONE} and len(fold(word)) > 5:
            self.families.setdefault(fold(word), set()).add(index)

    def _running(self, index: int, person: Somebody) -> None:
        given, family, printed = (_letters(name) for name in (person.given, person.family, person.printed))
        whole = {name for name in (family + given, given + family, printed) if len(name) > 1}
        if given and family:
            whole |= {given} if len(given) > 1 else set()
            whole |= {family} if len(family) > 1 else set()
        for name in whole:
            self.running.setdefault(name, set()).add(index)
        if family:
            self.running_families.setdefault(family, set()).add(index)
        reading = spelt(person.family) + spelt(person.given)
        if person.given and person.family and not family and re.fullmatch("[a-z]{5,}", reading):
            self.readings.setdefault(reading, set()).add(index)

    def nearly(self, word: str) -> set[int]:
        """People whose family name is `word` but for one letter changed, left out, put in or swapped with its neighbour."""
        found: set[int] = set()
        for name, who in self.families.items():
            if name[0] == word[0] and abs(len(name) - len(word)) < 2 and name != word and _one_letter(name, word):
                found |= who
        return found


def _letters(name: str) -> str:
    """The name in a script without spaces, without its spaces and dots; empty for other scripts."""
    letters = "".join(character for character in fold(name) if character.isalpha() or is_running(character))
    return letters if letters and all(is_running(character) for character in letters) else ""


def _one_letter(one: str, other: str) -> bool:
    """Whether two words differ by one change, insertion, omission or swap of neighbours (Damerau)."""
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
