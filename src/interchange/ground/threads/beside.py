"""Links that other rooms put beside every thread: `stand(callable)`, which gets viewer and thing and gives (words, address) pairs."""

from collections.abc import Callable

from django.db.models import Model

from interchange.ground.policy.viewer import Viewer

Beside = Callable[[Viewer, Model], list[tuple[str, str]]]
STANDING: list[Beside] = []


def stand(made: Beside) -> None:
    """Register a room's links. They may cost no query."""
    STANDING.append(made)


def links(viewer: Viewer, thing: Model) -> list[tuple[str, str]]:
    """All of them, for this viewer and thing."""
    return [line for made in STANDING for line in made(viewer, thing)]
