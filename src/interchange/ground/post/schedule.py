"""What the clock does in this room: digests."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.post import digests


@every("post.digests", minutes=10)
def gather(at: datetime) -> int:
    """Make up the digests that are due."""
    return digests.gather(at)
