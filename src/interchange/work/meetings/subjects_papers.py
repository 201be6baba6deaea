"""Papers can be commented on, section by section; after the date for comments what is said is kept as late (U55)."""

from datetime import datetime

from interchange.ground.policy import subjects
from interchange.work.meetings.models import Document
from interchange.work.meetings.vocabulary import DeadlineKind


def comments_close(document: Document) -> datetime | None:
    """The date for comments of the paper's session; papers between sessions have none."""
    if document.session is None:
        return None
    return next((one.due_at for one in document.session.deadlines.all() if one.kind == DeadlineKind.COMMENTS), None)


subjects.define(
    Document,
    view="document.view",
    speak="document.comment",
    url=lambda document: document.get_absolute_url(),
    title=lambda document: f"{document.number} {document.title}",
    settle="document.steer",
    closes_at=comments_close,
)
