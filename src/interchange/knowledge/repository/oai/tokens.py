"""Resumption tokens: everything needed to go on with a list, signed, so that the provider keeps nothing and any process can answer.

A token names the last record given (its datestamp and key), not a count, so that what changes in mid-harvest moves to the end of the list and
is met there, and nothing before it shifts. The same token gives the same page, however often it is sent.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing

from interchange.knowledge.repository.oai.protocol import OaiError

SALT = "repository.oai"
LASTS = timedelta(days=2)


@dataclass(frozen=True)
class Token:
    """A list to be gone on with. Instants are seconds since 1970; `since` and `until` None: not given; `at`: when the harvest began."""

    verb: str
    prefix: str
    spec: str
    since: float | None
    until: float | None
    stamp: str
    key: int
    given: int
    total: int
    at: int

    def text(self) -> str:
        """As it stands in the reply."""
        return signing.dumps(list(asdict(self).values()), salt=SALT, compress=True)

    @property
    def expires_at(self) -> datetime:
        """From then on it is refused."""
        return datetime.fromtimestamp(self.at, UTC) + LASTS


def read(text: str, verb: str, now: datetime) -> Token:
    """The token of this verb. Raises `OaiError` (badResumptionToken) for a forged, foreign or expired one."""
    try:
        values: Any = signing.loads(text, salt=SALT)
        token = Token(*values)
    except (signing.BadSignature, TypeError, ValueError):
        raise OaiError("badResumptionToken", "This is no token of ours.") from None
    if token.verb != verb:
        raise OaiError("badResumptionToken", f"This token belongs to {token.verb}.")
    if token.expires_at <= now:
        raise OaiError("badResumptionToken", "This token has expired; begin the harvest anew.")
    return token
