"""The printed report of a release, "State of the infrastructure": matrix, gaps, tools, challenges, sources. Text goes to typst as data, never as markup."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.text import papers
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.models import MapRelease
from interchange.knowledge.landscape.seeing.matrix import STEPS
from interchange.knowledge.landscape.snapshot import Snapshot, unpack

_PAPER = Path(__file__).parents[1] / "data" / "report.typ"
MOST_SOURCES = 3


def _cross(state: Snapshot) -> tuple[list[str], list[list[Any]], list[tuple[int, str, str]]]:
    """Heads, rows of (count, shade, in production), and the empty cells with the challenges that ask for them."""
    functions = [(str(code), str(label)) for code, label in words.Function.choices]
    sectors = vocabulary.choices("sectors")
    counted: dict[tuple[str, str], list[int]] = {}
    does: dict[str, set[str]] = {}
    for tool in state["tools"]:
        does[tool["id"]] = set(tool["functions"])
        for sector in tool["sectors"]:
            for function in tool["functions"]:
                cell = counted.setdefault((sector, function), [0, 0])
                cell[0] += 1
                cell[1] += tool["status"] == "in-production"
    demand: dict[tuple[str, str], int] = {}
    for one in state["challenges"]:
        asked = set().union(*(does.get(tool["id"], set()) for tool in one["tools"])) if one["tools"] else set()
        for sector in one["sectors"]:
            for function in asked:
                demand[sector, function] = demand.get((sector, function), 0) + 1
    rows, gaps = [], []
    for code, label in sectors:
        row: list[Any] = [label]
        for function, words_ in functions:
            count, grown = counted.get((code, function), (0, 0))
            row.append([count, sum(count >= step for step in STEPS), grown])
            if not count and code != "cross-sector":
                gaps.append((demand.get((code, function), 0), label, words_))
        rows.append(row)
    return [label for _code, label in functions], rows, sorted(gaps, key=lambda gap: (-gap[0], gap[1], gap[2]))


def payload(release: MapRelease) -> dict[str, Any]:
    """What the report says, as data."""
    state = unpack(release)
    heads, rows, gaps = _cross(state)
    sources: dict[str, int] = {}
    listed: list[list[str]] = []

    def cite(entry: dict[str, Any]) -> str:
        numbers = []
        for one in entry["sources"][:MOST_SOURCES]:
            if one["url"] not in sources:
                sources[one["url"]] = len(sources) + 1
                listed.append([one["title"], one["url"]])
            numbers.append(str(sources[one["url"]]))
        return ", ".join(numbers)

    grades = {str(code): str(label) for code, label in words.Maturity.choices}
    kinds = {str(code): str(label) for code, label in words.ToolKind.choices}
    tools = [
        [one["name"], f"{kinds[one['kind']]} · {grades[one['status']]}{' · ' + str(one['since']) if one['since'] else ''} · {one['steward']}", cite(one), any(claim["doubt"] for claim in one["claims"].values())]
        for one in sorted(state["tools"], key=lambda one: one["name"].casefold())
    ]  # fmt: skip
    natures = {str(code): str(label) for code, label in words.Nature.choices}
    characters = {str(code): str(label) for code, label in words.Character.choices}
    challenges = [
        [one["title"], f"{natures[one['nature']]} · {characters[one['character']]}", one["description"], len(one["tools"]), cite(one)]
        for one in sorted(state["challenges"], key=lambda one: one["title"].casefold())
    ]
    unanswered = [one["title"] for one in state["challenges"] if not one["tools"]]
    return {
        "title": _("State of the infrastructure"), "sub": _("The map of AI and IP infrastructure, release %s") % release.number, "note": release.note,
        "cite": _("Cite as: AIII Technical Exchange Network, State of the infrastructure, release %(number)s, %(day)s. SHA-256 of the data: %(digest)s") % {"number": release.number, "day": clock.show(release.released_at, "UTC").text.split(",")[0], "digest": release.digest},
        "figures": [[str(len(state["tools"])), _("tools")], [str(len(state["challenges"])), _("challenges and opportunities")], [str(len(state["relations"])), _("relations")], [str(len(gaps)), _("empty crossings")]],
        "words": {"matrix": _("Sectors and functions"), "matrix_note": _("Number of tools; a bar shows the share in production; ○ marks a crossing without a tool."), "gaps": _("Where nothing was found"), "gaps_note": _("Ordered by the number of challenges of the sector that name a tool of that function elsewhere."), "asked": _("challenges ask"), "unanswered": _("Challenges that name no tool"), "challenges": _("Challenges and opportunities"), "tools": _("Tools, systems and processes"), "doubt": _("doubtful"), "named": _("tools named"), "sources": _("Sources")},
        "heads": heads, "rows": rows, "gaps": [list(gap) for gap in gaps[:60]], "unanswered": unanswered[:80], "challenges": challenges, "tools": tools, "sources": listed,
    }  # fmt: skip


def paper(release: MapRelease, step: Callable[[int, str], None] = lambda percent, words_: None) -> bytes:
    """The report as a PDF; `step` is told the progress in percent."""
    step(10, _("Reading the release"))
    data = payload(release)
    step(40, _("Setting the pages"))
    made = papers.paper(_PAPER.read_bytes(), data, papers.Said(f"{data['title']}, {release.number}"))
    step(95, _("Keeping the file"))
    return made
