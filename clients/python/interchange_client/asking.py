"""Asking: tokens, tags, pages followed by themselves, problems as exceptions."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from interchange_client.errors import error_of
from interchange_client.reading import read

T = TypeVar("T")
PER_PAGE = 100


class Asking:
    """A house to ask. `token`: a personal token with scopes; without one, what everyone may read. `transport` is for tests."""

    def __init__(self, base_url: str, token: str = "", *, timeout: float = 20, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Accept": "application/json", "User-Agent": "interchange-client/1.0"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(base_url=base_url.rstrip("/"), headers=headers, timeout=timeout, transport=transport)
        self._kept: dict[str, tuple[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

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


def _json(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    try:
        body = response.json()
    except ValueError:
        body = {}
    raise error_of(response.status_code, body if isinstance(body, dict) else {}, response.headers.get("Retry-After"))
