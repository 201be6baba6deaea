"""Codes, what they were made from, and why some things get none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MASK = (1 << 64) - 1


class Kind(StrEnum):
    """What sort of work it is."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    TEXT = "text"


class Scheme(StrEnum):
    """How 64 bits were made. Codes of two schemes are never held against each other.

    `image`: ISCC Image-Code (ISO 24138, 5.4) of a picture or of one frame of film. `audio`: five seconds of sound, our own (`audio.py`).
    `passage`: some sixty words, our own (`text.py`). `text`: ISCC Text-Code of a whole text. `instance`: ISCC Instance-Code of the very bytes.
    """

    IMAGE = "image"
    AUDIO = "audio"
    PASSAGE = "passage"
    TEXT = "text"
    INSTANCE = "instance"


NUMBERS = {Scheme.IMAGE: 1, Scheme.AUDIO: 2, Scheme.PASSAGE: 3, Scheme.TEXT: 4, Scheme.INSTANCE: 5}
SCHEMES = {number: scheme for scheme, number in NUMBERS.items()}
OF_KIND = {
    Kind.IMAGE: (Scheme.IMAGE,),
    Kind.VIDEO: (Scheme.IMAGE,),
    Kind.AUDIO: (Scheme.AUDIO,),
    Kind.TEXT: (Scheme.PASSAGE, Scheme.TEXT),
}


class NoCode(Exception):
    """Why a thing gets no code: `reason` is a stable word, `values` what it is about."""

    def __init__(self, reason: str, **values: object) -> None:
        self.reason, self.values = reason, {name: str(value) for name, value in values.items()}
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Code:
    """64 bits. `start` and `end` are milliseconds (sound, film) or word numbers (texts); both 0 for the whole work.

    `variant` tells codes of the same thing apart: how the border was cut (0 exact, 1 tolerant) and, plus twice its number, the orientation asked.
    """

    scheme: Scheme
    bits: int
    variant: int = 0
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{self.scheme.value}:{self.bits:016x}"


@dataclass(frozen=True, slots=True)
class Made:
    """All codes of one file, and what is known of it besides."""

    kind: Kind
    sha256: str
    size: int
    codes: tuple[Code, ...]
    iscc: str = ""  # units of ISO 24138 put together: content, data, instance
    length: int = 0  # milliseconds or words
    cells: tuple[int, ...] = ()  # of pictures: sixteen parts, 16 bits each; -1 where a part is flat
    facts: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Plain data, as a manifest carries it."""
        return {
            "kind": self.kind.value,
            "sha256": self.sha256,
            "size": self.size,
            "iscc": self.iscc,
            "length": self.length,
            "cells": list(self.cells),
            "facts": dict(self.facts),
            "codes": [[one.scheme.value, f"{one.bits:016x}", one.variant, one.start, one.end] for one in self.codes],
        }


def made_of(data: Mapping[str, Any]) -> Made:
    """The reverse of `Made.json`. Raises `ValueError`, `KeyError` or `TypeError` for what is not of this form (`manifest` says it in words)."""
    codes = tuple(
        Code(Scheme(str(scheme)), bits_of(str(bits)), int(variant), int(start), int(end))
        for scheme, bits, variant, start, end in data["codes"]
    )
    return Made(
        Kind(data["kind"]),
        str(data.get("sha256", "")),
        int(data.get("size", 0)),
        codes,
        str(data.get("iscc", "")),
        int(data.get("length", 0)),
        tuple(int(one) for one in data.get("cells", ())),
        dict(data.get("facts", {})),
    )


def bits_of(text: str) -> int:
    """Sixteen hexadecimal digits as a number. Raises `ValueError`."""
    if len(text) != 16:
        raise ValueError("sixteen hexadecimal digits are needed")
    return int(text, 16)


def distance(first: int, second: int) -> int:
    """How many of 64 bits differ."""
    return ((first ^ second) & MASK).bit_count()


def signed(bits: int) -> int:
    """As databases hold it: a whole number with a sign."""
    return bits - (1 << 64) if bits >> 63 else bits


def unsigned(value: int) -> int:
    """The bits of what a database holds."""
    return value & MASK
