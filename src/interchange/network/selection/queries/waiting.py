"""The waiting list in order."""

from datetime import datetime

from interchange.network.selection.models import WaitingEntry


def standing(call_id: int, at: datetime) -> "list[WaitingEntry]":
    """Everybody still to be called up, by profile and rank; expired and left places are skipped."""
    found = WaitingEntry.objects.filter(call_id=call_id, called_at__isnull=True, left_at__isnull=True, valid_until__gt=at)
    return list(found.select_related("application", "call").order_by("profile", "rank"))


def next_in_line(call_id: int, profile: str, at: datetime) -> WaitingEntry | None:
    """The first of a profile who is still to be called up."""
    found = WaitingEntry.objects.filter(
        call_id=call_id, profile=profile, called_at__isnull=True, left_at__isnull=True, expired_at__isnull=True, valid_until__gt=at
    )
    return found.select_related("call").order_by("rank").first()
