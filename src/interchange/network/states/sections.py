"""What rooms above show on a State's page: `define(label, rows)`; each row is already policy's answer for the viewer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from interchange.ground.policy.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """A line of a section: words, address, a word beside it."""

    title: str
    url: str
    note: str = ""


Rows = Callable[[Viewer, str], Iterable[Line]]
SECTIONS: list[tuple[str | Promise, Rows]] = []


ACTS: list[tuple[str | Promise, Callable[[str], str]]] = []


def act(label: str | Promise, url: Callable[[str], str]) -> None:
    """Offer a main action to those who speak for the State; `url(iso2)` is its address."""
    ACTS.append((label, url))


def acts(iso2: str) -> list[tuple[str, str]]:
    """(label, address) of what a State's people can do from its page."""
    return [(str(label), url(iso2)) for label, url in ACTS]


def define(label: str | Promise, rows: Rows) -> None:
    """Hang a section in; `rows(viewer, iso2)` gives its lines, none where there is nothing that the viewer may see."""
    SECTIONS.append((label, rows))


def of(viewer: Viewer, iso2: str) -> list[tuple[str, list[Line]]]:
    """(label, lines) of the sections that have any."""
    found = [(str(label), list(rows(viewer, iso2))) for label, rows in SECTIONS]
    return [one for one in found if one[1]]
