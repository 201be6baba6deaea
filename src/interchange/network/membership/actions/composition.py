"""How the network is made up, for everyone (X1)."""

from datetime import datetime

from interchange.ground.disclosure.actions import publish
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.network.membership import queries


def publish_composition(actor: Viewer, *, at: datetime) -> int:
    """Publish the splits of the membership; small groups are hidden and figures move by five at least. Returns how many splits."""
    require(actor, "figures.publish")
    counted = queries.counted()
    for scheme, counts in counted.items():
        publish(actor, queries.table(scheme), counts, exclusive=scheme != "sectors", at=at)
    return len(counted)
