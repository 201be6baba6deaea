"""How often somebody may ask: one row counts one window, raised in one statement, so that the count is true over all processes."""

import hashlib
import hmac
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest

from interchange.ground.machines.models import ApiWindow
from interchange.ground.machines.vocabulary import WINDOW, person_limit, visitor_limit
from interchange.ground.policy.viewer import Viewer

_RAISE = (
    f"INSERT INTO {ApiWindow._meta.db_table} (who, started, count) VALUES (%s, %s, %s) ON CONFLICT (who) DO UPDATE SET "
    f"count = CASE WHEN {ApiWindow._meta.db_table}.started = excluded.started THEN {ApiWindow._meta.db_table}.count ELSE 0 END + excluded.count, "
    "started = excluded.started RETURNING count"
)


@dataclass(frozen=True)
class Spent:
    """Where somebody stands: the limit, how many questions are left, seconds until the window ends."""

    limit: int
    left: int
    seconds: int
    over: bool

    def headers(self) -> dict[str, str]:
        """As header fields (draft-ietf-httpapi-ratelimit-headers-10)."""
        found = {"RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW}', "RateLimit": f'"minute";r={self.left};t={self.seconds}'}
        return {**found, "Retry-After": str(self.seconds)} if self.over else found


def _who(request: HttpRequest, viewer: Viewer) -> str:
    if viewer.person_id is not None:
        return f"person:{viewer.person_id}"
    try:
        address = str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # no address, as behind a socket of the same machine: all such share one count
        address = ""
    return hmac.new(settings.SECRET_KEY.encode(), f"api:{address}".encode(), hashlib.sha256).hexdigest()[:40]


def count(who: str, window: int, by: int = 1) -> int:
    """Raise what somebody did in a window by so many, and say how much it is now. One statement: two that come at once count as two."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, (who, window, by))
        return int(cursor.fetchone()[0])


def hour(now: float) -> int:
    """The number of the window in which the hour of an instant began, for limits that hold for an hour."""
    return int(now // 3600) * (3600 // WINDOW)


def spend(request: HttpRequest, viewer: Viewer) -> Spent:
    """Count one question. One statement."""
    limit = person_limit() if viewer.person_id is not None else visitor_limit()
    now = time.time()
    window = int(now // WINDOW)
    try:
        spent = count(_who(request, viewer), window)
    except OperationalError:  # a writer held the database longer than anybody waits: reading goes on, uncounted
        if connection.in_atomic_block:
            raise
        spent = 0
    return Spent(limit, max(0, limit - spent), max(1, round((window + 1) * WINDOW - now)), spent > limit)


def forget(now: float) -> int:
    """Take away the windows of more than an hour ago; returns how many."""
    return ApiWindow.objects.filter(started__lt=int((now - 3600) // WINDOW)).delete()[0]
