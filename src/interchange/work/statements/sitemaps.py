"""What search engines may list: statements, rounds and briefings that everybody may read."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.shell import sitemaps


class StatementMap(Sitemap):  # type: ignore[type-arg]
    """Published statements."""

    def items(self) -> "QuerySet[Any]":
        """Those whose words a visitor may read."""
        return rows(VISITOR, "statement.read").order_by("pk")

    def lastmod(self, item: Any) -> Any:
        """When it was answered, or filed."""
        return item.answered_at or item.filed_at


class RoundMap(Sitemap):  # type: ignore[type-arg]
    """Public rounds."""

    def items(self) -> "QuerySet[Any]":
        """Those that were opened to everybody."""
        return rows(VISITOR, "consultation.view").order_by("pk")

    def lastmod(self, item: Any) -> Any:
        """When its final text was published, or it was opened."""
        return item.published_at or item.opens_at


class BriefingMap(Sitemap):  # type: ignore[type-arg]
    """Public briefings."""

    def items(self) -> "QuerySet[Any]":
        """Those released to everybody."""
        return rows(VISITOR, "briefing.view").order_by("pk")

    def lastmod(self, item: Any) -> Any:
        """When it was released."""
        return item.released_at


sitemaps.define("statements", StatementMap)
sitemaps.define("rounds", RoundMap)
sitemaps.define("briefings", BriefingMap)
