"""People of the laboratory's tests."""

import pytest

from interchange.ground import clock
from interchange.knowledge.landscape.tests.conftest import people as people
from interchange.workbench.lab import actions


@pytest.fixture
def at():
    return clock.now()


@pytest.fixture
def made(people, at):
    """A small experiment of Ada's, not run yet."""

    def make(**more):
        given = {
            "title": "What capitals do",
            "corpus": "texts",
            "count": 2,
            "seed": 3,
            "ready": ["upper", "look-alikes"],
            "signals": ["iscc-text", "gb-45438-text"],
        }
        return actions.make(people("ada"), at=at, **{**given, **more})

    return make


@pytest.fixture
def here(monkeypatch):
    """The trials in this process: quick, for files that were made here."""
    from interchange.workbench.signals.trials import running
    from interchange.workbench.signals.trials.process import job

    def trials(self, sample, recipe, wanted):
        said = recipe.data()["chains"]
        file = running.sha256(sample.content)
        asked = {
            "name": sample.name, "media_type": sample.media_type, "signals": list(recipe.signals), "chains": [one["steps"] for one in said],
            "seeds": [running.seed(recipe, file, one["steps"]) for one in said],
        }  # fmt: skip
        yield from zip(running.names(recipe), job(asked, sample.content, lambda what: None), strict=True)

    monkeypatch.setattr(running.Laboratory, "trials", trials)
