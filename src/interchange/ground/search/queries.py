"""Searching: the policy filter is part of the query, so that hits, counts and snippets hold nothing else."""

import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, FloatField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from interchange.ground.policy.subjects import either
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.fulltext import INDEX, TABLE, hits_function
from interchange.ground.search.index import KINDS
from interchange.ground.search.models import SearchEntry
from interchange.ground.search.words import begun, is_cjk, normal, tokens

RANKED = 2000  # at most so many matches are ranked, the newest first (a word that most things hold costs no more)
PER_PAGE = 20
SNIPPET_FROM = 20_000  # characters of a body in which a snippet is looked for


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
    kinds = ((kind.key, kind.verb) for kind in KINDS.values())
    return SearchEntry.objects.filter(either(viewer, kinds, kind_field="kind", key_field="object_id", text=False))


def asked_for(words: list[str]) -> str:
    """The words as a question to this database's full-text index."""
    wanted = [begun(word, last=index == len(words) - 1) for index, word in enumerate(words)]
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"{"*" if prefix else ""}' for word, prefix in wanted)
    return " & ".join(f"'{word}'{':*' if prefix else ''}" for word, prefix in wanted)


def _matching(found: "QuerySet[SearchEntry]", words: list[str]) -> "QuerySet[SearchEntry]":
    asked = asked_for(words)
    if connection.vendor == "sqlite":
        matches = RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", (asked,))
        rank = RawSQL(
            "(SELECT bm25(search_fts, 10.0, 1.0) FROM search_fts WHERE search_fts MATCH %s AND rowid = search_searchentry.id)",
            (asked,),
            output_field=FloatField(),
        )
        return found.filter(pk__in=matches).annotate(rank=rank)
    matches = RawSQL("words @@ to_tsquery('simple', %s)", (asked,))
    rank = RawSQL("-ts_rank(words, to_tsquery('simple', %s))", (asked,), output_field=FloatField())
    return found.annotate(hit=matches).filter(hit=True).annotate(rank=rank)


def row_ids(words: list[str], table: str = TABLE, index: str = INDEX) -> "array[int]":
    """The ids of all rows of a full-text index that hold all the words, whoever may see them: for rooms that filter by their own rule next."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH %s", (asked_for(words),))
            return array("q", [row for (row,) in cursor.fetchall()])
        cursor.execute(f"SELECT {hits_function(index)}(%s)", (asked_for(words),))
        found = array("q", cursor.fetchone()[0] or b"")
        if sys.byteorder == "little":  # the database sends them big end first
            found.byteswap()
        return found


def ranks(words: list[str], ids: list[int], table: str = TABLE, index: str = INDEX) -> dict[int, float]:
    """How well these rows (found by `row_ids`) answer the words; smaller is better."""
    if not ids:
        return {}
    wanted = set(ids)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # a range of rows is walked once; a list of rows would be looked up one by one
            cursor.execute(
                f"SELECT rowid, bm25({index}, 10.0, 1.0) FROM {index} WHERE {index} MATCH %s AND rowid BETWEEN %s AND %s",
                (asked_for(words), min(wanted), max(wanted)),
            )
        else:
            cursor.execute(
                f"SELECT id, -ts_rank(words, to_tsquery('simple', %s)) FROM {table} WHERE id = ANY(%s)", (asked_for(words), list(wanted))
            )
        return {row: rank for row, rank in cursor.fetchall() if row in wanted}


def search(viewer: Viewer, text: str, *, kind: str = "", page: int = 1) -> Results:
    """The things that hold all of the text's words, whatever their English ending, best first (see `words.begun`)."""
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


def things(viewer: Viewer, text: str, kinds: Iterable[str], *, limit: int = 10) -> "list[SearchEntry]":
    """The best entries of some kinds that hold all of the text's words, for forms in which one chooses a thing. One query."""
    words = tokens(text)[:12]
    if not words:
        return []
    found = _matching(visible(viewer).filter(kind__in=list(kinds)), words)
    return list(found.order_by(F("rank").asc(nulls_last=True), "-updated_at", "pk")[:limit])


def snippet(body: str, words: list[str], width: int = 220) -> SafeString:
    """The piece of the body around the first word found, with the words marked; everything else escaped."""
    body = body[:SNIPPET_FROM]
    found = _spans(body, words, width)
    start = max(0, found[0][0] - width // 3) if found else 0
    end = min(len(body), start + width)
    pieces, position = [escape("… " if start else "")], start
    for first, last in found:
        if position <= first and last <= end:
            pieces += [escape(body[position:first]), format_html("<mark>{}</mark>", body[first:last])]
            position = last
    pieces.append(escape(body[position:end] + (" …" if end < len(body) else "")))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped above


def _spans(body: str, words: list[str], width: int) -> list[tuple[int, int]]:
    """Where the words stand in the body from the first to `width` characters on, in order, overlaps joined.

    Words are found by their beginning, pairs of CJK characters anywhere.
    """
    wanted = [(*begun(word, last=index == len(words) - 1), is_cjk(word)) for index, word in enumerate(words)]
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"\w+", body):
        if found and match.start() > found[0][0] + width:
            break
        said = normal(match.group())
        for word, prefix, in_pairs in wanted:
            if said.startswith(word) if prefix else said == word:
                found.append(match.span())
                break
            at = said.find(word) if in_pairs and len(said) == len(match.group()) else -1
            while at >= 0:
                found.append((match.start() + at, match.start() + at + len(word)))
                at = said.find(word, at + 1)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
