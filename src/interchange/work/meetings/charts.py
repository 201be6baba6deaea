"""The two pictures of the room: a session's dates on a line, and who carried the night meetings. Each goes with its table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.meetings import fairness
from interchange.work.meetings.models import Session
from interchange.work.meetings.vocabulary import CUT_OFFS

WIDTH = 640


@dataclass(frozen=True)
class Point:
    """One date on the line: its words, when it is due, when it was met, and whether it is the session itself."""

    label: str
    due_at: datetime
    met_at: datetime | None = None
    is_start: bool = False
    number: int = 0
    overdue: bool = False
    cut_off: bool = False

    @property
    def standing(self) -> str:
        """How it stands, in a word."""
        if self.is_start:
            return "start"
        if self.met_at is not None:
            return "met-late" if self.met_at > self.due_at else "met"
        if self.overdue:
            return "closed" if self.cut_off else "overdue"
        return "open"


def points(session: Session, at: datetime) -> list[Point]:
    """The dates of a session in the order of time, numbered, with its start among them. Asks nothing that was prefetched."""
    found = [
        Point(
            str(one.get_kind_display()),
            one.due_at,
            one.met_at,
            overdue=one.met_at is None and one.due_at < at,
            cut_off=one.kind in CUT_OFFS,
        )
        for one in session.deadlines.all()
    ]
    if session.starts_at:
        found.append(Point(str(_("The session")), session.starts_at, is_start=True))
    found.sort(key=lambda one: one.due_at)
    return [replace(one, number=number) for number, one in enumerate(found, 1)]


def timeline(found: Sequence[Point], at: datetime, caption: str) -> SafeString:
    """Dates as discs on a line (full: done, ring: to come, cross: missed), the session as a block, today as a stroke; numbered as in the table."""
    if len(found) < 2:
        return SafeString("")
    first, last = found[0].due_at, found[-1].due_at
    span = (last - first).total_seconds() or 1.0

    def x(moment: datetime) -> float:
        return max(0.0, min(1.0, (moment - first).total_seconds() / span)) * (WIDTH - 32) + 16

    drawn, before = [], -100.0
    for one in found:
        here = x(one.due_at)
        high = here - before < 22  # two dates close together: the number of the second goes below
        before = here if not high else -100.0
        label = format_html('<text x="{}" y="{}">{}</text>', f"{here:.1f}", 56 if high else 16, one.number)
        if one.is_start:
            shape = format_html('<rect class="time-start" x="{}" y="25" width="8" height="18"/>', f"{here - 4:.1f}")
        elif one.standing == "overdue":
            shape = format_html('<path class="time-missed" d="M{0} 29l10 10m0 -10l-10 10"/>', f"{here - 5:.1f}")
        else:
            shape = format_html(
                '<circle class="time-{}" cx="{}" cy="34" r="6"/>', "open" if one.standing == "open" else "met", f"{here:.1f}"
            )
        drawn.append(format_html("<g><title>{}. {}</title>{}{}</g>", one.number, one.label, shape, label))
    today = format_html('<path class="time-now" d="M{} 22v24"/>', f"{x(at):.1f}") if first < at < last else ""
    return format_html(
        '<svg class="chart timeline" viewBox="0 0 {width} 62" role="img" aria-label="{}"><path class="time-line" d="M16 34H{}"/>{}{}</svg>',
        caption, WIDTH - 16, today, format_html_join("", "{}", ((part,) for part in drawn)), width=WIDTH,
    )  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """One region over the series: its share in the night at each session (None: nobody asked), and the sum."""

    region: str
    label: str
    shares: list[float | None]
    total: float

    @property
    def percents(self) -> list[str]:
        """The shares in words, a dash where nobody was asked."""
        return ["–" if share is None else f"{share:.0%}" for share in self.shares]

    @property
    def nights(self) -> int:
        """At how many sessions more than half of the region sat in the night."""
        return sum(1 for share in self.shares if share is not None and share > 0.5)


def carried(sessions: Sequence[Session]) -> list[Carried]:
    """The regions that have been asked, those who carried most first."""
    regions = sorted({region for session in sessions for region in session.burden})
    sums = fairness.carried(sessions)
    rows = []
    for region in regions:
        pairs = [session.burden.get(region) for session in sessions]
        shares = [pair[0] / pair[1] if pair and pair[1] else None for pair in pairs]
        label = vocabulary.label("regions", region) if region else str(_("In no group"))
        rows.append(Carried(region, label, shares, sums.get(region, 0.0)))
    return sorted(rows, key=lambda row: (-row.total, row.label))


def strip(sessions: Sequence[Session], rows: Sequence[Carried], caption: str) -> SafeString:
    """One row a region, one column a session: the taller the fill, the more of the region sat outside 07:00-22:00."""
    if not sessions or not rows:
        return SafeString("")
    column, height = 26, 26
    drawn = []
    for y, row in enumerate(rows):
        for x, share in enumerate(row.shares):
            left, top = x * column, y * height + 3
            words = _("%(region)s, %(session)s: %(share)s") % {
                "region": row.label, "session": sessions[x].symbol, "share": _("nobody asked") if share is None else f"{share:.0%}",
            }  # fmt: skip
            fill = (share or 0) * 20
            drawn.append(
                format_html(
                    '<g><title>{}</title><rect class="night-bed" x="{}" y="{}" width="22" height="20"/>'
                    '<rect class="night-fill" x="{}" y="{}" width="22" height="{}"/></g>',
                    words, left, top, left, f"{top + 20 - fill:.1f}", f"{fill:.1f}",
                )
            )  # fmt: skip
    wide, tall = len(sessions) * column, len(rows) * height
    return format_html(
        '<svg class="chart strip" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" role="img" aria-label="{}">{}</svg>',
        caption, format_html_join("", "{}", ((part,) for part in drawn)), wide=wide, tall=tall,
    )  # fmt: skip
