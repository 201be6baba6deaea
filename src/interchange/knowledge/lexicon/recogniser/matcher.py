"""The matcher: labels in, hits out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import ahocorasick

from interchange.knowledge.lexicon.recogniser.words import SPLIT, folded, is_acronym, key, tokens, without_invisible

# Each distinct token becomes DIGITS characters, each of another BASE characters: the automaton's nodes then have few children (it looks
# through them one by one), and no match can begin inside a token.
BASE, DIGITS = 40, 3
UNKNOWN = "\x00" * DIGITS
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
REMEMBERED = 250_000  # distinct tokens whose keys are kept


def _letter(number: int) -> str:
    if number >= BASE**DIGITS:
        raise ValueError(f"more than {BASE**DIGITS:,} different words in labels")
    return "".join(chr(0x100 + place * BASE + number // BASE**place % BASE) for place in range(DIGITS))


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


class _Alphabet(dict[str, str]):
    """Token -> its character. A token met for the first time is reduced to its key once and remembered."""

    def __init__(self, exact: dict[str, str], keys: dict[str, str]) -> None:
        self.exact, self.keys_ = exact, keys

    def __missing__(self, token: str) -> str:
        bare = token if token.isascii() else without_invisible(token)
        plain = bare[:-2] if bare.endswith(("'s", "’s")) else bare
        found = (
            self.exact.get(plain) or (self.exact.get(plain[:-1]) if plain.endswith("s") else None) or self.keys_.get(key(token), UNKNOWN)
        )
        if len(self) > REMEMBERED:
            self.clear()
        self[token] = found
        return found


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
    """Finds labels: the longest at each place, at word borders, in any inflected form. Immutable once made, so threads may share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        exact: dict[str, str] = {}
        keys: dict[str, str] = {}
        sequences: dict[str, list[Entry]] = {}
        count = 0

        def letter(word: str, *, case: bool) -> str:
            nonlocal count
            table, name = (exact, word) if case else (keys, key(word))
            if name not in table:
                table[name] = _letter(count)
                count += 1
            return table[name]

        cased: list[tuple[Entry, tuple[tuple[str, bool], ...]]] = []
        articled: dict[Entry, str] = {}
        for entry in entries:
            first, _space, rest = entry.label.partition(" ")
            label = entry.label
            if rest and first.lower() in ARTICLES:
                articled[entry], label = first.lower(), rest
            cased += [(entry, sequence) for sequence in _variants(label)]
        # Exact letters first, so that "AI" in a text is the acronym wherever a label knows it as one.
        for entry, sequence in cased:
            spelled = "".join(letter(word, case=case) for word, case in sequence)
            sequences.setdefault(spelled, [])
            if entry not in sequences[spelled]:
                sequences[spelled].append(entry)
        self.size = len(sequences)
        self._alphabet = _Alphabet(exact, keys)
        self._both_cases(exact, keys, sequences)
        self._automaton = ahocorasick.Automaton()
        for spelled, several in sequences.items():
            bare = [entry for entry in several if entry not in articled]
            self._automaton.add_word(
                spelled, (len(spelled) // DIGITS, _standing(bare), {articled[entry]: entry for entry in several if entry in articled})
            )
        if sequences:
            self._automaton.make_automaton()

    @staticmethod
    def _both_cases(exact: dict[str, str], keys: dict[str, str], sequences: dict[str, list[Entry]]) -> None:
        """Where a text's "AI" has the acronym's character, sequences spelled with the plain word's character must be found as well."""
        twins = {keys[key(word)]: character for word, character in exact.items() if key(word) in keys}
        if not twins:
            return
        for spelled in list(sequences):
            letters = [spelled[at : at + DIGITS] for at in range(0, len(spelled), DIGITS)]
            if any(letter in twins for letter in letters):
                other = "".join(twins.get(letter, letter) for letter in letters)
                known = sequences.setdefault(other, [])
                known += [entry for entry in sequences[spelled] if entry not in known]

    def find(self, text: str) -> list[Hit]:
        """Every label in the text, in order, none inside another. Costs one pass over the text's words."""
        if not self.size:
            return []
        parts = SPLIT.split(text)
        alphabet = self._alphabet
        spelled = "".join(map(alphabet.__getitem__, parts[1::2]))
        # The sign after the end makes the automaton give up a longer label that the text breaks off, and report the shorter one inside.
        found = [(place // DIGITS, value) for place, value in self._automaton.iter_long(spelled + UNKNOWN)]
        if not found:
            return []
        ends = list(accumulate(map(len, parts)))
        hits = []
        make, add = tuple.__new__, hits.append
        for last, (length, entries, articles) in found:
            first = last - length + 1
            if articles:
                first, chosen = _with_article(parts, first, last, articles)
                entries = (chosen,) if chosen else entries
            if entries:
                add(make(Hit, (ends[2 * first], ends[2 * last + 1], entries)))
        return hits


def _with_article(parts: list[str], first: int, last: int, articles: dict[str, Entry]) -> tuple[int, Entry | None]:
    """Whether the label stands with the article that it is to be avoided with, and stands for a thing: (first token, entry)."""
    before = parts[2 * first - 1].lower() if first else ""
    entry = articles.get(before)
    if entry is None:
        return first, None
    after = parts[2 * last + 3] if 2 * last + 3 < len(parts) else ""
    if after[:1].isalnum() and after.lower() not in _AFTER_A_THING:
        return first, None
    return first - 1, entry


def _standing(several: Sequence[Entry]) -> tuple[Entry, ...]:
    """Of the entries that share a label, those that count: a label that one concept uses is not flagged because another avoids it."""
    used = [entry for entry in several if not entry.avoid]
    chosen = used or list(several)
    unique: dict[str, Entry] = {}
    for entry in chosen:
        unique.setdefault(entry.concept, entry)
    return tuple(unique.values())
