"""Numbers: TEN/APP/2026/0001 of files and letters, TEN/3/2 REV. of documents. Given once, never reused.

Documents follow the pattern of WIPO's: body/session/number, between sessions body/IS/year/number; what appears under a number is told
apart by a mark (DOMAIN X7).
"""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.models import NumberSeries

BETWEEN = "IS"  # intersessional: TEN/IS/2026/2


class Mark(models.TextChoices):
    """What tells the appearances of one document apart. The first text of a paper has none."""

    PROVISIONAL = "PROV", _("Provisional")
    REVISION = "REV", _("Revision")
    CORRIGENDUM = "CORR", _("Corrigendum")
    ADDENDUM = "ADD", _("Addendum")
    SUMMARY = "SUMMARY", _("Summary")


def next_number(series: str, year: int, *, body: str = "TEN", width: int = 4) -> str:
    """Give the next number of a series in a year. Call it inside the action's transaction: a rolled-back action gives it back.

    Pattern: body/series/year/number (DOMAIN X7). The row lock makes two callers at once wait for one another.
    """
    return next_numbers(series, year, 1, body=body, width=width)[0]


def next_numbers(series: str, year: int, count: int, *, body: str = "TEN", width: int = 4) -> list[str]:
    """Give that many numbers of a series in a row, at the cost of one. The same rules as `next_number`."""
    last = _next(series, year, count) if count else 0
    return [f"{body}/{series}/{year}/{number:0{width}d}" for number in range(last - count + 1, last + 1)]


def next_under(prefix: str) -> str:
    """Give the next number under a prefix: "TEN/3" gives TEN/3/1, then TEN/3/2; "TEN/3/INF" counts by itself. At most 20 characters."""
    return f"{prefix}/{_next(prefix, 0)}"


def symbol(number: str, mark: str, count: int = 1) -> str:
    """The number with its mark as it is printed: "TEN/3/1 PROV.", "TEN/3/2 REV. 2", "TEN/3/4 SUMMARY"."""
    if not mark:
        return number
    words = mark if mark == Mark.SUMMARY else f"{mark}."
    return f"{number} {words}" if count == 1 else f"{number} {words} {count}"


def _next(series: str, year: int, count: int = 1) -> int:
    with transaction.atomic():
        NumberSeries.objects.get_or_create(series=series, year=year)
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
        row.last += count
        row.save(update_fields=["last"])
        return row.last
