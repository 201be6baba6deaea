"""What the clock does here: pictures that were held for labelling go."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.workbench.bench.actions.labelling import forget_pictures


@every("bench.forget-pictures", minutes=5)
def forget(at: datetime) -> None:
    """Pictures are held half an hour and no longer."""
    forget_pictures(at)
