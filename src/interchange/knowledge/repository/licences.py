"""Licences as SPDX expressions (SPDX 2.3, annex D), checked offline against the list that `license-expression` carries."""

import re
from functools import lru_cache

from django.utils.translation import gettext as _
from license_expression import ExpressionError, Licensing, get_spdx_licensing

from interchange.ground.errors import Refused

# The ones that people choose most, offered first: (SPDX id, what it says)
COMMON = [
    ("CC-BY-4.0", "Creative Commons Attribution 4.0"), ("CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0"),
    ("CC-BY-NC-4.0", "Creative Commons Attribution-NonCommercial 4.0"), ("CC-BY-NC-ND-4.0", "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0"),
    ("CC-BY-ND-4.0", "Creative Commons Attribution-NoDerivatives 4.0"), ("CC-BY-3.0-IGO", "Creative Commons Attribution 3.0 IGO"),
    ("CC0-1.0", "Creative Commons Zero"), ("MIT", "MIT License"), ("Apache-2.0", "Apache License 2.0"), ("BSD-3-Clause", "BSD 3-Clause"),
]  # fmt: skip
_CC = re.compile(r"cc[ -](by(?:-(?:nc|sa|nd))*(?:-(?:nd|sa))?)[ -](\d\.\d)(?:[ -]?(igo))?", re.IGNORECASE)
_CC_URL = re.compile(
    r"https?://creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)(?:/(igo))?|publicdomain/(zero|mark)/1\.0)", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _spdx() -> Licensing:
    return get_spdx_licensing()


@lru_cache(maxsize=4096)
def spdx(text: str) -> str:
    """The expression in SPDX's own writing ("mit or apache-2.0" becomes "MIT OR Apache-2.0"), empty where it is none."""
    bare = text.strip()
    found = _CC.fullmatch(bare)
    if found:
        bare = f"CC-{found.group(1).upper()}-{found.group(2)}{'-IGO' if found.group(3) else ''}"
    on_web = _CC_URL.match(bare)
    if on_web:
        kind, number, igo, public = on_web.groups()
        bare = {"zero": "CC0-1.0", "mark": "CC-PDM-1.0"}[public.lower()] if public else f"CC-{kind.upper()}-{number}{'-IGO' if igo else ''}"
    if not bare or len(bare) > 120:
        return ""
    if bare in dict(COMMON):
        return bare
    try:
        checked = _spdx().validate(bare, strict=True)
    except (ExpressionError, ValueError, AttributeError, TypeError):
        return ""
    return "" if checked.errors else str(checked.normalized_expression)


def licence_of(text: str) -> tuple[str, str]:
    """A licence as found somewhere: (SPDX expression, "") or ("", the words)."""
    known = spdx(text)
    return (known, "") if known else ("", text.strip()[:200])


def check(text: str, field: str = "licence") -> str:
    """The expression in SPDX's writing; empty stays empty. Raises `Refused` naming `field` where it is none."""
    if not text.strip():
        return ""
    known = spdx(text)
    if not known:
        raise Refused.of(
            field,
            _("“%s” is not an SPDX licence expression.") % text.strip()[:60],
            _("Choose one of the list, write something like CC-BY-4.0 or MIT OR Apache-2.0, or say it in words in the field below."),
        )
    return known


def address(expression: str) -> str:
    """Where the text of a single licence stands, empty for compound expressions."""
    found = re.fullmatch(r"CC-(BY(?:-[A-Z]{2})*)-(\d\.\d)(-IGO)?", expression)
    if found:
        return f"https://creativecommons.org/licenses/{found.group(1).lower()}/{found.group(2)}/{'igo/' if found.group(3) else ''}"
    if expression == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://spdx.org/licenses/{expression}.html" if expression and " " not in expression else ""
