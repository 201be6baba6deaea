"""A pseudo-locale: every translatable string comes back bracketed and accented, and pages run from right to left.

It proves that each string goes through gettext and that no page depends on English or on left-to-right; it is not a language and
is never shipped as one. Switched on by INTERCHANGE_PSEUDO_LOCALE.
"""

import re
from typing import Any

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
        return pseudo(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(super().ngettext(msgid1, msgid2, n))


def switch_on() -> None:
    """Replace the catalogue of the site's language for this process."""

    def catalogue(language: str) -> Any:
        if language not in trans_real._translations:  # type: ignore[attr-defined]
            trans_real._translations[language] = PseudoTranslation(language)  # type: ignore[attr-defined]
        return trans_real._translations[language]  # type: ignore[attr-defined]

    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None
    trans_real.translation = catalogue  # type: ignore[assignment]


def switch_off(original: Any) -> None:
    """Undo `switch_on` (for tests)."""
    trans_real.translation = original
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None
