"""Pictures made on the server: how near strangers come, and which parts of a picture differ."""

import math
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 660, 256, 72, 58, 42


def distances(histogram: Sequence[int], title: str) -> SafeString:
    """Bars of how many pairs of strangers lie at each distance, logarithmic; the line is the farthest distance that is searched."""
    most = max(histogram)
    steps = range(math.ceil(math.log10(most)) + 1) if most > 1 else range(2)
    top = max(steps[-1], 1)
    across, down = (WIDTH - LEFT - 8) / 65, HEIGHT - BOTTOM - TOP

    def height(count: int) -> float:
        return 0 if not count else max(2.0, (math.log10(count) + 0.15) / (top + 0.15) * down)

    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        (
            (_n(LEFT + place * across + 1), _n(HEIGHT - BOTTOM - height(count)), _n(across - 2), _n(height(count)))
            for place, count in enumerate(histogram)
            if count
        ),
    )
    lines = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="end" x="{}" y="{}">{}</text>',
        (
            (LEFT, WIDTH - 8, _n(y), _n(y), LEFT - 6, _n(y + 4), _power(step))
            for step in steps
            if (y := HEIGHT - BOTTOM - height(10**step)) > TOP - 12
        ),
    )
    marks = format_html_join(
        "",
        '<text class="middle" x="{}" y="{}">{}</text>',
        ((_n(LEFT + (place + 0.5) * across), HEIGHT - BOTTOM + 18, place) for place in range(0, 65, 8)),
    )
    limit = LEFT + 9 * across
    return format_html(
        '<svg class="distances" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}<line class="limit" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}">{}</text><text class="end" x="{}" y="{}">{}</text><text class="middle" x="{}" y="{}">{}</text></svg>',
        WIDTH, HEIGHT, _("%s: pairs of strangers by distance") % title, lines, bars, marks, _n(limit), _n(limit), TOP - 34, HEIGHT - BOTTOM, _n(limit + 6), TOP - 24, _("searched to here"),
        LEFT - 6, TOP - 24, _("pairs"), _n(LEFT + (WIDTH - LEFT - 8) / 2), HEIGHT - 12, _("distance in bits, of 64"),
    )  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.1f}"


def _power(step: int) -> str:
    return f"{10**step:,}".replace(",", "\u202f") if step < 4 else f"10{''.join('⁰¹²³⁴⁵⁶⁷⁸⁹'[int(one)] for one in str(step))}"


def regions(alike: Sequence[int], unlike: Sequence[int]) -> SafeString:
    """Sixteen parts of a picture: which agree, which differ (crossed), which are flat and say nothing (empty)."""
    parts = []
    for place in range(16):
        x, y = 2 + place % 4 * 30, 2 + place // 4 * 22
        state = "unlike" if place in unlike else "alike" if place in alike else "flat"
        parts.append(format_html('<rect class="{}" x="{}" y="{}" width="28" height="20"/>', state, x, y))
        if state == "unlike":
            parts.append(format_html('<path d="M{} {}l28 20m0 -20l-28 20"/>', x, y))
    return format_html('<svg class="regions" viewBox="0 0 122 92" role="img" aria-label="{}">{}</svg>', _("Parts of the picture; those that differ are crossed"), format_html_join("", "{}", ((part,) for part in parts)))  # fmt: skip
