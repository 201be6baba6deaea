"""Sessions and documents can be found by whoever may see them."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document as Found
from interchange.ground.search.index import define
from interchange.ground.text.render import plain
from interchange.work.meetings.models import Document, Session


def _session(session: Session) -> Found | None:
    return Found(f"{session.symbol} {session.title}", plain(session.about), session.get_absolute_url())


def _document(document: Document) -> Found | None:
    """Title and words of the newest text; withdrawn documents are found by number and title only."""
    if document.issued_at is None:
        return None
    newest = document.issues.order_by("-issued_at", "-pk").first()
    words = plain(newest.text[:100_000]) if newest and document.withdrawn_at is None else ""
    return Found(f"{document.number} {document.title}", words, document.get_absolute_url())


define("meeting", label=_("Sessions"), model=Session, verb="session.view", document=_session)
define("document", label=_("Documents"), model=Document, verb="document.view", document=_document)
