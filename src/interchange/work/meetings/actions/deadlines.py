"""The dates that follow from a session's start (G2)."""

from datetime import datetime, timedelta

from interchange.ground import clock
from interchange.ground.vocabulary.workdays import working_deadline
from interchange.work.meetings import vocabulary as words
from interchange.work.meetings.models import Deadline, Session
from interchange.work.meetings.vocabulary import DeadlineKind


def reckon(starts_at: datetime) -> dict[DeadlineKind, datetime]:
    """Every deadline of a session that starts then: the last second of a day at the network's seat, as UTC. One query (holidays)."""
    zone = str(clock.network_zone())
    day = starts_at.astimezone(clock.network_zone()).date()
    draft = working_deadline(starts_at, words.draft_days(), zone)
    return {
        DeadlineKind.CONVENING_NOTE: clock.deadline(day - timedelta(days=words.convening_days()), zone),
        DeadlineKind.PROVISIONAL_AGENDA: clock.deadline(day - timedelta(days=words.agenda_days()), zone),
        DeadlineKind.PAPERS: clock.deadline(day - timedelta(days=words.paper_days()), zone),
        DeadlineKind.COMMENTS: clock.deadline(day - timedelta(days=words.comment_days()), zone),
        DeadlineKind.SUMMARY_DRAFT: draft,
        DeadlineKind.MEMBER_CHECK: working_deadline(draft, words.check_days(), zone),
        DeadlineKind.PUBLIC_SUMMARY: clock.deadline(day + timedelta(days=words.public_days()), zone),
    }


def write(session: Session) -> None:
    """Put the deadlines of a session's present start in place; what was met already keeps its date."""
    if session.starts_at is None:
        session.deadlines.filter(met_at__isnull=True).delete()
        return
    kept = {one.kind: one for one in session.deadlines.all()}
    for kind, due_at in reckon(session.starts_at).items():
        found = kept.get(kind)
        if found is None:
            Deadline.objects.create(session=session, kind=kind, due_at=due_at)
        elif found.met_at is None and found.due_at != due_at:
            found.due_at = due_at
            found.save(update_fields=["due_at"])


def meet(session: Session, kind: DeadlineKind, at: datetime) -> None:
    """The thing is there: note when, the first time."""
    session.deadlines.filter(kind=kind, met_at__isnull=True).update(met_at=at)


def due(session: Session, kind: DeadlineKind) -> datetime | None:
    """When it is (or was) due; None while the session has no time."""
    found = next((one for one in session.deadlines.all() if one.kind == kind), None)
    return found.due_at if found else None
