"""The pictures of the room: what each profile says of an item with its interval, how far its rank depends on anybody, and a work item's time.

Each is drawn in its own size, so that its words are as large on a telephone as on a desk, and has its words beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

SIZE = 340  # all pictures are as wide, in pixels
LABEL, PLOT, ROW = 122, 172, 20
LINE, EDGE, REACH = 26, 16, 9
TICKS_MOST = 20


def profiles(parts: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> SafeString:
    """One line a profile, always in the same order: its name, a dot where it stands between nobody (0) and everybody (1), its interval of 90 %, the share."""
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
        low, middle, high = (LABEL + float(part[key]) * PLOT for key in ("low", "p", "high"))
        drawn.append(
            format_html(
                '<g>{}<path class="spread-line" d="M{} {}H{}"/><circle class="spread-dot" cx="{}" cy="{}" r="5"/>'
                '<text class="spread-share" x="{}" y="{}">{} %</text></g>',
                words,
                f"{low:.1f}",
                y,
                f"{high:.1f}",
                f"{middle:.1f}",
                y,
                SIZE,
                y + 4,
                round(100 * float(part["p"])),
            )
        )
    height = max(1, len(parts)) * ROW
    return format_html(
        '<svg class="chart sized opinion" viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="spread-zero" d="M{} 0V{}"/>{}</svg>',
        SIZE, height, _("How far each profile agrees; the table of all figures has the numbers"), LABEL + PLOT // 2, height, format_html_join("", "{}", ((one,) for one in drawn)),
    )  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """Where one organisation would bring an item: with its full weight (None: it has it), and without it."""

    full: int | None
    without: int


def places(rank: int, least: int, most: int, count: int, marks: Marks | None = None) -> SafeString:
    """A line from the first place to the last with the rank in its circle and the range in which it moves when anybody is left out; where one organisation
    pushes, an arrow from the place without it to the one that it would reach."""
    step = (SIZE - 2 * EDGE) / max(1, count - 1)

    def x(place: int) -> float:
        return EDGE + (place - 1) * step

    drawn = [format_html('<path class="places-bed" d="M{} {}H{}"/>', EDGE, LINE, SIZE - EDGE)]
    if count <= TICKS_MOST:
        drawn.append(format_html('<path class="places-tick" d="{}"/>', "".join(f"M{x(place):.0f} {LINE - 3}v6" for place in range(1, count + 1))))  # fmt: skip
    drawn.append(format_html('<path class="places-range" d="M{} {}H{}"/>', f"{x(least):.1f}", LINE, f"{x(most):.1f}"))
    said = _("Rank %(rank)d, between %(least)d and %(most)d") % {"rank": rank, "least": least, "most": most}
    if marks is not None:
        to = marks.full if marks.full is not None else rank
        drawn.append(_arrow(x(marks.without), x(to)))
        drawn.append(_ring("without", x(marks.without), marks.without, _("without it"), LINE + 22))
        if marks.full is not None:
            drawn.append(_ring("full", x(marks.full), marks.full, _("in full"), LINE - 14))
            said += ". " + _("With one organisation’s full weight %(full)d, without it %(without)d") % {
                "full": marks.full,
                "without": marks.without,
            }
        else:
            said += ". " + _("Without one organisation %d") % marks.without
    drawn.append(format_html('<circle class="places-here" cx="{}" cy="{}" r="{}"/><text class="places-rank" x="{}" y="{}">{}</text>', f"{x(rank):.1f}", LINE, REACH + 1, f"{x(rank):.1f}", LINE + 4, rank))  # fmt: skip
    return format_html(
        '<svg class="chart sized places" viewBox="0 0 {} 52" role="img" aria-label="{}">{}</svg>', SIZE, said, format_html_join("", "{}", ((one,) for one in drawn))
    )  # fmt: skip


def _ring(kind: str, x: float, rank: int, words: str, y: int) -> SafeString:
    """A hollow circle with its rank, and what it stands for above or below it; the words keep within the picture."""
    anchor, at = ("start", 0) if x < 30 else ("end", SIZE) if x > SIZE - 30 else ("middle", x)
    return format_html(
        '<circle class="places-ring {}" cx="{}" cy="{}" r="{}"/><text class="places-rank {}" x="{}" y="{}">{}</text><text class="places-word" text-anchor="{}" x="{}" y="{}">{}</text>',
        kind, f"{x:.1f}", LINE, REACH, kind, f"{x:.1f}", LINE + 4, rank, anchor, f"{at:.1f}", y, words,
    )  # fmt: skip


def _arrow(start: float, end: float) -> SafeString:
    """From where an item stood without an organisation to where that organisation would have it."""
    side = 1 if end > start else -1
    tip = end - side * (REACH + 2)
    if (tip - start) * side < 2 * REACH:
        return mark_safe("")
    return format_html(
        '<path class="places-push" d="M{} {}H{}"/><path class="places-head" d="M{} {}l{} -5v10z"/>',
        f"{start + side * REACH:.1f}", LINE, f"{tip - side * 7:.1f}", f"{tip:.1f}", LINE, -8 * side,
    )  # fmt: skip


def timeline(begins: datetime, ends: datetime, at: datetime, steps: Sequence[tuple[datetime, str]]) -> SafeString:
    """A work item from its adoption to its sunset: what has passed, today, and its milestones ("reached", "late" or "coming") where they are due."""
    length = max(1.0, (ends - begins).total_seconds())

    def x(moment: datetime) -> str:
        share = min(1.0, max(0.0, (moment - begins).total_seconds() / length))
        return f"{8 + share * (SIZE - 16):.1f}"

    drawn = [
        format_html('<path class="span-bed" d="M0 10H{}"/><path class="span-past" d="M0 10H{}"/>', SIZE - 8, x(at)),
        format_html('<path class="span-now" d="M{} 1v18"/>', x(at)) if begins <= at <= ends else "",
    ]
    shapes = {
        "reached": '<circle class="span-reached" cx="{}" cy="10" r="5"/>',
        "coming": '<circle class="span-coming" cx="{}" cy="10" r="5"/>',
        "late": '<path class="span-late" d="M{} 10m-4.5 -4.5l9 9m0 -9l-9 9"/>',
    }
    drawn += [format_html(shapes[kind], x(moment)) for moment, kind in steps]
    kinds = [kind for _moment, kind in steps]
    said = _("From adoption to sunset: %(reached)d reached, %(late)d late, %(coming)d to come") % {
        kind: kinds.count(kind) for kind in ("reached", "late", "coming")
    }
    return format_html(
        '<svg class="chart sized timeline" viewBox="0 0 {} 20" role="img" aria-label="{}">{}</svg>', SIZE, said, format_html_join("", "{}", ((one,) for one in drawn))
    )  # fmt: skip
