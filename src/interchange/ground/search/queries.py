"""Searching: the policy filter is part of the query, so that hits, counts and snippets hold nothing else."""

import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from functools import cached_property
from math import inf
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, Case, Count, QuerySet, When
from django.db.models.expressions import RawSQL
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.subjects import either
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import asking, spelling
from interchange.ground.search.asking import Asked, mark_word
from interchange.ground.search.fulltext import INDEX, TABLE, hits_function
from interchange.ground.search.index import ANSWERS, KINDS, Answer, known
from interchange.ground.search.models import SearchEntry
from interchange.ground.search.words import begun, is_cjk, normal, tokens

RANKED = 2000  # at most so many matches are ranked, the newest first (a word that most things hold costs no more)
PER_PAGE = 20
CUT = 24  # characters at an end of a snippet in which a gap between words is looked for
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
    """A page of hits, and how many there are of each kind. `mended`: nothing was found, and these words were looked for instead."""

    text: str
    hits: list[Hit]
    total: int
    kinds: list[tuple[str, str, int]]
    page: int
    pages: int
    asked: Asked = field(default_factory=Asked)
    kind: str = ""
    mended: str = ""
    answers: list[Answer] = field(default_factory=list)

    @cached_property
    def listing(self) -> "Pages":
        """What `{% pager %}` asks of a list."""
        return Pages(self)

    @property
    def all(self) -> int:
        """How many there are of all kinds."""
        return sum(count for _key, _label, count in self.kinds)

    def url(self, **more: str) -> str:
        """The address of this search, with the kind as tabs say it."""
        pairs = [("q", asking.without_kinds(self.text)), *((name, value) for name, value in more.items() if value)]
        return f"/search/?{urlencode(pairs)}"

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """(label, address, count, in force) of all kinds together and each."""
        found = [(str(_("All")), self.url(), self.all, not self.kind)]
        return found + [(label, self.url(kind=key), count, self.kind == key) for key, label, count in self.kinds]


class Pages:
    """The pages of a search as the shell's pager reads them."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.page: Page[int] = Paginator(range(min(results.total, RANKED)), PER_PAGE).get_page(results.page)

    def page_url(self, number: int) -> str:
        """The address of one page."""
        return self.results.url(kind=self.results.kind, page=str(number))


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


def _quoted(phrase: "tuple[str, ...] | list[str]") -> str:
    if connection.vendor == "sqlite":
        return '"' + " ".join(phrase) + '"'
    return "(" + " <-> ".join(f"'{word}'" for word in phrase) + ")"


def _question(asked: Asked) -> str:
    """All that must be there, as a question to this database's full-text index; empty where nothing must."""
    parts = [_quoted(phrase) for phrase in asked.phrases] + [_quoted([mark_word(*mark)]) for mark in asked.marks]
    if asked.words:
        parts.append(asked_for(list(asked.words)))
    return (" " if connection.vendor == "sqlite" else " & ").join(parts)


def _matching(found: "QuerySet[SearchEntry]", asked: Asked, at: datetime) -> "QuerySet[SearchEntry]":
    """The entries of `found` that answer a question, whatever their kind."""
    question = _question(asked)
    sqlite = connection.vendor == "sqlite"
    if question and sqlite:
        found = found.filter(pk__in=RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", (question,)))
    elif question:
        found = found.annotate(hit=RawSQL("words @@ to_tsquery('simple', %s)", (question,), output_field=BooleanField())).filter(hit=True)
    if asked.without:
        absent = (" OR " if sqlite else " | ").join(_quoted(part) for part in asked.without)
        if sqlite:
            found = found.exclude(pk__in=RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", (absent,)))
        else:
            found = found.annotate(barred=RawSQL("words @@ to_tsquery('simple', %s)", (absent,), output_field=BooleanField())).filter(
                barred=False
            )
    zone = clock.network_zone()
    if asked.since:
        found = found.filter(begins_at__gte=_midnight(asked.since, zone))
    if asked.until:
        found = found.filter(begins_at__lt=_midnight(asked.until, zone))
    for standing in asked.standings:
        if standing == "open":
            found = found.filter(begins_at__lte=at, ends_at__gte=at.replace(microsecond=0))
        elif standing == "coming":
            found = found.filter(begins_at__gt=at)
        else:
            found = found.filter(ends_at__lt=at.replace(microsecond=0))
    return found


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


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
    return _ranks(asked_for(words), ids, table, index)


def _ranks(question: str, ids: list[int], table: str = TABLE, index: str = INDEX) -> dict[int, float]:
    if not ids:
        return {}
    wanted = set(ids)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # a range of rows is walked once; a list of rows would be looked up one by one
            cursor.execute(
                f"SELECT rowid, bm25({index}, 10.0, 1.0) FROM {index} WHERE {index} MATCH %s AND rowid BETWEEN %s AND %s",
                (question, min(wanted), max(wanted)),
            )
        else:
            cursor.execute(
                f"SELECT id, -ts_rank(words, to_tsquery('simple', %s)) FROM {table} WHERE id = ANY(%s)", (question, list(wanted))
            )
        return {row: rank for row, rank in cursor.fetchall() if row in wanted}


def _in_order(found: "QuerySet[SearchEntry]", asked: Asked, start: int, count: int) -> "list[SearchEntry]":
    """A part of the newest `RANKED` entries found: the best first where words are asked for (what bears them as its title before all), else the latest first. At most three queries.

    Ranks are read in one walk over the words' entries: asked for row by row they would cost a search each.
    """
    order = found.order_by("-updated_at", "-pk")
    keys: dict[int, tuple[float, ...]]
    if asked.words or asked.phrases:
        titled = Case(When(title__iexact=asked.plain.strip(), then=False), default=True, output_field=BooleanField())
        newest = list(order.annotate(other=titled).values_list("pk", "updated_at", "other")[:RANKED])
        by = _ranks(_question(asked), [pk for pk, _updated, _other in newest])
        keys = {pk: (other, by.get(pk, 0.0), -updated.timestamp(), pk) for pk, updated, other in newest}
    else:
        latest = list(order.values_list("pk", "updated_at", "begins_at")[:RANKED])
        keys = {pk: (-begins.timestamp() if begins else inf, -updated.timestamp(), pk) for pk, updated, begins in latest}
    shown = sorted(keys, key=lambda pk: keys[pk])[start : start + count]
    entries = SearchEntry.objects.in_bulk(shown)
    return [entries[pk] for pk in shown if pk in entries]


def search(viewer: Viewer, text: str, *, kind: str = "", page: int = 1, mending: bool = True) -> Results:
    """The things that hold all of the text's words, whatever their English ending, best first (see `words.begun`), under its operators (`asking`).

    Where nothing holds them and a likely slip is mended by a word that the viewer may find, that is looked for instead (`Results.mended`).
    """
    return _searched(viewer, text, kind, (page - 1) * PER_PAGE, PER_PAGE, mending)


def hits_between(viewer: Viewer, text: str, *, start: int, count: int, kind: str = "", mending: bool = True) -> Results:
    """The same, `count` things from `start` on, none where there are not so many."""
    return _searched(viewer, text, kind, start, count, mending, nearest=False)


def _searched(viewer: Viewer, text: str, kind: str, start: int, count: int, mending: bool, *, nearest: bool = True) -> Results:
    asked = asking.read(text, known())
    if asked.is_empty:
        return Results(asked.text, [], 0, [], 1, 1, asked)
    results = _results(viewer, asked, kind, start, count, nearest)
    if not mending or results.all or not asked.words:
        return results
    better = spelling.mend(viewer, list(asked.words))
    if better is None:
        return results
    second = _results(viewer, replace(asked, words=tuple(better)), kind, start, count, nearest)
    return replace(second, mended=_mended(asked, better)) if second.all else results


def _mended(asked: Asked, better: list[str]) -> str:
    """The question with its words put right: the other parts as they were typed."""
    new = iter(better)
    words = {}
    for old in asked.words:
        words[old] = next(new)
    return " ".join(words.get(" ".join(tokens(piece)), piece) for piece in asked.text.split())


def _results(viewer: Viewer, asked: Asked, kind: str, start: int, count: int, nearest: bool) -> Results:
    found = _matching(visible(viewer), asked, clock.now())
    counts = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
    kinds = [(key, str(one.label), counts[key]) for key, one in KINDS.items() if key in counts]
    wanted = [kind] if kind in KINDS else list(asked.kinds)
    if wanted:
        found = found.filter(kind__in=wanted)
    total = sum(counts.get(one, 0) for one in wanted) if wanted else sum(counts.values())
    pages = max(1, -(-min(total, RANKED) // count))
    if nearest:
        start = min(max(0, start), (pages - 1) * count)
    words = asked.shown
    shown = _in_order(found, asked, start, count) if start < total else []
    hits = [Hit(one.kind, str(KINDS[one.kind].label), one.title, one.url, snippet(one.body, words)) for one in shown]
    chosen = wanted[0] if len(wanted) == 1 else ""
    return Results(asked.text, hits, total, kinds, start // count + 1, pages, asked, chosen)


def newest(viewer: Viewer, text: str, *, kind: str = "") -> "list[SearchEntry]":
    """The newest things that answer a text, at most as many as are ranked, without their words. One query."""
    asked = asking.read(text, known())
    if asked.is_empty:
        return []
    wanted = [kind] if kind in KINDS else list(asked.kinds)
    found = _matching(visible(viewer), asked, clock.now())
    return list(
        (found.filter(kind__in=wanted) if wanted else found).order_by("-updated_at", "-pk").only("kind", "object_id", "title")[:RANKED]
    )


def answered(viewer: Viewer, results: Results) -> list[Answer]:
    """What answers the words before anything is listed: terms with their definitions, on the first page of all kinds."""
    words = (results.mended and asking.read(results.mended, known()).plain) or results.asked.plain
    if not words or results.kind or results.page > 1 or len(words) > 80:
        return []
    return [one for finder in ANSWERS for one in finder(viewer, words)][:2]


def things(viewer: Viewer, text: str, kinds: Iterable[str], *, limit: int = 10) -> "list[SearchEntry]":
    """The best entries of some kinds that hold all of the text's words, for forms in which one chooses a thing. Three queries."""
    words = tokens(text)[:12]
    if not words:
        return []
    asked = Asked(words=tuple(words))
    return _in_order(_matching(visible(viewer).filter(kind__in=list(kinds)), asked, clock.now()), asked, 0, limit)


def snippet(body: str, words: list[str], width: int = 220) -> SafeString:
    """The piece of the body around the first word found, with the words marked; everything else escaped."""
    body = body[:SNIPPET_FROM]
    found = _spans(body, words, width)
    start = max(0, found[0][0] - width // 3) if found else 0
    end = min(len(body), start + width)
    if start:  # no word is cut where a gap is near; scripts without gaps are cut anywhere
        start = body.find(" ", start, min(start + CUT, found[0][0])) + 1 or start
    if end < len(body):
        gap = body.rfind(" ", end - CUT, end + 1)
        end = gap if gap > 0 else end
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
