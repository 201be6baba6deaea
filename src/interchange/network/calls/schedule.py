"""What the clock does in this room."""

from datetime import datetime, timedelta

from interchange.ground import clock
from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post.actions import Draft, send
from interchange.network.calls.actions.applications import lapse_repairs as lapse
from interchange.network.calls.models import Application
from interchange.network.calls.vocabulary import ApplicationState


@every("calls.lapse-repairs", minutes=10)
def lapse_repairs(at: datetime) -> int:
    """Returned applications whose time is over."""
    return lapse(at)


@every("calls.closing-soon", minutes=60)
def closing_soon(at: datetime) -> int:
    """Tell holders of drafts three days before the closing; the key keeps it to one letter each."""
    drafts = Application.objects.filter(
        state=ApplicationState.DRAFT, call__state="published", call__closes_at__gt=at, call__closes_at__lte=at + timedelta(days=3)
    )
    for draft in drafts.select_related("call", "person"):
        values = {
            "call": draft.call.title,
            "closes": clock.in_words(draft.call.closes_at, draft.person.time_zone),
            "url": f"/calls/{draft.call.slug}/apply/",
        }
        send(
            SYSTEM,
            Draft(
                "calls.closing-soon",
                values,
                person_id=draft.person_id,
                key=f"calls.closing-soon:{draft.pk}:{draft.call.closes_at.isoformat()}",
            ),
            at=at,
        )
    return len(drafts)
