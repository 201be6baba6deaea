"""The map for programs: tools, challenges, how they hang together, what is missing, releases."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.errors import NotAllowed
from interchange.ground.machines.paging import Page, Window, page, paged
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.knowledge.landscape import queries, snapshot
from interchange.knowledge.landscape.atlas import atlas, places
from interchange.knowledge.landscape.facets import OF
from interchange.knowledge.landscape.models import Challenge, MapRelease, Tool
from interchange.knowledge.landscape.seeing import gaps, graph
from interchange.knowledge.landscape.seeing.matrix import matrix

router = room("landscape", _("Map"), "Tools, standards and programmes, challenges, the matrix of both, gaps, paths, numbered releases.")
CODE = 60


class Line(Schema):
    """A tool or challenge as a list shows it."""

    id: str
    name: str
    url: str


class ToolFilter(Window):
    """Codes of the map's facets (see `/landscape/schema.json`). A code that nothing carries finds nothing."""

    sector: str = Field(default="", max_length=CODE)
    function: str = Field(default="", max_length=CODE)
    topic: str = Field(default="", max_length=CODE)
    kind: str = Field(default="", max_length=CODE)
    status: str = Field(default="", max_length=CODE)
    openness: str = Field(default="", max_length=CODE)
    region: str = Field(default="", max_length=CODE)
    since: str = Field(default="", max_length=CODE)
    linked: str = Field(default="", max_length=3)
    due: str = Field(default="", max_length=3)


class ChallengeFilter(Window):
    """Codes of the map's facets."""

    sector: str = Field(default="", max_length=CODE)
    topic: str = Field(default="", max_length=CODE)
    nature: str = Field(default="", max_length=CODE)
    character: str = Field(default="", max_length=CODE)
    profile: str = Field(default="", max_length=CODE)
    answered: str = Field(default="", max_length=3)


class MatrixFilter(Schema):
    """Two facets to cross (`rows`, `cols`) of tools or challenges (`of`), and filters."""

    of: str = Field(default="tools", max_length=10)
    rows: str = Field(default="sector", max_length=CODE)
    cols: str = Field(default="", max_length=CODE)
    sector: str = Field(default="", max_length=CODE)
    function: str = Field(default="", max_length=CODE)
    topic: str = Field(default="", max_length=CODE)
    kind: str = Field(default="", max_length=CODE)
    status: str = Field(default="", max_length=CODE)
    openness: str = Field(default="", max_length=CODE)
    region: str = Field(default="", max_length=CODE)
    since: str = Field(default="", max_length=CODE)
    nature: str = Field(default="", max_length=CODE)
    character: str = Field(default="", max_length=CODE)
    profile: str = Field(default="", max_length=CODE)


class MatrixCell(Schema):
    """A crossing: how many stand there, how many of them in production, how many challenges ask for it, what members said of it."""

    row: str
    column: str
    count: int
    in_production: int
    challenges_asking: int
    statements: dict[str, int]


class Crossed(Schema):
    """The matrix."""

    of: str
    rows: str
    columns: str
    total: int
    cells: list[MatrixCell]


class Gap(Schema):
    """A sector in which a function is missing or thin."""

    sector: str
    function: str
    count: int
    in_production: int
    challenges_asking: int
    statements: dict[str, int]


class RelationLine(Schema):
    """A tool stands to another in a way."""

    source: str
    kind: str
    target: str
    strength: str
    checked: date


class ToolWhole(Schema):
    """A tool with what each statement rests on: `claims` by field, `source` counting in `sources` from 0. `homepage` is the tool's own."""

    id: str
    name: str
    kind: str
    summary: str
    functions: list[str]
    sectors: list[str]
    topics: list[str]
    status: str
    since: int | None
    steward: str
    countries: list[str]
    openness: str
    licence: str
    homepage: str
    sources: list[dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    revision: int
    relations: list[RelationLine]
    url: str


class Named(Schema):
    """A tool named for a challenge, and how many members judge it how."""

    id: str
    judgements: dict[str, int]


class ChallengeWhole(Schema):
    """A challenge or opportunity with the tools named for it."""

    id: str
    title: str
    nature: str
    character: str
    description: str
    topics: list[str]
    sectors: list[str]
    profiles: list[str]
    sources: list[dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    revision: int
    tools: list[Named]
    url: str


class PathStep(Schema):
    """One relation on the way."""

    source: str
    kind: str
    target: str


class Paths(Schema):
    """The shortest ways from one tool to another, at most three."""

    ways: list[list[PathStep]]


class Release(Schema):
    """A numbered state of the map; its files stand under `url`."""

    number: str
    title: str
    released: datetime
    sha256: str
    counts: dict[str, int]
    url: str


def _listed(request: HouseRequest, of: str, asked: Window) -> dict[str, Any]:
    here = atlas()
    side = here.tools if of == "tools" else here.challenges
    wanted = {one.name: code for one in OF[of] if (code := str(getattr(asked, one.name, "")))}
    order = list(places(side.within(wanted)))
    lines = [
        {"id": side.codes[place], "name": side.names[place], "url": f"{settings.BASE_URL}/landscape/{of}/{side.codes[place]}/"}
        for place in order[asked.offset : asked.offset + asked.limit]
    ]
    return paged(request, asked, len(order), lines)


@router.get("/tools", response=Page[Line], summary="Tools, by name", operation_id="tools")
@public
def tools(request: HouseRequest, asked: Query[ToolFilter]) -> dict[str, Any]:
    """The tools on the map under the filters."""
    return _listed(request, "tools", asked)


@router.get("/challenges", response=Page[Line], summary="Challenges and opportunities", operation_id="challenges")
@public
def challenges(request: HouseRequest, asked: Query[ChallengeFilter]) -> dict[str, Any]:
    """The challenges and opportunities on the map under the filters."""
    return _listed(request, "challenges", asked)


@router.get("/tools/{code}", response=ToolWhole, summary="One tool", operation_id="tool")
@public
def tool(request: HouseRequest, code: str) -> dict[str, Any]:
    """A tool with its claims, sources and relations."""
    found: Tool = see(request.viewer, "tool.list", code=code)
    said = snapshot.entry(found)
    relations = [
        {"source": one.source.code, "kind": one.kind, "target": one.target.code, "strength": one.strength, "checked": one.checked_on}
        for one in queries.relations_of(found)
    ]
    return {**said, "homepage": said["url"], "relations": relations, "url": f"{settings.BASE_URL}{found.url_here}"}


@router.get("/challenges/{code}", response=ChallengeWhole, summary="One challenge", operation_id="challenge")
@public
def challenge(request: HouseRequest, code: str) -> dict[str, Any]:
    """A challenge with the tools named for it."""
    found: Challenge = see(request.viewer, "challenge.list", code=code)
    named = [
        {"id": one.entry.code, "judgements": {verdict: number for verdict, _label, number in one.counts}}
        for one in queries.tools_for(found)
    ]
    return {**snapshot.entry(found), "tools": named, "url": f"{settings.BASE_URL}{found.url_here}"}


@router.get("/matrix", response=Crossed, summary="Two facets crossed", operation_id="matrix")
@public
def crossed(request: HouseRequest, asked: Query[MatrixFilter]) -> dict[str, Any]:
    """Counts of every crossing. A facet that cannot be an axis gives way to the usual one."""
    made = matrix(atlas(), asked.dict(), gaps.statements())
    cells = [
        {
            "row": cell.row, "column": cell.column, "count": cell.count, "in_production": cell.in_production, "challenges_asking": cell.demand,
            "statements": dict(cell.statements),
        }
        for line in made.lines
        for cell in line[4]
    ]  # fmt: skip
    return {"of": made.of, "rows": made.rows.name, "columns": made.columns.name, "total": made.total, "cells": cells}


@router.get("/gaps", response=Page[Gap], summary="What is missing or thin", operation_id="gaps")
@public
def missing(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """Every crossing of sector and function that is empty, thin or without production; those that most challenges ask for first."""
    return page(
        request,
        window,
        gaps.gaps(atlas(), gaps.statements()),
        lambda gap: {
            "sector": gap.sector, "function": gap.function, "count": gap.count, "in_production": gap.in_production, "challenges_asking": gap.demand,
            "statements": dict(gap.statements),
        },
    )  # fmt: skip


@router.get("/paths", response=Paths, summary="Ways from one tool to another", operation_id="paths")
@public
def paths(
    request: HouseRequest, start: str = Query(..., alias="from", max_length=80), end: str = Query(..., alias="to", max_length=80)
) -> dict[str, Any]:
    """The shortest ways along relations."""
    here = atlas()
    first, last = here.tools.place.get(start), here.tools.place.get(end)
    if first is None or last is None:
        raise NotAllowed("tool.list")
    codes = here.tools.codes
    ways = [
        [
            {
                "source": codes[step.here if step.forward else step.there],
                "kind": step.kind,
                "target": codes[step.there if step.forward else step.here],
            }
            for step in way
        ]
        for way in graph.paths(here, first, last)
    ]
    return {"ways": ways}


@router.get("/releases", response=Page[Release], summary="Releases of the map, newest first", operation_id="map_releases")
@public
def map_releases(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """Numbered states of the map, never changed."""

    def made(one: MapRelease) -> dict[str, Any]:
        return {
            "number": one.number, "title": one.title, "released": one.released_at, "sha256": one.digest, "counts": one.counts,
            "url": f"{settings.BASE_URL}/landscape/releases/{one.number}/",
        }  # fmt: skip

    return page(request, window, queries.releases(request.viewer), made)
