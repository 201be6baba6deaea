"""How the API says no: problem details (RFC 9457), always of one shape, with a code that stays."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from interchange.ground.errors import Problem

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Sort:
    """A sort of problem: its code, status, title and what to do about it."""

    code: str
    status: int
    title: str
    remedy: str


SORTS = {
    one.code: one
    for one in (
        Sort("bad-request", 400, "The request cannot be read.", "Send well-formed HTTP and JSON."),
        Sort("token-missing", 401, "A token is needed here.", "Make one under My account, API tokens, and send it as “Authorization: Bearer ...”."),
        Sort("token-invalid", 401, "The token does not hold.", "It is mistyped, revoked or over; make a new one."),
        Sort("scope-missing", 403, "The token does not open this room.", "Make a token with the scope that “scope” names."),
        Sort("not-allowed", 403, "You may not do this.", "Ask the Secretariat if you should."),
        Sort("not-found", 404, "There is nothing here.", "Look at the address; what you may not see is absent, too."),
        Sort("method-not-allowed", 405, "This address does not take that method.", "“Allow” names those it takes."),
        Sort("conflict", 409, "Somebody or the clock was there first.", "Read the thing again and decide anew."),
        Sort("gone", 410, "This was here and is not any more.", "The detail says why."),
        Sort("too-large", 413, "The request is too large.", "Send less at once."),
        Sort("refused", 422, "The request breaks rules.", "“problems” names each field, the rule and what to do."),
        Sort("too-many-requests", 429, "Too many questions in a minute.", "Wait as many seconds as “Retry-After” says."),
        Sort("fault", 500, "The house made a mistake.", "Try again later; if it stays, tell the Secretariat."),
        Sort("away", 503, "The house is not ready.", "Try again in a minute."),
    )
}  # fmt: skip
_BY_STATUS = {400: "bad-request", 401: "token-missing", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed", 409: "conflict", 410: "gone", 413: "too-large", 422: "refused", 429: "too-many-requests", 503: "away"}  # fmt: skip


class FieldProblem(Schema):
    """One thing wrong with one field: which rule it breaks and what to do. An empty field is the whole request."""

    field: str
    rule: str
    remedy: str


class ProblemDetails(Schema):
    """What went wrong (RFC 9457). `code` stays the same over the years; texts may change."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    problems: list[FieldProblem] = []
    scope: str = ""


def sort_of(status: int) -> Sort:
    """The sort that a bare status stands for."""
    return SORTS[_BY_STATUS.get(status, "fault" if status >= 500 else "bad-request")]


def answer(
    request: HttpRequest, code: str, *, detail: str = "", problems: Iterable[Problem] = (), status: int | None = None, scope: str = ""
) -> HttpResponse:
    """A problem as an answer."""
    sort = SORTS[code]
    body: dict[str, Any] = {
        "type": f"{settings.BASE_URL}/api/v1/problems#{code}",
        "title": sort.title,
        "status": status or sort.status,
        "code": code,
        "detail": detail or sort.remedy,
        "instance": request.path,
        "problems": [{"field": one.field, "rule": str(one.rule), "remedy": str(one.remedy)} for one in problems],
        "scope": scope,
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=body["status"], content_type=MEDIA_TYPE)
    if body["status"] == HTTPStatus.UNAUTHORIZED:
        error = ', error="invalid_token"' if code == "token-invalid" else ""
        response["WWW-Authenticate"] = f'Bearer realm="api"{error}'
    elif code == "scope-missing":
        response["WWW-Authenticate"] = f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'
    return response
