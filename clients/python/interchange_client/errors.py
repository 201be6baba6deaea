"""What the API says no with, as exceptions."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field."""

    field: str
    rule: str
    remedy: str


@dataclass
class ApiError(Exception):
    """A problem (RFC 9457). `code` stays the same over the years."""

    code: str
    status: int
    title: str
    detail: str
    problems: list[FieldProblem] = field(default_factory=list)
    scope: str = ""
    retry_after: int | None = None

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.detail}"


class TokenInvalid(ApiError):
    """401: a token is needed, or does not hold."""


class ScopeMissing(ApiError):
    """403: the token does not open this room; `scope` says which scope would."""


class NotFound(ApiError):
    """404: not there, or not for you."""


class Conflict(ApiError):
    """409: somebody or the clock was there first."""


class Refused(ApiError):
    """422: `problems` names each field, the rule and what to do."""


class TooManyRequests(ApiError):
    """429: wait `retry_after` seconds."""


_KINDS: dict[str, type[ApiError]] = {
    "token-missing": TokenInvalid, "token-invalid": TokenInvalid, "scope-missing": ScopeMissing, "not-found": NotFound, "conflict": Conflict,
    "refused": Refused, "too-many-requests": TooManyRequests,
}  # fmt: skip


def error_of(status: int, body: dict[str, Any], retry_after: str | None) -> ApiError:
    """The exception for an answer."""
    code = str(body.get("code", "fault"))
    return _KINDS.get(code, ApiError)(
        code=code,
        status=status,
        title=str(body.get("title", "")),
        detail=str(body.get("detail", "")),
        problems=[FieldProblem(one["field"], one["rule"], one["remedy"]) for one in body.get("problems", [])],
        scope=str(body.get("scope", "")),
        retry_after=int(retry_after) if retry_after and retry_after.isdigit() else None,
    )
