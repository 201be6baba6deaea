"""What rooms put beside the things of others: `define(label, lines)`, shown by `{% beside obj %}` on the page of any thing.

So a page of a lower floor shows what an upper one knows about its thing (statements of Member States about a tool) and imports nothing of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from interchange.ground.policy.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """A line beside a thing: words, address, a word after them; a picture below it, and what one should know before trusting it."""

    title: str
    url: str
    note: str = ""
    picture: SafeString | None = None
    warn: str = ""


Lines = Callable[[Viewer, str, str], Iterable[Line]]
BESIDE: list[tuple[str | Promise, Lines]] = []


def define(label: str | Promise, lines: Lines) -> None:
    """Register lines: `lines(viewer, kind, key)` gives what this viewer may see of what belongs to a thing, as the journal names it."""
    BESIDE.append((label, lines))


def of(viewer: Viewer, kind: str, key: str) -> list[tuple[str, list[Line]]]:
    """(label, lines) of whatever has any."""
    found = [(str(label), list(lines(viewer, kind, key))) for label, lines in BESIDE]
    return [one for one in found if one[1]]
