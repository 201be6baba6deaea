"""The picture of a credential's history: what it was made from on the left, the file on the right. Server-made SVG; a list says the same."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

BOX_W, BOX_H, GAP_X, GAP_Y = 270, 84, 52, 18
PICTURE_W, PICTURE_H = 80, 60
LIMIT = 40  # boxes; what goes beyond stands in the list alone
STANDING = {
    "sound": _l("unchanged, signed"),
    "untrusted": _l("signer on no list"),
    "expired": _l("certificate expired"),
    "revoked": _l("certificate revoked"),
    "broken": _l("a check failed"),
    "unknown": _l("nothing said"),
}


def words(node: Mapping[str, Any]) -> str:
    """How one file of the history stands, in words."""
    return str(STANDING.get(str(node.get("standing", "unknown")), node.get("standing", "")))


def provenance(graph: Mapping[str, Any]) -> SafeString:
    """Boxes by distance from the file, lines from what was used to what was made. "" where there is only the file itself. A plain chain stands upright, so that
    it fits a narrow window; where several files were put together, what was used stands on the left."""
    nodes = {one["id"]: one for one in graph["nodes"]}
    if len(nodes) < 2:
        return SafeString("")
    edges = _edges(graph, nodes)
    depth = depths(graph)
    kept = sorted((key for key in nodes if key in depth), key=lambda key: depth[key])[:LIMIT]
    columns: dict[int, list[str]] = {}
    for key in kept:
        columns.setdefault(depth[key], []).append(key)
    deepest, tallest = max(columns), max(len(column) for column in columns.values())
    upright = tallest == 1
    step_x, step_y = BOX_W + GAP_X, BOX_H + (GAP_X // 2 if upright else GAP_Y)
    width, height = (BOX_W, (deepest + 1) * step_y - GAP_X // 2) if upright else ((deepest + 1) * step_x - GAP_X, tallest * step_y - GAP_Y)
    at = {}
    for far, column in columns.items():
        top = (height - (len(column) * step_y - GAP_Y)) / 2
        for row, key in enumerate(column):
            at[key] = (0.0, float((deepest - far) * step_y)) if upright else (float((deepest - far) * step_x), top + row * step_y)
    path = '<path class="prov-line" d="M{} {}C{} {} {} {} {} {}"/>'
    lines = format_html_join("", path, (_curve(at[a], at[b], upright) for a, b in edges if a in at and b in at))
    boxes = format_html_join("", "{}", ((_box(nodes[key], *at[key]),) for key in kept))
    return format_html(
        '<svg class="prov" viewBox="-2 -2 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}</svg>',
        width + 4, height + 4, width + 4, height + 4, _("From what this file was made; the list below says the same"), lines, boxes,
    )  # fmt: skip


def _edges(graph: Mapping[str, Any], nodes: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(one["from"], one["to"]) for one in graph["edges"] if one["from"] in nodes and one["to"] in nodes]


def depths(graph: Mapping[str, Any]) -> dict[str, int]:
    """How far each node is from the file, by the longest way, so that everything stands before what was made of it; rings end where they began."""
    nodes = {one["id"]: one for one in graph["nodes"]}
    used: dict[str, list[str]] = {}
    for start, end in _edges(graph, nodes):
        used.setdefault(end, []).append(start)
    found = {key: 0 for key, one in nodes.items() if one.get("active")} or dict.fromkeys(list(nodes)[:1], 0)
    order: list[str] = []  # each node after all that it was made of
    ahead: dict[str, list[str]] = {}  # as `used`, without the ways back of rings
    open_, done = set(), set()
    todo = [(key, False) for key in found]
    while todo:
        key, left = todo.pop()
        if left:
            open_.discard(key)
            done.add(key)
            order.append(key)
        elif key not in done and key not in open_:
            open_.add(key)
            todo.append((key, True))
            ahead[key] = [start for start in used.get(key, ()) if start not in open_]
            todo += [(start, False) for start in ahead[key]]
    for key in reversed(order):
        for start in ahead[key]:
            found[start] = max(found.get(start, 0), found.get(key, 0) + 1)
    return found


def _curve(start: tuple[float, float], end: tuple[float, float], upright: bool) -> tuple[str, ...]:
    if upright:
        x, y, u, v = start[0] + BOX_W / 2, start[1] + BOX_H, end[0] + BOX_W / 2, end[1]
        bend = (v - y) / 2
        numbers = (x, y, x, y + bend, u, v - bend, u, v)
    else:
        x, y, u, v = start[0] + BOX_W, start[1] + BOX_H / 2, end[0], end[1] + BOX_H / 2
        bend = (u - x) / 2
        numbers = (x, y, x + bend, y, u - bend, v, u, v)
    return tuple(f"{number:g}" for number in numbers)


def _box(node: Mapping[str, Any], x: float, y: float) -> SafeString:
    title = str(node.get("title") or _("without a title"))
    picture = SafeString("")
    if node.get("picture"):
        picture = format_html(
            '<image href="{}" x="{}" y="{}" width="{}" height="{}" preserveAspectRatio="xMidYMid slice"/>',
            node["picture"], f"{x + 10:g}", f"{y + 12:g}", PICTURE_W, PICTURE_H,
        )  # fmt: skip
    inset = x + 10 + (PICTURE_W + 12 if picture else 0)
    room = 20 if picture else 32  # letters of a line
    return format_html(
        '<g class="prov-box prov-{}{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="3"/>{}'
        '<text x="{}" y="{}" class="prov-title">{}</text><text x="{}" y="{}">{}</text><text x="{}" y="{}" class="prov-state">{}</text></g>',
        node.get("standing", "unknown"), " prov-active" if node.get("active") else "", title, f"{x:g}", f"{y:g}", BOX_W, BOX_H, picture,
        f"{inset:g}", f"{y + 27:g}", _short(title, room), f"{inset:g}", f"{y + 46:g}", _short(str(node.get("signer") or "").rpartition(" / ")[2], room + 3),
        f"{inset:g}", f"{y + 66:g}", words(node),
    )  # fmt: skip


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
