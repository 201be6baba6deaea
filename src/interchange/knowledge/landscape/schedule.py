"""What the clock does on the map."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM
from interchange.knowledge.landscape.actions import reminding, scope
from interchange.knowledge.landscape.models import ScopeCheck
from interchange.knowledge.landscape.vocabulary import CheckState


@every("landscape.scope-checks", minutes=5)
def close_scope_checks(at: datetime) -> int:
    """Scope checks whose time is over."""
    due = list(ScopeCheck.objects.filter(state=CheckState.OPEN, closes_at__lte=at).values_list("pk", flat=True))
    for pk in due:
        scope.close_check(SYSTEM, pk, at=at)
    return len(due)


@every("landscape.review-due", minutes=720)
def review_due(at: datetime) -> int:
    """Duties and letters about entries that are due for a new look."""
    return reminding.remind(at)
