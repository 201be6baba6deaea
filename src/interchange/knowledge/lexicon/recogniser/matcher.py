"""The matcher: labels in, hits out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product, repeat
from typing import Any, NamedTuple

from interchange.knowledge.lexicon.recogniser.scanner import Numbering, Places
from interchange.knowledge.lexicon.recogniser.tree import Tree
from interchange.knowledge.lexicon.recogniser.words import folded, is_acronym, key, tokens, without_invisible

UNKNOWN = 0  # the number of a token that is in no label
ARTICLES = ("a", "an", "the")
# What may follow "an AI" where it stands for a thing; before any other word ("an AI company") it only describes.
_AFTER_A_THING = frozenset(
    [
        "can",
        "could",
        "will",
        "would",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "does",
        "do",
        "did",
        "that",
        "which",
        "who",
        "and",
        "or",
        "but",
        "to",
        "in",
        "on",
        "of",
        "for",
        "from",
        "by",
        "with",
        "at",
        "as",
        "than",
        "then",
        "if",
        "when",
        "while",
        "because",
        "itself",
        "themselves",
    ]
)
TWINS = 64  # spellings of one label in words and acronyms at most
REMEMBERED = 250_000  # distinct tokens whose keys are kept


@dataclass(frozen=True, slots=True)
class Entry:
    """A label to find and the concept it stands for. `avoid`: deprecated or obsolete; `condition`: in which sense; `everyday`: a common word too."""

    concept: str
    label: str
    language: str = "en"
    avoid: bool = False
    everyday: bool = False
    condition: str = ""
    replacement: str = ""
    neighbours: frozenset[str] = frozenset()


class Hit(NamedTuple):
    """A label found: its place in the text, in characters, and whose label it may be (several: homographs)."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """The entry; the first of several."""
        return self.entries[0]

    @property
    def ambiguous(self) -> bool:
        """Whether the label stands for several concepts and nothing told them apart."""
        return len(self.entries) > 1


def _variants(label: str) -> set[tuple[tuple[str, bool], ...]]:
    """The token sequences by which a label is said: as it is, closed up where it has hyphens, and a gerund's past form."""
    bare = without_invisible(label)
    words = tokens(bare)
    found = {tuple((word, is_acronym(word)) for word in words)}
    if len(words) > 1:
        found.add(tuple((word, False) for word in words))  # beside other words, letter case does not matter
    pieces = bare.split()
    if any("-" in piece.strip("-") for piece in pieces):
        found.add(tuple((word, False) for piece in pieces for word in tokens(piece.replace("-", ""))))
    if words and len(words) == 1 + bare.count("-") and folded(words[-1]).endswith("ing") and len(words[-1]) > 5:
        stem = folded(words[-1])[:-3]
        endings = [stem + "ed"] + ([stem, stem + "e"] if len(words) > 1 else [])
        for ending in endings:
            found.add((*((word, False) for word in words[:-1]), (ending, False)))
    return {sequence for sequence in found if sequence}


class Matcher:
    """Finds labels: the longest at each place, at word borders, in any inflected form. Immutable once made, so threads may share it.

    Labels stand in a tree whose branches are token numbers. All places of a text where a label may begin go down the tree together, one token at
    a step, so the number of steps is that of the longest label's tokens, whatever the text's length.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._exact: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        sequences: dict[tuple[int, ...], list[Entry]] = {}
        cased: list[tuple[Entry, tuple[tuple[str, bool], ...]]] = []
        articled: dict[Entry, str] = {}
        for entry in entries:
            first, _space, rest = entry.label.partition(" ")
            label = entry.label
            if rest and first.lower() in ARTICLES:
                articled[entry], label = first.lower(), rest
            cased += [(entry, sequence) for sequence in _variants(label)]
        for entry, sequence in cased:
            spelled = tuple(self._new(word, case=case) for word, case in sequence)
            known = sequences.setdefault(spelled, [])
            if entry not in known:
                known.append(entry)
        self.size = len(sequences)
        self._both_cases(sequences)
        self._tree = Tree(sequences, len(self._exact) + len(self._keys) + 1)
        self._said: list[tuple[Entry, ...]] = []
        self._articles: dict[int, dict[str, Entry]] = {}
        for number, several in enumerate(sequences.values()):
            self._said.append(_standing([entry for entry in several if entry not in articled]))
            if articles := {articled[entry]: entry for entry in several if entry in articled}:
                self._articles[number] = articles
        self._numbering = Numbering(self._number, REMEMBERED)

    def _new(self, word: str, *, case: bool) -> int:
        table, name = (self._exact, word) if case else (self._keys, key(word))
        return table.setdefault(name, len(self._exact) + len(self._keys) + 1)

    def _number(self, token: str) -> int:
        """Exact letters first, so that "AI" in a text is the acronym wherever a label knows it as one."""
        bare = token if token.isascii() else without_invisible(token)
        plain = bare[:-2] if bare.endswith(("'s", "’s")) else bare
        return (
            self._exact.get(plain) or (self._exact.get(plain[:-1]) if plain.endswith("s") else None) or self._keys.get(key(token), UNKNOWN)
        )

    def _both_cases(self, sequences: dict[tuple[int, ...], list[Entry]]) -> None:
        """Where a text's "AI" has the acronym's number, sequences spelled with the plain word's number must be found as well."""
        twins = {self._keys[key(word)]: number for word, number in self._exact.items() if key(word) in self._keys}
        if not twins:
            return
        for spelled in list(sequences):
            if any(number in twins for number in spelled):
                ways = [(number, twins[number]) if number in twins else (number,) for number in spelled]
                for other in list(product(*ways))[1:TWINS]:
                    known = sequences.setdefault(other, [])
                    known += [entry for entry in sequences[spelled] if entry not in known]

    def find(self, text: str) -> list[Hit]:
        """Every label in the text, in order, none inside another. Costs a few passes over arrays."""
        if not self.size or not text:
            return []
        places = Places(text)
        if not len(places.starts):
            return []
        firsts, lengths, which = self._tree.find(self._numbering.of(places), places.breaks)
        if not len(firsts):
            return []
        starts = places.in_characters(places.starts[firsts])
        ends = places.in_characters(places.ends[firsts + lengths - 1])
        numbers = which.tolist()
        entries: Any = map(self._said.__getitem__, numbers)
        if self._articles and not self._articles.keys().isdisjoint(numbers):
            entries = list(entries)
            for at, number in enumerate(numbers):
                if number in self._articles:
                    first = int(firsts[at])
                    before = _article(places, first, first + int(lengths[at]), self._articles[number])
                    if before is not None:
                        entries[at] = (before,)
                        starts[at] = places.in_characters(places.starts[first - 1 : first])[0]
        return [hit for hit in map(tuple.__new__, repeat(Hit), zip(starts, ends, entries, strict=True)) if hit[2]]


def _article(places: Places, first: int, after: int, articles: dict[str, Entry]) -> Entry | None:
    """Whether the label stands with the article that it is to be avoided with, and stands for a thing: the entry."""
    if not first or places.breaks[first]:
        return None
    entry = articles.get(places.token(first - 1).lower())
    if entry is None or after >= len(places.starts) or places.breaks[after]:
        return entry
    following = places.token(after)
    return None if following[0].isalnum() and following.lower() not in _AFTER_A_THING else entry


def _standing(several: Sequence[Entry]) -> tuple[Entry, ...]:
    """Of the entries that share a label, those that count: a label that one concept uses is not flagged because another avoids it."""
    used = [entry for entry in several if not entry.avoid]
    chosen = used or list(several)
    unique: dict[str, Entry] = {}
    for entry in chosen:
        unique.setdefault(entry.concept, entry)
    return tuple(unique.values())
