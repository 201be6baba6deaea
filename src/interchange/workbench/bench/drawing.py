"""The picture of a credential's history: what it was made from on the left, the file on the right. Server-made SVG; a list says the same."""

import textwrap
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

BOX_W, BOX_H, GAP_X, GAP_Y = 190, 70, 56, 18
LIMIT = 40  # boxes; what goes beyond stands in the list alone
STANDING = {"valid": _l("valid"), "untrusted": _l("untrusted"), "broken": _l("a check failed"), "unknown": _l("nothing said")}


def provenance(graph: Mapping[str, Any]) -> SafeString:
    """Boxes by distance from the file, lines from what was used to what was made. "" where there is only the file itself."""
    nodes = {one["id"]: one for one in graph["nodes"]}
    edges = [(one["from"], one["to"], one.get("relation", "")) for one in graph["edges"] if one["from"] in nodes and one["to"] in nodes]
    if len(nodes) < 2:
        return SafeString("")
    depth = _depths([one["id"] for one in graph["nodes"] if one.get("active")] or [next(iter(nodes))], edges)
    kept = sorted((key for key in nodes if key in depth), key=lambda key: depth[key])[:LIMIT]
    columns: dict[int, list[str]] = {}
    for key in kept:
        columns.setdefault(depth[key], []).append(key)
    deepest, tallest = max(columns), max(len(column) for column in columns.values())
    width, height = (deepest + 1) * (BOX_W + GAP_X) - GAP_X, tallest * (BOX_H + GAP_Y) - GAP_Y
    at = {}
    for far, column in columns.items():
        top = (height - (len(column) * (BOX_H + GAP_Y) - GAP_Y)) / 2
        for row, key in enumerate(column):
            at[key] = ((deepest - far) * (BOX_W + GAP_X), top + row * (BOX_H + GAP_Y))
    lines = format_html_join(
        "", '<path class="prov-line" d="M{} {}C{} {} {} {} {} {}"/>', (_curve(at[a], at[b]) for a, b, _r in edges if a in at and b in at)
    )
    boxes = format_html_join("", "{}", ((_box(nodes[key], *at[key]),) for key in kept))
    return format_html(
        '<svg class="prov" viewBox="-2 -2 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}</svg>',
        width + 4, height + 4, width + 4, height + 4, _("From what this file was made; the list below says the same"), lines, boxes,
    )  # fmt: skip


def _depths(roots: list[str], edges: list[tuple[str, str, str]]) -> dict[str, int]:
    """How far each node is from the file; rings end where they began."""
    found, front = dict.fromkeys(roots, 0), roots
    while front:
        front = [start for start, end, _relation in edges if end in front and start not in found]
        far = max(found.values()) + 1
        found.update(dict.fromkeys(front, far))
        front = list(dict.fromkeys(front))
    return found


def _curve(start: tuple[float, float], end: tuple[float, float]) -> tuple[Any, ...]:
    x, y = start[0] + BOX_W, start[1] + BOX_H / 2
    u, v = end[0], end[1] + BOX_H / 2
    bend = (u - x) / 2
    return tuple(f"{number:g}" for number in (x, y, x + bend, y, u - bend, v, u, v))


def _box(node: Mapping[str, Any], x: float, y: float) -> SafeString:
    standing = node.get("standing", "unknown")
    title = textwrap.shorten(str(node.get("title") or _("without a title")), 26, placeholder="…") or str(node["title"])[:25] + "…"
    signer = textwrap.shorten(str(node.get("signer") or ""), 25, placeholder="…")
    return format_html(
        '<g class="prov-box prov-{}{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>'
        '<text x="{}" y="{}" class="prov-title">{}</text><text x="{}" y="{}">{}</text><text x="{}" y="{}" class="prov-state">{}</text></g>',
        standing, " prov-active" if node.get("active") else "", node.get("title") or "", f"{x:g}", f"{y:g}", BOX_W, BOX_H,
        f"{x + 10:g}", f"{y + 21:g}", title, f"{x + 10:g}", f"{y + 40:g}", signer, f"{x + 10:g}", f"{y + 58:g}", STANDING.get(standing, standing),
    )  # fmt: skip
