"""Reading duties."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from interchange.ground.duties.kinds import words
from interchange.ground.duties.models import Duty
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """A duty as the desk shows it."""

    words: str
    url: str
    due_at: datetime | None
    overdue: bool


def open_duties(viewer: Viewer) -> "QuerySet[Duty]":
    """The viewer's open duties, the most urgent first."""
    return rows(viewer, "duty.view", Duty.objects.filter(settled_at__isnull=True)).order_by(F("due_at").asc(nulls_last=True), "opened_at")


def mine(viewer: Viewer, at: datetime, limit: int = 50) -> list[Line]:
    """What the viewer owes, as lines. One query."""
    return [
        Line(words(duty.kind, duty.subject_label), duty.url, duty.due_at, bool(duty.due_at and duty.due_at < at))
        for duty in open_duties(viewer)[:limit]
    ]


def counted(viewer: Viewer, at: datetime, limit: int = 12) -> list[tuple[str, int, Line]]:
    """Duties of one kind as one entry: (words of the kind, how many, the most urgent). One query."""
    grouped: dict[str, list[Line]] = {}
    for duty in open_duties(viewer)[:500]:
        grouped.setdefault(duty.kind, []).append(
            Line(words(duty.kind, duty.subject_label), duty.url, duty.due_at, bool(duty.due_at and duty.due_at < at))
        )
    return [(words(kind, ""), len(lines), lines[0]) for kind, lines in grouped.items()][:limit]
