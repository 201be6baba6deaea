"""The working table: every application of a call, filtered and sorted, with counts per value (issue: 500 without a spreadsheet)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import neighbours
from interchange.network.selection.matching import plain
from interchange.network.selection.queries.candidates import name_of
from interchange.network.selection.queries.files import files
from interchange.network.selection.queries.wording import value_label
from interchange.network.selection.vocabulary import NOT_STATED, Dimension, Method

FIELDS = (
    "pk",
    "number",
    "state",
    "publication_name",
    "given_name",
    "family_name",
    "organisation",
    "country",
    "main_profile",
    "sectors",
    "submitted_at",
    "result__points",
    "result__method",
    "choice__outcome",
)


@dataclass(frozen=True)
class Line:
    """One application in the table."""

    pk: int
    number: str
    name: str
    organisation: str
    country: str
    state: str
    profile: str
    region: str
    sectors: tuple[str, ...]
    submitted_at: Any
    points: Any
    method: str
    choice: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ApplicationState(self.state).label)

    @property
    def profile_label(self) -> str:
        """The profile in words."""
        return value_label(Dimension.PROFILE, self.profile)

    @property
    def region_label(self) -> str:
        """The region in words."""
        return value_label(Dimension.REGION, self.region)

    @property
    def open(self) -> bool:
        """Whether the figure is not settled."""
        return self.method in (Method.OPEN, Method.ONE)


FACETS: dict[str, Callable[[Line], tuple[str, ...]]] = {
    "state": lambda line: (line.state,),
    "profile": lambda line: (line.profile,),
    "region": lambda line: (line.region,),
    "sector": lambda line: line.sectors,
}
FACET_LABELS = {"state": _("State"), "profile": _("Profile"), "region": _("Region"), "sector": _("Sector")}
SORTS: dict[str, tuple[Any, Callable[[Line], Any]]] = {
    "number": (_("Number"), lambda line: line.number),
    "score": (_("Points, highest first"), lambda line: (line.points is None, -(line.points or 0), line.pk)),
    "age": (_("Oldest first"), lambda line: (line.submitted_at is None, line.submitted_at, line.pk)),
    "name": (_("Name"), lambda line: (plain(line.name), line.pk)),
}


def facet_label(facet: str, value: str) -> str:
    """A facet's value in words."""
    if facet == "state":
        return str(ApplicationState(value).label)
    return value_label({"profile": Dimension.PROFILE, "region": Dimension.REGION, "sector": Dimension.SECTOR}[facet], value)


@dataclass(frozen=True)
class Table:
    """Lines that match, and for each facet its values with counts (reckoned with the other facets applied)."""

    lines: list[Line]
    facets: list[tuple[str, str, list[tuple[str, str, int, bool]]]]
    total: int
    sort: str
    query: str
    active: list[tuple[str, str, str]]


def lines(viewer: Viewer, call_id: int) -> list[Line]:
    """Every application of the call that the viewer may handle. One query and the policy's."""
    made = []
    for row in files(viewer).filter(call_id=call_id).values(*FIELDS):
        made.append(
            Line(
                row["pk"],
                row["number"] or "",
                name_of(row),
                row["organisation"],
                row["country"],
                row["state"],
                row["main_profile"] or NOT_STATED,
                neighbours.region_of(row["country"]) or NOT_STATED,
                tuple(row["sectors"]) or (NOT_STATED,),
                row["submitted_at"],
                row["result__points"],
                row["result__method"] or "",
                row["choice__outcome"] or "",
            )
        )
    return made


def table(viewer: Viewer, call_id: int, wanted: Mapping[str, str]) -> Table:
    """The table for the wanted facets (`state`, `profile`, `region`, `sector`), search words (`q`) and order (`sort`)."""
    everything = lines(viewer, call_id)
    words = plain(wanted.get("q", "")).split()
    found = (
        [line for line in everything if all(word in plain(f"{line.name} {line.number} {line.organisation}") for word in words)]
        if words
        else everything
    )
    picked = {facet: wanted[facet] for facet in FACETS if wanted.get(facet)}

    def passes(line: Line, but: str = "") -> bool:
        return all(value in FACETS[facet](line) for facet, value in picked.items() if facet != but)

    facets = []
    for facet, read in FACETS.items():
        counts = Counter(value for line in found if passes(line, facet) for value in read(line))
        values = [(value, facet_label(facet, value), count, picked.get(facet) == value) for value, count in counts.items()]
        facets.append((facet, str(FACET_LABELS[facet]), sorted(values, key=lambda entry: (-entry[2], entry[1]))))
    sort = wanted.get("sort", "")
    sort = sort if sort in SORTS else "number"
    active = [(facet, value, _safe_label(facet, value)) for facet, value in picked.items()]
    return Table(sorted(filter(passes, found), key=SORTS[sort][1]), facets, len(everything), sort, wanted.get("q", ""), active)


def _safe_label(facet: str, value: str) -> str:
    if facet == "state" and value not in ApplicationState.values:
        return value
    return facet_label(facet, value)
