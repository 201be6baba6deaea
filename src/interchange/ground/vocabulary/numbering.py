"""Document numbers: TEN/APP/2026/0001, TEN/LET/2026/0042. Given once, never reused."""

from django.db import transaction

from interchange.ground.vocabulary.models import NumberSeries


def next_number(series: str, year: int, *, body: str = "TEN", width: int = 4) -> str:
    """Give the next number of a series in a year. Call it inside the action's transaction: a rolled-back action gives it back.

    Pattern: body/series/year/number (DOMAIN X7). The row lock makes two callers at once wait for one another.
    """
    with transaction.atomic():
        NumberSeries.objects.get_or_create(series=series, year=year)
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
        row.last += 1
        row.save(update_fields=["last"])
        return f"{body}/{series}/{year}/{row.last:0{width}d}"
