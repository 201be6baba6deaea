"""The house for machines: each room's `api.py` brings a `router`; here they are put together under /api/v1/ and described (OpenAPI 3.1).

Every operation says its door as a view does; one that says nothing is a mistake in the code and the house does not start.
"""

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router

from interchange.config.rooms import ROOMS
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale

api = NinjaAPI(title="Interchange", version="1", urls_namespace="api", openapi_url="/openapi.json", docs_url=None)


def _doors(router: Router) -> None:
    """Give each path the door that all its operations name."""
    for path, view in router.path_operations.items():
        verbs = {getattr(operation.view_func, "door", None) for operation in view.operations}
        if None in verbs or len(verbs) != 1:
            raise ImproperlyConfigured(f"API path {path!r}: its operations name {verbs} as doors; one is needed")


@api.exception_handler(NotAllowed)
def _absent(request: HttpRequest, wrong: NotAllowed) -> HttpResponse:
    return api.create_response(request, {"message": "Not found."}, status=403 if wrong.known else 404)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
    problems = [{"field": one.field, "rule": one.rule, "remedy": one.remedy} for one in wrong.problems]
    return api.create_response(request, {"message": str(wrong), "problems": problems}, status=422)


@api.exception_handler(NotAMove)
@api.exception_handler(Stale)
def _meanwhile(request: HttpRequest, wrong: Exception) -> HttpResponse:
    return api.create_response(request, {"message": str(wrong)}, status=409)


for _room in ROOMS:
    if find_spec(f"{_room}.api"):
        _router: Router = import_module(f"{_room}.api").router
        _doors(_router)
        api.add_router(f"/{_room.rsplit('.', 1)[-1]}/", _router)


def _urls() -> tuple[list[Any], str, str]:
    """The addresses, each view with its door on it, so that the door middleware holds them like pages."""
    patterns, app, namespace = api.urls
    doors = {"openapi.json": "", "": ""}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            where = re.sub(r"{([^}]+)}", r"<\1>", f"{prefix.strip('/')}/{path.strip('/')}")
            doors[where] = getattr(view.operations[0].view_func, "door")  # noqa: B009 - put there by @door
    for pattern in patterns:
        setattr(pattern.callback, "door", doors[str(pattern.pattern)])  # noqa: B010 - read by the door middleware
    return patterns, app, namespace


urls = _urls()
