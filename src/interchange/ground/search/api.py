"""The one search for programs."""

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.machines.paging import Page, Window, paged
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.search.asking import LIMIT
from interchange.ground.search.queries import RANKED, hits_between

router = room("search", _("Search over everything that you may see"), "One search over all rooms, with operators and kinds.")


class Found(Schema):
    """A thing found; `snippet` is plain text."""

    kind: str
    title: str
    snippet: str
    url: str


class KindCount(Schema):
    """How many things of a kind answer the question."""

    kind: str
    label: str
    count: int


class FoundPage(Page[Found]):
    """A part of what was found. `mended`: nothing held the words, and these were looked for instead. `remarks`: what was not understood."""

    kinds: list[KindCount]
    mended: str
    remarks: list[str]


class SearchFilter(Window):
    """`q` as in the box of the search page; `kind` one of the kinds that an answer lists; `exact` leaves slips as they are."""

    q: str = Field(max_length=LIMIT)
    kind: str = Field(default="", max_length=40)
    exact: bool = False


@router.get("", response=FoundPage, summary="Everything that you may see and that answers a question", operation_id="search")
@public
def search(request: HouseRequest, asked: Query[SearchFilter]) -> dict[str, Any]:
    """Words, "exact phrases", -not, and operators (`kind:tool sector:music is:open before:2026-01`). At most the first 2,000 are given."""
    results = hits_between(request.viewer, asked.q, kind=asked.kind, start=asked.offset, count=asked.limit, mending=not asked.exact)
    items = [
        {"kind": one.kind, "title": one.title, "snippet": _plain(one.snippet), "url": f"{settings.BASE_URL}{one.url}"}
        for one in results.hits
    ]
    return {
        **paged(request, asked, min(results.total, RANKED), items),
        "kinds": [{"kind": key, "label": label, "count": count} for key, label, count in results.kinds],
        "mended": results.mended,
        "remarks": list(results.asked.remarks),
    }


def _plain(snippet: str) -> str:
    """The snippet without its marks: its own text was escaped."""
    return unescape(strip_tags(re.sub(r"</?mark>", "", snippet)))
