"""Links to rooms that stand beside this one. They register here when they open, so that plain words become links by themselves.

`tools(resolver)`: a function from codes to {code: (label, url)}; until one is registered a tool is shown by its code, in words.
`used_in(source)`: a function (viewer, record) -> [(label, url)] of places that use a record: term pages, tools, papers of meetings.
"""

from collections.abc import Callable, Iterable

from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository.models import Record

Resolver = Callable[[Iterable[str]], dict[str, tuple[str, str]]]
Source = Callable[[Viewer, Record], list[tuple[str, str]]]
_resolvers: list[Resolver] = []
_sources: list[Source] = []


def tools(resolver: Resolver) -> None:
    """Register who knows the names and pages of tools."""
    _resolvers.append(resolver)


def used_in(source: Source) -> None:
    """Register a place that may use records."""
    _sources.append(source)


def tool_links(codes: Iterable[str]) -> list[tuple[str, str, str]]:
    """(code, label, url) of tools, in order; url is empty where no page is known."""
    wanted = list(codes)
    known: dict[str, tuple[str, str]] = {}
    for resolver in _resolvers:
        known |= resolver(wanted)
    return [(code, *known.get(code, (code.replace("-", " "), ""))) for code in wanted]


def tool_label(code: str) -> str:
    """The name of a tool."""
    return tool_links([code])[0][1]


def uses_of(viewer: Viewer, record: Record) -> list[tuple[str, str]]:
    """(label, url) of what uses a record, as far as the viewer may see it."""
    return [line for source in _sources for line in source(viewer, record)]
