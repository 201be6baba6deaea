"""Offers whose letter came back for good."""

from interchange.network.selection import neighbours
from interchange.network.selection.models import Offer


def bounced_offers() -> set[int]:
    """Open offers (application ids) whose decision or call-up letter bounced hard and whose person was not reached otherwise."""
    waiting = set(Offer.objects.filter(answer="", paused_at__isnull=True, reached_at__isnull=True).values_list("pk", flat=True))
    return neighbours.bounced(waiting) if waiting else set()
