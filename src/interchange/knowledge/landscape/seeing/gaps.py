"""What is not there: empty cells, cells without production, challenges that nothing answers, tools that stand alone."""

from collections import defaultdict
from dataclasses import dataclass

from interchange.knowledge.landscape.atlas import BEYOND, Atlas, places
from interchange.knowledge.landscape.facets import MapFacet, facet
from interchange.knowledge.landscape.models import GapStatement, Judgement
from interchange.knowledge.landscape.vocabulary import thin_below


@dataclass(frozen=True)
class Gap:
    """A sector in which a function is missing or thin."""

    sector: str
    sector_label: str
    function: str
    function_label: str
    count: int
    in_production: int
    general: int
    demand: int
    statements: tuple[tuple[str, int], ...]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/landscape/matrix/cell/?of=tools&rows=sector&cols=function&row={self.sector}&col={self.function}"

    @property
    def is_answered(self) -> bool:
        """Whether members have said something about it."""
        return bool(self.statements)


def statements() -> dict[tuple[str, str], dict[str, int]]:
    """What members said of cells: (sector, function) to verdicts with their numbers. One query."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for sector, function, verdict in GapStatement.objects.values_list("sector", "function", "verdict"):
        found[sector, function][verdict] = found[sector, function].get(verdict, 0) + 1
    return found


def _axes() -> tuple[MapFacet, MapFacet]:
    return facet("tools", "sector", "sector"), facet("tools", "function", "function")


def gaps(atlas: Atlas, said: dict[tuple[str, str], dict[str, int]]) -> list[Gap]:
    """Every cell of sector and function that is empty, thin or without production, where most challenges ask for it first."""
    sectors, functions = _axes()
    production, thin = atlas.tools.carrying("status", "in-production"), thin_below()
    beyond = atlas.tools.carrying("sector", BEYOND)
    found = []
    for sector, sector_label in sectors.labels().items():
        if sector == BEYOND:
            continue
        for function, function_label in functions.labels().items():
            does = atlas.tools.carrying("function", function)
            here = atlas.tools.carrying("sector", sector) & does
            count, grown = here.bit_count(), (here & production).bit_count()
            if count < thin or not grown:
                words = tuple(sorted(said.get((sector, function), {}).items()))
                general = (beyond & does).bit_count()
                found.append(
                    Gap(sector, sector_label, function, function_label, count, grown, general, atlas.demand[sector, function], words)
                )
    return sorted(found, key=lambda gap: (gap.count > 0, -gap.demand, gap.sector_label, gap.function_label))


def unanswered(atlas: Atlas) -> list[int]:
    """Places of challenges that name no tool."""
    return list(places(atlas.challenges.carrying("answered", "no")))


def all_fail(atlas: Atlas) -> list[int]:
    """Places of challenges of which members say that every tool judged so far fails. One query."""
    verdicts: dict[int, set[str]] = defaultdict(set)
    for challenge, verdict in Judgement.objects.values_list("challenge_id", "verdict"):
        verdicts[challenge].add(verdict)
    return [atlas.challenges.by_pk[pk] for pk, said in verdicts.items() if said == {"fails"} and pk in atlas.challenges.by_pk]


def alone(atlas: Atlas) -> list[int]:
    """Places of tools without a relation."""
    return list(places(atlas.tools.carrying("linked", "no")))
