"""What is kept how long (DOMAIN X3): logs of signing in, 12 months."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from interchange.ground.accounts.models import SignInLink
from interchange.ground.accounts.vocabulary import log_kept_months
from interchange.ground.jobs.retention import retain


def _links(at: datetime) -> Iterable[SignInLink]:
    return SignInLink.objects.filter(made_at__lt=at - timedelta(days=round(log_kept_months() * 30.4375)))


retain(
    "accounts.links",
    option="retention.log-months",
    why="sign-in links asked for long ago",
    due=_links,
    describe=lambda link: f"link {link.pk} of {link.made_at:%Y-%m-%d}",
    erase=lambda link, at: link.delete(),
)
