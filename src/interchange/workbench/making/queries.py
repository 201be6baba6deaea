"""Reading records."""

from typing import Any

from django.db.models import Count, QuerySet

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.making import telling
from interchange.workbench.making.models import Making, Step


def mine(viewer: Viewer) -> "QuerySet[Making]":
    """The viewer's own records with their number of steps, last changed first."""
    return rows(viewer, "making.own", Making.objects.annotate(number=Count("steps")))


def told(making: Making) -> dict[str, Any]:
    """Everything that a page of the disclosure shows. Two queries."""
    steps, files = list(making.steps.all()), list(making.files.all())
    return {
        "making": making,
        "steps": steps,
        "files": files,
        "told": telling.disclosure(making, steps, files),
        "prompts": {one.pk for one in telling.shown_prompts(steps)},
        "label": telling.label(making, steps),
    }


def step_of(making: Making, step_id: int) -> Step | None:
    """A step of the record."""
    return making.steps.filter(pk=step_id).first()
