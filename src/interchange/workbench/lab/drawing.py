"""The survival matrix as a picture: a line for each transformation, a column for each signal, darker where more files kept it. Server-made SVG; a table says the same.

Each cell has its number, and below it a line from the lower to the upper end of the 95 % interval, so that it reads in grey and on paper.
"""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interchange.knowledge.landscape.drawing.parts import ON_SHADE, RULE, SHADES, SOFT, joined, picture, text, wrap

LEFT, TOP, WIDE, TALL = 204.0, 156.0, 74.0, 38.0


def shade(cell: dict[str, Any]) -> int:
    """0 (none kept) to 5 (all of them)."""
    if not cell["of"] or not cell["kept"]:
        return 0
    return 5 if cell["kept"] == cell["of"] else 1 + min(3, int(cell["share"] * 4))


def matrix(heads: list[str], lines: list[tuple[str, list[dict[str, Any]]]], label: str, *, alone: bool = False) -> SafeString:
    """The picture. `lines` are (words, cells in the order of the heads)."""
    body = []
    for column, head in enumerate(heads):
        x = LEFT + column * WIDE + WIDE / 2 - 2
        body.append(
            format_html('<text class="map-head" x="{0}" y="{1}" font-size="12.5" fill="{2}" transform="rotate(-42 {0} {1})">{3}</text>', f"{x:g}", TOP - 10, SOFT, wrap(head, 32, 1)[0])
        )  # fmt: skip
    for row, (words, cells) in enumerate(lines):
        y = TOP + row * TALL
        said = wrap(words, 27, 2)
        for number, piece in enumerate(said):
            body.append(text(LEFT - 12, y + (21 if len(said) == 1 else 14) + number * 15, piece, css="map-name", size=13, anchor="end"))
        placed = [(LEFT + column * WIDE, y, cell) for column, cell in enumerate(cells)]
        body.append(format_html('<g stroke="{}" stroke-width="0.5">{}</g>', RULE, joined([_box(*one) for one in placed])))
        body.append(format_html('<g font-size="13" text-anchor="middle">{}</g>', joined([_number(*one) for one in placed])))
        body.append(format_html('<g stroke-width="2.5">{}</g>', joined([_span(*one) for one in placed if one[2]["of"]])))
    height = TOP + len(lines) * TALL + 40
    notes = _("kept of tried; × a check failed; line below: 95 % interval; – not tried")
    start = LEFT if len(heads) > 4 else 12.0
    body.append(text(start, height - 14, notes, css="map-head", size=12, fill=SOFT))
    return picture(
        max(LEFT + len(heads) * WIDE + 110, start + 400),
        height,
        label,
        body,
        css="map-dense lab-matrix lab-wide" if len(heads) > 4 else "map-dense lab-matrix",
        alone=alone,
    )


def _box(x: float, y: float, cell: dict[str, Any]) -> SafeString:
    tone = shade(cell)
    return format_html('<rect class="shade-{}" x="{}" y="{}" width="{}" height="{}" fill="{}"/>', tone, f"{x:g}", f"{y:g}", f"{WIDE - 4:g}", f"{TALL - 4:g}", SHADES[tone])  # fmt: skip


def _number(x: float, y: float, cell: dict[str, Any]) -> SafeString:
    tone = shade(cell)
    words = f"{cell['kept']}/{cell['of']}" + (f" ×{cell['broken']}" if cell["broken"] else "") if cell["of"] else "–"
    return format_html(
        '<text class="on-{}" x="{}" y="{}" fill="{}">{}</text>', tone, f"{x + WIDE / 2 - 2:g}", f"{y + 18:g}", ON_SHADE[tone], words
    )


def _span(x: float, y: float, cell: dict[str, Any]) -> SafeString:
    """The 95 % interval, from the left edge (none) to the right (all)."""
    tone, room = shade(cell), WIDE - 14
    low, high = x + 5 + cell["low"] * room, x + 5 + cell["high"] * room
    return format_html('<path class="map-share share-{}" d="M{} {}H{}" stroke="{}"/>', tone, f"{low:.4g}", f"{y + 27:g}", f"{high:.4g}", ON_SHADE[tone])  # fmt: skip
