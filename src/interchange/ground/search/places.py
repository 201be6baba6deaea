"""Where a search can be saved: the one search, and rooms with a search of their own. A room says it once: `define("repository", ...)` in its `search.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import asking, queries
from interchange.ground.search.index import KINDS, known


@dataclass(frozen=True)
class News:
    """What a saved search finds that it has not told of: titles, the newest first, and what it is to remember until the next time."""

    titles: list[str]
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A search with an address. `normal` brings the part after "?" into one order ("" where it asks for nothing); `news` looks as one viewer."""

    key: str
    label: str | Promise
    path: str
    normal: Callable[[str], str]
    news: Callable[[Viewer, str, datetime, datetime, Sequence[str]], News]

    def address(self, query: str) -> str:
        """Where the search is."""
        return f"{self.path}?{query}"


PLACES: dict[str, Place] = {}


def define(
    key: str,
    *,
    label: str | Promise,
    path: str,
    normal: Callable[[str], str],
    news: Callable[[Viewer, str, datetime, datetime, Sequence[str]], News],
) -> None:
    """Let searches of a room be saved. `news(viewer, query, since, at, seen)`. Raises `ValueError` where the key is taken."""
    if key in PLACES:
        raise ValueError(f"a place {key!r} exists already")
    PLACES[key] = Place(key, label, path, normal, news)


def _said(query: str) -> tuple[str, str]:
    given = QueryDict(query)
    kind = given.get("kind", "")
    return " ".join(given.get("q", "").replace("\x00", " ").split())[: asking.LIMIT], kind if kind in KINDS else ""


def _normal(query: str) -> str:
    text, kind = _said(query)
    if asking.read(text, known()).is_empty:
        return ""
    return urlencode([("q", text), *([("kind", kind)] if kind else [])])


def _news(viewer: Viewer, query: str, since: datetime, at: datetime, seen: Sequence[str]) -> News:
    """What the search finds now and did not find when it last looked: entries change for many reasons, and only what was not there before is news."""
    text, kind = _said(query)
    found = queries.newest(viewer, text, kind=kind)
    told = set(seen)
    names = [(f"{one.kind}:{one.object_id}", one.title) for one in found]
    return News([title for name, title in names if name not in told], [name for name, _title in names])


define("search", label=_("Search over everything"), path="/search/", normal=_normal, news=_news)
