"""Who could help, and why: plain sums over what is known of members, each part of which can be said in words. Pure; no database, no chance.

A shared topic counts 3, a thing of the question that somebody worked on 2, an accepted answer on one of its topics 2 (three at most), a paper on one of
its topics 1 (three at most), a word of the question in somebody's own description 1 (three at most). Each request that is still open takes 1 away. Ties go to
whoever was asked least lately, so that regions and groups are seen alike, then to the older member number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

TOPIC, THING, ANSWER, PAPER, WORD = 3, 2, 2, 1, 1
MOST = 3


@dataclass(frozen=True)
class Known:
    """What is known of one member, as far as it bears on one question: labels of shared topics, names of things worked on, words, and counts."""

    person_id: int
    topics: Sequence[str] = ()
    things: Sequence[str] = ()
    words: Sequence[str] = ()
    papers: int = 0
    accepted: int = 0
    open_asks: int = 0
    asked_lately: int = 0


@dataclass(frozen=True)
class Fit:
    """A member who could help, with the sum and its parts."""

    known: Known
    score: int
    name: str = ""
    where: str = ""
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def person_id(self) -> int:
        """Whom it is about."""
        return self.known.person_id


def score(known: Known) -> dict[str, int]:
    """The parts of the sum, by name, without those that are nothing."""
    parts = {
        "topics": TOPIC * len(known.topics),
        "things": THING * len(known.things),
        "accepted": ANSWER * min(known.accepted, MOST),
        "papers": PAPER * min(known.papers, MOST),
        "words": WORD * min(len(known.words), MOST),
        "open": -known.open_asks,
    }
    return {name: value for name, value in parts.items() if value}


def best(people: Sequence[Known], *, limit: int, open_asks: int) -> list[Fit]:
    """The best fits, best first: whoever shares something with the question and owes fewer replies than the limit."""
    found = []
    for one in people:
        parts = score(one)
        if one.open_asks < open_asks and any(value > 0 for value in parts.values()):
            found.append(Fit(one, sum(parts.values()), parts=parts))
    return sorted(found, key=lambda fit: (-fit.score, fit.known.asked_lately, fit.person_id))[:limit]
