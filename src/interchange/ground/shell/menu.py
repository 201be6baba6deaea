"""The menu: rooms register their entries, each behind the verb of its door."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import Viewer

WINGS: dict[str, str | Promise] = {
    "network": _("Network"),
    "work": _("Work"),
    "knowledge": _("Knowledge"),
    "workbench": _("Workbench"),
    "office": _("Secretariat"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    wing: str
    label: str | Promise
    url: str
    verb: str
    order: int


ENTRIES: list[Entry] = []


def entry(*, wing: str, label: str | Promise, url: str, verb: str = "", order: int = 50) -> None:
    """Register a line (in a room's `menu.py`): `url` is a route name without parameters, `verb` the rule of its door ("" is public)."""
    if wing not in WINGS and wing != "person":
        raise ValueError(f"no wing {wing!r}")
    ENTRIES.append(Entry(wing, label, url, verb, order))
    ENTRIES.sort(key=lambda made: (made.order, made.url))


def lines(viewer: Viewer, wing: str) -> list[tuple[str, str]]:
    """(label, address) of the wing's lines that the viewer may follow. Costs no query: only whether the verb may be said at all."""
    prefix = get_script_prefix()
    return [
        (str(made.label), _address(made.url, prefix))
        for made in ENTRIES
        if made.wing == wing and (not made.verb or allows(viewer, made.verb))
    ]


def wings(viewer: Viewer) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(key, label, lines) of every wing that has a line for this viewer."""
    found = [(key, str(label), lines(viewer, key)) for key, label in WINGS.items()]
    return [wing for wing in found if wing[2]]


def html(viewer: Viewer, path: str) -> SafeString:
    """The wings as they stand in the bar of every page, folded up for narrow windows and side by side for wide ones; the line of `path` is marked.

    Most people see one of a few menus, so each is rendered once.
    """
    found = tuple((key, label, tuple(links)) for key, label, links in wings(viewer))
    here = path if any(url == path for _key, _label, links in found for _words, url in links) else ""
    return _rendered(found, here, get_language())


@lru_cache(maxsize=512)
def _rendered(found: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...], here: str, language: str | None) -> SafeString:
    return render_to_string("shell/parts/wings.html", {"wings": found, "here": here})


@lru_cache(maxsize=256)
def _address(name: str, prefix: str) -> str:
    return reverse(name)
