"""The menu: rooms register their entries, each behind the verb of its door."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
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
    return [(str(made.label), reverse(made.url)) for made in ENTRIES if made.wing == wing and (not made.verb or allows(viewer, made.verb))]


def wings(viewer: Viewer) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(key, label, lines) of every wing that has a line for this viewer."""
    found = [(key, str(label), lines(viewer, key)) for key, label in WINGS.items()]
    return [wing for wing in found if wing[2]]
