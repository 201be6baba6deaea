"""Naming a person in a text: "@Ada Sample". Rooms that keep lists of people say whom a writer may name (`listed`); the longest name wins.

What is no name of a person on a list is just text ("@context"), and so is a name that several people bear: nobody gets a letter meant for another.
"""

import re
from collections.abc import Callable, Iterable

from interchange.ground.policy.viewer import Viewer

Listed = Callable[[Viewer, set[str]], Iterable[tuple[str, int]]]
LISTS: list[Listed] = []
MOST = 20  # people that one text names; more is no mention but a list
_AT = re.compile(r"(?<![\w@./])@(?=[^\W\d_])")
_FIRST = re.compile(r"[^\W\d_][\w’'-]*")


def listed(found: Listed) -> None:
    """Register a room's answer to "whose name begins with one of these words, of those whom the viewer may write to?": (name, person id) pairs."""
    LISTS.append(found)


def named(viewer: Viewer, text: str) -> set[int]:
    """The ids of the people whom a text names, without the writer. One query for each room that knows, none where there is no "@"."""
    rests = [text[at.end() : at.end() + 160] for at in _AT.finditer(text)][: MOST * 3]
    if not rests:
        return set()
    words = {first[0] for rest in rests if (first := _FIRST.match(rest))}
    known: dict[str, set[int]] = {}
    for room in LISTS:
        for name, person_id in room(viewer, words):
            known.setdefault(" ".join(name.split()).casefold(), set()).add(person_id)
    found: set[int] = set()
    for rest in rests:
        said = " ".join(rest.split()).casefold()
        whole = [name for name in known if name and said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()]
        if whole and len(bearers := known[max(whole, key=len)]) == 1:
            found |= bearers
    found.discard(viewer.person_id or 0)
    return set(sorted(found)[:MOST])
