"""What the clock does in this room."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.work.statements.actions import releasing
from interchange.work.statements.models import Release


@every("statements.releases", minutes=1)
def finish_releases(at: datetime) -> int:
    """Go on with releases that a killed worker left in the middle; returns to how many States was written."""
    due = list(Release.objects.filter(done_at__isnull=True).values_list("pk", flat=True))
    return sum(releasing.carry_on(pk, at=at) for pk in due)
