"""Sealed authorship: what somebody said under the rule of non-attribution keeps no name, only a mark by which its author alone is known again.

The mark is an HMAC (RFC 2104, SHA-256) of the person by the house's secret and by one of the thing's own, so that two things by one person look
unlike each other. Whoever holds database and secret key could try every person in turn; nobody who reads pages, exports or the database alone can.
"""

import hashlib
import hmac
import secrets

from django.conf import settings


def new_secret() -> str:
    """A secret for one thing: 128 bits as hexadecimal digits."""
    return secrets.token_hex(16)


def seal(secret: str, person_id: int) -> str:
    """The mark that somebody leaves on the thing with that secret: 64 hexadecimal digits."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"sealed:{secret}".encode(), hashlib.sha256).digest()
    return hmac.new(key, str(person_id).encode(), hashlib.sha256).hexdigest()
