"""Lists that explain themselves: count, filters as links with counts, active filters as removable chips, sort, pages, export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise, cached_property


@dataclass(frozen=True)
class Facet:
    """A filter. `name` stands in the address; `field` is the column (default: the name); `choices` are (code, label) in order.

    `many`: the column is a JSON list of codes (no counts are shown). `apply`: an own filter `(queryset, code) -> queryset` (no counts).
    """

    name: str
    label: str | Promise
    choices: Sequence[tuple[str, Any]]
    field: str = ""
    many: bool = False
    apply: Callable[[Any, str], Any] | None = None

    @property
    def column(self) -> str:
        """The column filtered on."""
        return self.field or self.name


@dataclass(frozen=True)
class Value:
    """One value of a facet as the page shows it; `count` is None where it is not counted."""

    label: str
    url: str
    active: bool
    count: int | None


@dataclass
class ShownFacet:
    """A facet with its values."""

    label: str
    values: list[Value] = field(default_factory=list)


class Listing:
    """One list page from a request's address. Costs one query for the count, one for the rows and one per counted facet."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: "QuerySet[Any]",
        *,
        facets: Sequence[Facet] = (),
        sorts: dict[str, tuple[Any, Sequence[str]]] | None = None,
        search: Sequence[str] = (),
        per_page: int = 25,
    ) -> None:
        self.params: QueryDict = request.GET
        self.path = request.path
        self.base = queryset
        self.all_facets = facets
        self.sorts = sorts or {}
        self.search_fields = search
        self.per_page = per_page
        self.query = self.params.get("q", "").strip()[:200]

    @property
    def has_tools(self) -> bool:
        """Whether there is anything to search, sort or filter by."""
        return bool(self.search_fields or self.all_facets or len(self.sorts) > 1)

    def _chosen(self, facet: Facet) -> str:
        code = self.params.get(facet.name, "")
        return code if code in {str(known) for known, _ in facet.choices} else ""

    def _narrow(self, queryset: Any, *, but: Facet | None = None) -> Any:
        for facet in self.all_facets:
            code = self._chosen(facet)
            if code and facet is not but:
                if facet.apply:
                    queryset = facet.apply(queryset, code)
                elif facet.many:
                    queryset = queryset.filter(**{f"{facet.column}__icontains": f'"{code}"'})
                else:
                    queryset = queryset.filter(**{facet.column: code})
        for word in self.query.split()[:6]:
            any_field = Q()
            for name in self.search_fields:
                any_field |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(any_field)
        return queryset

    @cached_property
    def rows(self) -> Any:
        """All rows that the filters leave, sorted; not cut into pages (for exports)."""
        queryset = self._narrow(self.base)
        if self.sort in self.sorts:
            queryset = queryset.order_by(*self.sorts[self.sort][1])
        if not queryset.ordered:  # grouped querysets forget their model's order, and pages of unordered rows overlap
            queryset = queryset.order_by(*(queryset.model._meta.ordering or ["pk"]))
        return queryset

    @cached_property
    def sort(self) -> str:
        """The sort in force: the address's, else the first offered."""
        asked = self.params.get("sort", "")
        return asked if asked in self.sorts else next(iter(self.sorts), "")

    @cached_property
    def page(self) -> "Page[Any]":
        """The page of rows that the address asks for; a wrong number gives the nearest page."""
        return Paginator(self.rows, self.per_page).get_page(self.params.get("page"))

    @property
    def count(self) -> int:
        """How many rows the filters leave."""
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        """Whether any filter or search is in force."""
        return bool(self.query) or any(self._chosen(facet) for facet in self.all_facets)

    def url(self, **changes: str | None) -> str:
        """This list's address with some parameters changed (None takes one away); the page starts over."""
        params = self.params.copy()
        params.pop("page", None)
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return f"{self.path}?{params.urlencode()}" if params else self.path

    def page_url(self, number: int) -> str:
        """The address of one page of the list."""
        params = self.params.copy()
        params["page"] = str(number)
        return f"{self.path}?{params.urlencode()}"

    @property
    def csv_url(self) -> str:
        """The address of the same rows as a CSV file."""
        return self.url(format="csv")

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of each active filter."""
        found = [(f"“{self.query}”", self.url(q=None))] if self.query else []
        for facet in self.all_facets:
            code = self._chosen(facet)
            if code:
                words = next(str(label) for known, label in facet.choices if str(known) == code)
                found.append((f"{facet.label}: {words}", self.url(**{facet.name: None})))
        return found

    @cached_property
    def facets(self) -> list[ShownFacet]:
        """Each facet with its values, counted under the other filters in force; values without rows are left out."""
        return [self._show(facet) for facet in self.all_facets]

    def _show(self, facet: Facet) -> ShownFacet:
        chosen = self._chosen(facet)
        counts: dict[str, int] | None = None
        if not facet.many and not facet.apply:
            narrowed = self._narrow(self.base, but=facet).order_by()
            counts = {str(code): number for code, number in narrowed.values_list(facet.column).annotate(n=Count("pk", distinct=True))}
        shown = ShownFacet(str(facet.label))
        for code, label in facet.choices:
            number = None if counts is None else counts.get(str(code), 0)
            active = str(code) == chosen
            if number == 0 and not active:
                continue
            shown.values.append(Value(str(label), self.url(**{facet.name: None if active else str(code)}), active, number))
        return shown

    @property
    def sort_links(self) -> list[tuple[str, str, bool]]:
        """(label, address, in force) of each sort."""
        return [(str(label), self.url(sort=key), key == self.sort) for key, (label, _) in self.sorts.items()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the search form must carry on."""
        return [(name, str(value)) for name, value in self.params.items() if name not in {"q", "page"}]
