"""The matrix as a picture for elsewhere, maturity bars, the timeline."""

from collections import Counter
from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from interchange.knowledge.landscape.atlas import Atlas, places
from interchange.knowledge.landscape.drawing.parts import ACCENT, INK, ON_SHADE, RULE, SHADES, SOFT, picture, text, wrap
from interchange.knowledge.landscape.seeing.matrix import Matrix, caption


def maturity(counts: Sequence[int]) -> SafeString:
    """A small bar: in production, published, draft, retired, from dark to light. Its words stand in the cell's name."""
    total = sum(counts)
    if not total:
        return SafeString("")
    x, drawn = 0.0, []
    for number, grade in zip(counts, range(1, 5), strict=False):
        if number:
            width = 24 * number / total
            drawn.append(f'<path class="m{grade}" d="M{x:.4g} 2h{width:.4g}"/>')
            x += width
    return mark_safe(f'<svg class="mat" viewBox="0 0 24 4" aria-hidden="true">{"".join(drawn)}</svg>')  # noqa: S308 - numbers only


def matrix_picture(made: Matrix, *, alone: bool = True) -> SafeString:
    """The matrix as one picture."""
    left, top, wide, tall = 190.0, 132.0, 54.0, 34.0
    body = [text(0, 18, caption(made), css="map-title", size=17, weight=600)]
    for column, (_code, label, _count, _url) in enumerate(made.heads):
        x = left + column * wide + wide / 2 + 4
        body.append(
            format_html('<text class="map-head" x="{0}" y="{1}" font-size="13" fill="{2}" transform="rotate(-48 {0} {1})">{3}</text>', f"{x:g}", top - 8, SOFT, wrap(label, 22, 1)[0])
        )  # fmt: skip
    for row, (_code, label, _count, _url, cells) in enumerate(made.lines):
        y = top + row * tall
        body.append(text(left - 10, y + 22, wrap(label, 26, 1)[0], css="map-head", size=13.5, anchor="end"))
        for column, cell in enumerate(cells):
            x = left + column * wide
            body.append(
                format_html(
                    '<rect class="shade-{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.5"/>',
                    cell.shade,
                    f"{x:g}",
                    f"{y:g}",
                    wide - 2,
                    tall - 2,
                    SHADES[cell.shade],
                    RULE,
                )
            )
            words, fill = (str(cell.count), ON_SHADE[cell.shade]) if cell.count else ("○", SOFT)
            body.append(
                text(
                    x + wide / 2 - 1,
                    y + 19,
                    words,
                    size=13,
                    fill=fill,
                    anchor="middle",
                    weight=600 if cell.count else 400,
                    css=f"on-{cell.shade}" if cell.count else "map-none",
                )
            )
            if sum(cell.maturity):
                share = (wide - 14) * cell.in_production / cell.count
                body.append(
                    format_html(
                        '<path class="map-share share-{}" d="M{} {}h{}" stroke="{}" stroke-width="2.5"/>',
                        cell.shade,
                        f"{x + 6:g}",
                        f"{y + 26:g}",
                        f"{share:.4g}",
                        ON_SHADE[cell.shade],
                    )
                )
    height = top + len(made.lines) * tall + 34
    notes = _("○ nothing found   dark line: share in production") if made.of == "tools" else _("○ nothing found")
    body.append(text(left, height - 12, notes, css="map-head", size=12, fill=SOFT))
    return picture(left + len(made.heads) * wide + 40, height, caption(made), body, alone=alone)


def years(atlas: Atlas, rows: int) -> list[tuple[str, int]]:
    """How many tools are known to exist since each year; earlier ones together."""
    counted = Counter(atlas.since[place] for place in places(rows) if place in atlas.since)
    first = 1994
    early = sum(number for year, number in counted.items() if year < first)
    last = max([*counted, first])
    return [(_("before %s") % first, early), *((str(year), counted[year]) for year in range(first, last + 1))]


def timeline(counted: list[tuple[str, int]], label: str, *, width: float = 1120, css: str = "map-wide") -> SafeString:
    """Columns, one a year."""
    height, floor = 220.0, 184.0
    step = width / len(counted)
    most = max(1, *(number for _year, number in counted))
    small = width < 600
    body = [format_html('<path class="map-line" d="M0 {0}H{1}" stroke="{2}"/>', floor, f"{width:g}", RULE)]
    for place, (year, number) in enumerate(counted):
        tall = number / most * 150
        x = place * step
        if number:
            body.append(
                format_html('<g><title>{}: {}</title><rect class="map-bar" x="{}" y="{}" width="{}" height="{}" fill="{}"/></g>', year, number, f"{x + step * 0.14:.4g}", f"{floor - tall:.4g}", f"{step * 0.72:.4g}", f"{tall:.4g}", ACCENT)
            )  # fmt: skip
            if not small or number == most:
                body.append(text(x + step / 2, floor - tall - 5, str(number), size=12, fill=INK, anchor="middle", css="map-name"))
        if not place:
            body.append(text(0, floor + 18, "≤ 1993", size=12, fill=SOFT, css="map-head"))
        elif int(year) % 5 == 0 and place > 2:
            body.append(text(x + step / 2, floor + 18, year, size=12, fill=SOFT, anchor="middle", css="map-head"))
    return picture(width, height, label, body, css=css)
