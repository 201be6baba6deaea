"""What the worker runs."""

from django_tasks import task

from interchange.workbench.lab import actions
from interchange.workbench.lab.vocabulary import State


@task
def run_experiment(pk: int) -> str:
    """Work on an experiment for some seconds and queue the rest. Returns the state reached."""
    state = actions.carry_on(pk)
    if state == State.RUNNING:
        run_experiment.enqueue(pk)
    return state
