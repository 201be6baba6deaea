"""Two facets crossed: counts, maturity and gaps of each cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.knowledge.landscape.atlas import BEYOND, Atlas, Side
from interchange.knowledge.landscape.facets import MapFacet, address, chosen, facet
from interchange.knowledge.landscape.vocabulary import Maturity

STEPS = (1, 2, 4, 7, 12)  # from so many on a cell is a shade darker


@dataclass(frozen=True)
class Cell:
    """One crossing. `general`: tools for all sectors that do this; `demand`: challenges of the sector that ask for this function."""

    row: str
    column: str
    count: int
    url: str
    words: str
    maturity: tuple[int, ...] = ()
    general: int = 0
    demand: int = 0
    statements: tuple[tuple[str, int], ...] = ()

    @property
    def shade(self) -> int:
        """0 (empty) to 5."""
        return sum(self.count >= step for step in STEPS)

    @property
    def in_production(self) -> int:
        """How many of its tools are in production."""
        return self.maturity[0] if self.maturity else 0

    @property
    def is_gap(self) -> bool:
        """Whether nothing is there."""
        return self.count == 0


@dataclass
class Matrix:
    """The crossing of two facets under filters."""

    of: str
    rows: MapFacet
    columns: MapFacet
    heads: list[tuple[str, str, int, str]] = field(default_factory=list)
    lines: list[tuple[str, str, int, str, list[Cell]]] = field(default_factory=list)
    total: int = 0
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def gaps(self) -> int:
        """How many cells are empty."""
        return sum(cell.is_gap for line in self.lines for cell in line[4])

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.lines) * len(self.heads)


def side_of(atlas: Atlas, of: str) -> Side:
    """Tools or challenges."""
    return atlas.challenges if of == "challenges" else atlas.tools


def _words(count: int, row: str, column: str, of: str) -> str:
    if of == "challenges":
        said = ngettext("%(n)d challenge or opportunity", "%(n)d challenges and opportunities", count)
    else:
        said = ngettext("%(n)d tool", "%(n)d tools", count)
    return f"{row}, {column}: {said % {'n': count}}"


def matrix(atlas: Atlas, params: Mapping[str, Any], statements: dict[tuple[str, str], dict[str, int]] | None = None) -> Matrix:
    """The matrix that an address asks for: `of`, `rows`, `cols` and any filter. Costs no query."""
    of = "challenges" if params.get("of") == "challenges" else "tools"
    rows = facet(of, params.get("rows", ""), "sector")
    columns = facet(of, params.get("cols", ""), "function" if of == "tools" else "topic")
    if columns.name == rows.name:
        columns = facet(of, "", "topic" if rows.name != "topic" else "sector")
    side = side_of(atlas, of)
    filters = chosen(of, params)
    within = side.within(filters)
    made = Matrix(of, rows, columns, total=within.bit_count(), filters=filters)
    list_path = f"/landscape/{of}/"
    across = [(code, label, side.carrying(columns.name, code)) for code, label in columns.labels().items()]
    across = [one for one in across if columns.name not in filters or filters[columns.name] == one[0]]
    made.heads = [
        (code, label, (bits & within).bit_count(), address(list_path, filters, **{columns.name: code})) for code, label, bits in across
    ]
    grades = [side.carrying("status", code) for code in Maturity.values]
    gap_map = of == "tools" and {rows.name, columns.name} == {"sector", "function"}
    for code, label in rows.labels().items():
        if rows.name in filters and filters[rows.name] != code:
            continue
        line = side.carrying(rows.name, code) & within
        cells = []
        for column, head, bits in across:
            here = line & bits
            count = here.bit_count()
            sector, function = (code, column) if rows.name == "sector" else (column, code)
            cells.append(
                Cell(
                    code, column, count, address("/landscape/matrix/cell/", {"of": of, "rows": rows.name, "cols": columns.name, **filters}, row=code, col=column),
                    _words(count, label, head, of), tuple((here & grade).bit_count() for grade in grades) if count and of == "tools" else (),
                    (within & bits & side.carrying("sector", BEYOND)).bit_count() if gap_map and sector != BEYOND else 0,
                    atlas.demand[sector, function] if gap_map else 0, tuple(sorted((statements or {}).get((sector, function), {}).items())) if gap_map else (),
                )
            )  # fmt: skip
        made.lines.append((code, label, line.bit_count(), address(list_path, filters, **{rows.name: code}), cells))
    return made


def caption(made: Matrix) -> str:
    """What a matrix shows, in a sentence."""
    if made.of == "challenges":
        said = ngettext(
            "%(n)d challenge or opportunity by %(rows)s and %(columns)s",
            "%(n)d challenges and opportunities by %(rows)s and %(columns)s",
            made.total,
        )
    else:
        said = ngettext("%(n)d tool by %(rows)s and %(columns)s", "%(n)d tools by %(rows)s and %(columns)s", made.total)
    words = said % {"n": made.total, "rows": str(made.rows.label).lower(), "columns": str(made.columns.label).lower()}
    chosen_words = [f"{one.label}: {one.labels()[made.filters[one.name]]}" for one in _facets(made) if one.name in made.filters]
    return f"{words} ({'; '.join(chosen_words)})" if chosen_words else words


def _facets(made: Matrix) -> tuple[MapFacet, ...]:
    from interchange.knowledge.landscape.facets import OF

    return OF[made.of]


def maturity_words(counts: tuple[int, ...]) -> str:
    """ "3 in production, 1 draft"."""
    said = [f"{number} {str(grade.label).lower()}" for grade, number in zip(Maturity, counts, strict=True) if number]
    return ", ".join(said) or _("none")
