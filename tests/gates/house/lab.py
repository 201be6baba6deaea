"""The laboratory: an experiment that a member runs for themselves, one that waits for an officer; the starter experiments are published."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.lab import actions
from interchange.workbench.lab.actions.making import move
from interchange.workbench.lab.models import Experiment
from interchange.workbench.signals.trials import results
from tests.gates.house import House


def build(house: House, world: World, at: datetime) -> None:
    """Each with its word. Nothing is really tried: the result is one that came with the house."""
    member = world.mapper(1)
    starter = Experiment.objects.filter(owner__isnull=True, media="text").get()
    given = {"corpus": "texts", "count": 2, "ready": ["upper"], "signals": ["iscc-text"]}

    def made(word: str, state: str):
        found = actions.make(member, title=f"Experiment {word}", question=f"Question {word}", **given, at=at)
        found.recipe, found.result, found.digest, found.tools = (
            starter.recipe,
            {**starter.result, "digest": results.VERSION},
            word[:8],
            starter.tools,
        )
        for verb in ("run", "finish", *(["submit"] if state == "submitted" else [])):
            move(SYSTEM, found, verb, at)
        found.save()
        return found

    own = made(house.secret("labown", "an experiment that its owner has not handed in", "member"), "done")
    waiting = made(house.secret("labwait", "an experiment that waits for an officer", "member", "officer"), "submitted")
    things = {"own": {"slug": own.slug}, "waiting": {"slug": waiting.slug}, "starter": {"slug": starter.slug}}
    for name in ("experiment", "do", "decide", "forward"):
        house.kwargs[f"lab:{name}"] = things
    house.kwargs["lab:download"] = {
        **{f"{thing}-result": {**kwargs, "name": "result.csv"} for thing, kwargs in things.items()},
        "starter-picture": {**things["starter"], "name": "matrix.svg"},
    }
