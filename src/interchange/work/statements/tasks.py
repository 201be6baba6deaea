"""What the worker does."""

from django_tasks import task

from interchange.ground import clock


@task()
def carry_on(release_id: int) -> None:
    """Write to every State that a release has not reached."""
    from interchange.work.statements.actions import releasing

    releasing.carry_on(release_id, at=clock.now())
