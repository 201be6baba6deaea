"""A list of the map in the shell's shape: filters as links with counts, chips, sorts, pages. Filtering and counting are done on the atlas."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows
from interchange.ground.shell.lists import ShownFacet, Value
from interchange.knowledge.landscape.atlas import Atlas, atlas, places
from interchange.knowledge.landscape.facets import OF, address, chosen, counts
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.seeing.matrix import side_of

SEARCHED = {"tools": ("name", "summary", "steward", "code"), "challenges": ("title", "description", "code")}
PER_PAGE = 25


@dataclass
class _Rows:
    """What a paginator cuts: primary keys in order."""

    pks: list[int]

    def __len__(self) -> int:
        return len(self.pks)

    def __getitem__(self, key: Any) -> Any:
        return self.pks[key]


class MapListing:
    """One list page of tools or challenges."""

    def __init__(self, request: HouseRequest, of: str) -> None:
        self.params: QueryDict = request.GET
        self.path, self.of, self.viewer = request.path, of, request.viewer
        self.query = self.params.get("q", "").strip()[:200]
        self.search_fields = SEARCHED[of]
        self.atlas: Atlas = atlas()
        self.side = side_of(self.atlas, of)
        self.filters = chosen(of, self.params)

    @property
    def has_tools(self) -> bool:
        """Whether there is anything to search, sort or filter by."""
        return True

    @cached_property
    def searched(self) -> int:
        """The entries that hold every word of the search. One query, none where nothing is searched."""
        if not self.query:
            return self.side.everything
        model: Any = Tool if self.of == "tools" else Challenge
        found = rows(self.viewer, "tool.list" if self.of == "tools" else "challenge.list", model.objects.order_by())
        for word in self.query.split()[:6]:
            any_field = Q()
            for name in self.search_fields:
                any_field |= Q(**{f"{name}__icontains": word})
            found = found.filter(any_field)
        bits = 0
        for pk in found.values_list("pk", flat=True):
            place = self.side.by_pk.get(pk)
            if place is not None:
                bits |= 1 << place
        return bits

    @cached_property
    def found(self) -> int:
        """The entries that filters and search leave."""
        return self.side.within(self.filters) & self.searched

    @property
    def sorts(self) -> dict[str, str]:
        """The orders offered."""
        named = {"name": _("By name")}
        return (
            {**named, "links": _("Best connected"), "new": _("Newest first"), "asked": _("Most asked for")}
            if self.of == "tools"
            else {**named, "tools": _("Fewest tools")}
        )

    @property
    def sort(self) -> str:
        """The order in force."""
        asked = self.params.get("sort", "")
        return asked if asked in self.sorts else "name"

    @cached_property
    def order(self) -> list[int]:
        """The places found, in order."""
        found = list(places(self.found))
        if self.sort == "links":
            found.sort(key=lambda place: -len(self.atlas.neighbours.get(place, ())))
        elif self.sort == "new":
            found.sort(key=lambda place: -self.atlas.since.get(place, 0))
        elif self.sort == "asked":
            found.sort(key=lambda place: -len(self.atlas.answering.get(place, ())))
        elif self.sort == "tools":
            found.sort(key=lambda place: len(self.atlas.named.get(place, ())))
        return found

    @cached_property
    def page(self) -> "Page[Any]":
        """The page of entries that the address asks for, read through the policy. One query."""
        pks = [self.side.pks[place] for place in self.order]
        page = Paginator(_Rows(pks), PER_PAGE).get_page(self.params.get("page"))  # type: ignore[type-var, arg-type]
        page.object_list = self.read(list(page.object_list))  # type: ignore[arg-type]
        return page

    def read(self, pks: list[int]) -> list[Any]:
        """Entries by key, in that order."""
        model: Any = Tool if self.of == "tools" else Challenge
        held = {
            one.pk: one
            for one in rows(self.viewer, "tool.list" if self.of == "tools" else "challenge.list", model.objects.filter(pk__in=pks))
        }
        return [held[pk] for pk in pks if pk in held]

    @property
    def rows(self) -> list[Any]:
        """All entries found, for exports."""
        model: Any = Tool if self.of == "tools" else Challenge
        wanted = {self.side.pks[place]: number for number, place in enumerate(self.order)}
        found = rows(self.viewer, "tool.list" if self.of == "tools" else "challenge.list", model.objects.order_by())
        return sorted((one for one in found if one.pk in wanted), key=lambda one: wanted[one.pk])

    @property
    def count(self) -> int:
        """How many entries there are."""
        return self.found.bit_count()

    @property
    def is_filtered(self) -> bool:
        """Whether any filter or search is in force."""
        return bool(self.filters or self.query)

    def url(self, **changes: str | None) -> str:
        """This list's address, changed."""
        return address(self.path, self.params, **changes)

    def page_url(self, number: int) -> str:
        """The address of one page."""
        return address(self.path, self.params, page=str(number))

    @property
    def csv_url(self) -> str:
        """The same entries as a CSV file."""
        return self.url(format="csv")

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of each active filter."""
        found = [(f"“{self.query}”", self.url(q=None))] if self.query else []
        return found + [
            (f"{one.label}: {one.labels()[self.filters[one.name]]}", self.url(**{one.name: None}))
            for one in OF[self.of]
            if one.name in self.filters
        ]

    @cached_property
    def facets(self) -> list[ShownFacet]:
        """Each facet with its values, counted under the other filters in force."""
        found = []
        for one in OF[self.of]:
            others = self.side.within({name: code for name, code in self.filters.items() if name != one.name}) & self.searched
            here = self.filters.get(one.name, "")
            values = [
                Value(label, self.url(**{one.name: None if code == here else code}), code == here, number)
                for code, label, number in counts(self.side, one, others)
                if number or code == here
            ]
            found.append(ShownFacet(str(one.label), values))
        return found

    @property
    def sort_links(self) -> list[tuple[str, str, bool]]:
        """(label, address, in force) of each order."""
        return [(label, self.url(sort=key), key == self.sort) for key, label in self.sorts.items()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the search form must carry on."""
        return [(name, str(value)) for name, value in self.params.items() if name not in {"q", "page", "format"}]
