"""What a room above makes of finished texts: the lexicon hangs itself in here, so that the ground need not know it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from interchange.ground.text.render import render

Link = Callable[[str, str], str]
Edition = Callable[[], int]


@dataclass(frozen=True)
class Linker:
    """`link(html, own)` gives safe HTML for safe HTML, `own` naming the thing whose text it is; `edition()` changes when the result would."""

    edition: Edition
    link: Link
    check_url: str
    report_url: Callable[[str, Any], str]


_LINKERS: dict[str, Linker] = {}


def define(
    name: str, *, edition: Edition, link: Link, check_url: str = "", report_url: Callable[[str, Any], str] = lambda kind, pk: ""
) -> None:
    """Hang a linker in (at start-up); doing it again replaces it.

    `check_url` is where a text being written can be checked, `report_url(kind, key)` the page that reports on a registered text.
    """
    _LINKERS[name] = Linker(edition, link, check_url, report_url)


def linked(text: str, level: int = 2, own: str = "") -> SafeString:
    """The text as safe HTML with what the linkers add; kept in memory by text and edition, so a warm page costs a look-up."""
    return mark_safe(_linked(text, level, own, tuple((name, one.edition()) for name, one in _LINKERS.items())))  # noqa: S308 - safe HTML in, safe HTML out


@lru_cache(maxsize=512)
def _linked(text: str, level: int, own: str, editions: tuple[tuple[str, int], ...]) -> str:
    html: str = render(text, level)
    for name, _edition in editions:
        html = _LINKERS[name].link(html, own)
    return html


def forget() -> None:
    """Drop what is kept in memory."""
    _linked.cache_clear()


def check_url() -> str:
    """Where scripts send a text that is being written, "" where nothing checks it."""
    return next((one.check_url for one in _LINKERS.values() if one.check_url), "")


def report_url(kind: str, key: Any) -> str:
    """The page that reports on a registered text, "" where nothing does or no such text is registered."""
    return next((found for one in _LINKERS.values() if kind and (found := one.report_url(kind, key))), "")
