"""The repository's part of the site map: every record that everybody may find."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.shell.sitemaps import define
from interchange.knowledge.repository.models import Record


class RecordMap(Sitemap):  # type: ignore[type-arg]
    """Records in pages of 5,000 (the protocol allows 50,000 and 50 MB)."""

    limit = 5000

    def items(self) -> "QuerySet[Record]":
        """Public records, oldest first, so that pages stay the same when records are added."""
        return rows(VISITOR, "record.list", Record.objects.order_by("pk").only("pk", "slug", "datestamp"))

    def location(self, item: Record) -> str:
        """The record's page."""
        return item.url

    def lastmod(self, item: Record) -> datetime:
        """When harvesters last had to know of a change."""
        return item.datestamp

    def get_latest_lastmod(self) -> datetime | None:
        """The last of them, by the database."""
        return self.items().aggregate(last=Max("datestamp"))["last"]


define("repository", RecordMap)
