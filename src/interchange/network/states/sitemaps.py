"""What search engines may list: every State's page."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.shell import sitemaps
from interchange.ground.vocabulary.models import MemberState


class StateMap(Sitemap):  # type: ignore[type-arg]
    """Every Member State."""

    def items(self) -> "QuerySet[MemberState]":
        """All of them."""
        return rows(VISITOR, "state.view").order_by("pk")

    def location(self, item: MemberState) -> str:
        """Its address."""
        return f"/states/{item.pk}/"


sitemaps.define("states", StateMap)
