"""The words of the room."""

from datetime import timedelta

LINK_LIFE = timedelta(hours=24)
LINKS_PER_HOUR = 5  # per address; more are not sent, the answer stays the same
LINKS_PER_HOUR_AND_PLACE = 60  # per network address
