"""Reading what may be shown."""

from collections.abc import Collection
from datetime import datetime

from interchange.ground.disclosure.models import Cell


def shown(tables: Collection[str]) -> dict[str, dict[str, int | None]]:
    """For each table its groups with their counts, largest first, hidden ones (None) last. One query."""
    found: dict[str, dict[str, int | None]] = {table: {} for table in tables}
    for cell in sorted(Cell.objects.filter(table__in=tables), key=lambda one: (-(one.shown or 0), one.group)):
        found[cell.table][cell.group] = cell.shown
    return found


def moved_at(tables: Collection[str]) -> datetime | None:
    """When any cell of the tables moved last. One query."""
    return Cell.objects.filter(table__in=tables).order_by("-since").values_list("since", flat=True).first()
