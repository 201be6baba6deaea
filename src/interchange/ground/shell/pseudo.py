"""A pseudo-locale: every translatable string comes back bracketed and accented, and pages run from right to left.

It proves that each string goes through gettext and that no page depends on English or on left-to-right; it is not a language and
is never shipped as one. Switched on by INTERCHANGE_PSEUDO_LOCALE.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from django.test.utils import override_settings
from django.utils.translation import trans_real

_ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéîñöûýÀÇÉÎÑÖÛÝ")
_KEEP = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{[^}]*\}|<[^>]+>|&\w+;)")


def pseudo(text: str) -> str:
    """The text bracketed and accented; placeholders and tags stay."""
    if not text.strip():
        return text
    parts = _KEEP.split(text)
    return "⟦" + "".join(part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts)) + "⟧"


class PseudoTranslation(trans_real.DjangoTranslation):
    """A catalogue that translates everything into itself, marked."""

    def gettext(self, message: str) -> str:
        return pseudo(super().gettext(message).rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(super().ngettext(msgid1, msgid2, n).rpartition(trans_real.CONTEXT_SEPARATOR)[2])


def switch_on() -> None:
    """Replace the catalogue of the site's language for this process."""

    def catalogue(language: str) -> Any:
        if language not in trans_real._translations:  # type: ignore[attr-defined]
            trans_real._translations[language] = PseudoTranslation(language)  # type: ignore[attr-defined]
        return trans_real._translations[language]  # type: ignore[attr-defined]

    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
    trans_real.translation = catalogue  # type: ignore[assignment]


def switch_off(original: Any) -> None:
    """Undo `switch_on` (for tests)."""
    trans_real.translation = original
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


@contextmanager
def switched_on() -> Iterator[None]:
    """The pseudo-locale for the length of a `with` block (for tests)."""
    original, active = trans_real.translation, trans_real.get_language() or "en"
    switch_on()
    trans_real.activate(active)
    try:
        with override_settings(PSEUDO_LOCALE=True):
            yield
    finally:
        switch_off(original)
        trans_real.activate(active)


SPOKEN = {"title", "placeholder", "aria-label", "alt"}
SILENT = {"script", "style", "code", "kbd", "pre"}
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "col", "source", "wbr"}
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Reader(HTMLParser):
    """Collects what people read or hear: text and spoken attributes, but for code and what says `translate="no"`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self.silent:
            self.found += [value for name, value in attrs if name in SPOKEN and value]
            if tag == "meta" and given.get("name") == "description":
                self.found.append(given.get("content") or "")
        if tag not in VOID and (self.silent or tag in SILENT or given.get("translate") == "no"):
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def unmarked(html: str, data: Iterable[str] = ()) -> list[str]:
    """The pieces of a page that hold words outside the pseudo-locale's brackets and are not among `data`: strings that nobody can translate."""
    pattern = _known(tuple(data))
    reader = _Reader()
    reader.feed(html)
    left = []
    for piece in reader.found:
        outside = _outside(" ".join(piece.split()))
        if _WORD.search(outside):  # most pieces are marked whole
            outside = pattern.sub(" ", outside)
            if _WORD.search(outside):
                left.append(" ".join(outside.split()))
    return left


def _outside(piece: str) -> str:
    """What stands outside the brackets."""
    if "⟦" not in piece and "⟧" not in piece:
        return piece
    outside, depth = "", 0
    for character in piece:
        depth += (character == "⟦") - (character == "⟧")
        outside += character if depth == 0 and character != "⟧" else " "
    return outside


@lru_cache(maxsize=4)
def _known(data: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of all that is data, the longest first."""
    known = sorted({" ".join(entry.split()) for entry in data if entry.strip()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known)) or '(?!)'})(?!\w)")
