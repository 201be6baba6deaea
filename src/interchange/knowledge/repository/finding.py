"""Finding records: words, filters with counts, sorts and pages, for one viewer. What the viewer may not see is in no list, count or snippet.

A search is a query string (`Asked`), so that lists, saved searches, collections, exports and feeds all mean the same by it.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.queries import RANKED, ranks, row_ids, snippet
from interchange.ground.search.words import tokens
from interchange.ground.shell.lists import ShownFacet, Value
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository import links, shelf
from interchange.knowledge.repository.models import CopyRequest, PageText, Record, RecordFile
from interchange.knowledge.repository.vocabulary import AiUse, CopyState, Kind

PER_PAGE = 20
PAGES = ("repository_pagetext", "repository_page_fts")
PAGE_BASE = 10_000  # ids of pages are file × this + page number
MOST_VALUES = 14  # values of a facet that are shown; the commonest first where the list is open-ended
FACETS: dict[str, str | Promise] = {
    "topic": _("Topic"), "kind": _("Kind"), "sector": _("Sector"), "tool": _("About the tool"), "lang": _("Language"), "licence": _("Licence"),
    "ai": _("AI use"),
}  # fmt: skip
SORTS: dict[str, tuple[str | Promise, list[str]]] = {
    "best": (_("Best match"), []),
    "new": (_("Newest here"), ["-published_at", "-pk"]),
    "year": (_("Year, latest first"), ["-year", "-pk"]),
    "title": (_("Title"), ["title_key", "pk"]),
}


def value_label(facet: str, code: str) -> str:
    """What people read for a filter's value."""
    if facet == "kind":
        return str(dict(Kind.choices).get(code, code))
    if facet == "ai":
        return str(dict(AiUse.choices).get(code, _("Not stated")))
    if facet == "lang":
        return str(dict(vocabulary.languages()).get(code, code))
    if facet == "tool":
        return links.tool_label(code)
    if facet == "licence":
        return code.replace("_", " ")
    return vocabulary.label({"topic": "topics", "sector": "sectors"}[facet], code)


@dataclass(frozen=True)
class Asked:
    """One search: words, one value per filter, first and last year, sort."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    since: int | None = None
    until: int | None = None
    sort: str = ""

    @classmethod
    def of(cls, params: "QueryDict | str") -> "Asked":
        """From the part of an address after "?". What is not known is left out, never an error."""
        given = QueryDict(params) if isinstance(params, str) else params
        chosen = tuple((name, code) for name in FACETS if (code := given.get(name, "").strip()[:120]) and " " not in code)

        def year(name: str) -> int | None:
            said = given.get(name, "").strip()
            return int(said) if said.isascii() and said.isdecimal() and len(said) <= 4 and int(said) > 0 else None

        return cls(
            given.get("q", "").replace("\x00", "").strip()[:200],
            chosen,
            year("from"),
            year("to"),
            given.get("sort", "") if given.get("sort") in SORTS else "",
        )

    @property
    def query(self) -> str:
        """The search as the part of an address after "?", always in the same order."""
        pairs: list[tuple[str, Any]] = [("q", self.text)] if self.text else []
        pairs += list(self.filters)
        pairs += [(name, number) for name, number in (("from", self.since), ("to", self.until)) if number]
        return urlencode(pairs + ([("sort", self.sort)] if self.sort else []))

    @property
    def words(self) -> list[str]:
        """The words looked for, as the index knows them."""
        return tokens(self.text)[:12]

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.text or self.filters or self.since or self.until)


def pages_with(words: list[str], files: Iterable[int]) -> list[int]:
    """The ids of pages of these files (which the viewer may read) that hold all the words, in order."""
    wanted = set(files)
    return sorted(page for page in row_ids(words, *PAGES) if page // PAGE_BASE in wanted)


@dataclass
class Row:
    """One record as a list shows it, with the page on which the words stand (0: none) and a snippet."""

    record: Record
    snippet: SafeString | str = ""
    page: int = 0
    file_url: str = ""
    pages: int = 0


class Found:
    """What a search finds for a viewer. Made without cost; each part asks when it is wanted. Looks to templates like a `Listing`."""

    search_fields = ()  # the page has a search of its own, above the list
    has_tools = True

    def __init__(self, viewer: Viewer, asked: Asked, *, path: str = "/repository/", number: Any = 1, per_page: int = PER_PAGE) -> None:
        self.viewer, self.asked, self.path, self.number, self.per_page = viewer, asked, path, number, per_page
        self.query = asked.text

    # --- what matches ------------------------------------------------------------------------------------------------

    @cached_property
    def shelf(self) -> shelf.Shelved:
        """The shelf as of this request."""
        return shelf.current()

    @cached_property
    def _visible(self) -> int:
        return self.shelf.visible(self.viewer)

    @cached_property
    def _by_words(self) -> int:
        """The records whose own words match, of whatever viewer, as bits; only ever used together with `_visible`."""
        return self.shelf.bits_of(row_ids(self.asked.words))

    @cached_property
    def _pages(self) -> "array[int]":
        """The ids of pages that hold all the words, of whatever viewer; only ever used together with the files that one may read."""
        return row_ids(self.asked.words, *PAGES) if self.asked.words and self.shelf.files else array("q")

    @cached_property
    def page_hits(self) -> dict[int, int]:
        """How many pages hold all the words, by record, only of files that the viewer may read."""
        counted = Counter([page // PAGE_BASE for page in self._pages])
        hits: dict[int, int] = {}
        if counted:
            for file in counted.keys() & self._readable & self.shelf.files.keys():
                record = self.shelf.files[file].record
                hits[record] = hits.get(record, 0) + counted[file]
        return hits

    def _first_pages(self, records: list[int]) -> dict[int, int]:
        """The first page (its id) with the words of each of these records, of files that the viewer may read."""
        wanted = self.page_hits.keys() & set(records)
        if not wanted:
            return {}
        files = {pk: file.record for pk, file in self.shelf.files.items() if file.record in wanted and pk in self._readable}
        first: dict[int, int] = {}
        for page in self._pages:
            record = files.get(page // PAGE_BASE)
            if record is not None and page < first.get(record, page + 1):
                first[record] = page
        return first

    @cached_property
    def _readable(self) -> set[int]:
        """The files that the viewer may read."""
        return self.shelf.readable_files(self.viewer) | self._opened_to_me()

    def _opened_to_me(self) -> set[int]:
        if not self.viewer.person_id:
            return set()
        me = self.viewer.person_id
        mine = set(RecordFile.objects.filter(version__record__submitter_id=me).order_by().values_list("pk", flat=True))
        mine |= set(CopyRequest.objects.filter(person_id=me, state=CopyState.GRANTED).order_by().values_list("file_id", flat=True))
        if not mine:  # most people: the whole rule need not be asked
            return mine
        return set(rows(self.viewer, "record-file.read", RecordFile.objects.filter(pk__in=mine)).order_by().values_list("pk", flat=True))

    @cached_property
    def _by_text(self) -> int:
        if not self.asked.text:
            return -1
        if not self.asked.words:
            return 0
        return self._by_words | shelf.bits(list(self.page_hits))

    def _narrow(self, but: str = "") -> int:
        found = self._visible & self._by_text
        for name, code in self.asked.filters:
            if name != but:
                found &= self.shelf.marks.get(f"{name}:{code}", 0)
        if (self.asked.since or self.asked.until) and but != "year":
            found &= self._years()
        return found

    def _years(self) -> int:
        first, last, found = self.asked.since or 0, self.asked.until or 9999, 0
        for mark, number in self.shelf.marks.items():
            if mark.startswith("year:") and first <= int(mark[5:]) <= last:
                found |= number
        return found

    @cached_property
    def matches(self) -> int:
        """All that is found, as bits."""
        return self._narrow()

    @cached_property
    def count(self) -> int:
        """How many are found."""
        return self.matches.bit_count()

    # --- rows --------------------------------------------------------------------------------------------------------

    @property
    def sort(self) -> str:
        """The sort in force."""
        default = "best" if self.asked.words else "new"
        return default if self.asked.sort in {"", "best"} else self.asked.sort

    @cached_property
    def pks(self) -> list[int]:
        """The ids found, best first or in the order asked for; of more than `RANKED` the newest."""
        newest = []
        for pk in shelf.places(self.matches):
            newest.append(pk)
            if len(newest) == RANKED:
                break
        if self.sort != "best":
            order = SORTS[self.sort][1]
            return list(rows(self.viewer, "record.list").filter(pk__in=newest).order_by(*order).values_list("pk", flat=True))
        entry_of = self.shelf.entry_of
        own = {entry_of[pk]: pk for pk in shelf.places(self._by_words & shelf.bits(newest)) if pk in entry_of}
        rank = {own[entry]: value for entry, value in ranks(self.asked.words, list(own)).items()} if own else {}
        pages = self.page_hits
        return sorted(newest, key=lambda pk: (pk not in rank, rank.get(pk, 0.0), -pages.get(pk, 0), -pk))

    @property
    def is_cut(self) -> bool:
        """Whether more was found than is put in order."""
        return bool(self.asked.text) and self.count > RANKED

    def queryset(self) -> "QuerySet[Record]":
        """The records found, in order, through policy."""
        found = rows(self.viewer, "record.list", Record.objects.select_related("current"))
        if self.count <= RANKED or self.asked.text:
            return found.filter(pk__in=self.pks)
        for name, code in self.asked.filters:
            found = found.filter(marks__contains=f" {name}:{code} ")
        if self.asked.since:
            found = found.filter(year__gte=self.asked.since)
        if self.asked.until:
            found = found.filter(year__lte=self.asked.until)
        return found.order_by(*SORTS[self.sort][1])

    def slice(self, start: int, stop: int) -> list[Record]:
        """Some of the records found, in order."""
        if self.count > RANKED and not self.asked.text:
            return list(self.queryset()[start:stop])
        wanted = self.pks[start:stop]
        found = {one.pk: one for one in rows(self.viewer, "record.list", Record.objects.select_related("current")).filter(pk__in=wanted)}
        return [found[pk] for pk in wanted if pk in found]

    @cached_property
    def page(self) -> "Page[Any]":
        """The page asked for; a wrong number gives the nearest."""
        return Paginator(_Lazy(self), self.per_page).get_page(self.number)

    @cached_property
    def rows(self) -> list[Row]:
        """The page's records with snippets."""
        records = list(self.page.object_list)
        words = self.asked.words
        if not words:
            return [Row(record) for record in records]
        first = self._first_pages([record.pk for record in records])
        pages = {page.pk: page for page in PageText.objects.filter(pk__in=first.values())} if first else {}
        made = []
        for record in records:
            page = pages.get(first.get(record.pk, 0))
            body = page.body if page else record.current.summary if record.current else ""
            row = Row(record, snippet(body, words))
            if page:
                row.page, row.pages = page.number, self.page_hits[record.pk]
                row.file_url = f"{record.url}files/{page.file_id}/#page={page.number}"
            made.append(row)
        return made

    # --- what a template asks of a list ------------------------------------------------------------------------------

    def url(self, **changes: str | None) -> str:
        """This search's address with some parameters changed (None takes one away); the page starts over."""
        filters = dict(self.asked.filters)
        asked = self.asked
        for name, value in changes.items():
            if name == "q":
                asked = replace(asked, text=value or "")
            elif name == "sort":
                asked = replace(asked, sort=value or "")
            elif name == "years":
                asked = replace(asked, since=None, until=None)
            elif value:
                filters[name] = value
            else:
                filters.pop(name, None)
        query = replace(asked, filters=tuple((name, filters[name]) for name in FACETS if name in filters)).query
        return f"{self.path}?{query}" if query else self.path

    def page_url(self, number: int) -> str:
        """The address of one page."""
        query = self.asked.query
        return f"{self.path}?{query}&page={number}" if query else f"{self.path}?page={number}"

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self.asked.is_narrow

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of all that narrows the list."""
        found = [(f"“{self.query}”", self.url(q=None))] if self.query else []
        found += [(f"{FACETS[name]}: {value_label(name, code)}", self.url(**{name: None})) for name, code in self.asked.filters]
        if self.asked.since or self.asked.until:
            found.append((f"{self.asked.since or '…'} – {self.asked.until or '…'}", self.url(years=None)))
        return found

    @cached_property
    def facets(self) -> list[ShownFacet]:
        """Each filter with its values, counted under the other filters in force; values without records are left out."""
        return [self._facet(name) for name in FACETS]

    def _facet(self, name: str) -> ShownFacet:
        chosen = dict(self.asked.filters).get(name, "")
        base = self._narrow(but=name)
        start = f"{name}:"
        counted = [(mark[len(start) :], (number & base).bit_count()) for mark, number in self.shelf.marks.items() if mark.startswith(start)]
        listed = sorted((pair for pair in counted if pair[1] or pair[0] == chosen), key=lambda pair: (pair[0] != chosen, -pair[1], pair[0]))
        shown = ShownFacet(str(FACETS[name]))
        for code, number in listed[:MOST_VALUES]:
            active = code == chosen
            shown.values.append(Value(value_label(name, code), self.url(**{name: None if active else code}), active, number))
        return shown

    @cached_property
    def years(self) -> list[tuple[int, int]]:
        """(year, how many) under the other filters, for the picture of years."""
        base = self._narrow(but="year")
        counted = [(int(mark[5:]), (number & base).bit_count()) for mark, number in self.shelf.marks.items() if mark.startswith("year:")]
        return sorted(pair for pair in counted if pair[1])

    @property
    def sort_links(self) -> list[tuple[str, str, bool]]:
        """(label, address, in force) of each sort."""
        offered = SORTS if self.asked.words else {name: one for name, one in SORTS.items() if name != "best"}
        return [(str(label), self.url(sort=name), name == self.sort) for name, (label, _order) in offered.items()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the search form must carry on."""
        pairs = [*self.asked.filters, *(("from", self.asked.since), ("to", self.asked.until)), ("sort", self.asked.sort)]
        return [(name, str(value)) for name, value in pairs if value]


class _Lazy(Sequence[Record]):
    """The records found as a sequence that reads only the slice asked for."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def __len__(self) -> int:
        return min(self.found.count, RANKED) if self.found.asked.text else self.found.count

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return self.found.slice(key.start or 0, len(self) if key.stop is None else key.stop)
        return self.found.slice(key, key + 1)[0]


def search(viewer: Viewer, query: "QueryDict | str", **options: Any) -> Found:
    """What a query string finds for the viewer."""
    return Found(viewer, Asked.of(query), **options)
