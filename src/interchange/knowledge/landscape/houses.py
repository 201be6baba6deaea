"""Whether two names of organisations name the same house, one by one and for a whole directory at once. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

_LEGAL_FORMS = {"the", "inc", "ltd", "llc", "gmbh", "corporation", "group"}
SHORTEST = 4  # shorter names say too little
LONGEST = 24  # words of a name that are looked at


def plain(name: str) -> str:
    """A name without case, accents, punctuation and legal form; "" where too little is left to tell houses apart."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    said = [word for word in re.findall(r"[a-z0-9&]+", ascii_only) if word not in _LEGAL_FORMS]
    text = " ".join(said[:LONGEST])
    return text if len(text) >= SHORTEST else ""


def same_house(one: str, other: str) -> bool:
    """Whether two names of organisations name the same house: they are equal, or one stands in the other as whole words."""
    left, right = plain(one), plain(other)
    if not left or not right:
        return False
    return left == right or f" {left} " in f" {right} " or f" {right} " in f" {left} "


def _parts(text: str) -> Iterator[str]:
    """Every run of whole words of a text."""
    words = text.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield " ".join(words[start:end])


class Directory:
    """People by their organisation, asked for many houses: the answers of `same_house` without comparing each with each."""

    def __init__(self, people: Iterable[tuple[int, str]]) -> None:
        self._whole: dict[str, set[int]] = defaultdict(set)
        self._part: dict[str, set[int]] = defaultdict(set)
        for person, organisation in people:
            text = plain(organisation)
            if text:
                self._whole[text].add(person)
                for part in _parts(text):
                    self._part[part].add(person)

    def of(self, names: Iterable[str]) -> set[int]:
        """Everybody whose organisation is one of these houses."""
        found: set[int] = set()
        for name in names:
            text = plain(name)
            if text:
                found |= self._part.get(text, set())
                for part in _parts(text):
                    found |= self._whole.get(part, set())
        return found
