"""The neighbourhood of a concept as a picture: SVG made on the server, links in it, an equal list beside it on the page."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, ROW, BOX, PAD = 720, 40, 30, 14
_COLUMNS = {"broader": 0, "centre": 250, "narrower": 500}
_BOX_WIDTH = 206
MOST = 14  # boxes in a column


@dataclass(frozen=True)
class Spot:
    """A concept in the picture."""

    slug: str
    label: str


def neighbourhood(centre: Spot, broader: list[Spot], narrower: list[Spot], related: list[Spot]) -> SafeString:
    """Broader concepts left, narrower right, related below; at most fourteen in a column, the list beside the picture holds all."""
    left, right, under = broader[:MOST], narrower[:MOST], related[:MOST]
    rows = max(1, len(left), len(right))
    middle = PAD + (rows * ROW) / 2
    parts: list[SafeString] = []
    boxes: list[SafeString] = []
    for column, spots in (("broader", left), ("narrower", right)):
        top = middle - len(spots) * ROW / 2
        x = _COLUMNS[column]
        for place, spot in enumerate(spots):
            y = top + place * ROW + ROW / 2
            start, end = (x + _BOX_WIDTH, _COLUMNS["centre"]) if column == "broader" else (_COLUMNS["centre"] + _BOX_WIDTH, x)
            ends = (y, middle) if column == "broader" else (middle, y)
            bend = (start + end) / 2
            parts.append(
                format_html('<path class="edge" d="M{} {}C{} {} {} {} {} {}"/>', start, ends[0], bend, ends[0], bend, ends[1], end, ends[1])
            )
            boxes.append(_box(spot, x, y))
    base = PAD + rows * ROW + (20 if under else 0)
    for place, spot in enumerate(under):
        x = list(_COLUMNS.values())[place % 3]
        y = base + (place // 3) * ROW + ROW / 2
        parts.append(
            format_html(
                '<path class="edge edge-related" d="M{0} {1}V{2}H{3}V{4}"/>',
                _COLUMNS["centre"] + _BOX_WIDTH / 2,
                middle + BOX / 2,
                y - ROW / 2 - 1,  # a bus above each row, so that no line crosses a box
                x + _BOX_WIDTH / 2,
                y - BOX / 2,
            )
        )
        boxes.append(_box(spot, x, y))
    boxes.append(_box(centre, _COLUMNS["centre"], middle, css="node node-here"))
    height = base + -(-len(under) // 3) * ROW + PAD
    return format_html(
        '<svg class="concept-map" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH,
        round(height),
        WIDTH,
        round(height),
        _("Concepts around %s; the list says the same") % centre.label,
        format_html_join("", "{}", ((part,) for part in parts)),
        format_html_join("", "{}", ((box,) for box in boxes)),
    )


NARROW, STEP = 340, 24


def ladder(centre: Spot, broader: list[Spot], narrower: list[Spot], related: list[Spot]) -> SafeString:
    """The same for a narrow screen: broader above, the concept, narrower and then related ones below it, each level further in."""
    left, right, under = broader[:MOST], narrower[:MOST], related[:MOST]
    rows = [*((spot, 0, "") for spot in left), (centre, 1 if left else 0, "here"), *((s, 2 if left else 1, "") for s in right)]
    rows += [(spot, 2 if left else 1, "related") for spot in under]
    parts: list[SafeString] = []
    boxes: list[SafeString] = []
    home = len(left)
    for place, (spot, level, what) in enumerate(rows):
        x, y = level * STEP, PAD + place * ROW + ROW / 2
        if place != home:
            spine = (min(level, rows[home][1]) * STEP) + STEP / 2
            first, last = sorted((y, PAD + home * ROW + ROW / 2))
            end = f"M{spine} {first + (BOX / 2 if place < home else 0)}V{last}" + (f"H{rows[home][1] * STEP}" if place < home else f"H{x}")
            parts.append(format_html('<path class="edge{}" d="{}"/>', " edge-related" if what == "related" else "", end))
        boxes.append(_box(spot, x, y, css="node node-here" if what == "here" else "node", width=NARROW - 2 * STEP))
    height = round(2 * PAD + len(rows) * ROW)
    return format_html(
        '<svg class="concept-map concept-ladder" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">{3}{4}</svg>',
        NARROW,
        height,
        _("Concepts around %s; the list says the same") % centre.label,
        format_html_join("", "{}", ((part,) for part in parts)),
        format_html_join("", "{}", ((box,) for box in boxes)),
    )


def _box(spot: Spot, x: float, y: float, css: str = "node", width: int = _BOX_WIDTH) -> SafeString:
    label = spot.label if len(spot.label) <= 29 else spot.label[:28].rstrip() + "…"
    return format_html(
        '<a href="/lexicon/{}"><title>{}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/><text x="{}" y="{}" text-anchor="middle">{}</text></a>',
        spot.slug,
        spot.label,
        css,
        x + 1,
        round(y - BOX / 2, 1),
        width - 2,
        BOX,
        x + width / 2,
        round(y + 4.5, 1),
        label,
    )
