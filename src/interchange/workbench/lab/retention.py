"""What is kept how long."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from interchange.ground.jobs.retention import retain, untouched_since
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.lab.actions.making import erase
from interchange.workbench.lab.models import Answer, Experiment
from interchange.workbench.lab.vocabulary import State, lab_months


def _due(at: datetime) -> Iterator[Experiment]:
    old = Experiment.objects.exclude(state__in=[State.PUBLISHED, State.SUBMITTED]).defer("result", "recipe")
    yield from untouched_since(old, at - timedelta(days=30 * lab_months()))


def _erase(found: Experiment, at: datetime) -> None:
    erase(SYSTEM, found, at=at)


def _answers(at: datetime) -> Iterator[datetime]:
    """One thing for all of them: the day before which they go."""
    before = at - timedelta(days=30 * lab_months())
    if Answer.objects.filter(made_at__lt=before).exists():
        yield before


retain(
    "lab.experiments",
    why="A result that was never published serves its owner for a time.",
    due=_due,
    describe=lambda one: f"experiment {one.number}",
    erase=_erase,
)
retain(
    "lab.answers", why="Answers of trials are kept so that the same is not tried twice; versions move on.", due=_answers,
    describe=lambda before: f"answers before {before:%Y-%m-%d}", erase=lambda before, at: Answer.objects.filter(made_at__lt=before).delete(),
)  # fmt: skip
