"""Codes of texts: each passage of some sixty words has a similarity hash of its pairs of words; the whole text has its ISCC Text-Code.

Passages end where the words themselves say so (a hash of two neighbouring words), not at every sixtieth, so that a sentence put in at the top moves no
other border. Letters of other alphabets that only look Latin are read as Latin inside words that mix both, and the number of such words is told.
"""

import itertools
import re
import unicodedata
import zlib
from dataclasses import dataclass

import numpy as np

from interchange.workbench.codes.image import unit_bits
from interchange.workbench.codes.model import Code, NoCode, Scheme

LEAST, ABOUT, MOST = 30, 40, 160  # words of a passage: fewest, mean of what comes on top, most
LARGEST = 20_000_000  # characters
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһԛԝαορνικτυ", "aeopcyxijsdhqwaopviktu")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z]")
_OTHER = re.compile(r"[Ͱ-ӿ]")
_BY_SIGN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as they are compared, and how many were written with letters that only look like others."""

    words: list[str]
    disguised: int


def words_of(text: str) -> Words:
    """Compatibility forms, case, invisible signs and accents do not count; scripts without spaces count each sign as a word."""
    plain = unicodedata.normalize("NFKD", text[:LARGEST]).casefold()
    plain = "".join(one for one in plain if unicodedata.category(one) not in ("Mn", "Cf")) if not plain.isascii() else plain
    found, disguised = [], 0
    for word in _WORD.findall(_BY_SIGN.sub(r" \1 ", plain) if not plain.isascii() else plain):
        if _OTHER.search(word) and _LATIN.search(word):
            disguised += 1
            word = word.translate(_LOOKALIKES)
        found.append(word)
    return Words(found, disguised)


def passages(words: list[str]) -> list[tuple[int, int]]:
    """(first, behind the last) word of each passage."""
    found, start = [], 0
    for place in range(1, len(words)):
        if place - start >= LEAST and (zlib.crc32(f"{words[place - 1]} {words[place]}".encode()) % ABOUT == 0 or place - start >= MOST):
            found.append((start, place))
            start = place
    if len(words) - start >= LEAST:
        found.append((start, len(words)))
    elif found:
        found[-1] = (found[-1][0], len(words))
    return found


def similarity(words: list[str]) -> int:
    """64-bit similarity hash (Charikar 2002) of the different pairs of neighbouring words."""
    pairs = {f"{one} {other}" for one, other in itertools.pairwise(words)}
    hashes = np.array([_hash(one) for one in pairs], np.uint64)
    ones = ((hashes[:, None] >> np.arange(63, -1, -1, dtype=np.uint64)) & np.uint64(1)).sum(axis=0)
    return int(np.packbits(ones * 2 > len(pairs)).view(">u8")[0])


def _hash(text: str) -> int:
    import hashlib

    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def codes(text: str) -> tuple[list[Code], int, int]:
    """The codes of a text, the number of its words, how many of them were disguised.

    Raises `NoCode`: "too-short", "repetitive" (the same few words over and over).
    """
    import iscc_lib

    read = words_of(text)
    if len(read.words) < LEAST:
        raise NoCode("too-short", words=len(read.words), least=LEAST)
    made = [
        Code(Scheme.PASSAGE, similarity(read.words[first:behind]), 0, first, behind)
        for first, behind in passages(read.words)
        if len(set(read.words[first:behind])) >= 12
    ]
    if not made:
        raise NoCode("repetitive")
    whole = unit_bits(str(iscc_lib.gen_text_code_v0(" ".join(read.words))["iscc"]))
    return [*made, Code(Scheme.TEXT, whole, 0, 0, 0)], len(read.words), read.disguised
