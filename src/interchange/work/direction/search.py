"""What of the room can be found: topics by members, work items by everybody."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.work.direction.models import Proposal, WorkItem
from interchange.work.direction.vocabulary import ProposalState


def _topic(one: Proposal) -> Document | None:
    if one.state == ProposalState.DRAFT:
        return None
    return Document(one.title, " · ".join([one.number, one.problem, one.output]), f"/direction/proposals/{one.pk}/")


def _item(one: WorkItem) -> Document:
    return Document(one.title, " · ".join([one.number, one.charter, one.report]), f"/direction/items/{one.pk}/")


define("topic", label=_("Topics proposed"), model=Proposal, verb="topic.list", document=_topic)
define("work-item", label=_("Work items"), model=WorkItem, verb="work-item.view", document=_item)
