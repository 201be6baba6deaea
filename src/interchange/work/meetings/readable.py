"""Sessions and documents (agendas, papers, summaries; of files the words in them) for whoever reads the house's texts."""

from collections.abc import Iterator

from django.db.models import Max, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.text.sources import Part, Piece, define
from interchange.work.meetings.models import AgendaItem, Document, NoteBlock, Outcome, Session, SummaryDraft
from interchange.work.meetings.vocabulary import OutcomeState


def _newest(document: Document) -> Iterator[Piece]:
    """The newest text; withdrawn documents are not read."""
    newest = max(document.issues.all(), key=lambda issue: (issue.issued_at, issue.pk), default=None)
    if newest is not None and document.withdrawn_at is None:
        yield Piece(document.title, newest.text, markdown=newest.file_id is None)


def _parts(viewer: Viewer, session: Session) -> Iterator[Part]:
    """A session with its agenda, papers, shared notes, outcomes and draft summary, each as far as the viewer may read it."""
    here = session.get_absolute_url()
    yield Part(session.title, here, (Piece(session.title, session.about),))
    if allows(viewer, "item.view"):
        items = rows(viewer, "item.view", AgendaItem.objects.filter(session=session, dropped_at__isnull=True))
        yield Part(_now("Agenda"), f"{here}agenda/", tuple(Piece(item.title, item.about or " ") for item in items))
    open_papers = rows(viewer, "document.view", session.documents.filter(issued_at__isnull=False).prefetch_related("issues"))
    for paper in open_papers.order_by("pk"):
        yield Part(f"{paper.number} {paper.title}", paper.get_absolute_url(), tuple(_newest(paper)))
    if allows(viewer, "note.view"):
        notes = rows(viewer, "note.view", NoteBlock.objects.filter(item__session=session, struck_at__isnull=True))
        yield Part(_now("Notes"), f"{here}record/", tuple(Piece("", note.text) for note in notes))
    if allows(viewer, "outcome.view"):
        made = rows(viewer, "outcome.view", Outcome.objects.filter(session=session).exclude(state=OutcomeState.WITHDRAWN))
        yield Part(_now("Outcomes"), f"{here}record/", tuple(Piece("", one.text) for one in made))
    if allows(viewer, "summary.view"):
        draft = (
            rows(viewer, "summary.view", SummaryDraft.objects.filter(session=session, document__isnull=True)).order_by("-version").first()
        )
        if draft is not None:
            yield Part(_now("Draft summary"), f"{here}summary/", (Piece("", draft.text),))


define(
    "meetings.session",
    label=_("Sessions"),
    model=Session,
    verb="session.view",
    pieces=lambda session: [Piece(session.title, session.about)],
    title=lambda session: f"{session.symbol} {session.title}",
    url=lambda session: session.get_absolute_url(),
    everything=lambda: Session.objects.select_related("series"),
    parts=_parts,
    mark=("revision", "number", "series__slug", "title", Length("about")),
)
define(
    "meetings.item",
    label=_("Agenda items"),
    model=AgendaItem,
    verb="item.view",
    pieces=lambda item: [Piece(item.title, item.about or " ")],
    title=lambda item: f"{item.session.symbol}, {item.title}",
    url=lambda item: f"{item.session.get_absolute_url()}agenda/",
    everything=lambda: AgendaItem.objects.filter(dropped_at__isnull=True).select_related("session__series"),
    mark=("revision", "session__number", "title", Length("about")),
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
    mark=("number", "title", "withdrawn_at", Max("issues__pk"), Sum(Length("issues__text"))),
)
