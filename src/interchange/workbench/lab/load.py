"""The starter experiment: tried when the house was built, on files made here; `python -m scripts.starter_experiment` makes it anew."""

import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.search import actions as search
from interchange.ground.vocabulary.numbering import next_number
from interchange.workbench.lab import queries
from interchange.workbench.lab.models import Experiment
from interchange.workbench.lab.vocabulary import State
from interchange.workbench.signals.trials import recipe as recipes

DATA = Path(__file__).parent / "data"


def starter() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(title and question, result) of each experiment that comes with the house."""
    words = yaml.safe_load((DATA / "starter.yaml").read_text(encoding="utf-8"))
    return [(one, json.loads((DATA / f"{one['id']}.json").read_text(encoding="utf-8"))) for one in words]


def load() -> None:
    """Bring the starter experiments in; one that is there with the same result is left alone, another result takes its place."""
    at = clock.now()
    for words, result in starter():
        with transaction.atomic():
            found = Experiment.objects.select_for_update().filter(owner__isnull=True, title=words["title"]).first()
            if found is not None and found.digest == result["digest"]:
                continue
            recipe = recipes.read(result["recipe"])
            given = {
                "question": words["question"], "state": State.PUBLISHED, "recipe": result["recipe"], "media": recipe.media, "total": recipe.trials,
                "done": recipe.trials, "result": result, "digest": result["digest"], "tools": queries.tools(result), "ended_at": at, "published_at": at,
            }  # fmt: skip
            if found is None:
                found = Experiment.objects.create(number=next_number("LAB", at.year), title=words["title"], made_at=at, **given)
            else:
                Experiment.objects.filter(pk=found.pk).update(**given)
                found.refresh_from_db()
            record(SYSTEM, "experiment.loaded", found, at=at, after={"state": found.state, "digest": found.digest})
            search.put(found)
