"""Pages: one style for every list. `limit` and `offset` ask, `count`, `items` and Link headers (RFC 8288) answer."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

T = TypeVar("T")
MOST = 200
FARTHEST = 1_000_000


class Window(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(default=50, ge=1, le=MOST, description="How many items at most.")
    offset: int = Field(default=0, ge=0, le=FARTHEST, description="How many items are left out before the first.")


class Page(Schema, Generic[T]):
    """A part of a list, and how long the whole is."""

    count: int
    limit: int
    offset: int
    items: list[T]


def page(request: HttpRequest, window: Window, found: "QuerySet[Any] | Sequence[Any]", made: Callable[[Any], Any]) -> dict[str, Any]:
    """The part of a queryset or sequence that is asked for, each item as `made` makes it. Two queries for a queryset."""
    count = found.count() if isinstance(found, QuerySet) else len(found)
    part = found[window.offset : window.offset + window.limit] if window.offset < count else []
    return paged(request, window, count, [made(one) for one in part])


def paged(request: HttpRequest, window: Window, count: int, items: list[Any]) -> dict[str, Any]:
    """An answer with its Link header, for lists that counted and cut themselves."""
    request.api_links = _links(request, window, count)  # type: ignore[attr-defined]
    return {"count": count, "limit": window.limit, "offset": window.offset, "items": items}


def _links(request: HttpRequest, window: Window, count: int) -> str:
    last = max(0, (count - 1) // window.limit * window.limit)
    places = {"first": 0, "last": last}
    if window.offset + window.limit < count:
        places["next"] = window.offset + window.limit
    if window.offset > 0:
        places["prev"] = max(0, min(window.offset - window.limit, last))
    kept = [(name, value) for name, value in request.GET.items() if name not in {"limit", "offset"}]
    return ", ".join(
        f'<{settings.BASE_URL}{request.path}?{urlencode([*kept, ("limit", window.limit), ("offset", offset)])}>; rel="{relation}"'
        for relation, offset in places.items()
    )
