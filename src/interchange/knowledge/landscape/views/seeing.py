"""Pages that show the map: matrix, cell, gaps, graph, timeline, coverage, parked list."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows
from interchange.ground.shell.charts import Bar
from interchange.ground.shell.forms import attempt
from interchange.ground.text import papers
from interchange.knowledge.landscape import queries
from interchange.knowledge.landscape.actions import evidence
from interchange.knowledge.landscape.atlas import atlas, places
from interchange.knowledge.landscape.drawing import charts
from interchange.knowledge.landscape.drawing import graph as drawing
from interchange.knowledge.landscape.facets import OF, address, chosen, facet
from interchange.knowledge.landscape.forms import GapForm
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.seeing import gaps, graph
from interchange.knowledge.landscape.seeing.matrix import caption, matrix, maturity_words, side_of
from interchange.knowledge.landscape.views import crumb
from interchange.knowledge.landscape.vocabulary import GapVerdict, Maturity, RelationKind, thin_below


def _filters(request: HouseRequest, of: str, *, but: tuple[str, ...] = ()) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """(name, label, choices, chosen) of each facet, for the form of filters."""
    now = chosen(of, request.GET)
    return [
        (one.name, str(one.label), [(code, str(label)) for code, label in one.choices()], now.get(one.name, ""))
        for one in OF[of]
        if one.name not in but
    ]


@public
def matrix_page(request: HouseRequest) -> HttpResponse:
    """Any two facets crossed."""
    made = matrix(atlas(), request.GET, gaps.statements())
    axes = [(one.name, str(one.label)) for one in OF[made.of] if one.axis]
    for line in made.lines:
        for cell in line[4]:
            object.__setattr__(cell, "bar", charts.maturity(cell.maturity))
            object.__setattr__(cell, "said", f"{cell.words}; {maturity_words(cell.maturity)}" if cell.maturity else cell.words)
    return render(
        request,
        "landscape/matrix.html",
        {"matrix": made, "caption": caption(made), "axes": axes, "filters": _filters(request, made.of, but=(made.rows.name, made.columns.name)), "query": request.GET.urlencode(), "maturity": list(Maturity.labels), "crumbs": crumb((_("Matrix"), ""))},
    )  # fmt: skip


@public
def matrix_svg(request: HouseRequest) -> HttpResponse:
    """The matrix as a picture for other sites: its address keeps every filter."""
    made = matrix(atlas(), request.GET)
    return _svg(charts.matrix_picture(made), caption(made))


def _svg(body: str, title: str) -> HttpResponse:
    """A picture that leaves the house: it says of itself which uses are reserved, wherever it is copied to."""
    response = HttpResponse(
        papers.finished(body.encode(), "image/svg+xml", papers.Said(title)), content_type="image/svg+xml; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public
def cell(request: HouseRequest) -> HttpResponse:
    """One crossing as a page: its tools, its challenges, what members say where it is empty."""
    of = "challenges" if request.GET.get("of") == "challenges" else "tools"
    row_facet, column_facet = (
        facet(of, request.GET.get("rows", ""), "sector"),
        facet(of, request.GET.get("cols", ""), "function" if of == "tools" else "topic"),
    )
    row, column = request.GET.get("row", ""), request.GET.get("col", "")
    row_words, column_words = row_facet.labels().get(row), column_facet.labels().get(column)
    if row_words is None or column_words is None:
        raise Http404
    here = atlas()
    side = side_of(here, of)
    filters = {name: code for name, code in chosen(of, request.GET).items() if name not in {row_facet.name, column_facet.name}}
    found = side.within(filters) & side.carrying(row_facet.name, row) & side.carrying(column_facet.name, column)
    model: Any = Tool if of == "tools" else Challenge
    entries = rows(
        request.viewer, "tool.list" if of == "tools" else "challenge.list", model.objects.filter(pk__in=side.pks_of(found)[:200])
    )
    is_gap_map = of == "tools" and {row_facet.name, column_facet.name} == {"sector", "function"}
    sector, function = (row, column) if row_facet.name == "sector" else (column, row)
    context: dict[str, Any] = {}
    if is_gap_map:
        form = GapForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and allows(request.viewer, "gap.say"):
            said = form.cleaned_data
            if attempt(
                form,
                evidence.say_gap,
                request.viewer,
                sector=sector,
                function=function,
                verdict=said["verdict"],
                because=said["because"],
                at=clock.now(),
            ):
                return redirect(request.get_full_path())
        context = {
            "form": form,
            "statements": queries.gap_statements(sector, function),
            "verdicts": dict(GapVerdict.choices),
            "can_say": allows(request.viewer, "gap.say"),
            **_asked(request, sector, function),
        }
    grades = (
        [(code, str(label), (found & side.carrying("status", code)).bit_count()) for code, label in Maturity.choices]
        if of == "tools"
        else []
    )
    title = _("%(row)s and %(column)s") % {"row": row_words, "column": str(column_words).lower()}
    back = address("/landscape/matrix/", {"of": of, "rows": row_facet.name, "cols": column_facet.name, **filters})
    list_url = address(f"/landscape/{of}/", filters, **{row_facet.name: row, column_facet.name: column})
    return render(
        request,
        "landscape/cell.html",
        {"title": title, "of": of, "count": found.bit_count(), "entries": entries, "grades": grades, "list_url": list_url, "is_gap_map": is_gap_map, "crumbs": crumb((_("Matrix"), back), (title, "")), **context},
        status=422 if context.get("form") and context["form"].errors else 200,
    )  # fmt: skip


def _asked(request: HouseRequest, sector: str, function: str) -> dict[str, Any]:
    """The challenges of a sector that ask for a function, and the tools for all sectors that have it."""
    here = atlas()
    does = here.tools.carrying("function", function)
    asking = [place for place in places(here.challenges.carrying("sector", sector)) if any(does >> tool & 1 for tool in here.named[place])]
    general = does & here.tools.carrying("sector", "cross-sector") if sector != "cross-sector" else 0
    return {
        "asking": [(here.challenges.codes[place], here.challenges.names[place]) for place in asking[:12]],
        "asking_more": max(0, len(asking) - 12),
        "general": [(here.tools.codes[place], here.tools.names[place]) for place in list(places(general))[:12]],
        "general_more": max(0, general.bit_count() - 12),
    }


@public
def gap_page(request: HouseRequest) -> HttpResponse:
    """What is missing, thin or unanswered."""
    here = atlas()
    found = gaps.gaps(here, gaps.statements())
    sector = chosen("tools", request.GET).get("sector", "")
    if sector:
        found = [gap for gap in found if gap.sector == sector]
    labels = {code: str(label) for code, label in GapVerdict.choices}

    def shown(gap: gaps.Gap) -> tuple[gaps.Gap, str]:
        return gap, ", ".join(f"{labels[code]}: {number}" for code, number in gap.statements)

    nothing = [shown(gap) for gap in found if not gap.count]
    idle = [shown(gap) for gap in found if gap.count and not gap.in_production]
    thin = [shown(gap) for gap in found if gap.count and gap.in_production]
    names = here.challenges
    return render(
        request,
        "landscape/gaps.html",
        {
            "nothing": nothing, "idle": idle, "thin": thin, "below": thin_below(), "sectors": facet("tools", "sector", "sector").choices(), "sector": sector,
            "unanswered": [(names.codes[place], names.names[place]) for place in gaps.unanswered(here)][:60],
            "fail": [(names.codes[place], names.names[place]) for place in gaps.all_fail(here)],
            "alone": [(here.tools.codes[place], here.tools.names[place]) for place in gaps.alone(here)][:120], "alone_count": len(gaps.alone(here)),
            "crumbs": crumb((_("Gaps"), "")),
        },
    )  # fmt: skip


@public
def graph_page(request: HouseRequest) -> HttpResponse:
    """The neighbourhood of a tool, or a path between two."""
    here = atlas()
    names = sorted(zip(here.tools.names, here.tools.codes, strict=True), key=lambda row: row[0].casefold())
    asked, other = request.GET.get("tool", ""), request.GET.get("to", "")
    start, end = _find(here, asked), _find(here, other)
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in RelationKind.values else ""
    depth = 2 if request.GET.get("depth") == "2" else 1
    context: dict[str, Any] = {
        "names": names[:600], "asked": asked, "other": other, "kind": kind, "kinds": RelationKind.choices, "depth": depth, "unknown": [text for text, place in ((asked, start), (other, end)) if text and place is None],
        "crumbs": crumb((_("Graph"), "/landscape/graph/" if asked else ""), *([(here.tools.names[start], "")] if start is not None else [])),
    }  # fmt: skip
    if start is not None and end is not None:
        context |= _path(here, start, end)
    elif start is not None:
        around = graph.around(here, start, depth=depth, kind=kind)
        label = _("How %s hangs together with other tools") % here.tools.names[start]
        context |= {
            "focus": (here.tools.codes[start], here.tools.names[start]), "around": around, "label": label, "sentences": [(*graph.sentence(here, step), here.tools.codes[step.there], step.strength) for step in around.all],
            "wide": drawing.wide(here, around, label) if around.all else "", "narrow": drawing.narrow(here, around, label) if around.all else "",
            "svg": address("/landscape/graph.svg", request.GET),
        }  # fmt: skip
    else:
        context |= {
            "hubs": [Bar(here.tools.names[place], number) for place, number in graph.hubs(here, 12)],
            "hub_links": [(here.tools.codes[place], here.tools.names[place], number) for place, number in graph.hubs(here, 12)],
            "missing": [
                (here.tools.codes[one], here.tools.names[one], here.tools.codes[two], here.tools.names[two], times)
                for one, two, times in here.missing[:25]
            ],
        }
    return render(request, "landscape/graph.html", context)


def _find(here: Any, text: str) -> int | None:
    """A tool by its code or its name."""
    if text in here.tools.place:
        return int(here.tools.place[text])
    wanted = text.strip().casefold()
    return next((place for place, name in enumerate(here.tools.names) if name.casefold() == wanted), None) if wanted else None


def _path(here: Any, start: int, end: int) -> dict[str, Any]:
    """Ways between two tools, and what could shorten them."""
    ways = graph.paths(here, start, end)
    label = _("From %(one)s to %(two)s") % {"one": here.tools.names[start], "two": here.tools.names[end]}
    near = {*here.neighbours.get(start, ()), start}, {*here.neighbours.get(end, ()), end}
    bridges = [
        (here.tools.codes[a], here.tools.names[a], here.tools.codes[b], here.tools.names[b], times)
        for a, b, times in here.missing
        if (a in near[0] and b in near[1]) or (b in near[0] and a in near[1])
    ]
    return {
        "path": True, "label": label, "start": (here.tools.codes[start], here.tools.names[start]), "end": (here.tools.codes[end], here.tools.names[end]),
        "ways": [(drawing.path_wide(here, way, label), drawing.path_narrow(here, way, label), [(*graph.sentence(here, step), step.strength) for step in way]) for way in ways],
        "bridges": bridges[:8], "reach": len(graph.part(here, start)) - 1,
    }  # fmt: skip


@public
def graph_svg(request: HouseRequest) -> HttpResponse:
    """The neighbourhood or the shortest path as a picture for other sites."""
    here = atlas()
    start, end = _find(here, request.GET.get("tool", "")), _find(here, request.GET.get("to", ""))
    if start is None:
        raise Http404
    if end is not None:
        ways = graph.paths(here, start, end, most=1)
        if not ways:
            raise Http404
        label = _("From %(one)s to %(two)s") % {"one": here.tools.names[start], "two": here.tools.names[end]}
        return _svg(drawing.path_wide(here, ways[0], label, alone=True), label)
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in RelationKind.values else ""
    around = graph.around(here, start, depth=2 if request.GET.get("depth") == "2" else 1, kind=kind)
    return _svg(drawing.wide(here, around, here.tools.names[start], alone=True), here.tools.names[start])


@public
def timeline(request: HouseRequest) -> HttpResponse:
    """Since when tools exist."""
    here = atlas()
    filters = chosen("tools", request.GET)
    found = here.tools.within(filters)
    counted = charts.years(here, found)
    latest = sorted(
        ((here.since[place], here.tools.names[place], here.tools.codes[place]) for place in places(found) if place in here.since),
        reverse=True,
    )[:40]
    label = _("Tools by the year since which they exist")
    known = sum(number for _year, number in counted)
    return render(
        request,
        "landscape/timeline.html",
        {"counted": counted, "latest": latest, "known": known, "unknown": found.bit_count() - known, "wide": charts.timeline(counted, label), "narrow": charts.timeline(counted, label, width=360, css="map-narrow"), "filters": _filters(request, "tools", but=("since", "due", "linked")), "crumbs": crumb((_("Timeline"), ""))},
    )  # fmt: skip


@public
def coverage(request: HouseRequest) -> HttpResponse:
    """How much is known of each region and sector, and what is thin."""
    here = atlas()
    filters = chosen("tools", request.GET)
    found = here.tools.within(filters)

    def bars(name: str) -> list[Bar]:
        return [
            Bar(label, (found & here.tools.carrying(name, code)).bit_count()) for code, label in facet("tools", name, name).labels().items()
        ]

    region, sector = facet("tools", "region", "region").labels(), facet("tools", "sector", "sector").labels()
    thin = [
        (region[r], sector[s], number, f"/landscape/tools/?region={r}&sector={s}")
        for r in region
        if r not in {"not-stated", "international"}
        for s in sector
        if (number := (found & here.tools.carrying("region", r) & here.tools.carrying("sector", s)).bit_count()) < thin_below()
    ]
    return render(
        request,
        "landscape/coverage.html",
        {"regions": bars("region"), "sectors": bars("sector"), "thin": [row for row in thin if row[2]], "none": [row for row in thin if not row[2]], "filters": _filters(request, "tools", but=("region", "sector", "due", "linked")), "crumbs": crumb((_("Coverage"), ""))},
    )  # fmt: skip


@public
def parked(request: HouseRequest) -> HttpResponse:
    """Questions of policy: kept in sight, with where they are referred."""
    return render(request, "landscape/parked.html", {"parked": queries.parked(), "crumbs": crumb((_("Parked"), ""))})
