"""What of the room can be talked about, and about what consensus is sought: whether a topic is adopted, and what a work item has made.

A work item is public; what members say about it is not.
"""

from datetime import datetime

from interchange.ground.consensus import kinds
from interchange.ground.policy.subjects import define
from interchange.network.membership import queries as membership
from interchange.work.direction.models import Proposal, WorkItem


def _members(thing: Proposal | WorkItem, at: datetime) -> list[int]:
    return membership.active_ids(at)


define(Proposal, view="topic.view", speak="topic.discuss", url=lambda one: f"/direction/proposals/{one.pk}/")
define(WorkItem, view="work-item.discuss", speak="work-item.discuss", url=lambda one: f"/direction/items/{one.pk}/")
kinds.define(Proposal, open="topic.steer", asked=_members)
kinds.define(WorkItem, open="work-item.steer", asked=_members)
