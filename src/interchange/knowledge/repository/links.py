"""Links to rooms that stand beside this one. They register here when they open, so that plain words become links by themselves.

`tools(resolver)`: a function from codes to {code: (label, url)}; until one is registered a tool is shown by its code.
`used_in(source)`: a function (viewer, record) -> [(label, url)] of places that use a record: term pages, tools, papers of meetings.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from django.conf import settings

from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository import identify
from interchange.knowledge.repository.drafts import Draft, creators_of
from interchange.knowledge.repository.models import Record, Version

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
    return [(code, *known.get(code, (code, ""))) for code in wanted]


def tool_label(code: str) -> str:
    """The name of a tool."""
    return tool_links([code])[0][1]


def names_of(record: Record) -> set[tuple[str, str]]:
    """All by which others may mean the record: its identifiers, and the address of its page here. No query where its version is at hand."""
    version = record.current
    identifiers = version.identifiers if version is not None else []
    return {("record", record.slug)} | {(scheme, identify.key(scheme, value)) for scheme, value in identifiers if value}


def named_by(url: str) -> tuple[str, str] | None:
    """What an address in a list of sources means: a page of this room, a DOI, an arXiv number, or the address itself; None for no address."""
    path = urlsplit(url).path if url.startswith((settings.BASE_URL.rstrip("/") + "/", "/")) else ""
    if path.startswith("/repository/"):
        return ("record", path.removeprefix("/repository/").split("/")[0])
    found = identify.recognise(url)
    return None if found is None or found.problem else (str(found.scheme), identify.key(found.scheme, found.value))


U = TypeVar("U")


class Mentions(Generic[U]):
    """What of a room names which records: read once for each state of that room, kept by each process.

    `state` gives an object that stands for the room's present state and is another one after each change (it is asked for every record's page, so
    it must be cheap); `read` gives (address, what names it).
    """

    def __init__(self, state: Callable[[], Any], read: Callable[[], Iterable[tuple[str, U]]]) -> None:
        self.state, self.read = state, read
        self._kept: tuple[Any, dict[tuple[str, str], list[U]]] | None = None

    def of(self, record: Record) -> list[U]:
        """What names the record, each once, in the order of reading."""
        now, kept = self.state(), self._kept
        if kept is None or kept[0] is not now:
            found: dict[tuple[str, str], list[U]] = {}
            for url, one in self.read():
                name = named_by(url)
                if name is not None:
                    found.setdefault(name, []).append(one)
            kept = self._kept = (now, found)
        return list(dict.fromkeys(one for name in names_of(record) for one in kept[1].get(name, ())))


def uses_of(viewer: Viewer, record: Record) -> list[tuple[str, str]]:
    """(label, url) of what uses a record, as far as the viewer may see it."""
    return [line for source in _sources for line in source(viewer, record)]


# --- What the exchange part of the room adds to a record's page --------------------------------------------------------

Citer = Callable[[Version], list[tuple[str, str]]]
Shelver = Callable[[Version], list[tuple[str, str]]]
Header = Callable[[Viewer, Record, Version], str]
_citers: list[Citer] = []
_formats: list[Shelver] = []
_heads: list[Header] = []
_link_headers: list[Header] = []
_lists: list[Callable[[str], list[tuple[str, str]]]] = []


def citations(citer: Citer) -> None:
    """Register who can cite: a version to [(style's name, plain text)]."""
    _citers.append(citer)


def formats(shelver: Shelver) -> None:
    """Register formats of one version: [(name, url)]."""
    _formats.append(shelver)


def formats_of_lists(shelver: Callable[[str], list[tuple[str, str]]]) -> None:
    """Register formats of a search: from its query string to [(name, url)]."""
    _lists.append(shelver)


def heads(header: Header) -> None:
    """Register tags for the head of a record's page, as safe HTML (meta, link, JSON-LD is linked since scripts may not stand in pages)."""
    _heads.append(header)


def link_headers(header: Header) -> None:
    """Register values of the HTTP Link header of a record's page (RFC 8288)."""
    _link_headers.append(header)


def citations_of(version: Version) -> list[tuple[str, str]]:
    """(style, words): how to cite a version; one plain line where no style is registered."""
    found = [line for citer in _citers for line in citer(version)]
    return found or [("", plain_citation(version))]


def plain_citation(version: Version) -> str:
    """Authors (year). Title. Place. Address."""
    names = [creator.inverted for creator in creators_of(version.creators)]
    who = "; ".join(names) + (" et al." if version.more_creators else "")
    where = f"https://doi.org/{version.doi}" if version.doi else version.identifier("url")
    parts = [f"{who} ({version.year})" if version.year else who, version.title, version.venue or version.publisher, where]
    return ". ".join(part.rstrip(".") for part in parts[:-1] if part) + ("." if where == "" else f". {where}")


def formats_of(version: Version) -> list[tuple[str, str]]:
    """(name, url) of what a version can be taken away as."""
    return [line for shelver in _formats for line in shelver(version)]


def list_formats(query: str) -> list[tuple[str, str]]:
    """(name, url) of what a search can be taken away as."""
    return [line for shelver in _lists for line in shelver(query)]


def head_of(viewer: Viewer, record: Record, version: Version) -> list[str]:
    """Tags for the head of the record's page."""
    return [header(viewer, record, version) for header in _heads]


def link_header(viewer: Viewer, record: Record, version: Version) -> str:
    """The Link header of the record's page."""
    return ", ".join(value for header in _link_headers if (value := header(viewer, record, version)))


Lookup = Callable[[str, str], Draft | None]
_lookups: list[Lookup] = []


def lookups(lookup: Lookup) -> None:
    """Register who can ask a registry for the metadata of an identifier: (scheme, value) to a draft, None where it has none or is away."""
    _lookups.append(lookup)


def looked_up(scheme: str, value: str) -> Draft | None:
    """What a registry knows of an identifier, where a lookup is set up."""
    return next((draft for lookup in _lookups if (draft := lookup(scheme, value)) is not None), None)
