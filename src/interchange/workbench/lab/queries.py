"""Reading experiments, and the store of answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.lab.models import Answer, Experiment
from interchange.workbench.lab.vocabulary import State
from interchange.workbench.signals.trials import results
from interchange.workbench.signals.trials.running import Answer as Told

LIGHT = ("result", "recipe")


class Kept:
    """The store of answers in the database. All of a file's are kept together or none."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def get(self, keys: list[str]) -> Mapping[str, Told]:
        """Those that are known. One query."""
        return dict(Answer.objects.filter(pk__in=keys).values_list("pk", "data"))

    def put(self, made: Mapping[str, Told]) -> None:
        """Keep some; what another worker has kept meanwhile stays."""
        Answer.objects.bulk_create([Answer(key=key, data=data, made_at=self.at) for key, data in made.items()], ignore_conflicts=True)


def published(viewer: Viewer) -> "QuerySet[Experiment]":
    """Published experiments, newest first."""
    return rows(viewer, "experiment.list").defer(*LIGHT).order_by("-published_at", "-pk")


def mine(viewer: Viewer) -> "QuerySet[Experiment]":
    """The viewer's own that are not published."""
    return rows(viewer, "experiment.own").exclude(state=State.PUBLISHED).defer(*LIGHT)


def to_decide(viewer: Viewer) -> "QuerySet[Experiment]":
    """Those that wait for an officer."""
    return rows(viewer, "experiment.decide").defer(*LIGHT).order_by("submitted_at")


def about(viewer: Viewer, code: str) -> list[Experiment]:
    """Published experiments that tried signals of a tool of the map, newest first. One query."""
    found = rows(viewer, "experiment.list", Experiment.objects.filter(tools__icontains=f'"{code}"'))
    return list(found.order_by("-published_at", "-pk")[:5])


def tools(result: Mapping[str, Any]) -> list[str]:
    """Codes of the map's tools of which a result speaks."""
    return list(dict.fromkeys(one["tool"] for one in result.get("signals", ()) if one["tool"]))


def narrowed(result: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A result with the signals of one tool alone, for its page."""
    kept = {one["id"] for one in result["signals"] if one["tool"] == code}
    lines = [{**line, "cells": {name: cell for name, cell in line["cells"].items() if name in kept}} for line in result["lines"]]
    return {**result, "signals": [one for one in result["signals"] if one["id"] in kept], "lines": lines}


def stale(result: Mapping[str, Any], signals: Iterable[str] | None = None) -> dict[str, tuple[str, str]]:
    """Signals (of those named) whose version is not the one that was tried."""
    wanted = None if signals is None else set(signals)
    return {name: pair for name, pair in results.stale(result).items() if wanted is None or name in wanted}
