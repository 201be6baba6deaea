"""Outermost around every request: its number, its line in the log, its figures, its span."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from interchange.ground.watching import logs, meters, telemetry

logger = logging.getLogger(__name__)
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
KEPT = "(kept for a second)"  # answered from `VisitorCacheMiddleware`, before any route was looked up
STATIC = "(static)"
NOWHERE = "(nowhere)"


class WatchMiddleware:
    """Number every request, and say afterwards what became of it.

    The number of a trusted proxy (`X-Request-ID`) is taken over, so that its log and ours can be read side by side. It goes out in the
    same header and stands on the page of an error, for people to name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        number = given if _NUMBER.fullmatch(given) else uuid.uuid4().hex
        request.number = number  # type: ignore[attr-defined]
        method = request.method if request.method in meters.METHODS else "other"
        begun = time.perf_counter()
        with logs.working_on(request=number), telemetry.span(str(method)) as span:
            response = self.get_response(request)
            seconds = time.perf_counter() - begun
            route = self._route(request, response)
            about = {"route": route, "method": method, "status": response.status_code, "ms": round(seconds * 1000, 1)}
            logger.info("answered", extra={"about": about})
            meters.answered(route, str(method), response.status_code, seconds)
            telemetry.answered(span, route, str(method), response.status_code, seconds, number)
        response["X-Request-ID"] = number
        return response

    @staticmethod
    def _route(request: HttpRequest, response: HttpResponse) -> str:
        match = request.resolver_match
        if match is not None:
            return f"/{match.route}"
        if request.path_info.startswith(settings.STATIC_URL):
            return STATIC
        return KEPT if response.status_code == 200 else NOWHERE
