"""Who works with whom, as figures: pairs of people of two groups who had to do with each other in a half-year.

A pair counts once in a half-year, however often: one answered the other's question or comment, both sign a paper, both work on a work item. What was said
under the rule of non-attribution has no author and counts for nobody. A cell is shown only from five pairs on, and only where three people or more of
either group are in them (four, within one group), so that no figure is about one person. It is rounded down to fives, so that whoever looks again tomorrow learns
of no single pair, and no sums are given that could be taken apart by subtraction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from django.core.cache import cache
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.disclosure.cells import SMALL
from interchange.ground.threads.queries import exchanges
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository.queries import bylines
from interchange.network.membership import queries as membership
from interchange.work.direction.models import Worker
from interchange.work.exchange.models import Answer

KEPT = 2 * 3600  # seconds; the clock counts anew every hour
PAIRS, PEOPLE = SMALL, 3  # least of what a cell shows
SPLITS = {"profile": "profiles", "sector": "sectors", "region": "regions"}
BACK = 6  # half-years shown
Pair = frozenset[int]


@dataclass(frozen=True)
class Half:
    """Half a year, in UTC: "2027-1" is January to June."""

    year: int
    half: int

    @property
    def code(self) -> str:
        """How it stands in addresses."""
        return f"{self.year}-{self.half}"

    @property
    def label(self) -> str:
        """How it is called."""
        return (
            _("January to June %(year)d") % {"year": self.year} if self.half == 1 else _("July to December %(year)d") % {"year": self.year}
        )

    @property
    def first(self) -> datetime:
        """Its first instant."""
        return datetime(self.year, 1 if self.half == 1 else 7, 1, tzinfo=UTC)

    @property
    def last(self) -> datetime:
        """The first instant after it."""
        return datetime(self.year, 7, 1, tzinfo=UTC) if self.half == 1 else datetime(self.year + 1, 1, 1, tzinfo=UTC)


def halves(at: datetime, count: int = BACK) -> list[Half]:
    """The half-years up to now, newest first."""
    half = Half(at.year, 1 if at.month < 7 else 2)
    found = []
    for _number in range(count):
        found.append(half)
        half = Half(half.year, 1) if half.half == 2 else Half(half.year - 1, 2)
    return found


def pairs_in(half: Half) -> set[Pair]:
    """The pairs of people who had to do with each other in a half-year. Five queries."""
    within = {"said_at__gte": half.first, "said_at__lt": half.last}
    given = Answer.objects.filter(**within, author__isnull=False, question__asker__isnull=False, removed_at__isnull=True)
    met = set(map(frozenset, given.values_list("author_id", "question__asker_id")))
    met |= set(map(frozenset, exchanges(half.first, half.last)))
    crews: dict[int, set[int]] = defaultdict(set)
    at_work = Worker.objects.filter(item__adopted_at__lt=half.last).exclude(item__ended_at__lt=half.first)
    for item, person in at_work.values_list("item_id", "person_id"):
        crews[item].add(person)
    met |= {frozenset(two) for crew in crews.values() for two in combinations(sorted(crew), 2)}
    signed = bylines(half.first, half.last)
    if signed:
        met |= _signed_together(signed)
    return {pair for pair in met if len(pair) == 2}


def kept(half: Half) -> set[Pair]:
    """The same, as counted within the last hour: the clock counts the present half-year anew (`schedule`), so that readers do not wait."""
    found: set[Pair] | None = cache.get(f"cooperation:{half.code}")
    return refresh(half) if found is None else found


def refresh(half: Half) -> set[Pair]:
    """Count the pairs of a half-year and keep them."""
    found = pairs_in(half)
    cache.set(f"cooperation:{half.code}", found, KEPT)
    return found


def _signed_together(signed: Sequence[Sequence[str]]) -> set[Pair]:
    """Pairs of authors, where a name is that of exactly one person here."""
    called: dict[str, list[int]] = defaultdict(list)
    for person in Person.objects.filter(memberships__isnull=False).distinct():
        for name in {person.name, f"{person.given_name} {person.family_name}".strip()}:
            called[name.casefold()].append(person.pk)
    found: set[Pair] = set()
    for names in signed:
        people = sorted({called[name.casefold()][0] for name in names if len(called.get(name.casefold(), [])) == 1})
        found |= {frozenset(two) for two in combinations(people, 2)}
    return found


def cells(pairs: Iterable[Pair], groups: dict[int, Sequence[str]]) -> dict[tuple[str, str], int | None]:
    """Pairs by the two groups they join (in the order of codes), rounded down to fives, small cells as None. Pure."""
    met: dict[tuple[str, str], set[Pair]] = defaultdict(set)
    sides: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for pair in pairs:
        one, other = sorted(pair)
        for mine in groups.get(one, ()):
            for theirs in groups.get(other, ()):
                cell = (min(mine, theirs), max(mine, theirs))
                met[cell].add(pair)
                sides[cell][mine].add(one)
                sides[cell][theirs].add(other)
    return {cell: len(found) // PAIRS * PAIRS if _is_shown(cell, found, sides[cell]) else None for cell, found in met.items()}


def _is_shown(cell: tuple[str, str], pairs: set[Pair], people: dict[str, set[int]]) -> bool:
    least = PEOPLE + 1 if cell[0] == cell[1] else PEOPLE
    return len(pairs) >= PAIRS and all(len(side) >= least for side in people.values())


@dataclass(frozen=True)
class Matrix:
    """The figures of one half-year: codes with labels, and rows of cells (None: too few to be shown, nobody included)."""

    labels: list[tuple[str, str]]
    rows: list[tuple[str, list[int | None]]]

    @property
    def top(self) -> int:
        """The largest figure shown."""
        return max((cell or 0 for _label, row in self.rows for cell in row), default=0)


def matrix(split: str, half: Half) -> Matrix:
    """Who works with whom by profile, sector or region, as last counted. Two queries; about seven where it was not counted yet."""
    pairs = kept(half)
    entries = membership.entries({one for pair in pairs for one in pair}) if pairs else {}
    groups: dict[int, Sequence[str]] = {
        pk: entry.sectors if split == "sector" else [code] if (code := getattr(entry, split)) else [] for pk, entry in entries.items()
    }
    found, labels = cells(pairs, groups), vocabulary.choices(SPLITS[split])
    rows = [(label, [found.get((min(code, other), max(code, other))) for other, _label in labels]) for code, label in labels]
    return Matrix(labels, rows)


STEP, LEFT, TOP = 34, 190, 26


def drawn(shown: Matrix, caption: str) -> SafeString:
    """The lower half of the matrix as SVG: the fuller, the more pairs; a hidden cell is an empty ring. Numbers stand in it, so grey is enough."""
    parts = []
    for y, (label, row) in enumerate(shown.rows):
        parts.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="end" class="co-label">{}</text>', LEFT - 8, TOP + y * STEP + 21, f"{y + 1} {label}"
            )
        )
        parts.append(
            format_html('<text x="{}" y="{}" text-anchor="middle" class="co-label">{}</text>', LEFT + y * STEP + 15, TOP - 8, y + 1)
        )
        for x, cell in enumerate(row[: y + 1]):
            left, top = LEFT + x * STEP, TOP + y * STEP
            said = _("%(one)s with %(other)s: %(n)s") % {
                "one": label,
                "other": shown.labels[x][1],
                "n": _("fewer than 5") if cell is None else cell,
            }
            if cell is None:
                ring = format_html('<circle cx="{}" cy="{}" r="3" class="co-few"/>', left + 15, top + 15)
            else:
                share = 0.15 + 0.55 * cell / max(1, shown.top)
                ring = format_html(
                    '<rect x="{}" y="{}" width="30" height="30" class="co-cell" fill-opacity="{}"/><text x="{}" y="{}" text-anchor="middle" class="co-number">{}</text>',
                    left, top, f"{share:.2f}", left + 15, top + 20, cell,
                )  # fmt: skip
            parts.append(format_html("<g><title>{}</title>{}</g>", said, ring))
    size = len(shown.rows) * STEP
    return format_html(
        '<svg class="cooperation" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        caption, LEFT + size, TOP + size, LEFT + size, TOP + size, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip
