"""From text to tokens, all at once: a text's UTF-8 bytes as an array, no step of Python per character or per word.

Tokens are those of `words.SPLIT`, given as places in bytes; each gets the number that `numbers(token)` names for it, asked once per distinct
token and remembered under a hash of its bytes.
"""

import re
import secrets
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interchange.knowledge.lexicon.recogniser.words import HYPHENS, INVISIBLE, MARKS, SOLID

Numbers = NDArray[Any]
# What a byte is: of a word; of an invisible character; the first or the last byte of a character that is a token by itself; an apostrophe.
LETTER, HIDDEN, FIRST, LAST, APOSTROPHE = 1, 2, 4, 8, 16
_PLANES = 0x40000  # characters beyond are in no table and count as letters
_LONGEST = 32  # longest token, in groups of eight bytes; a longer one is no word
AT_ONCE = 8192  # tokens taken together: so many that their arrays stay in the processor's near memory
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(8)] + [0xFFFFFFFFFFFFFFFF], dtype=np.uint64)


@cache
def _classes() -> Numbers:
    """What each character is, by its code point."""
    every = "".join(map(chr, range(_PLANES)))
    found = np.full(_PLANES + 1, LETTER, dtype=np.uint8)
    for signs, kind in ((MARKS, FIRST | LAST), (INVISIBLE, HIDDEN), (SOLID, FIRST | LAST), ("'’", FIRST | LAST | APOSTROPHE)):
        for match in re.finditer(f"[{signs}]+", every):
            found[match.start() : match.end()] = kind
    for match in re.finditer(f"[{HYPHENS}\\s]+", every):
        part = found[match.start() : match.end()]
        part[part != LETTER] = 0
    return found


@cache
def _ascii() -> bytes:
    return _classes()[:128].tobytes() + bytes(128)


class Places:
    """The tokens of a text: `starts` and `ends` in bytes, and whether a break between paragraphs goes before each."""

    __slots__ = ("breaks", "data", "ends", "starts", "wide")

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "surrogatepass")
        kinds = np.frombuffer(self.data.translate(_ascii()), dtype=np.uint8)
        raw = np.frombuffer(self.data, dtype=np.uint8)
        self.wide: Numbers | None = None
        if len(self.data) != len(text):
            kinds = kinds.copy()
            self.wide = np.flatnonzero((raw & 0xC0) == 0x80)
            _spread(raw, kinds)
            _join_apostrophes(raw, kinds)
        elif b"'" in self.data:
            kinds = kinds.copy()
            _join_apostrophes(raw, kinds)
        word = np.zeros(len(kinds) + 2, dtype=np.uint8)
        np.bitwise_and(kinds, LETTER | HIDDEN, out=word[1:-1])
        hidden = self.wide is not None and bool((kinds & HIDDEN).any())
        if hidden:
            np.minimum(word, 1, out=word)
        self.starts = np.flatnonzero((word[1:-1] > word[:-2]) | ((kinds & FIRST) != 0))
        self.ends = np.flatnonzero((word[1:-1] > word[2:]) | ((kinds & LAST) != 0)) + 1
        if hidden:
            self._skip_hidden(kinds)
        self.breaks = self._breaks(raw)

    def _skip_hidden(self, kinds: Numbers) -> None:
        """A token begins with what can be seen of it."""
        bad = np.flatnonzero(kinds[self.starts] & HIDDEN)
        if not len(bad):
            return
        seen = np.flatnonzero(kinds & LETTER)
        following = np.append(seen, len(kinds))[np.searchsorted(seen, self.starts[bad])]
        self.starts[bad] = np.minimum(following, self.ends[bad])
        kept = self.starts < self.ends
        self.starts, self.ends = self.starts[kept], self.ends[kept]

    def _breaks(self, raw: Numbers) -> Numbers:
        found = np.zeros(len(self.starts) + 1, dtype=bool)
        if b"\n" in self.data:
            after = np.searchsorted(self.starts, np.flatnonzero(raw == 10))
            found[after[1:][after[1:] == after[:-1]]] = True
        return found

    def token(self, index: int) -> str:
        """The token as it is written."""
        return self.data[self.starts[index] : self.ends[index]].decode("utf-8", "surrogatepass")

    def in_characters(self, places: Numbers) -> list[int]:
        """Places in bytes as places in characters."""
        found: list[int] = (places if self.wide is None else places - np.searchsorted(self.wide, places)).tolist()
        return found

    def hashes(self, whole: Numbers, first: int, last: int, salt: Numbers) -> Numbers:
        """A number of 64 bits for each of some tokens, alike for alike bytes; 0 for one that is too long. `whole`: the bytes in groups of eight."""
        starts = self.starts[first:last]
        sizes = self.ends[first:last] - starts
        total = _eight(whole, starts, sizes, salt[0])
        more: Numbers = np.flatnonzero(sizes > 8)
        group = 1
        while len(more) and group < _LONGEST:
            total[more] += _eight(whole, starts[more] + 8 * group, sizes[more] - 8 * group, salt[group])
            group += 1
            more = more[sizes[more] > 8 * group]
        total ^= total >> np.uint64(29)
        total *= salt[_LONGEST]
        total[more] = 0
        return total


def _eight(whole: Numbers, places: Numbers, sizes: Numbers, salt: np.uint64) -> Numbers:
    """The eight bytes (or as many as there are) at each place, stirred."""
    at, shift = places >> 3, ((places & 7) << 3).astype(np.uint64)
    found: Numbers = whole[at] >> shift
    found |= whole[at + 1] << (np.uint64(64) - shift)
    found &= _MASKS[np.minimum(sizes, 8)]
    found ^= found >> np.uint64(32)
    found *= salt
    found ^= found >> np.uint64(31)
    return found


def _spread(raw: Numbers, kinds: Numbers) -> None:
    """Say of the bytes of characters beyond ASCII what they are."""
    lead = np.flatnonzero(raw >= 0xC0)  # the first byte of a longer character (RFC 3629, section 3)
    first = raw[lead].astype(np.int32)
    one, two, three = (raw[np.minimum(lead + n, len(raw) - 1)].astype(np.int32) & 0x3F for n in (1, 2, 3))
    width = 2 + (first >= 0xE0).astype(np.int32) + (first >= 0xF0)
    point = np.where(
        width == 2,
        (first & 0x1F) << 6 | one,
        np.where(width == 3, (first & 0x0F) << 12 | one << 6 | two, (first & 0x07) << 18 | one << 12 | two << 6 | three),
    )
    kind = _classes()[np.minimum(point, _PLANES)]
    word = kind & (LETTER | HIDDEN)
    kinds[lead] = kind & ~np.uint8(LAST)
    for step in (1, 2, 3):
        there = width > step
        kinds[lead[there] + step] = word[there]
    kinds[lead + width - 1] |= kind & LAST


def _join_apostrophes(raw: Numbers, kinds: Numbers) -> None:
    """An apostrophe inside a word is a letter of it."""
    marks = np.flatnonzero(kinds & APOSTROPHE)
    marks = marks[marks > 0]
    width = np.where(raw[marks] == 0x27, 1, 3)
    inside = marks + width < len(kinds)
    marks, width = marks[inside], width[inside]
    inside = ((kinds[marks - 1] & (LETTER | HIDDEN)) != 0) & ((kinds[marks + width] & LETTER) != 0)
    for index in np.flatnonzero(inside & ((kinds[marks - 1] & HIDDEN) != 0)).tolist():  # rare: look behind what cannot be seen
        before = int(marks[index]) - 1
        while before >= 0 and kinds[before] & HIDDEN:
            before -= 1
        inside[index] = before >= 0 and bool(kinds[before] & LETTER)
    marks, width = marks[inside], width[inside]
    for step in range(3):
        kinds[marks[width > step] + step] = LETTER


class Table:
    """Numbers by 64-bit keys (never 0): open addressing, read and filled a whole array at a time. Full to a quarter at most."""

    __slots__ = ("count", "keys", "shift", "values")

    def __init__(self, bits: int = 12) -> None:
        self.keys = np.zeros(1 << bits, dtype=np.uint64)
        self.values = np.zeros(1 << bits, dtype=np.int32)
        self.shift, self.count = np.uint64(64 - bits), 0

    def get(self, keys: Numbers, missing: int) -> Numbers:
        """The value of each key."""
        at = (keys >> self.shift).astype(np.int64)
        there = self.keys[at]
        found = np.where(there == keys, self.values[at], np.int32(missing))
        unsettled = np.flatnonzero((there != keys) & (there != 0))
        at = at[unsettled]
        while len(unsettled):
            at = (at + 1) & (len(self.keys) - 1)
            there = self.keys[at]
            same = there == keys[unsettled]
            found[unsettled[same]] = self.values[at[same]]
            on = ~same & (there != 0)
            unsettled, at = unsettled[on], at[on]
        return found

    def put(self, key: int, value: int) -> None:
        """Add a key that is not in. Readers at the same time see it wholly or not at all."""
        size = len(self.keys)
        at = key >> int(self.shift)
        while self.keys[at]:
            at = (at + 1) & (size - 1)
        self.values[at] = value
        self.keys[at] = key
        self.count += 1

    @property
    def is_full(self) -> bool:
        """Whether one more would make it slow."""
        return self.count * 4 >= len(self.keys)

    def twice(self) -> "Table":
        """The same in twice the room."""
        larger = Table(65 - int(self.shift))
        for at in np.flatnonzero(self.keys).tolist():
            larger.put(int(self.keys[at]), int(self.values[at]))
        return larger


class Numbering:
    """Each token's number by `number(token)`, asked once and remembered. Threads may share it."""

    def __init__(self, number: Callable[[str], int], remembered: int) -> None:
        self.number, self.remembered = number, remembered
        salt = [secrets.randbits(64) | 1 for _ in range(_LONGEST + 1)]  # unforeseeable, so that nobody can make two words alike
        self.salt = np.array(salt, dtype=np.uint64)
        self.known = Table()
        self.lock = threading.Lock()

    def of(self, places: Places) -> Numbers:
        """The numbers of a text's tokens."""
        whole = np.frombuffer(places.data + bytes(16 - len(places.data) % 8), dtype="<u8")
        found = np.empty(len(places.starts), dtype=np.int32)
        for first in range(0, len(found), AT_ONCE):
            last = min(first + AT_ONCE, len(found))
            keys = places.hashes(whole, first, last, self.salt)
            found[first:last] = self.known.get(keys, -1)
            missing = np.flatnonzero(found[first:last] < 0)
            if not len(missing):
                continue
            new, where, back = np.unique(keys[missing], return_index=True, return_inverse=True)
            numbers = [self.number(places.token(index)) for index in (first + missing[where]).tolist()]
            found[first + missing] = np.array(numbers, dtype=np.int32)[back]
            with self.lock:
                self._remember(new, numbers)
        return found

    def _remember(self, new: Numbers, numbers: list[int]) -> None:
        table = self.known if self.known.count + len(new) <= self.remembered else Table()
        for key, number in zip(new.tolist(), numbers, strict=True):
            if table.is_full:
                table = table.twice()
            if int(table.get(np.array([key], dtype=np.uint64), -1)[0]) < 0:  # another thread may have been quicker
                table.put(key, number)
        self.known = table
