"""The client: one method for each address, typed answers, pages followed by themselves, tags kept."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from interchange_client import models as m
from interchange_client.errors import error_of
from interchange_client.reading import read

T = TypeVar("T")
PER_PAGE = 100


class Interchange:
    """A house to ask. `token`: a personal token with scopes; without one, what everyone may read. `transport` is for tests."""

    def __init__(self, base_url: str, token: str = "", *, timeout: float = 20, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Accept": "application/json", "User-Agent": "interchange-client/1.0"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(base_url=base_url.rstrip("/"), headers=headers, timeout=timeout, transport=transport)
        self._kept: dict[str, tuple[str, Any]] = {}

    def __enter__(self) -> "Interchange":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    # --- asking ------------------------------------------------------------------------------------------------------

    def get(self, path: str, **params: Any) -> Any:
        """The JSON at an address under /api/v1/. An answer whose tag still holds is taken from memory. Raises `ApiError`."""
        query = {name: value for name, value in params.items() if value not in (None, "")}
        request = self._http.build_request("GET", f"/api/v1/{path}", params=query)
        key = str(request.url)
        if key in self._kept:
            request.headers["If-None-Match"] = self._kept[key][0]
        response = self._http.send(request)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return self._kept[key][1]
        found = _json(response)
        if response.headers.get("ETag"):
            self._kept[key] = (response.headers["ETag"], found)
            if len(self._kept) > 500:
                self._kept.pop(next(iter(self._kept)))
        return found

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The JSON that an address answers to a body. Raises `ApiError`."""
        return _json(self._http.post(f"/api/v1/{path}", json=body))

    def _all(self, kind: type[T], path: str, **params: Any) -> Iterator[T]:
        """Every item of a list, page by page."""
        params.setdefault("limit", PER_PAGE)
        offset = 0
        while True:
            found = self.get(path, **params, offset=offset)
            yield from (read(kind, one) for one in found["items"])
            offset += params["limit"]
            if offset >= found["count"]:
                return

    # --- who and what ------------------------------------------------------------------------------------------------

    def me(self) -> m.Me:
        """Whom the house takes you for."""
        return read(m.Me, self.get("me"))

    def search(self, text: str, **params: Any) -> Iterator[m.Found]:
        """Everything that you may see and that answers the text; operators as on the page."""
        return self._all(m.Found, "search", q=text, **params)

    def calls(self) -> Iterator[m.CallLine]:
        """Calls, newest first."""
        return self._all(m.CallLine, "calls")

    def call(self, slug: str) -> m.Call:
        """One call."""
        return read(m.Call, self.get(f"calls/{quote(slug, safe='')}"))

    def members(self, **filters: str) -> Iterator[m.Member]:
        """Members, by name: `profile`, `topic`, `region`, `country`."""
        return self._all(m.Member, "members", **filters)

    def member(self, number: int) -> m.Member:
        """One member."""
        return read(m.Member, self.get(f"members/{number}"))

    def composition(self) -> m.Composition:
        """How the network is made up."""
        return read(m.Composition, self.get("members/composition"))

    # --- meetings ----------------------------------------------------------------------------------------------------

    def series(self) -> Iterator[m.SeriesLine]:
        """Series of sessions."""
        return self._all(m.SeriesLine, "meetings/series")

    def sessions(self, **filters: str) -> Iterator[m.SessionLine]:
        """Sessions: `series`, `state`, `kind`, `since`, `until`."""
        return self._all(m.SessionLine, "meetings/sessions", **filters)

    def session(self, series: str, number: int) -> m.SessionWhole:
        """One session."""
        return read(m.SessionWhole, self.get(f"meetings/sessions/{quote(series, safe='')}/{number}"))

    def documents(self, **filters: str) -> Iterator[m.DocumentLine]:
        """Documents: `series`, `kind`, `topic`, `level`, `since`, `until`."""
        return self._all(m.DocumentLine, "meetings/documents", **filters)

    def document(self, number: str) -> m.DocumentWhole:
        """One document by its number, TEN/3/2."""
        return read(m.DocumentWhole, self.get(f"meetings/documents/{quote(number)}"))

    # --- knowledge ---------------------------------------------------------------------------------------------------

    def records(self, **filters: Any) -> Iterator[m.RecordLine]:
        """Records: `q`, `topic`, `kind`, `sector`, `tool`, `lang`, `licence`, `ai`, `since`, `until`, `sort`."""
        return self._all(m.RecordLine, "repository/records", **filters)

    def record(self, slug: str) -> m.RecordWhole:
        """One record."""
        return read(m.RecordWhole, self.get(f"repository/records/{quote(slug, safe='')}"))

    def concepts(self, **filters: str) -> Iterator[m.ConceptLine]:
        """Concepts: `q`, `topic`, `state`."""
        return self._all(m.ConceptLine, "lexicon/concepts", **filters)

    def concept(self, slug: str) -> m.ConceptWhole:
        """One concept."""
        return read(m.ConceptWhole, self.get(f"lexicon/concepts/{quote(slug, safe='')}"))

    def suggest(self, typed: str, limit: int = 10) -> list[m.Suggested]:
        """Labels that fit what is typed."""
        return [read(m.Suggested, one) for one in self.get("lexicon/suggest", q=typed, limit=limit)]

    def recognise(self, text: str) -> m.Recognised:
        """The terms in a text."""
        return read(m.Recognised, self.post("lexicon/recognise", {"text": text}))

    def lexicon_releases(self) -> Iterator[m.Released]:
        """Releases of the lexicon."""
        return self._all(m.Released, "lexicon/releases")

    def tools(self, **filters: str) -> Iterator[m.Line]:
        """Tools on the map, by the codes of its facets."""
        return self._all(m.Line, "landscape/tools", **filters)

    def tool(self, code: str) -> m.ToolWhole:
        """One tool."""
        return read(m.ToolWhole, self.get(f"landscape/tools/{quote(code, safe='')}"))

    def challenges(self, **filters: str) -> Iterator[m.Line]:
        """Challenges and opportunities on the map."""
        return self._all(m.Line, "landscape/challenges", **filters)

    def challenge(self, code: str) -> m.ChallengeWhole:
        """One challenge."""
        return read(m.ChallengeWhole, self.get(f"landscape/challenges/{quote(code, safe='')}"))

    def matrix(self, **asked: str) -> m.Crossed:
        """Two facets crossed: `of`, `rows`, `cols`, and filters."""
        return read(m.Crossed, self.get("landscape/matrix", **asked))

    def gaps(self) -> Iterator[m.Gap]:
        """What is missing or thin on the map."""
        return self._all(m.Gap, "landscape/gaps")

    def paths(self, start: str, end: str) -> list[list[m.PathStep]]:
        """The shortest ways from one tool to another."""
        return read(m.Paths, self.get("landscape/paths", **{"from": start, "to": end})).ways

    def releases(self) -> Iterator[m.Release]:
        """Releases of the map."""
        return self._all(m.Release, "landscape/releases")


def _json(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    try:
        body = response.json()
    except ValueError:
        body = {}
    raise error_of(response.status_code, body if isinstance(body, dict) else {}, response.headers.get("Retry-After"))
