"""Long work, done by the worker."""

from django_tasks import task

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import viewer_for


@task
def write_file(release_id: int, kind: str) -> None:
    """Write a release in one format."""
    from interchange.knowledge.lexicon import actions

    actions.make_file(release_id, kind, at=clock.now())


@task
def write_run(run_id: int, person_id: int) -> None:
    """Write what was chosen of an import, as the person who started it; started again after a stop, it goes on."""
    from interchange.knowledge.lexicon import actions

    at = clock.now()
    actions.write_import(viewer_for(Person.objects.get(pk=person_id), at=at, second_factor=True), run_id, at=at)
