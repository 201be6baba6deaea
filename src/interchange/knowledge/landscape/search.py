"""What of the map can be found."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, codes, define
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.vocabulary import Character, EntryState, Maturity, Nature, ToolKind


def _tool(tool: Tool) -> Document | None:
    if tool.state != EntryState.LISTED:
        return None
    said = [
        tool.summary,
        tool.steward,
        tool.get_kind_display(),
        *vocabulary.labels("topics", tool.topics),
        *vocabulary.labels("sectors", tool.sectors),
    ]
    marks = codes("type", [tool.kind]) + codes("topic", tool.topics) + codes("sector", tool.sectors) + codes("is", [tool.status])
    return Document(tool.name, " · ".join(str(one) for one in said), tool.url_here, marks, tool.listed_at)


def _challenge(challenge: Challenge) -> Document | None:
    if challenge.state != EntryState.LISTED:
        return None
    said = [challenge.description, *vocabulary.labels("topics", challenge.topics), *vocabulary.labels("sectors", challenge.sectors)]
    marks = codes("type", [challenge.nature, challenge.character]) + codes("topic", challenge.topics) + codes("sector", challenge.sectors)
    return Document(challenge.title, " · ".join(said), challenge.url_here, marks, challenge.listed_at)


define("tool", label=_("Map: tools"), model=Tool, verb="tool.list", document=_tool, types=ToolKind.choices, states=Maturity.choices)
define(
    "challenge", label=_("Map: challenges and opportunities"), model=Challenge, verb="challenge.list", document=_challenge,
    types=[*Nature.choices, *Character.choices],
)  # fmt: skip
