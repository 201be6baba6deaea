"""Pictures where people would rather look than read: small SVGs made on the server, styled by the stylesheet, readable in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Bar:
    """One bar: a value (None: hidden because too small), and where wanted a target to reach and a cap not to pass."""

    label: str
    value: float | None
    target: float | None = None
    cap: float | None = None
    note: str = ""


WIDTH, ROW, BAR = 320, 26, 12


def bars(rows: Sequence[Bar], caption: str) -> SafeString:
    """Horizontal bars: a filled bar per value, a tick where the target is, a double line at the cap. Its table goes beside it."""
    top = max([1.0, *(number for row in rows for number in (row.value or 0, row.target or 0, row.cap or 0))])

    def x(number: float) -> str:
        return f"{number / top * WIDTH:.1f}"

    drawn = []
    for index, row in enumerate(rows):
        y = index * ROW + 7
        parts = [format_html('<rect class="bar-bed" x="0" y="{}" width="{}" height="{}"/>', y, WIDTH, BAR)]
        if row.value:
            kind = (
                "bar-over"
                if row.cap is not None and row.value > row.cap
                else "bar-short"
                if row.target is not None and row.value < row.target
                else "bar-fill"
            )
            parts.append(format_html('<rect class="{}" x="0" y="{}" width="{}" height="{}"/>', kind, y, x(row.value), BAR))
        if row.target is not None:
            parts.append(format_html('<path class="bar-target" d="M{} {}v{}"/>', x(row.target), y - 4, BAR + 8))
        if row.cap is not None:
            parts.append(
                format_html(
                    '<path class="bar-cap" d="M{0} {1}v{2}M{3} {1}v{2}"/>', x(row.cap), y - 4, BAR + 8, f"{float(x(row.cap)) - 3:.1f}"
                )
            )
        drawn.append(
            format_html(
                "<g><title>{}: {}</title>{}</g>",
                row.label,
                _("fewer than 5") if row.value is None else _number(row.value),
                format_html_join("", "{}", ((part,) for part in parts)),
            )
        )
    return format_html(
        '<svg class="chart" viewBox="-2 0 {} {height}" height="{height}" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>',
        WIDTH + 4, caption, format_html_join("", "{}", ((part,) for part in drawn)), height=max(1, len(rows)) * ROW,
    )  # fmt: skip


def spread(values: Sequence[tuple[str, float, float, float]], caption: str, *, zero: bool = True) -> SafeString:
    """A dot with its interval per row: (label, low, middle, high); a line at zero where wanted."""
    if not values:
        return SafeString("")
    low = min(0.0, *(row[1] for row in values))
    high = max(0.0, *(row[3] for row in values))
    span = (high - low) or 1.0

    def x(number: float) -> str:
        return f"{(number - low) / span * WIDTH:.1f}"

    drawn = []
    for index, (label, least, middle, most) in enumerate(values):
        y = index * ROW + ROW // 2
        drawn.append(
            format_html(
                '<g><title>{}: {}</title><path class="spread-line" d="M{} {}H{}"/><circle class="spread-dot" cx="{}" cy="{}" r="5"/></g>',
                label,
                f"{middle:+.2f}",
                x(least),
                y,
                x(most),
                x(middle),
                y,
            )
        )
    line = format_html('<path class="spread-zero" d="M{} 0V{}"/>', x(0), len(values) * ROW) if zero else ""
    return format_html(
        '<svg class="chart" viewBox="-6 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH + 12,
        len(values) * ROW,
        caption,
        line,
        format_html_join("", "{}", ((part,) for part in drawn)),
    )


def _number(value: float) -> str:
    return f"{value:g}"
