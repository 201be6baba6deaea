"""What the clock does here: old counts go."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.machines import limits


@every("machines.forget-windows", minutes=60)
def forget_windows(at: datetime) -> None:
    """Network addresses, even hashed, are not kept longer than limits need them."""
    limits.forget(at.timestamp())
