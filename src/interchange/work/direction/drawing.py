"""The pictures of a result: what each profile says of an item with its interval, and how far its rank depends on anybody. Each has its words beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, ROW, LABEL = 300, 18, 130


def profiles(parts: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> SafeString:
    """One line a profile, always in the same order: its name, a dot where it stands between nobody (0) and everybody (1), and its interval of 90 %."""
    drawn = []
    for number, part in enumerate(parts):
        y = number * ROW + ROW // 2
        name = labels.get(part["profile"], _("Small profiles"))
        words = format_html('<text class="spread-name" x="{}" y="{}">{}</text>', LABEL - 8, y + 4, name)
        if not part["enough"]:
            drawn.append(
                format_html('<g>{}<text class="spread-few" x="{}" y="{}">{}</text></g>', words, LABEL, y + 4, _("not enough votes"))
            )
            continue
        low, middle, high = (LABEL + float(part[key]) * WIDTH for key in ("low", "p", "high"))
        drawn.append(
            format_html(
                '<g><title>{}: {} %</title>{}<path class="spread-line" d="M{} {}H{}"/><circle class="spread-dot" cx="{}" cy="{}" r="5"/></g>',
                name,
                round(100 * float(part["p"])),
                words,
                f"{low:.1f}",
                y,
                f"{high:.1f}",
                f"{middle:.1f}",
                y,
            )
        )
    height = max(1, len(parts)) * ROW
    return format_html(
        '<svg class="chart opinion" viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="spread-zero" d="M{} 0V{}"/>{}</svg>',
        LABEL + WIDTH + 8, height, _("How far each profile agrees; the table of all figures has the numbers"), LABEL + WIDTH // 2, height, format_html_join("", "{}", ((one,) for one in drawn)),
    )  # fmt: skip


def places(rank: int, least: int, most: int, count: int) -> SafeString:
    """A line from the first place to the last with the rank and the range it moves in when anybody is left out."""
    step = WIDTH / max(1, count - 1)

    def x(place: int) -> str:
        return f"{8 + (place - 1) * step:.1f}"

    return format_html(
        '<svg class="chart places" viewBox="0 0 {} 22" role="img" aria-label="{}"><path class="spread-zero" d="M8 11H{}"/><path class="places-range" d="M{} 11H{}"/>'
        '<circle class="spread-dot" cx="{}" cy="11" r="6"/></svg>',
        WIDTH + 16, _("Rank %(rank)d, between %(least)d and %(most)d") % {"rank": rank, "least": least, "most": most}, WIDTH + 8, x(least), x(most), x(rank),
    )  # fmt: skip
