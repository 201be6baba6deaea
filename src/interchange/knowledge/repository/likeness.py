"""When are two works the same? By identifier, by title without case, accents and punctuation, and by a fingerprint of the text.

The fingerprint is Charikar's SimHash over the set of a text's longer words, 64 bits; texts whose fingerprints differ in at most `CLOSE` bits are near-duplicates,
and those share one of four bands of 16 bits (pigeonhole), by which the database finds them.
"""

import hashlib
import re
import struct
from collections.abc import Sequence
from functools import lru_cache

from interchange.ground.search.words import normal, tokens

CLOSE = 3  # bits of 64
LEAST, MOST = 12, 65_535  # different words: below, a fingerprint says nothing; more do not fit its counters
_LANE = 16  # bits: 64 counters side by side in one number, so that a hash is added in eight steps
_SPREAD = [[sum(1 << _LANE * (8 * place + bit) for bit in range(8) if byte >> bit & 1) for byte in range(256)] for place in range(8)]
_GAP = re.compile(r"[\W_]+")
_SMALL = re.compile(r"\b(a|an|the)\b")


@lru_cache(maxsize=5_000)  # an import asks three times for each
def title_key(title: str) -> str:
    """The title's letters and digits alone: "Été, the Ex-Post" and "ete ex post" are one."""
    return _GAP.sub(" ", _SMALL.sub(" ", normal(_GAP.sub(" ", title)))).strip()[:300]


@lru_cache(maxsize=50_000)
def _votes(word: str) -> int:
    """A word's hash as 64 counters of 0 or 1."""
    return sum(spread[byte] for spread, byte in zip(_SPREAD, hashlib.blake2b(word.encode(), digest_size=8).digest(), strict=True))


def simhash(text: str | list[str]) -> int | None:
    """The 64-bit fingerprint of a text (or of its words, where they are at hand), None where it is too short to have one."""
    said = {word for word in (tokens(text) if isinstance(text, str) else text) if len(word) > 3 or not word.isascii()}
    if len(said) < LEAST:
        return None
    if len(said) > MOST:
        said = set(sorted(said)[:MOST])
    counts, half = struct.unpack("<64H", sum(map(_votes, said)).to_bytes(128, "little")), len(said) / 2
    return sum(1 << bit for bit, count in enumerate(counts) if count > half)


def bands(fingerprint: int | None) -> dict[str, int | None]:
    """The four bands as columns."""
    return {f"band{n}": None if fingerprint is None else fingerprint >> 16 * n & 0xFFFF for n in range(4)}


def whole(row: object) -> int | None:
    """The fingerprint of a row with bands."""
    return joined([getattr(row, f"band{n}") for n in range(4)])


def joined(parts: Sequence[int | None]) -> int | None:
    """The fingerprint of four bands, None where one is missing."""
    return None if None in parts else sum((part or 0) << 16 * n for n, part in enumerate(parts))


def distance(one: int, other: int) -> int:
    """How many bits differ."""
    return (one ^ other).bit_count()
