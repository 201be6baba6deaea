"""Content Signals (contentsignals.org, Cloudflare, September 2025): `Content-Signal: search=yes, ai-input=no, ai-train=no` in robots.txt and as a header.

A convention of one operator, CC0, on by default for millions of domains. What is left out is neither granted nor restricted.
"""

from collections.abc import Iterable

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations.robots import Robots
from interchange.workbench.signals.reservations.statements import TRAINING, Note, Reading, Statement, Target, cut

SCHEME = "content-signals"
SIGNALS: dict[str, tuple[Use, ...]] = {"search": (Use.SEARCH,), "ai-input": (Use.AI_INPUT, Use.AI_INDEX), "ai-train": TRAINING}
_SPEC = "Content Signals Policy"


def from_robots(robots: Robots, target: Target) -> Reading:
    """The signals of the group that the target's crawler obeys; a line may begin with a path."""
    lines, by = robots.usage(target.agent or "*", "content-signal")
    return Reading.joined(_read(one.value, f"robots.txt line {one.line}", {"group": by}) for one in lines[:200])


def from_header(values: Iterable[str]) -> Reading:
    """The signals of a response header."""
    return Reading.joined(_read(value, "HTTP header Content-Signal", {}, rank=1) for value in list(values)[:20])


def _read(value: str, place: str, data: dict[str, str], rank: int = 0) -> Reading:
    made = Reading()
    for piece in value[:2000].split(",")[:50]:
        name, sign, answer = piece.partition("=")
        name, answer = name.strip().casefold(), answer.strip().casefold()
        if name in SIGNALS and sign and answer in ("yes", "no"):
            stance = Stance.ALLOWED if answer == "yes" else Stance.DISALLOWED
            meaning = _meaning(name, stance)
            made.statements.append(
                Statement(SCHEME, place, cut(value), SIGNALS[name], stance, meaning, _SPEC, f"{name}={answer}", rank, data=data)
            )
        elif piece.strip():
            words = say("“{piece}” is none of search, ai-input, ai-train with yes or no, so it says nothing.", piece=cut(piece))
            made.notes.append(Note(SCHEME, place, cut(value), words, spec=_SPEC))
    return made


def _meaning(name: str, stance: Stance) -> Words:
    if stance is Stance.ALLOWED:
        return {
            "search": say("Signals yes to a search index with links and short excerpts."),
            "ai-input": say("Signals yes to use as input of AI answers."),
            "ai-train": say("Signals yes to training or fine-tuning of AI models."),
        }[name]
    return {
        "search": say("Signals no to a search index."),
        "ai-input": say("Signals no to use as input of AI answers (grounding, retrieval)."),
        "ai-train": say("Signals no to training or fine-tuning of AI models."),
    }[name]
