"""Public pages under load: what every visitor sees alike is rendered once a second, not once a request.

Only for GETs without a session, only for views marked `@shared_by_visitors`, only for plain 200 answers that set no cookie. One
second is short enough for a closing time to be true on the page; actions ask the clock themselves (micro-caching, RFC 9111
section 4 freshness kept inside the process).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from interchange.ground import memory

SECONDS = 1.0
ENTRIES = 512
V = TypeVar("V", bound=Callable[..., Any])


def shared_by_visitors(view: V) -> V:
    """Mark a public view whose page is the same for everybody who is not signed in."""
    view.shared_by_visitors = True  # type: ignore[attr-defined]
    return view


class VisitorCacheMiddleware:
    """Keep finished answers (headers, compression and all) for one second, per address and accepted encoding."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept: dict[tuple[str, str, bool], tuple[float, HttpResponse]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        key = (request.get_host(), request.get_full_path(), "gzip" in request.headers.get("Accept-Encoding", ""))
        found = self.kept.get(key)
        if found is not None and found[0] > memory.seconds():
            return self._copy(found[1])
        response = self.get_response(request)
        view = getattr(request.resolver_match, "func", None)
        if getattr(view, "shared_by_visitors", False) and response.status_code == 200 and not response.streaming and not response.cookies:
            if len(self.kept) >= ENTRIES:
                self.kept.clear()
            self.kept[key] = (memory.seconds() + SECONDS, self._copy(response))
        return response

    @staticmethod
    def _copy(response: HttpResponse) -> HttpResponse:
        """A fresh response with the same body and headers, so that no later hand changes the kept one."""
        copy = HttpResponse(response.content, status=response.status_code)
        for name, value in response.items():
            copy[name] = value
        return copy
