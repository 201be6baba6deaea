"""What is around every answer of the API: whose token, how often, which tag, and one shape for every no."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from interchange.ground import clock
from interchange.ground.errors import Problem
from interchange.ground.machines import actions, limits, problems
from interchange.ground.machines.rooms import OPENED
from interchange.ground.machines.vocabulary import STAFF
from interchange.ground.policy.viewer import VISITOR, viewer_for

ROOT = "/api/"


class MachineMiddleware:
    """Stands between `ViewerMiddleware` and `DoorMiddleware`, so that doors see the viewer that the token stands for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"  # RFC 9110, 9.3.2: what GET would say, without the body
        response = self._answered(request)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if head:
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = str(length)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")  # no database takes it
        refused = self._let_in(request)
        spent = limits.spend(request, request.viewer)  # type: ignore[attr-defined]
        if spent.over:
            response = problems.answer(request, "too-many-requests")
        elif refused is not None:
            response = refused
        elif "\x00" in request.path_info:
            response = problems.answer(request, "not-found")
        else:
            response = _shaped(request, self.get_response(request))
        for name, value in spent.headers().items():
            response[name] = value
        return self._tagged(request, response)

    def _let_in(self, request: HttpRequest) -> HttpResponse | None:
        """Put the token's viewer on the request; the answer where there is none to put."""
        given = request.headers.get("Authorization")
        if given is None:
            if request.method not in {"GET", "OPTIONS"} and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
                request.viewer = VISITOR  # type: ignore[attr-defined]  # a form on another site does not act for whoever is signed in here
            return None
        request.viewer = VISITOR  # type: ignore[attr-defined]
        kind, _blank, secret = given.strip().partition(" ")
        at = clock.now()
        found = actions.holder(secret.strip(), at=at) if kind.lower() == "bearer" else None
        if found is None:
            return problems.answer(request, "token-invalid")
        request.viewer = viewer_for(found.person, at=at, second_factor=STAFF in found.scopes)  # type: ignore[attr-defined]
        room = request.path_info.removeprefix(ROOT).partition("/")[2].partition("/")[0]
        if room in OPENED and room not in found.scopes:
            return problems.answer(request, "scope-missing", scope=room)
        return None

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """A parameter that the operation does not know is refused: a filter with a typing error would show everything."""
        known: frozenset[str] | None = getattr(view, "parameters", None)
        if known is None or not request.path_info.startswith(ROOT):
            return None
        unknown = [name for name in request.GET if name not in known]
        if not unknown:
            return None
        remedy = f"Known here: {', '.join(sorted(known))}." if known else "This address takes none."
        return problems.answer(
            request, "refused", problems=[Problem(name[:80], "There is no parameter of this name.", remedy) for name in unknown[:20]]
        )

    @staticmethod
    def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        links = getattr(request, "api_links", "")
        if links and response.status_code == 200:
            response["Link"] = links
        if request.method != "GET" or response.status_code != 200 or response.streaming:
            response.setdefault("Cache-Control", "no-store")
            return response
        response["Cache-Control"] = "private, no-cache" if request.viewer.is_signed_in else "no-cache"  # type: ignore[attr-defined]
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        if conditional is not response and conditional is not None:
            for name in ("RateLimit", "RateLimit-Policy", "Link"):
                if name in response:
                    conditional[name] = response[name]
            return conditional
        return response


def _shaped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whatever stands behind: a no is always problem details, never a page."""
    if response.status_code in {301, 302} and response["Location"].startswith(f"/{settings.LOGIN_URL.replace('_', '/')}"):
        return problems.answer(request, "token-missing")
    if response.status_code in {301, 302} and "/second-factor/" in response["Location"]:
        return problems.answer(request, "scope-missing", scope=STAFF)
    if response.status_code < 400 or response.get("Content-Type", "").startswith(problems.MEDIA_TYPE):
        return response
    made = problems.answer(request, problems.sort_of(response.status_code).code, status=response.status_code)
    if "Allow" in response:
        made["Allow"] = response["Allow"]
    return made
