"""What the clock does in this room."""

from datetime import datetime

from interchange.desk.transparency import actions
from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM


@every("transparency.count", minutes=60)
def count(at: datetime) -> int:
    """Count the live report anew."""
    return int(actions.count_anew(SYSTEM, at=at).data["journal"]["links"])
