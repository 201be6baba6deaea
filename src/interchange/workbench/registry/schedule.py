"""What the clock does in the register."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.workbench.registry import indexing
from interchange.workbench.registry.actions import bulk


@every("registry.index", minutes=15)
def index(at: datetime) -> object:
    """A new signed index where something public changed."""
    return indexing.make_edition(at)


@every("registry.batches", minutes=10)
def batches(at: datetime) -> int:
    """Bulk registrations whose worker died go on."""
    return bulk.revive(at)
