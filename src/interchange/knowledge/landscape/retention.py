"""What of the map is not kept for ever: tables that somebody read in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from interchange.ground.jobs.retention import retain
from interchange.knowledge.landscape.models import ImportDraft

DAYS = 90


def _due(at: datetime) -> Iterable[ImportDraft]:
    return ImportDraft.objects.filter(at__lt=at - timedelta(days=DAYS))


retain(
    "map-imports",
    why=f"Tables read in for the map are kept {DAYS} days: their good rows have become proposals by then.",
    due=_due,
    describe=lambda draft: f"table {draft.pk}, read {draft.at:%Y-%m-%d}",
    erase=lambda draft, at: draft.delete(),
)
