"""What of the map can be found."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.vocabulary import EntryState


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
    return Document(tool.name, " · ".join(str(one) for one in said), tool.url_here)


def _challenge(challenge: Challenge) -> Document | None:
    if challenge.state != EntryState.LISTED:
        return None
    said = [challenge.description, *vocabulary.labels("topics", challenge.topics), *vocabulary.labels("sectors", challenge.sectors)]
    return Document(challenge.title, " · ".join(said), challenge.url_here)


define("tool", label=_("Map: tools"), model=Tool, verb="tool.list", document=_tool)
define("challenge", label=_("Map: challenges and opportunities"), model=Challenge, verb="challenge.list", document=_challenge)
