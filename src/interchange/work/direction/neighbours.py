"""What this room offers to the map: a filed candidate solution can be proposed as a topic, with what it says filled in."""

from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape import neighbours


def offer(viewer: Viewer, solution: Any) -> tuple[str, str] | None:
    """(words, address) for whoever may propose topics."""
    if solution.state != "filed" or not allows(viewer, "topic.write"):
        return None
    return _("Propose it as a topic"), f"/direction/proposals/write/?solution={solution.pk}"


def introduce() -> None:
    """Register the offer, once."""
    if offer not in neighbours.HANDOVERS:
        neighbours.HANDOVERS.append(offer)
