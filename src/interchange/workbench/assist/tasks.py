"""What the worker does for this room."""

from django.db import transaction
from django.utils import translation
from django_tasks import task

from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.vocabulary import queries as vocabulary
from interchange.workbench.assist import service
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.vocabulary import RunState


@task
def answer(run_id: str) -> str:
    """Ask the service and write down what it says. A run that does not wait any more is left alone. Returns the state reached."""
    run = Run.objects.filter(pk=run_id, state=RunState.WAITING).first()
    if run is None:
        return ""
    said, problem = None, ""
    with translation.override("en"):
        try:
            said = service.ask(run.kind, run.text, language=vocabulary.LANGUAGES.get(run.language, ""))
        except service.Unanswered as failure:
            problem = str(failure)
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=run_id, state=RunState.WAITING).first()
        if run is None:  # deleted, or answered twice at once
            return ""
        run.state = RunState.DONE if said else RunState.FAILED
        run.result, run.system = (said.text, said.system) if said else ("", "")
        run.problem, run.answered_at = problem[:300], clock.now()
        run.save()
        record(SYSTEM, "assist.answered", run, at=run.answered_at, after={"state": run.state, "characters": len(run.result)})
    return run.state
