"""The map's front page, lists, and the pages of single entries."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.knowledge.landscape import queries
from interchange.knowledge.landscape.actions.reminding import today
from interchange.knowledge.landscape.atlas import atlas
from interchange.knowledge.landscape.content import values
from interchange.knowledge.landscape.drawing import graph as drawing
from interchange.knowledge.landscape.drawing.charts import matrix_picture
from interchange.knowledge.landscape.exports.tables import entries_table
from interchange.knowledge.landscape.listing import MapListing
from interchange.knowledge.landscape.models import Challenge, Proposal, Tool
from interchange.knowledge.landscape.neighbours import records_about
from interchange.knowledge.landscape.seeing import gaps, graph
from interchange.knowledge.landscape.seeing.matrix import matrix
from interchange.knowledge.landscape.views import crumb
from interchange.knowledge.landscape.vocabulary import OPEN_PROPOSALS, EntryState


@public
def index(request: HouseRequest) -> HttpResponse:
    """What exists, what is missing, and the ways in."""
    here = atlas()
    said = gaps.statements()
    made = matrix(here, request.GET, said)
    found = [gap for gap in gaps.gaps(here, said) if not gap.count]
    release = queries.releases(request.viewer).first()
    figures = [
        (len(here.tools.pks), _("tools, systems and processes"), "/landscape/tools/"),
        (len(here.challenges.pks), _("challenges and opportunities"), "/landscape/challenges/"),
        (len(here.edges), _("relations between tools"), "/landscape/graph/"),
        (len(found), _("crossings of sector and function without a tool"), "/landscape/gaps/"),
    ]
    return render(
        request,
        "landscape/index.html",
        {"figures": figures, "picture": matrix_picture(made, alone=False), "gaps": found[:6], "release": release, "hubs": [(here.tools.codes[place], here.tools.names[place], number) for place, number in graph.hubs(here, 6)]},
    )  # fmt: skip


@public
def tools(request: HouseRequest) -> HttpResponse:
    """All tools, filtered."""
    return _list(request, "tools")


@public
def challenges(request: HouseRequest) -> HttpResponse:
    """All challenges and opportunities, filtered."""
    return _list(request, "challenges")


def _list(request: HouseRequest, of: str) -> HttpResponse:
    listing = MapListing(request, of)
    if request.GET.get("format") in {"csv", "json", "xlsx"}:
        return entries_table(request, of, listing.rows)
    page, day = listing.page, today(clock.now())
    here = listing.atlas
    extra = {}
    for one in page.object_list:
        place = listing.side.by_pk[one.pk]
        one.links = len(here.neighbours.get(place, ())) if of == "tools" else len(here.named.get(place, ()))
        said = one.claims.values()
        one.looked = parse_date(max((claim["checked"] for claim in said if claim.get("by") is not None), default=""))
        one.as_of = parse_date(max((claim["checked"] for claim in said), default=""))
        one.due = one.review_due <= day
        one.asked = len(here.answering.get(place, ())) if of == "tools" else 0
    extra["crumbs"] = crumb((_("Tools") if of == "tools" else _("Challenges"), ""))
    return render(request, f"landscape/{of}.html", {"listing": listing, **extra})


def _moved(entry: Tool | Challenge) -> str:
    """Where an entry that has moved leads."""
    if isinstance(entry, Tool) and entry.merged_into is not None:
        return entry.merged_into.url_here
    return ""


@public
def tool(request: HouseRequest, code: str) -> HttpResponse:
    """One tool: what it is, what each statement rests on, how it hangs together with others."""
    viewer = request.viewer
    found: Tool = see(viewer, "tool.view", Tool.objects.select_related("merged_into"), code=code)
    if _moved(found):
        return redirect(_moved(found), permanent=True)
    here = atlas()
    edits = queries.edits(viewer, found)
    names = queries.people_named(viewer, [claim.get("by") for claim in found.claims.values()])
    context: dict[str, Any] = {
        "tool": found,
        "facts": queries.facts(found, names),
        "doubts": sum(bool(claim.get("doubt")) for claim in found.claims.values()),
        "relations": queries.relations_of(found),
        "answers": queries.challenges_for(found),
        "records": records_about(viewer, code),
        "replies": queries.replies_to(viewer, found),
        "edits": edits,
        "waiting": _waiting(request, tool=found),
        "crumbs": crumb((_("Tools"), "/landscape/tools/"), (found.name, "")),
        "due": found.state == EntryState.LISTED and found.review_due <= today(clock.now()),
        "inside": allows(viewer, "map.propose"),
    }
    context["relation_doubts"] = sorted({one.doubt for one in context["relations"] if one.doubt})
    if code in here.tools.place:
        around = graph.around(here, here.tools.place[code])
        if around.all:
            label = _("How %s hangs together with other tools") % found.name
            context["narrow"] = drawing.narrow(here, around, label)
            context["left_out"] = around.left_out
    return render(request, "landscape/tool.html", context, status=200 if found.state == EntryState.LISTED else 410)


def _waiting(request: HouseRequest, **entry: Any) -> int:
    """How many proposals about an entry wait, as far as the viewer may know."""
    if not request.viewer.is_signed_in:
        return 0
    from interchange.ground.policy.rules import rows

    return rows(request.viewer, "map-proposal.view", Proposal.objects.filter(state__in=OPEN_PROPOSALS, **entry)).count()


@public
def challenge(request: HouseRequest, code: str) -> HttpResponse:
    """One challenge or opportunity: what it is, what was tried, what members say of its character."""
    viewer = request.viewer
    found: Challenge = see(viewer, "challenge.view", Challenge.objects.select_related("split_from", "parked"), code=code)
    checks = queries.checks_of(found)
    names = queries.people_named(viewer, [claim.get("by") for claim in found.claims.values()])
    context = {
        "challenge": found,
        "facts": queries.facts(found, names),
        "doubts": sum(bool(claim.get("doubt")) for claim in found.claims.values()),
        "due": found.state == EntryState.LISTED and found.review_due <= today(clock.now()),
        "answers": queries.tools_for(found),
        "parts": list(found.parts.order_by("title")),
        "parked": getattr(found, "parked", None),
        "checks": checks,
        "open_check": next((one for one in checks if one.state == "open"), None),
        "closed_check": next((one for one in checks if one.state == "closed"), None),
        "edits": queries.edits(viewer, found),
        "solutions": list(queries.solutions_for(viewer, found)),
        "waiting": _waiting(request, challenge=found),
        "inside": allows(viewer, "map.propose"),
        "can_judge": allows(viewer, "judgement.make"),
        "can_steer": allows(viewer, "map-scope.steer") and found.state == EntryState.LISTED,
        "crumbs": crumb((_("Challenges"), "/landscape/challenges/"), (found.title, "")),
    }
    if context["closed_check"]:
        context["spread"] = queries.spread_rows(context["closed_check"].spread)
        context["reasons"] = _reasons(request, context["closed_check"])
    return render(request, "landscape/challenge.html", context, status=410 if found.state == EntryState.REMOVED else 200)


def _reasons(request: HouseRequest, check: Any) -> list[str]:
    """The reasons that members gave, for members; the public reads the figures."""
    if not allows(request.viewer, "map-scope.view"):
        return []
    from interchange.ground.policy.rules import rows

    return [one.reason for one in rows(request.viewer, "map-scope-answer.view", check.answers.all()) if one.reason]


@public
def compare(request: HouseRequest) -> HttpResponse:
    """Two to four tools side by side."""
    codes = list(dict.fromkeys(code for code in request.GET.getlist("tool") if code))[:4]
    held = {one.code: one for one in Tool.objects.filter(code__in=codes, state=EntryState.LISTED)}
    chosen = [held[code] for code in codes if code in held]
    table = []
    columns = [queries.facts(one) for one in chosen]
    for row in zip(*columns, strict=True) if len(chosen) > 1 else ():
        table.append((row[0].label, row, len({fact.value for fact in row}) > 1))
    here = atlas()
    shared: list[tuple[str, str, str]] = []
    for place, one in enumerate(chosen):
        for other in chosen[place + 1 :]:
            for edge in here.between(here.tools.place[one.code], here.tools.place[other.code]):
                shared.append(graph.sentence(here, graph.Step(edge.source, edge.target, edge.kind, True, edge.strength)))
    unknown = [code for code in codes if code not in held]
    return render(
        request,
        "landscape/compare.html",
        {"chosen": chosen, "table": table, "shared": shared, "unknown": unknown, "names": sorted(zip(here.tools.codes, here.tools.names, strict=True), key=lambda row: row[1].casefold())[:600], "crumbs": crumb((_("Compare"), ""))},
    )  # fmt: skip


@public
def past(request: HouseRequest, code: str, number: int) -> HttpResponse:
    """An earlier state of a tool's entry beside the present one."""
    found: Tool = see(request.viewer, "tool.view", code=code)
    edits = queries.edits(request.viewer, found)
    edit = next((one for one in edits if one.revision.number == number), None)
    if edit is None:
        from django.http import Http404

        raise Http404
    from interchange.knowledge.landscape.content import diff

    return render(
        request,
        "landscape/revision.html",
        {"tool": found, "edit": edit, "since": diff("tool", edit.revision.content, values(found)), "inside": allows(request.viewer, "map.propose"), "crumbs": crumb((found.name, found.url_here), (_("Revision %d") % number, ""))},
    )  # fmt: skip
