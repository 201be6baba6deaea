"""Searching: the policy filter is part of the query, so that hits, counts and snippets hold nothing else."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, FloatField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.index import KINDS
from interchange.ground.search.models import SearchEntry
from interchange.ground.search.words import normal, tokens

RANKED = 2000  # at most so many matches are ranked, the newest first (a word that most things hold costs no more)
PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    kind: str
    label: str
    title: str
    url: str
    snippet: SafeString


@dataclass(frozen=True)
class Results:
    """A page of hits, and how many there are of each kind."""

    text: str
    hits: list[Hit]
    total: int
    kinds: list[tuple[str, str, int]]
    page: int
    pages: int


def visible(viewer: Viewer) -> "QuerySet[SearchEntry]":
    """The entries of things that the viewer may see, by each kind's own rule."""
    allowed = Q(pk__in=[])
    for kind in KINDS.values():
        if allows(viewer, kind.verb):
            allowed |= Q(kind=kind.key, object_id__in=rows(viewer, kind.verb).order_by().values("pk"))
    return SearchEntry.objects.filter(allowed)


def _matching(found: "QuerySet[SearchEntry]", words: list[str]) -> "QuerySet[SearchEntry]":
    if connection.vendor == "sqlite":
        asked = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        matches = RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", (asked.strip(),))
        rank = RawSQL(
            "(SELECT bm25(search_fts, 10.0, 1.0) FROM search_fts WHERE search_fts MATCH %s AND rowid = search_searchentry.id)",
            (asked.strip(),),
            output_field=FloatField(),
        )
        return found.filter(pk__in=matches).annotate(rank=rank)
    asked = " & ".join(f"'{word}'" for word in words[:-1])
    asked = f"{asked} & '{words[-1]}':*" if asked else f"'{words[-1]}':*"
    matches = RawSQL("words @@ to_tsquery('english', %s)", (asked,))
    rank = RawSQL("-ts_rank(words, to_tsquery('english', %s))", (asked,), output_field=FloatField())
    return found.annotate(hit=matches).filter(hit=True).annotate(rank=rank)


def search(viewer: Viewer, text: str, *, kind: str = "", page: int = 1) -> Results:
    """The things whose words hold all of the text's words (the last one may be begun only), best first."""
    words = tokens(text)[:12]
    if not words:
        return Results(text, [], 0, [], 1, 1)
    found = _matching(visible(viewer), words)
    counts = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
    kinds = [(key, str(one.label), counts[key]) for key, one in KINDS.items() if key in counts]
    if kind in KINDS:
        found = found.filter(kind=kind)
    total = counts.get(kind, 0) if kind in KINDS else sum(counts.values())
    pages = max(1, -(-min(total, RANKED) // PER_PAGE))
    page = min(max(1, page), pages)
    newest = found.order_by("-updated_at", "-pk").values("pk")[:RANKED] if total > RANKED else None
    ranked = found.filter(pk__in=[entry["pk"] for entry in newest]) if newest is not None else found
    shown = ranked.order_by(F("rank").asc(nulls_last=True), "-updated_at", "pk")[(page - 1) * PER_PAGE : page * PER_PAGE]
    hits = [Hit(one.kind, str(KINDS[one.kind].label), one.title, one.url, snippet(one.body, words)) for one in shown]
    return Results(text, hits, total, kinds, page, pages)


def snippet(body: str, words: list[str], width: int = 220) -> SafeString:
    """The piece of the body around the first word found, with the words marked."""
    position = min((found for word in words if (found := normal(body).find(word)) >= 0), default=0)
    start = max(0, position - width // 3)
    piece = body[start : start + width]
    marked: Any = escape(("… " if start else "") + piece.strip() + (" …" if start + width < len(body) else ""))
    for word in sorted(set(words), key=len, reverse=True):
        if len(word) > 1:
            marked = re.sub(rf"(?i)(?<![\w&<]){re.escape(escape(word))}\w*(?![^<]*>)", lambda hit: f"<mark>{hit.group()}</mark>", marked)
    return mark_safe(marked)  # noqa: S308 - escaped above, only <mark> added
