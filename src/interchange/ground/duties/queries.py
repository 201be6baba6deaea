"""Reading duties."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet

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
    count: int = 1
    since: datetime | None = None


def open_duties(viewer: Viewer) -> "QuerySet[Duty]":
    """The viewer's open duties, the most urgent first."""
    return rows(viewer, "duty.view", Duty.objects.filter(settled_at__isnull=True)).order_by(F("due_at").asc(nulls_last=True), "opened_at")


def mine(viewer: Viewer, at: datetime, limit: int = 500, together: int = 4) -> list[Line]:
    """What the viewer owes, as lines, the most urgent first. So many or more of one kind are one line with their count. One query."""
    found = list(open_duties(viewer)[:limit])
    kinds = Counter(duty.kind for duty in found)
    lines: dict[object, Line] = {}
    for duty in found:
        many = kinds[duty.kind] >= together
        key = duty.kind if many else duty.pk
        if key in lines:
            line = lines[key]
            lines[key] = replace(line, count=line.count + 1, since=min(line.since or duty.opened_at, duty.opened_at))
        else:
            late = bool(duty.due_at and duty.due_at < at)
            lines[key] = Line(words(duty.kind, None if many else duty.subject_label), duty.url, duty.due_at, late, 1, duty.opened_at)
    return list(lines.values())


def counted(viewer: Viewer, at: datetime, limit: int = 12) -> list[tuple[str, int, Line]]:
    """Duties of one kind as one entry: (words of the kind, how many, the most urgent). One query."""
    grouped: dict[str, list[Line]] = {}
    for duty in open_duties(viewer)[:500]:
        grouped.setdefault(duty.kind, []).append(
            Line(words(duty.kind, duty.subject_label), duty.url, duty.due_at, bool(duty.due_at and duty.due_at < at))
        )
    return [(words(kind, None), len(lines), lines[0]) for kind, lines in grouped.items()][:limit]


@dataclass(frozen=True)
class Process:
    """What people owe of one kind: how many such duties are open and overdue, since when, and the day of the most urgent."""

    kind: str
    words: str
    open: int
    overdue: int
    since: datetime
    due_at: datetime | None


def overview(viewer: Viewer, at: datetime) -> list[Process]:
    """Everybody's open duties by kind, those with most overdue first; for whoever oversees them. Names nobody. One query."""
    found = (
        rows(viewer, "duty.oversee", Duty.objects.filter(settled_at__isnull=True))
        .order_by()
        .values("kind")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=at)), since=Min("opened_at"), due=Min("due_at"))
    )
    made = [Process(row["kind"], words(row["kind"], None), row["open"], row["overdue"], row["since"], row["due"]) for row in found]
    return sorted(made, key=lambda one: (-one.overdue, one.due_at is None, one.due_at or one.since, one.kind))
