"""What is kept how long (DOMAIN X3): tokens that ended, 12 months."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from interchange.ground.jobs.retention import retain
from interchange.ground.machines.models import ApiToken
from interchange.ground.machines.vocabulary import tokens_kept_months


def _tokens(at: datetime) -> Iterable[ApiToken]:
    return ApiToken.objects.filter(expires_at__lt=at - timedelta(days=round(tokens_kept_months() * 30.4375)))


retain(
    "machines.tokens",
    option="retention.token-months",
    why="API tokens that ended long ago",
    due=_tokens,
    describe=lambda token: f"token {token.pk} of {token.made_at:%Y-%m-%d}",
    erase=lambda token, at: token.delete(),
)
