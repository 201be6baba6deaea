"""Small pictures of the room, as SVG made on the server."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

HIGH, WIDE, MOST = 48, 12, 40


def years(counts: list[tuple[int, int]], since: int | None = None, until: int | None = None) -> SafeString:
    """How many records each year has, as columns; the years chosen are darker. Empty years are gaps. The exact numbers are in titles."""
    if len(counts) < 2:
        return SafeString("")
    known = dict(counts)
    last = counts[-1][0]
    first = max(counts[0][0], last - MOST + 1)
    tallest = max(known.values())
    columns = []
    for place, year in enumerate(range(first, last + 1)):
        number = known.get(year, 0)
        height = round(HIGH * number / tallest, 1) if number else 0
        chosen = (since is None or year >= since) and (until is None or year <= until)
        columns.append((place * WIDE + 1, HIGH - height, WIDE - 2, height, "bar-fill" if chosen else "bar-bed", f"{year}: {number}"))
    drawn = format_html_join("", '<g><title>{5}</title><rect x="{0}" y="{1}" width="{2}" height="{3}" class="{4}"/></g>', columns)
    label = _("Records by year, %(first)d to %(last)d") % {"first": first, "last": last}
    return format_html(
        '<svg class="chart year-columns" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg><p class="meta year-ends"><span>{}</span><span>{}</span></p>',
        (last - first + 1) * WIDE, HIGH, label, drawn, first, last,
    )  # fmt: skip
