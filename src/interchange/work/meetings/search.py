"""Sessions and documents can be found by whoever may see them."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document as Found
from interchange.ground.search.index import codes, define
from interchange.ground.text.render import plain
from interchange.work.meetings.models import Document, Session
from interchange.work.meetings.vocabulary import DocumentKind, SessionKind, SessionState

STOPPED = {SessionState.PLANNED, SessionState.POSTPONED, SessionState.CANCELLED}


def _session(session: Session) -> Found | None:
    marks = codes("type", [session.kind]) + codes("topic", session.topics) + codes("is", [session.state])
    times = (None, None) if session.state in STOPPED else (session.starts_at, session.ends_at)
    return Found(f"{session.symbol} {session.title}", plain(session.about), session.get_absolute_url(), marks, *times)


def _document(document: Document) -> Found | None:
    """Title and words of the newest text; withdrawn documents are found by number and title only."""
    if document.issued_at is None:
        return None
    newest = document.issues.order_by("-issued_at", "-pk").first()
    words = plain(newest.text[:100_000]) if newest and document.withdrawn_at is None else ""
    marks = codes("type", [document.kind]) + codes("topic", document.topics) + codes("lang", [document.language])
    marks += codes("is", ["withdrawn"] if document.withdrawn_at else [])
    return Found(f"{document.number} {document.title}", words, document.get_absolute_url(), marks, document.issued_at)


define(
    "meeting",
    label=_("Sessions"),
    model=Session,
    verb="session.view",
    document=_session,
    types=SessionKind.choices,
    states=SessionState.choices,
)
define(
    "document", label=_("Documents"), model=Document, verb="document.view", document=_document, types=DocumentKind.choices,
    states=[("withdrawn", _("Withdrawn"))],
)  # fmt: skip
