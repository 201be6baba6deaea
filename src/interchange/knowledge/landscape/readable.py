"""What of the map can be read as text: what tools do, what challenges say. The lexicon finds its terms there."""

from collections.abc import Iterator

from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from interchange.ground.text.sources import Piece, define
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.vocabulary import EntryState


def _tool(tool: Tool) -> Iterator[Piece]:
    yield Piece(tool.name, tool.summary)


def _challenge(challenge: Challenge) -> Iterator[Piece]:
    yield Piece(challenge.title, challenge.description)


define(
    "landscape.tool", label=_("Tools on the map"), model=Tool, verb="tool.list", pieces=_tool, url=lambda one: one.url_here,
    mark=("revision", "name", Length("summary")),
    everything=lambda: Tool.objects.filter(state=EntryState.LISTED),
)  # fmt: skip
define(
    "landscape.challenge", label=_("Challenges on the map"), model=Challenge, verb="challenge.list", pieces=_challenge, url=lambda one: one.url_here,
    mark=("revision", "title", Length("description")),
    everything=lambda: Challenge.objects.filter(state=EntryState.LISTED),
)  # fmt: skip
