"""The one verb of the room: publish."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from interchange.ground.disclosure.cells import steady
from interchange.ground.disclosure.models import Cell
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer


def publish(actor: Viewer, table: str, counts: Mapping[str, int], *, exclusive: bool = True, at: datetime) -> dict[str, int | None]:
    """Show a table anew: what moves, moves by five or more (`cells.steady`). Returns what is shown; harmless when nothing moved.

    `exclusive`: each person is in one group, and the total is known. Two statements and one event where nothing or something moved.
    """
    require(actor, "figures.publish")
    with transaction.atomic():
        before = {cell.group: cell for cell in Cell.objects.select_for_update().filter(table=table)}
        made = steady({group: cell.shown for group, cell in before.items()}, counts, exclusive=exclusive)
        fresh = [Cell(table=table, group=group, shown=shown, since=at) for group, shown in made.items() if group not in before]
        moved = [before[group] for group, shown in made.items() if group in before and before[group].shown != shown]
        for cell in moved:
            cell.shown, cell.since = made[cell.group], at
        if fresh or moved:
            Cell.objects.bulk_create(fresh)
            Cell.objects.bulk_update(moved, ["shown", "since"])
            record(actor, "figures.published", ("disclosure.cell", table), at=at, after={"fresh": len(fresh), "moved": len(moved)})
        return made
