"""The published map in memory: for each code of each facet the set of entries that carry it, as one whole number used as a row of bits.

Counting a cell of the matrix is one AND and one bit count, so any two facets under any filters cost no query. Each process keeps one atlas and
reads the map anew when its stamp has changed. Everything in it is public.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any

from interchange.ground import memory
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.models import Address, Challenge, Edition, Relation, Tool
from interchange.knowledge.landscape.vocabulary import ELSEWHERE, EntryState

BEYOND = "cross-sector"
TOOL_COLUMNS = ("pk", "code", "name", "kind", "functions", "topics", "sectors", "countries", "openness", "status", "since", "review_due")
CHALLENGE_COLUMNS = ("pk", "code", "title", "nature", "character", "topics", "sectors", "profiles")


@dataclass
class Side:
    """One kind of entries: `pks`, `codes` and `names` by place, and a row of bits for each code of each facet."""

    pks: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    bits: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    place: dict[str, int] = field(default_factory=dict)
    by_pk: dict[int, int] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        """All places."""
        return (1 << len(self.pks)) - 1

    def add(self, pk: int, code: str, name: str) -> int:
        """The next place."""
        place = len(self.pks)
        self.pks.append(pk)
        self.codes.append(code)
        self.names.append(name)
        self.place[code] = self.by_pk[pk] = place
        return place

    def within(self, filters: dict[str, str]) -> int:
        """The entries that carry every chosen code."""
        found = self.everything
        for facet, code in filters.items():
            found &= self.bits.get(facet, {}).get(code, 0)
        return found

    def carrying(self, facet: str, code: str) -> int:
        """The entries with that code."""
        return self.bits.get(facet, {}).get(code, 0)

    def pks_of(self, rows: int) -> list[int]:
        """The primary keys of a row of bits."""
        return [self.pks[place] for place in places(rows)]


def places(rows: int) -> Iterator[int]:
    """The places that are set, in order."""
    text = bin(rows)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def _fill(side: Side, marks: dict[tuple[str, str], list[int]]) -> None:
    length = len(side.pks) // 8 + 1
    for (facet, code), set_at in marks.items():
        row = bytearray(length)
        for place in set_at:
            row[place >> 3] |= 1 << (place & 7)
        side.bits[facet][code] = int.from_bytes(row, "little")


@dataclass(frozen=True)
class Edge:
    """A relation between two places."""

    pk: int
    source: int
    target: int
    kind: str
    strength: str


@dataclass
class Atlas:
    """The published map of one stamp."""

    stamp: int
    tools: Side = field(default_factory=Side)
    challenges: Side = field(default_factory=Side)
    edges: list[Edge] = field(default_factory=list)
    touching: dict[int, list[Edge]] = field(default_factory=lambda: defaultdict(list))
    named: dict[int, list[int]] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)

    @cached_property
    def answering(self) -> dict[int, list[int]]:
        """Tool to the challenges that name it."""
        found: dict[int, list[int]] = defaultdict(list)
        for challenge, tools in self.named.items():
            for tool in tools:
                found[tool].append(challenge)
        return found

    @cached_property
    def demand(self) -> Counter[tuple[str, str]]:
        """(sector, function) to the number of challenges of the sector which name a tool of that function, whatever the tool's sectors."""
        functions: dict[int, set[str]] = defaultdict(set)
        for code, rows in self.tools.bits["function"].items():
            for place in places(rows):
                functions[place].add(code)
        sectors: dict[int, list[str]] = defaultdict(list)
        for code, rows in self.challenges.bits["sector"].items():
            for place in places(rows):
                sectors[place].append(code)
        found: Counter[tuple[str, str]] = Counter()
        for challenge, tools in self.named.items():
            wanted = set().union(*(functions[tool] for tool in tools)) if tools else set()
            found.update((sector, function) for sector in sectors[challenge] for function in wanted)
        return found

    @cached_property
    def neighbours(self) -> dict[int, set[int]]:
        """Each tool's direct neighbours, whichever way the relation reads."""
        found: dict[int, set[int]] = defaultdict(set)
        for edge in self.edges:
            found[edge.source].add(edge.target)
            found[edge.target].add(edge.source)
        return found

    @cached_property
    def missing(self) -> list[tuple[int, int, int]]:
        """Pairs of tools that several challenges name together though no relation between them is known: (tool, tool, challenges), most first."""
        together: Counter[tuple[int, int]] = Counter()
        for tools in self.named.values():
            together.update(combinations(sorted(tools[:12]), 2))
        found = [(one, other, times) for (one, other), times in together.items() if times > 1 and other not in self.neighbours.get(one, ())]
        return sorted(found, key=lambda row: (-row[2], self.tools.names[row[0]], self.tools.names[row[1]]))[:200]

    def between(self, one: int, other: int) -> list[Edge]:
        """The relations between two tools."""
        return [edge for edge in self.touching.get(one, ()) if other in {edge.source, edge.target}]


_kept: dict[str, Atlas] = {}
_looked = [0.0]
SECONDS = 1.0


def turn() -> None:
    """Say that the published map has changed. Called inside every action that changes it."""
    Edition.objects.update_or_create(pk=1, defaults={"stamp": secrets.randbits(62)})
    _looked[0] = 0.0


def atlas() -> Atlas:
    """The map of this moment: one query where nothing changed."""
    stamp = Edition.objects.filter(pk=1).values_list("stamp", flat=True).first() or 0
    kept = _kept.get("now")
    if kept is None or kept.stamp != stamp:
        kept = _kept["now"] = read(stamp)
    _looked[0] = memory.seconds()
    return kept


def recent() -> Atlas:
    """The map as it was at most a second ago: for names of tools on pages of other rooms, which ask for them one by one. Usually no query."""
    kept = _kept.get("now")
    return kept if kept is not None and memory.seconds() - _looked[0] < SECONDS else atlas()


def regions(countries: Iterable[str]) -> set[str]:
    """The regional groups of seats; "international" stands for itself, and so does "not stated"."""
    found = {ELSEWHERE if code == ELSEWHERE else vocabulary.region_of(code) for code in countries}
    return {code for code in found if code} or {"not-stated"}


def decade(year: int | None) -> str:
    """The decade of a year."""
    if year is None:
        return "not-stated"
    return "before-1990" if year < 1990 else f"{year // 10 * 10}s"


def read(stamp: int) -> Atlas:
    """The map from the database: four queries."""
    made = Atlas(stamp)
    today = date.today()  # noqa: DTZ011 - a badge, not a deadline
    marks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in Tool.objects.filter(state=EntryState.LISTED).order_by("name", "pk").values_list(*TOOL_COLUMNS).iterator(chunk_size=5000):
        pk, code, name, kind, functions, topics, sectors, countries, openness, status, since, due = row
        place = made.tools.add(pk, code, name)
        single = (("kind", kind), ("openness", openness), ("status", status), ("since", decade(since)))
        several = (("function", functions), ("topic", topics), ("sector", sectors), ("region", regions(countries)))
        _mark(marks, place, single, several)
        if due <= today:
            marks["due", "yes"].append(place)
        if since is not None:
            made.since[place] = since
    _fill(made.tools, marks)
    marks = defaultdict(list)
    for row in (
        Challenge.objects.filter(state=EntryState.LISTED).order_by("title", "pk").values_list(*CHALLENGE_COLUMNS).iterator(chunk_size=5000)
    ):
        pk, code, title, nature, character, topics, sectors, profiles = row
        place = made.challenges.add(pk, code, title)
        made.named[place] = []
        groups: tuple[Any, ...] = (("topic", topics), ("sector", sectors), ("profile", profiles))
        _mark(marks, place, (("nature", nature), ("character", character)), groups)
    _fill(made.challenges, marks)
    tool_at, challenge_at = made.tools.by_pk, made.challenges.by_pk
    for pk, source, target, kind, strength in (
        Relation.objects.filter(ended_at__isnull=True)
        .values_list("pk", "source_id", "target_id", "kind", "strength")
        .iterator(chunk_size=10000)
    ):
        if source in tool_at and target in tool_at:
            edge = Edge(pk, tool_at[source], tool_at[target], kind, strength)
            made.edges.append(edge)
            made.touching[edge.source].append(edge)
            made.touching[edge.target].append(edge)
    for challenge, tool in Address.objects.values_list("challenge_id", "tool_id").iterator(chunk_size=10000):
        if challenge in challenge_at and tool in tool_at:
            made.named[challenge_at[challenge]].append(tool_at[tool])
    with_tools = [place for place, tools in made.named.items() if tools]
    _fill(
        made.challenges, {("answered", "yes"): with_tools, ("answered", "no"): [place for place, tools in made.named.items() if not tools]}
    )
    _fill(
        made.tools,
        {("linked", "yes"): list(made.touching), ("linked", "no"): [p for p in range(len(made.tools.pks)) if p not in made.touching]},
    )
    return made


def _mark(marks: dict[tuple[str, str], list[int]], place: int, single: Any, several: Any) -> None:
    for facet, code in single:
        marks[facet, code].append(place)
    for facet, codes in several:
        for code in codes:
            marks[facet, code].append(place)
