"""What is kept how long (DOMAIN X3): the access log, 12 months."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from interchange.ground.accounts.vocabulary import log_kept_months
from interchange.ground.jobs.retention import retain
from interchange.ground.privacy.models import Incident, Look
from interchange.ground.privacy.vocabulary import IncidentState


def _old(at: datetime) -> Iterable[Look]:
    return Look.objects.filter(hour__lt=at - timedelta(days=round(log_kept_months() * 30.4375)))


def _needed(at: datetime) -> bool:
    """Whether an incident is being looked into: then nothing of the log goes."""
    return Incident.objects.exclude(state=IncidentState.CLOSED).exists()


retain(
    "privacy.looks",
    option="retention.log-months",
    why="notes of who looked at personal data, a year old",
    due=lambda at: () if _needed(at) else _old(at),
    held=lambda at: _old(at) if _needed(at) else (),
    describe=lambda look: f"look {look.pk} of {look.hour:%Y-%m-%d}",
    erase=lambda look, at: look.delete(),
)
