"""The house for machines: each room's `api.py` brings its part (`ground/machines/rooms.py`); here they are put together under /api/v1/ and described.

Every operation says its door as a view does; one that says nothing is a mistake in the code and the house does not start.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from interchange.ground.errors import NotAllowed, NotAMove, Problem, Refused, Stale
from interchange.ground.machines import problems, rooms
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.viewer import Viewer

ABOUT = """What the network publishes, and what you may read besides, as JSON. Without a token you read what everyone may read. With a personal token
(My account, API tokens; sent as `Authorization: Bearer ...`) you read what you may read, in the rooms that the token's scopes open.

Lists take `limit` and `offset` and answer `count`, `items` and Link headers. Answers carry an ETag: send it back as If-None-Match. Limits are told in
RateLimit headers. What goes wrong is told as problem details (RFC 9457) with a code that stays."""


class HouseAPI(NinjaAPI):
    """The house's API, described with what is true of every operation."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """The description (OpenAPI 3.1): what ninja knows of the operations, and tokens, problems, tags and limits for all. Made once a process."""
        if self._described is None:
            self._described = self._describe(path_prefix)
        return self._described

    _described: OpenAPISchema | None = None

    def _describe(self, path_prefix: str | None) -> OpenAPISchema:
        found = super().get_openapi_schema(path_prefix=path_prefix)
        parts = found["components"]
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "A personal token with scopes."}}
        parts["schemas"]["ProblemDetails"] = problems.ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        parts["schemas"] |= parts["schemas"]["ProblemDetails"].pop("$defs", {})
        parts["responses"] = {
            str(status): {
                "description": problems.sort_of(status).title,
                "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
            }
            for status in (400, 401, 403, 404, 405, 409, 413, 422, 429)
        }
        parts["headers"] = {
            "ETag": {"description": "The tag of this answer; If-None-Match is answered with 304.", "schema": {"type": "string"}},
            "RateLimit": {
                "description": "How many questions are left, and the seconds until they are counted anew.",
                "schema": {"type": "string"},
            },
            "RateLimit-Policy": {"description": "The limit and its window in seconds.", "schema": {"type": "string"}},
            "Link": {"description": "Of lists: first, last, prev, next (RFC 8288).", "schema": {"type": "string"}},
        }
        found["tags"] = [{"name": one.name, "description": one.about} for one in rooms.opened().values()]
        for path, operations in found["paths"].items():
            for method, operation in operations.items():
                _complete(path.split("/")[3], method, operation)
        return found


def _complete(room: str, method: str, operation: dict[str, Any]) -> None:
    """What every operation has: no token or one, all the ways of no, headers."""
    answers = operation["responses"]
    for status in (400, 401, 403, 404, 405, 409, 413, 422, 429):
        answers[str(status)] = {"$ref": f"#/components/responses/{status}"}
    headers = ["RateLimit", "RateLimit-Policy"] + (["ETag"] if method == "get" else [])
    if any(one["name"] == "offset" for one in operation.get("parameters", [])):
        headers.append("Link")
    for answered in (200, "200"):
        if answered in answers:
            answers[answered]["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    if method == "get":
        answers["304"] = {"description": "Nothing has changed since the answer of that tag."}
    operation["security"] = [{}, {"token": []}]
    if room in rooms.OPENED:
        operation["x-scope"] = room


api = HouseAPI(title="Interchange", version="1", description=ABOUT, urls_namespace="api", openapi_url="/openapi.json", docs_url=None)


@api.exception_handler(NotAllowed)
def _absent(request: HttpRequest, wrong: NotAllowed) -> HttpResponse:
    return problems.answer(request, "not-allowed" if wrong.known else "not-found")


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, wrong: Http404) -> HttpResponse:
    return problems.answer(request, "not-found")


@api.exception_handler(Refused)
def _refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
    return problems.answer(request, "refused", detail=str(wrong), problems=wrong.problems)


@api.exception_handler(NotAMove)
@api.exception_handler(Stale)
def _meanwhile(request: HttpRequest, wrong: Exception) -> HttpResponse:
    return problems.answer(request, "conflict", detail=str(wrong))


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    found = [Problem(".".join(str(part) for part in one["loc"][1:]), str(one["msg"])) for one in wrong.errors]
    return problems.answer(request, "refused", problems=found)


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    return problems.answer(request, problems.sort_of(wrong.status_code).code, detail=str(wrong), status=wrong.status_code)


class Me(Schema):
    """Whom the API takes you for."""

    signed_in: bool
    person: int | None
    roles: list[str]
    scoped_roles: list[str]
    asleep: list[str]


class ProblemSort(Schema):
    """A code that `ProblemDetails.code` may hold."""

    code: str
    status: int
    title: str
    remedy: str


class Room(Schema):
    """A part of the API and the scope that opens it."""

    name: str
    title: str
    about: str


class Start(Schema):
    """Where to begin."""

    title: str
    description: str
    rooms: list[Room]


@api.get("", response=Start, summary="What there is", operation_id="start")
@public
def start(request: HttpRequest) -> dict[str, Any]:
    """The rooms of the API. The name of a room is the first part of its addresses and the scope that opens it."""
    listed = [{"name": one.name, "title": str(one.label), "about": one.about} for one in rooms.opened().values()]
    return {"title": api.title, "description": f"{settings.BASE_URL}/api/v1/openapi.json", "rooms": listed}


@api.get("/me", response=Me, summary="Whom the API takes you for", operation_id="me")
@public
def me(request: HouseRequest) -> dict[str, Any]:
    """Your roles as they stand now. Staff roles sleep unless the token has the scope “staff”."""
    viewer: Viewer = request.viewer
    return {
        "signed_in": viewer.is_signed_in,
        "person": viewer.person_id,
        "roles": sorted(viewer.roles),
        "scoped_roles": sorted(f"{role} {scope}" for role, scope in viewer.scoped),
        "asleep": sorted(viewer.dormant),
    }


@api.get("/problems", response=list[ProblemSort], summary="What can go wrong", operation_id="problems")
@public
def problem_sorts(request: HttpRequest) -> list[dict[str, Any]]:
    """Every code that a problem may carry, and what to do about it."""
    return [{"code": one.code, "status": one.status, "title": one.title, "remedy": one.remedy} for one in problems.SORTS.values()]


def _doors(router: Router) -> None:
    """Give each path the door that all its operations name."""
    for path, view in router.path_operations.items():
        verbs = {getattr(operation.view_func, "door", None) for operation in view.operations}
        if None in verbs or len(verbs) != 1:
            raise ImproperlyConfigured(f"API path {path!r}: its operations name {verbs} as doors; one is needed")


for _opened in rooms.opened().values():
    _doors(_opened.router)
    api.add_router(f"/{_opened.name}", _opened.router)
_doors(api.default_router)


def _parameters(view: Any) -> frozenset[str]:
    """The names that may stand after "?" in any of a path's operations."""
    found: set[str] = set()
    for operation in view.operations:
        for model in operation.models:
            if model.__ninja_param_source__ == "query":
                found |= set(model.__ninja_flatten_map__) if hasattr(model, "__ninja_flatten_map__") else set(model.model_fields)
    return frozenset(found)


def _urls() -> tuple[list[Any], str, str]:
    """The addresses, each view with its door and the parameters it knows on it, so that the middlewares hold them like pages."""
    patterns, app, namespace = api.urls
    views: dict[str, Any] = {}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            where = "/".join(part for part in (prefix.strip("/"), path.strip("/")) if part)
            views[re.sub(r"{([^}]+)}", r"<\1>", where)] = view
    for pattern in patterns:
        found = views.get(str(pattern.pattern))
        verb = getattr(found.operations[0].view_func, "door") if found else ""  # noqa: B009 - put there by @door
        opening: Callable[[Any], Any] = door(verb) if verb else public
        opening(pattern.callback)
        setattr(pattern.callback, "parameters", _parameters(found) if found else frozenset())  # noqa: B010 - read by the middleware
    return patterns, app, namespace


urls = _urls()
