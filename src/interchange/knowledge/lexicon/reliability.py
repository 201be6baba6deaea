"""How far an entry can be relied on, derived from what is known of it and shown with its inputs. Nobody sets it by hand. Pure Python."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from interchange.knowledge.lexicon.content import Content


@dataclass(frozen=True)
class Input:
    """One thing that counts: what it is, whether it is so, and the points it gives."""

    text: str
    holds: bool
    points: int


@dataclass(frozen=True)
class Reliability:
    """The level from 1 (a draft) to 4 (agreed by consensus on several sources), in words, and why."""

    level: int
    words: str
    inputs: tuple[Input, ...]


def derive(content: Content, *, agreed: bool, by_consensus: bool, checked: bool, objections: int) -> Reliability:
    """Seven points at most: sources (0-2), a curator's check (1), agreement (2), consensus without a standing objection (2)."""
    adopted = content.adopted
    houses = {urlsplit(source.url).netloc.removeprefix("www.") for source in adopted.sources} if adopted else set()
    inputs = (
        Input(_("The adopted definition names a source"), bool(houses), 1),
        Input(_("It rests on sources of two or more publishers (%s)") % len(houses), len(houses) > 1, 1),
        Input(_("A curator checked labels, definition and sources"), checked, 1),
        Input(_("The entry is agreed"), agreed, 2),
        Input(_("It was agreed by a call for consensus, and no objection stands"), by_consensus and not objections, 2),
    )
    points = sum(one.points for one in inputs if one.holds)
    level = 4 if points >= 6 else 3 if points >= 4 else 2 if points >= 2 else 1
    words = {1: _("Draft"), 2: _("Minimum"), 3: _("Good"), 4: _("High")}[level]
    return Reliability(level, words, inputs)
