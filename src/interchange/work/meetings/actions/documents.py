"""Documents: giving in, revising, opening wider, withdrawing. Numbers are given once, in the same transaction as the text."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from interchange.ground.duties.actions import settle
from interchange.ground.errors import NotAllowed, Problem, Refused, Stale
from interchange.ground.files.actions import store
from interchange.ground.files.models import StoredFile
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level, is_wider
from interchange.ground.policy.rules import allows, require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.search import actions as search
from interchange.ground.vocabulary.marks import AiUse
from interchange.ground.vocabulary.numbering import BETWEEN, Mark, next_under, symbol
from interchange.work.meetings.actions import deadlines
from interchange.work.meetings.actions.common import locked, need_reason, owe_chair
from interchange.work.meetings.models import AgendaItem, Document, Issue, Session
from interchange.work.meetings.vocabulary import BEFORE_START, DeadlineKind, DocumentKind, ItemKind, SessionState

TEXT_LIMIT = 120_000
COUNTED = (Mark.REVISION, Mark.CORRIGENDUM, Mark.ADDENDUM)  # by which a paper may be followed


def new_document(
    actor: Viewer, session: Session | None, kind: DocumentKind, *, title: str, level: str, by_id: int | None = None,
    topics: Sequence[str] = (), body: str = "TEN", at: datetime,
) -> Document:  # fmt: skip
    """A document with its number, without a text yet. For the room's own verbs, inside their transaction."""
    if session is None:
        number = next_under(f"{body}/{BETWEEN}/{at.year}")
    elif kind in {DocumentKind.INFORMATION, DocumentKind.PARTICIPANTS}:
        number = next_under(f"{session.symbol}/INF")
    else:
        number = next_under(session.symbol)
    made = Document.objects.create(
        number=number, session=session, kind=kind, title=title.strip(), level=level, topics=list(topics), by_id=by_id, made_at=at
    )
    record(actor, "document.numbered", made, at=at, after={"number": number.lower(), "level": level, "kind": kind})
    return made


def put_out(
    actor: Viewer, document: Document, *, mark: str = "", text: str = "", file: StoredFile | None = None, late: bool = False,
    ai_use: str = "", note: str = "", at: datetime,
) -> Issue:  # fmt: skip
    """Put one issue out under a document's number. For the room's own verbs, inside their transaction; it is final."""
    count = (document.issues.filter(mark=mark).aggregate(most=Max("count"))["most"] or 0) + 1
    issue = Issue.objects.create(
        document=document, symbol=symbol(document.number, mark, count), mark=mark, count=count, text=text.strip(), file=file, late=late,
        ai_use=ai_use, note=note.strip(), issued_at=at, issued_by_id=actor.person_id,
    )  # fmt: skip
    if document.issued_at is None:
        document.issued_at = at
        document.save(update_fields=["issued_at"])
    record(actor, "document.issued", document, at=at, after={"mark": mark.lower(), "count": count, "late": late, "file": file is not None})
    search.put(document)
    return issue


def words_in(upload: bytes) -> str:
    """The words of a PDF, page by page, for reading without pictures and for search; empty where there are none (a scan)."""
    try:
        pages = [page.extract_text() or "" for page in PdfReader(BytesIO(upload)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return ""
    found = [f"## {_('Page %s') % number}\n\n{_escaped(page)}" for number, page in enumerate(pages, 1) if page.strip()]
    return "\n\n".join(found)[:TEXT_LIMIT]


def _escaped(page: str) -> str:
    """The words as words: nothing in a PDF is meant as Markdown."""
    lines = [line.strip().replace("\0", "") for line in page.splitlines()]
    text = "\n\n".join(line for line in lines if line)
    return "".join("\\" + sign if sign in "\\`*_{}[]<>#|~!" else sign for sign in text)


def _checked(values: dict[str, Any], upload: "UploadedFile[Any] | None") -> list[Problem]:
    problems = []
    title, text = str(values.get("title", "")).strip(), str(values.get("text", "")).strip()
    if not title or len(title) > 250:
        problems.append(Problem("title", _("A paper needs a title of at most 250 characters."), _("Say in a few words what it is about.")))
    problems += _text_or_file(text, upload)
    problems += says_ai_use(values.get("ai_use"))
    return problems


def says_ai_use(given: Any) -> list[Problem]:
    """The mark that every text carries: whoever gives it in says whether AI helped to write it."""
    if given in AiUse.values:
        return []
    return [Problem("ai_use", _("The use of AI is not stated."), _("Say whether AI helped to write the text."))]


def _text_or_file(text: str, upload: "UploadedFile[Any] | None") -> list[Problem]:
    if not text and upload is None:
        return [Problem("text", _("There is neither a text nor a file."), _("Write the paper here, or attach it as PDF."))]
    if text and upload is not None:
        return [Problem("file", _("There is a text and a file."), _("Give one of both, so that nobody has to guess which one counts."))]
    if len(text) > TEXT_LIMIT:
        return [Problem("text", _("The text has more than %s characters.") % f"{TEXT_LIMIT:,}", _("Attach it as PDF, or split it."))]
    return []


def _content(actor: Viewer, text: str, upload: "UploadedFile[Any] | None", at: datetime) -> tuple[str, StoredFile | None]:
    if upload is None:
        return text, None
    kept = store(actor, upload, purpose="paper", field="file", at=at)
    with default_storage.open(kept.path) as source:
        return words_in(source.read()), kept


def give_paper(
    actor: Viewer,
    session_id: int,
    values: dict[str, Any],
    *,
    upload: "UploadedFile[Any] | None" = None,
    items: Sequence[int] = (),
    at: datetime,
) -> Issue:
    """Give a paper in for a session: `values` are title, text, ai_use, topics, information. Numbered and readable by members at once.

    After the deadline for papers it is taken, but marked LATE; to be decided on it then needs the chair's leave (G2).
    """
    problems = _checked(values, upload)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        session = locked(actor, "session.inside", session_id)
        if not (actor.has(Role.MEMBER, Role.CHAIR) or allows(actor, "session.chair", session)):
            raise NotAllowed("document.give", known=True)
        if session.state not in (*BEFORE_START, SessionState.IN_SESSION):
            raise Refused.of(
                "", _("The session is over or does not take place now; it takes no papers."), _("Give it in for the next session.")
            )
        due = deadlines.due(session, DeadlineKind.PAPERS)
        late = due is not None and at > due
        secretariat = allows(actor, "session.manage", session)
        kind = DocumentKind.INFORMATION if values.get("information") else DocumentKind.PAPER
        document = new_document(
            actor, session, kind, title=values["title"], level=Level.MEMBERS, by_id=None if secretariat else actor.me,
            topics=list(values.get("topics") or []), at=at,
        )  # fmt: skip
        text, file = _content(actor, str(values.get("text", "")), upload, at)
        issue = put_out(actor, document, text=text, file=file, late=late, ai_use=values["ai_use"], at=at)
        under = list(AgendaItem.objects.filter(pk__in=items, session=session, dropped_at__isnull=True))
        document.items.set(under)
        if late and any(item.kind == ItemKind.DECIDE for item in under):
            owe_chair("meetings.leave", document, session, at=at, due_at=session.starts_at, url=document.get_absolute_url())
        return issue


def revise(
    actor: Viewer,
    document_id: int,
    *,
    mark: str,
    seen: int,
    text: str = "",
    upload: "UploadedFile[Any] | None" = None,
    ai_use: str,
    note: str = "",
    at: datetime,
) -> Issue:
    """Let a revision, corrigendum or addendum follow a document. `seen`: how many issues there were when the form was opened.

    Raises `Stale` where another one came out meanwhile: nothing is put over it unseen.
    """
    problems = _text_or_file(text.strip(), upload) + says_ai_use(ai_use)
    if mark not in COUNTED:
        problems.append(Problem("mark", _("Say what it is: revision, corrigendum or addendum."), _("Choose one of the list.")))
    if not note.strip():
        problems.append(Problem("note", _("Say what is new."), _("One line is enough.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        document = see(actor, "document.revise", Document.objects.select_for_update(of=("self",)), pk=document_id)
        if document.kind in {DocumentKind.AGENDA, DocumentKind.SUMMARY} and not actor.is_system:
            raise Refused.of("", _("An agenda or a summary is put out from the session."), "")
        if document.withdrawn_at is not None:
            raise Refused.of("", _("The document is withdrawn."), _("Give in a new one."))
        if document.issues.count() != seen:
            raise Stale(document)
        session = document.session
        due = deadlines.due(session, DeadlineKind.PAPERS) if session else None
        late = due is not None and at > due
        content, file = _content(actor, text, upload, at)
        if late and document.leave_at is not None:  # leave was given to the text that the chair had read
            document.leave_at, document.leave_by_id, document.leave_reason = None, None, ""
            document.save(update_fields=["leave_at", "leave_by", "leave_reason"])
        issue = put_out(actor, document, mark=mark, text=content, file=file, late=late, ai_use=ai_use, note=note, at=at)
        if late and document.items.filter(kind=ItemKind.DECIDE, dropped_at__isnull=True).exists() and session:
            owe_chair("meetings.leave", document, session, at=at, due_at=session.starts_at, url=document.get_absolute_url())
        return issue


def give_leave(actor: Viewer, document_id: int, *, reason: str, at: datetime) -> Document:
    """The chair's leave for a late paper to be decided on, with a reason."""
    reason = need_reason(reason, _("Leave needs a reason."), _("Members read it beside the paper."))
    with transaction.atomic():
        document = see(actor, "document.steer", Document.objects.select_for_update(of=("self",)), pk=document_id)
        if document.leave_at is not None:
            return document
        if not document.issues.filter(late=True).exists():
            raise Refused.of("", _("The paper came in time; it needs no leave."), "")
        document.leave_at, document.leave_by_id, document.leave_reason = at, actor.me, reason
        document.save(update_fields=["leave_at", "leave_by", "leave_reason"])
        record(actor, "document.leave-given", document, at=at, after={"leave": True}, reason=reason)
        settle("meetings.leave", document, at=at)
        return document


def file_under(actor: Viewer, document_id: int, item_ids: Sequence[int], *, at: datetime) -> Document:
    """Put a paper under items of its session's agenda (in place of those it is under now)."""
    with transaction.atomic():
        document = see(actor, "document.steer", Document.objects.select_for_update(of=("self",)), pk=document_id)
        items = list(AgendaItem.objects.filter(pk__in=item_ids, session__isnull=False, session=document.session, dropped_at__isnull=True))
        document.items.set(items)
        record(actor, "document.filed", document, at=at, after={"items": sorted(item.pk for item in items)})
        return document


def open_wider(actor: Viewer, document_id: int, level: str, *, reason: str, at: datetime) -> Document:
    """Let more people read a document: recorded with who, when and why (X8). Closing again is refused: who has read it has read it."""
    reason = need_reason(reason, _("Opening a document wider needs a reason."), _("It is recorded with the document."))
    if level not in Level.values:
        raise Refused.of("level", _("That is not one of the marks."), _("Choose one of the list."))
    with transaction.atomic():
        document = see(actor, "document.manage", Document.objects.select_for_update(of=("self",)), pk=document_id)
        if document.level == level:
            return document
        if not is_wider(level, document.level):
            raise Refused.of("level", _("A document is opened wider, never closed again."), _("Withdraw it if it must not be read on."))
        before, document.level = document.level, level
        document.save(update_fields=["level"])
        record(actor, "document.opened", document, at=at, before={"level": before}, after={"level": level}, reason=reason)
        search.put(document)
        return document


def withdraw(actor: Viewer, document_id: int, *, reason: str, at: datetime) -> Document:
    """Withdraw a document: the number stays and is not given again, the page says so, the text is no longer given out."""
    reason = need_reason(reason, _("Withdrawing needs a reason."), _("It stands on the document's page."))
    with transaction.atomic():
        document = see(actor, "document.revise", Document.objects.select_for_update(of=("self",)), pk=document_id)
        if document.withdrawn_at is not None:
            return document
        document.withdrawn_at, document.withdrawn_reason = at, reason
        document.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        record(actor, "document.withdrawn", document, at=at, after={"withdrawn": True}, reason=reason)
        settle("meetings.leave", document, at=at)
        search.put(document)
        return document


def issue_between(
    actor: Viewer, values: dict[str, Any], *, body: str = "TEN", upload: "UploadedFile[Any] | None" = None, at: datetime
) -> Issue:
    """Put a document out between sessions: TEN/IS/2026/2. By organisers; `values` are title, text, ai_use, level, topics."""
    problems = _checked(values, upload)
    if values.get("level") not in Level.values:
        problems.append(Problem("level", _("Say who may read it."), _("Choose one of the list.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        require(actor, "document.manage")
        document = new_document(
            actor,
            None,
            DocumentKind.OTHER,
            title=values["title"],
            level=values["level"],
            topics=list(values.get("topics") or []),
            body=body,
            at=at,
        )
        text, file = _content(actor, str(values.get("text", "")), upload, at)
        return put_out(actor, document, text=text, file=file, ai_use=values["ai_use"], at=at)


def without_leave(item: AgendaItem) -> list[Document]:
    """The late papers of an item that the chair has given no leave for: while there are any, nothing is decided on it. One query."""
    late = item.papers.filter(withdrawn_at__isnull=True, leave_at__isnull=True, issues__late=True)
    return list(late.distinct().order_by("number"))
