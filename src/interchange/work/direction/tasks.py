"""What the worker reckons."""

from django_tasks import task

from interchange.ground import clock
from interchange.work.direction.actions import counting


@task()
def count_round(round_id: int) -> None:
    """Count a closed round."""
    counting.count(round_id, at=clock.now())
