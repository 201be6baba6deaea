"""What robots.txt asks of the crawlers that are known by name, and what follows from it for uses.

RFC 9309 speaks of fetching, not of using: an Allow permits no use, and what was fetched elsewhere is not touched. Where all known crawlers of a purpose
are asked to stay away, that is told as an indirect reservation of their uses; names that only switch uses (Google-Extended) reserve directly, for one operator.
"""

from dataclasses import dataclass

import protego

from interchange.workbench.signals.model import Stance, Words, say
from interchange.workbench.signals.reservations.crawlers import PURPOSES, Crawler, register
from interchange.workbench.signals.reservations.robots import SCHEME, Access, Robots, decoded
from interchange.workbench.signals.reservations.statements import Note, Reading, Statement, Target

PATIENCE = 20_000  # names times rules that a second parser is troubled with
SHOWN = 40  # names that one sentence lists
LABELS: dict[str, Words] = {
    "search": say("search engines"),
    "ai-search": say("search for AI answers"),
    "training": say("training"),
    "grounding": say("grounding of answers"),
    "user": say("fetching at a person's request"),
    "data": say("data for others"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file asks of one crawler for the target's path."""

    crawler: Crawler
    access: Access


def asked(robots: Robots, target: Target) -> list[Asked]:
    """Every known crawler and what it is asked."""
    return [Asked(one, robots.access(one.token, target.path)) for one in register().crawlers]


def read(robots: Robots, target: Target) -> Reading:
    """Statements for each purpose, and notes where only some are meant."""
    made = Reading(notes=list(robots.notes))
    found = asked(robots, target)
    spec = "RFC 9309, 2.2"
    for purpose, uses in PURPOSES.items():
        of = [one for one in found if purpose in one.crawler.purposes and not one.crawler.control]
        away = [one for one in of if not one.access.allowed]
        if not of or not away:
            continue
        names = _names(away)
        lines = f"robots.txt {_lines(away)}"
        if len(away) == len(of):
            words = say("All {count} crawlers known for this purpose ({purpose}) are asked to stay away. That speaks of fetching; what is not fetched is not used.",
                        count=len(of), purpose=LABELS[purpose])  # fmt: skip
            made.statements.append(
                Statement(
                    SCHEME,
                    lines,
                    names,
                    uses,
                    Stance.DISALLOWED,
                    words,
                    spec,
                    f"all-away:{purpose}",
                    direct=False,
                    data={"crawlers": [one.crawler.token for one in away]},
                )
            )
        else:
            words = say("{away} of {count} crawlers known for this purpose ({purpose}) are asked to stay away: {names}. The others are not.",
                        away=len(away), count=len(of), purpose=LABELS[purpose], names=names)  # fmt: skip
            made.notes.append(Note(SCHEME, lines, names, words, "partial", spec))
    for one in found:
        if one.crawler.control and not one.access.allowed and one.access.by != "*":
            uses = tuple(use for purpose in one.crawler.purposes for use in PURPOSES[purpose])
            words = say(
                "{operator} is asked not to use the pages for this; what it fetches under other names stays fetched.",
                operator=one.crawler.operator,
            )
            made.statements.append(
                Statement(SCHEME, f"robots.txt line {one.access.line}", f"{one.crawler.token}: Disallow {one.access.rule}", uses, Stance.DISALLOWED, words, one.crawler.source, f"control:{one.crawler.token}", agent=one.crawler.token)
            )  # fmt: skip
    return made


def second_opinion(text: str | bytes, robots: Robots, target: Target) -> list[Note]:
    """Where Protego, which many crawlers use, reads the file otherwise for this path; mostly groups that hold no rule."""
    if sum(len(group.agents) * len(group.rules) for group in robots.groups) > PATIENCE:
        return []  # Protego copies the rules for each name, so a hostile file would take the square of its length
    content, _ = decoded(text)
    try:
        other = protego.Protego.parse(content.encode("utf-8", "replace").decode())
        differing = [one for one in asked(robots, target) if bool(other.can_fetch(target.url, one.crawler.token)) != one.access.allowed]
    except Exception:  # another's parser must not stop ours
        return []
    if not differing:
        return []
    words = say("Parsers disagree about this file: Protego reads it otherwise for {names}.", names=_names(differing))
    return [Note(SCHEME, "robots.txt", "", words, "deviation", "RFC 9309, 2.2.1")]


def _names(found: list[Asked]) -> str:
    names = [one.crawler.token for one in found]
    return ", ".join(names[:SHOWN]) + (f" (+{len(names) - SHOWN})" if len(names) > SHOWN else "")


def _lines(found: list[Asked]) -> str:
    lines = sorted({one.access.line for one in found if one.access.line})
    return ("line " if len(lines) == 1 else "lines ") + ", ".join(str(line) for line in lines[:10]) + (" …" if len(lines) > 10 else "")
