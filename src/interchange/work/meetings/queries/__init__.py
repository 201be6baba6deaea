"""Reading meetings, by topic; other rooms import from here."""

from interchange.work.meetings.queries.documents import document, issue_by_mark, visible_documents
from interchange.work.meetings.queries.people import clashes, feed_of, my_hours, my_invitations, my_next, participants
from interchange.work.meetings.queries.sessions import by_number, series_by_slug, series_list, steers, visible_sessions, writes

__all__ = [
    "by_number", "clashes", "document", "feed_of", "issue_by_mark", "my_hours", "my_invitations", "my_next", "participants", "series_by_slug",
    "series_list", "steers", "visible_documents", "visible_sessions", "writes",
]  # fmt: skip
