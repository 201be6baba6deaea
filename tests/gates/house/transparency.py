"""Transparency: the live report, an edition that is out, a draft that is not."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.desk.transparency import actions
from interchange.ground.policy.viewer import SYSTEM
from tests.gates.house import House


def build(house: House, world: World, at: datetime) -> None:
    """A draft with its word; the live report counts whatever the rooms before left in the journal."""
    live = actions.count_anew(SYSTEM, at=at)
    year = max(one for one in live.data["years"] if one < at.year)
    word = house.secret("edition", "the draft of a yearly edition", "officer")
    actions.draft_edition(world.officer, year, note=f"Remark {word}", at=at)
    house.kwargs |= {"transparency:edition": {"draft": {"year": year}}}
