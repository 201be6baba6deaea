"""What search engines may list: the roadmap and work items."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from interchange.ground.policy.viewer import VISITOR
from interchange.ground.shell import sitemaps
from interchange.work.direction import queries
from interchange.work.direction.models import WorkItem


class ItemMap(Sitemap):  # type: ignore[type-arg]
    """Every work item."""

    def items(self) -> "QuerySet[WorkItem]":
        """Those that everybody may see."""
        return queries.items(VISITOR).order_by("pk")

    def location(self, item: WorkItem) -> str:
        """Its address."""
        return f"/direction/items/{item.pk}/"

    def lastmod(self, item: WorkItem) -> datetime | Any:
        """When it ended, was extended or adopted."""
        return item.ended_at or item.extended_at or item.adopted_at


sitemaps.define("work-items", ItemMap)
