"""What the clock does in this room."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.workbench.lab import actions


@every("lab.revive", minutes=10)
def revive(at: datetime) -> int:
    """Experiments whose worker died."""
    return actions.revive(at)


@every("lab.versions", minutes=720)
def versions(at: datetime) -> int:
    """Evidence on the map whose reader has moved on."""
    return actions.check_versions(at)
