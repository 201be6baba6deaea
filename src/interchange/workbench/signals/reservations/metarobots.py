"""Robots directives of a page (`<meta name="robots">`, `X-Robots-Tag`): noai and noimageai (DeviantArt, 2022), and those of search engines that touch AI.

None is a standard. noindex and nosnippet are documented by search engines; that nosnippet keeps text out of AI answers is Google's word for its own.
"""

from collections.abc import Iterable

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations.statements import TRAINING, Reading, Statement, cut

SCHEME = "robots-directives"
VALUED = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")


def from_values(values: Iterable[tuple[str, str]], place: str, rank: int = 0) -> Reading:
    """Directives; each value with the crawler it is for ("" or "robots": all). A header's value may name a crawler itself ("googlebot: noindex")."""
    made = Reading()
    for agent, value in list(values)[:100]:
        crawler = "" if agent.casefold() in ("", "robots") else agent
        head, colon, rest = value[:4000].partition(":")
        if colon and "," not in head and " " not in head.strip() and head.strip().casefold() not in VALUED:
            crawler, value = cut(head), rest
        for directive in {piece.strip().casefold().replace(" ", "") for piece in value[:4000].split(",")}:
            for uses, meaning, image in _MEANINGS.get(directive, ()):
                made.statements.append(
                    Statement(SCHEME, place, cut(value), uses, Stance.DISALLOWED, meaning, "convention", directive, rank, agent=_who(directive, crawler),
                              image_only=image)
                )  # fmt: skip
    made.statements.sort(key=lambda one: (one.code, one.agent))
    return made


def _who(directive: str, crawler: str) -> str:
    return crawler or ("Googlebot" if directive in ("nosnippet", "max-snippet:0") else "")


_SNIPPET: tuple[tuple[tuple[Use, ...], Words, bool], ...] = (
    ((Use.AI_INPUT,), say("No excerpts; Google says it then does not use the text as input of its AI answers."), False),
)
_MEANINGS: dict[str, tuple[tuple[tuple[Use, ...], Words, bool], ...]] = {
    "noai": ((TRAINING, say("Asks that nothing of the page be used in training AI (noai)."), False),),
    "noimageai": ((TRAINING, say("Asks that the pictures of the page not be used in training AI (noimageai)."), True),),
    "noindex": (((Use.SEARCH,), say("Asks search engines not to list the page (noindex)."), False),),
    "none": (((Use.SEARCH,), say("Asks search engines not to list the page (none: noindex, nofollow)."), False),),
    "nosnippet": _SNIPPET,
    "max-snippet:0": _SNIPPET,
}
