"""The map for others: releases, their files, the catalogue, the API."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import attempt
from interchange.knowledge.landscape import queries, snapshot
from interchange.knowledge.landscape.actions import releasing
from interchange.knowledge.landscape.atlas import atlas, places
from interchange.knowledge.landscape.exports import catalogue as cataloguing
from interchange.knowledge.landscape.exports import data, tables
from interchange.knowledge.landscape.facets import chosen
from interchange.knowledge.landscape.forms import ReleaseForm
from interchange.knowledge.landscape.models import Challenge, MapRelease, Tool
from interchange.knowledge.landscape.seeing import gaps, graph
from interchange.knowledge.landscape.seeing.matrix import matrix
from interchange.knowledge.landscape.views import crumb

PER_ANSWER = 200


@public
def releases(request: HouseRequest) -> HttpResponse:
    """The numbered states of the map; a form for whoever may make one."""
    viewer = request.viewer
    may = allows(viewer, "map-release.make")
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and may and form.is_valid():
        made = attempt(form, releasing.make_release, viewer, at=clock.now(), **form.cleaned_data)
        if made:
            releasing.order_report(viewer, made, at=clock.now())
            return redirect("landscape:release", number=made.number)
    found = list(queries.releases(viewer))
    return render(
        request,
        "landscape/releases.html",
        {"releases": found, "form": form, "may": may, "crumbs": crumb((_("Releases"), ""))},
        status=422 if form.errors else 200,
    )


def _release(request: HouseRequest, number: str) -> MapRelease:
    return see(request.viewer, "map-release.view", queries.releases(request.viewer), number=number)


@public
def release(request: HouseRequest, number: str) -> HttpResponse:
    """One release: what it holds, its files, how to cite it, its printed report."""
    found = _release(request, number)
    may = allows(request.viewer, "map-release.make")
    if request.method == "POST" and may:
        releasing.order_report(request.viewer, found, at=clock.now())
        return redirect(request.path)
    others = [one for one in queries.releases(request.viewer) if one.pk != found.pk]
    before = next((one for one in others if one.released_at < found.released_at), None)
    context = {
        "release": found,
        "report": queries.report_of(found),
        "may": may,
        "before": before,
        "base": settings.BASE_URL,
        "crumbs": crumb((_("Releases"), "/landscape/releases/"), (found.number, "")),
    }
    return render(request, "landscape/release.html", context)


@public
def compare(request: HouseRequest) -> HttpResponse:
    """What changed from one release to another, or to now."""
    found = {one.number: one for one in queries.releases(request.viewer)}
    old, new = request.GET.get("from", ""), request.GET.get("to", "")
    context: dict[str, Any] = {
        "releases": list(found.values()),
        "old": old,
        "new": new,
        "crumbs": crumb((_("Releases"), "/landscape/releases/"), (_("Compare"), "")),
    }
    if old in found and (new in found or new in {"", "now"}):
        full = {one.number: one for one in MapRelease.objects.filter(number__in=[old, new])}
        after = snapshot.unpack(full[new]) if new in full else snapshot.take()
        context["comparison"] = snapshot.compare(snapshot.unpack(full[old]), after)
        context["new"] = new or "now"
    elif old:
        raise Http404
    return render(request, "landscape/compare_releases.html", context)


@public
def report(request: HouseRequest, number: str) -> HttpResponse:
    """The printed report."""
    paper = queries.printed(_release(request, number), "pdf")
    if not paper:
        raise Http404
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="state-of-the-infrastructure-{number}.pdf"'
    return response


@public
def download(request: HouseRequest, number: str, name: str) -> HttpResponse:
    """A file of a release ("now": of the present map): map.json, map.csv, map.xlsx, map.jsonld, landscape2.yml."""
    if number == "now":
        found, state = None, snapshot.take()
    else:
        found = see(request.viewer, "map-release.view", MapRelease.objects.all(), number=number)
        book = queries.printed(found, "xlsx") if name == "map.xlsx" else None
        if book:
            return tables.attachment(book, tables.XLSX, f"map-{number}.xlsx")
        state = snapshot.unpack(found)
    about = tables.about(found)
    stem = f"map-{number}"
    if name == "map.json":
        return tables.attachment(
            json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "application/json", f"{stem}.json"
        )
    if name == "map.xlsx":
        return tables.attachment(tables.workbook(tables.sheets(state, about)), tables.XLSX, f"{stem}.xlsx")
    if name == "map.jsonld":
        return tables.attachment(
            json.dumps(data.linked(settings.BASE_URL, state), ensure_ascii=False), "application/ld+json", f"{stem}.jsonld"
        )
    if name == "landscape2.yml":
        return tables.attachment(data.landscape2(settings.BASE_URL, state), "application/yaml; charset=utf-8", "data.yml")
    if name.endswith(".csv"):
        made = {title.lower(): (title, head, rows) for title, head, rows in tables.sheets(state, about)}
        sheet = made.get("tools" if name == "map.csv" else name.removesuffix(".csv"))
        if sheet:
            return tables.attachment(tables.csv_text(sheet), "text/csv; charset=utf-8", f"{stem}-{sheet[0].lower()}.csv")
    raise Http404


FORMATS = {"ttl": ("turtle", "text/turtle"), "jsonld": ("json-ld", "application/ld+json"), "rdf": ("xml", "application/rdf+xml")}


@public
def catalogue(request: HouseRequest, ending: str) -> HttpResponse:
    """The releases as a DCAT-AP catalogue."""
    if ending not in FORMATS:
        raise Http404
    kind, media = FORMATS[ending]
    made = cataloguing.catalogue(settings.BASE_URL, list(queries.releases(request.viewer)))
    return HttpResponse(made.serialize(format=kind), content_type=f"{media}; charset=utf-8")


@public
def schema(request: HouseRequest) -> HttpResponse:
    """The JSON Schema of the map."""
    return HttpResponse(json.dumps(data.schema(settings.BASE_URL), indent=1), content_type="application/schema+json")


@public
def use(request: HouseRequest) -> HttpResponse:
    """How to take the map along: files, pictures, programs."""
    latest = queries.releases(request.viewer).first()
    return render(request, "landscape/use.html", {"base": settings.BASE_URL, "latest": latest, "crumbs": crumb((_("Take it along"), ""))})


@public
def api(request: HouseRequest, what: str) -> HttpResponse:
    """Lists for programs: tools, challenges, relations (of one tool), matrix, gaps, releases."""
    here = atlas()
    if what in {"tools", "challenges"}:
        side = here.tools if what == "tools" else here.challenges
        found = side.within(chosen(what, request.GET))
        order = list(places(found))
        first = max(0, int(request.GET.get("offset", "0")) if request.GET.get("offset", "0").isdigit() else 0)
        rows = [
            {"id": side.codes[place], "name": side.names[place], "url": f"{settings.BASE_URL}/landscape/{what}/{side.codes[place]}/"}
            for place in order[first : first + PER_ANSWER]
        ]
        return JsonResponse({"count": len(order), "offset": first, "items": rows})
    if what == "matrix":
        made = matrix(here, request.GET, gaps.statements())
        cells = [
            {
                "row": cell.row,
                "column": cell.column,
                "count": cell.count,
                "in_production": cell.in_production,
                "challenges_asking": cell.demand,
                "statements": dict(cell.statements),
            }
            for line in made.lines
            for cell in line[4]
        ]
        return JsonResponse({"rows": made.rows.name, "columns": made.columns.name, "total": made.total, "cells": cells})
    if what == "gaps":
        rows = [
            {
                "sector": gap.sector,
                "function": gap.function,
                "count": gap.count,
                "in_production": gap.in_production,
                "challenges_asking": gap.demand,
                "statements": dict(gap.statements),
            }
            for gap in gaps.gaps(here, gaps.statements())
        ]
        return JsonResponse({"count": len(rows), "items": rows})
    if what == "paths":
        start, end = (here.tools.place.get(request.GET.get(name, "")) for name in ("from", "to"))
        if start is None or end is None:
            return JsonResponse({"problem": "from and to name tools by their ids"}, status=400)
        ways = [
            [
                {
                    "from": here.tools.codes[step.here if step.forward else step.there],
                    "kind": step.kind,
                    "to": here.tools.codes[step.there if step.forward else step.here],
                }
                for step in way
            ]
            for way in graph.paths(here, start, end)
        ]
        return JsonResponse({"count": len(ways), "items": ways})
    if what == "releases":
        rows = [
            {"number": one.number, "title": one.title, "released": one.released_at.isoformat(), "sha256": one.digest, **one.counts}
            for one in queries.releases(request.viewer)
        ]
        return JsonResponse({"count": len(rows), "items": rows})
    raise Http404


@public
def api_tool(request: HouseRequest, code: str) -> HttpResponse:
    """One tool with its claims, sources and relations."""
    found: Tool = see(request.viewer, "tool.list", code=code)
    relations = [
        {"from": one.source.code, "kind": one.kind, "to": one.target.code, "strength": one.strength, "checked": one.checked_on.isoformat()}
        for one in queries.relations_of(found)
    ]
    return JsonResponse({**snapshot.entry(found), "relations": relations})


@public
def api_challenge(request: HouseRequest, code: str) -> HttpResponse:
    """One challenge with the tools named for it."""
    found: Challenge = see(request.viewer, "challenge.list", code=code)
    tools = [
        {"id": one.entry.code, "judgements": {code_: number for code_, _label, number in one.counts}} for one in queries.tools_for(found)
    ]
    return JsonResponse({**snapshot.entry(found), "tools": tools})
