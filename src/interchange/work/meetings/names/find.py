"""Looking through a text for people, organisations and quotations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from interchange.work.meetings.names import lists, organisations, quotes
from interchange.work.meetings.names.index import ALONE, GIVEN, People, Somebody
from interchange.work.meetings.names.words import Token, keys, running_text, sounds, spelt, tokens

__all__ = ["Finding", "Kind", "Somebody", "find"]
REACH = 4  # words that may stand between the parts of one name (initials, particles)


class Kind(StrEnum):
    """Why a place stands out."""

    NAME = "name"
    INITIALS = "initials"
    TITLE = "title"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    POINTER = "pointer"
    QUOTE = "quote"


@dataclass(frozen=True)
class Finding:
    """A place in the text: characters `start` to `end`, what stands there, and whose name it may be (their keys)."""

    kind: Kind
    start: int
    end: int
    text: str
    who: frozenset[int] = frozenset()


def find(text: str, people: Iterable[Somebody], *, sources: Iterable[str] = (), ordinary: Iterable[str] = ()) -> list[Finding]:
    """Everything in `text` that would tell who took part, in order; overlapping findings are one.

    `sources` are texts that participants wrote: seven of their words in a row are a quotation. `ordinary` are words that mean something
    else than a name (countries, topics): on their own they count for nothing. Names are found in any script, with initials or titles,
    reversed, hyphenated, transliterated, in capitals and with one letter wrong where the word is long.
    """
    known = list(people)
    words = tokens(text)
    look = _Look(text, words, People(known), _ordinary(ordinary))
    found = [
        *look.full_names(), *look.single_names(), *look.initials(), *look.running_names(), *look.titles(), *look.addresses(),
        *(Finding(Kind.ORGANISATION, start, end, text[start:end], who) for start, end, who in organisations.find(text, words, known, look.ordinary)),
        *(Finding(Kind.POINTER, start, end, text[start:end]) for start, end in _pointers(text)),
        *(Finding(Kind.QUOTE, start, end, text[start:end]) for start, end in quotes.find(text, words, sources)),
    ]  # fmt: skip
    return _merged(found)


def _ordinary(more: Iterable[str]) -> frozenset[str]:
    """Words that count for nothing alone."""
    return frozenset(piece.folded for entry in more for piece in tokens(entry))


def _pointers(text: str) -> list[tuple[int, int]]:
    """Places such as "one expert from Kenya": they point to a person without naming them."""
    found = []
    for match in re.finditer(lists.POINTERS, text, re.IGNORECASE):
        rest = re.match(r"[\w’'&.-]+(?:\s+(?:of|and|the|[A-Z][\w’'&.-]*))*", text[match.end() :])
        if rest and rest.group()[0].isupper():
            found.append((match.start(), match.end() + len(rest.group().rstrip(".-"))))
    return found


def _merged(found: list[Finding]) -> list[Finding]:
    """Findings in order; what lies within another one is dropped, names before everything else."""
    kept: list[Finding] = []
    weight = {Kind.QUOTE: 3, Kind.POINTER: 2}
    for one in sorted(found, key=lambda entry: (weight.get(entry.kind, 0), entry.start - entry.end, entry.start)):
        if not any(other.start <= one.start and one.end <= other.end for other in kept) and not any(
            other.start < one.end and one.start < other.end and weight.get(other.kind, 0) == weight.get(one.kind, 0) for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda entry: (entry.start, entry.end))


class _Look:
    """One text being looked through. Remembers which words belong to a name already."""

    def __init__(self, text: str, words: Sequence[Token], people: People, ordinary: frozenset[str]) -> None:
        self.text, self.words, self.people, self.ordinary = text, words, people, ordinary
        self.taken: set[int] = set()
        self.lower = {word.folded for word in words if word.cased and not word.capital}

    def _gap(self, left: int, right: int) -> str:
        return self.text[self.words[left].end : self.words[right].start]

    def _near(self, left: int, right: int) -> bool:
        """Whether two words next to each other may be parts of one name: only a little punctuation between, no end of a sentence."""
        gap = self._gap(left, right)
        if len(gap) > 6 or "\n\n" in gap or re.search(r"[;:!?/()]|\n\s*[-*#>]", gap):
            return False
        return not ("." in gap and len(self.words[left].raw) > 2 and self.words[left].folded not in lists.TITLES)

    def _parts(self, at: int, *, by_sound: bool) -> dict[int, str]:
        """Which parts of whose name a word may be: person's index -> letters of parts."""
        word = self.words[at]
        found: dict[int, str] = {}
        for one in keys(word.raw):
            for person, part in self.people.words.get(one, ()):
                found[person] = found.get(person, "") + part
        if by_sound and (word.capital or not word.cased) and len(word.folded) > 2:
            for one in sounds(word.raw):
                for person, part in self.people.sounds.get(one, ()):
                    found[person] = found.get(person, "") + part
        return found

    def _joined(self, at: int, count: int) -> dict[int, str]:
        """The same for several words written apart that are one in the name ("Xiao Ming", "Jean Luc")."""
        if at + count > len(self.words) or not all(self._near(at + n, at + n + 1) for n in range(count - 1)):
            return {}
        raw = "".join(word.raw for word in self.words[at : at + count])
        found: dict[int, str] = {}
        for one in keys(raw) if len(raw) > 4 else ():
            for person, part in self.people.words.get(one, ()):
                found[person] = found.get(person, "") + part
        return found

    def _name(self, start: int, end: int, who: Iterable[int], kind: Kind = Kind.NAME) -> Finding:
        self.taken.update(range(start, end + 1))
        begin, stop = self.words[start].start, self.words[end].end
        return Finding(kind, begin, stop, self.text[begin:stop], frozenset(self.people.everyone[person].key for person in who))

    def _is_initial(self, at: int, person: int) -> bool:
        """Whether a word is the initial of one of the person's given names ("J.", "JP")."""
        word = self.words[at]
        letters = spelt(word.raw)
        return bool(letters) and len(word.folded) <= 2 and word.capital and letters in self.people.everyone[person].initials

    def full_names(self) -> list[Finding]:
        """Two parts of one person's name near each other, in any order; an initial counts as a part beside an exact family name."""
        found = []
        at = 0
        while at < len(self.words):
            best: tuple[int, set[int]] | None = None
            starts = [(at, self._parts(at, by_sound=True)), (at + 1, self._joined(at, 2)), (at + 2, self._joined(at, 3))]
            for last, parts in starts:
                for person, letters in parts.items():
                    end = self._reaches(last, person, letters)
                    if end is None and last > at and set(letters) >= {ALONE}:
                        end = last
                    if end is not None and (best is None or end >= best[0]):
                        best = (end, (best[1] if best and best[0] == end else set()) | {person})
            if best is None:
                best = self._initial_first(at)
            if best is None:
                at += 1
            else:
                found.append(self._name(at, best[0], best[1]))
                at = best[0] + 1
        return found

    def _reaches(self, at: int, person: int, letters: str) -> int | None:
        """The index of the last word of the person's name that begins with the word at `at`, if another part follows."""
        end: int | None = None
        have = set(letters)
        exact = any(person == who for one in keys(self.words[at].raw) for who, _part in self.people.words.get(one, ()))
        place = at
        for step in range(1, REACH + 1):
            following = at + step
            if following >= len(self.words) or not self._near(following - 1, following):
                break
            parts = self._parts(following, by_sound=True).get(person) or self._joined(following, 2).get(person)
            if parts and self._differ(have, set(parts), at, following):
                here = any(person == who for one in keys(self.words[following].raw) for who, _part in self.people.words.get(one, ()))
                joined = not self._parts(following, by_sound=True).get(person)
                if exact or here or joined or self._enough(at, following):
                    end = place = following + (1 if joined else 0)
                    have |= set(parts)
                    continue
            if self._is_initial(following, person) and exact and set(letters) != {GIVEN}:
                end = place = following
                continue
            if self.words[following].folded in lists.PARTICLES or self._is_initial(following, person):
                continue
            if following - place > 0 and len(self.words[following].folded) == 1 and self.words[following].capital:
                continue
            break
        return end

    def _differ(self, have: set[str], more: set[str], first: int, second: int) -> bool:
        """Whether two words are different parts of a name, not the same part twice."""
        if self.words[first].folded == self.words[second].folded:
            return len(have | more) > 1
        return bool(have) and bool(more)

    def _enough(self, first: int, second: int) -> bool:
        """Whether two words that only sound alike say enough: five consonants together, none of them an everyday word."""
        both = [self.words[first], self.words[second]]
        letters = sum(min(len(one) for one in sounds(word.raw)) for word in both)
        return letters >= 5 and not any(word.folded in self.ordinary or word.folded in lists.ORDINARY for word in both)

    def _initial_first(self, at: int) -> tuple[int, set[int]] | None:
        """ "J. Smith", "J.-P. Dubois", "JP Dubois"."""
        word = self.words[at]
        if not (word.capital and len(word.folded) <= 2):
            return None
        for step in range(1, REACH + 1):
            last = at + step
            if last >= len(self.words) or not self._near(last - 1, last):
                return None
            who = {
                person
                for person, parts in self._parts(last, by_sound=False).items()
                if set(parts) & {"f", ALONE} and self._is_initial(at, person) and self.words[last].capital
            }
            if who:
                return last, who
            if not (len(self.words[last].folded) <= 2 or self.words[last].folded in lists.PARTICLES):
                return None
        return None

    def single_names(self) -> list[Finding]:
        """A family name, a given name or a single name that stands alone."""
        found = []
        for at, word in enumerate(self.words):
            if at in self.taken or len(word.folded) < 2 or word.folded in lists.PARTICLES:
                continue
            who = set(self._parts(at, by_sound=False)) or self._misspelt(word)
            titled = at > 0 and self.words[at - 1].folded in lists.TITLES and self._near(at - 1, at) and (word.capital or not word.cased)
            if who and (titled or self._stands_out(word)):
                found.append(self._name(at - 1 if titled else at, at, who))
        return found

    def _stands_out(self, word: Token) -> bool:
        """Whether a word alone is more likely a name than something else."""
        if word.folded in lists.CALENDAR:
            return False
        if not word.cased:
            return True
        if not word.capital or word.folded in self.ordinary:
            return False
        # Where every word has a capital, one that the text also writes small is no name.
        return not ((word.folded in lists.ORDINARY or word.folded in self.lower) and (word.opens or word.heading))

    def _misspelt(self, word: Token) -> set[int]:
        """People whose family name differs by one letter, where both words are long and capitals show that a name is meant."""
        if len(word.folded) < 6 or not word.capital or word.opens or word.heading or word.folded in self.ordinary:
            return set()
        return self.people.nearly(word.folded) if word.folded not in lists.ORDINARY else set()

    def initials(self) -> list[Finding]:
        """Initials with stops ("J.P.D."), and initials as a label before a colon or in brackets ("JPD: ...", "[JPD]")."""
        found = []
        dotted = re.compile(r"(?<!\w)(?:[^\W\d_]\.[ -]?){2,4}(?!\w)")
        labels = re.compile(r"(?:(?<=^)|(?<=\n)|(?<=[\[(]))([A-Z]{2,4})(?=:|[\])])")
        for match in [*dotted.finditer(self.text), *labels.finditer(self.text)]:
            letters = spelt(match.group())
            who = self.people.by_initials.get(letters, ())
            if who and letters not in lists.KNOWN_ACRONYMS:
                keys_of = frozenset(self.people.everyone[person].key for person in who)
                text = match.group().rstrip(" -")
                found.append(Finding(Kind.INITIALS, match.start(), match.start() + len(text), text, keys_of))
        return found

    def running_names(self) -> list[Finding]:
        """Names in scripts without spaces: the whole name, the given name alone, the family name with a title; also written in Han
        characters where the person registered in Latin letters (Mandarin reading)."""
        running, places = running_text(self.text)
        found = []
        for begin in range(len(running)):
            for size in (12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1):
                piece = running[begin : begin + size]
                if len(piece) < size or "\n" in piece:
                    continue
                who = self.people.running.get(piece)
                if who is None and 2 <= size <= 4:
                    who = self.people.readings.get(spelt(piece))
                if who is None and any(running.startswith(title, begin + size) for title in lists.RUNNING_TITLES):
                    who = self.people.running_families.get(piece)
                if who:
                    start, end = places[begin], places[begin + size - 1] + 1
                    keys_of = frozenset(self.people.everyone[person].key for person in who)
                    found.append(Finding(Kind.NAME, start, end, self.text[start:end], keys_of))
                    break
        return found

    def titles(self) -> list[Finding]:
        """A title and a capitalised word after it: somebody, whether or not we know them."""
        found = []
        for at, word in enumerate(self.words[:-1]):
            following = self.words[at + 1]
            if at in self.taken or at + 1 in self.taken or word.folded not in lists.SURE_TITLES or not word.capital:
                continue
            gap = self._gap(at, at + 1)
            if following.capital and len(following.folded) > 1 and len(gap) <= 2 and "\n" not in gap:
                found.append(self._name(at, at + 1, (), Kind.TITLE))
        return found

    def addresses(self) -> list[Finding]:
        """E-mail addresses and handles."""
        pattern = re.compile(r"(?<![\w@])(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@[A-Za-z_]\w{2,})")
        return [Finding(Kind.ADDRESS, match.start(), match.end(), match.group()) for match in pattern.finditer(self.text)]
