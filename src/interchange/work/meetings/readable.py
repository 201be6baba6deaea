"""Sessions and documents (agendas, papers, summaries; of files the words in them) for whoever reads the house's texts."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from interchange.ground.text.sources import Piece, define
from interchange.work.meetings.models import Document, Session


def _newest(document: Document) -> Iterator[Piece]:
    """The newest text; withdrawn documents are not read."""
    newest = document.issues.order_by("-issued_at", "-pk").first()
    if newest is not None and document.withdrawn_at is None:
        yield Piece(document.title, newest.text, markdown=newest.file_id is None)


define(
    "meetings.session",
    label=_("Sessions"),
    model=Session,
    verb="session.view",
    pieces=lambda session: [Piece(session.title, session.about)],
    title=lambda session: f"{session.symbol} {session.title}",
    url=lambda session: session.get_absolute_url(),
    everything=lambda: Session.objects.select_related("series"),
)
define(
    "meetings.document",
    label=_("Documents"),
    model=Document,
    verb="document.view",
    pieces=_newest,
    title=lambda document: f"{document.number} {document.title}",
    url=lambda document: document.get_absolute_url(),
    everything=lambda: Document.objects.filter(issued_at__isnull=False).select_related("session__series"),
)
