"""Papers on paper: every PDF that leaves carries number and distribution mark on page one (X8), and nobody's name in its make (G5).

Texts are set by typst as data, never as markup. A PDF that was given in gets a stamp on its first page; what it says of its makers is
taken out.
"""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader, PdfWriter

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.text.blocks import blocks
from interchange.work.meetings.models import Document, Issue, Session
from interchange.work.meetings.vocabulary import DocumentKind

_DATA = Path(__file__).parent / "data"
MADE = "marked"  # folder of marked copies in the storage; they can all be made anew


def mark_words(level: str) -> str:
    """The distribution mark as it is printed."""
    return str(
        {
            Level.PUBLIC: _("PUBLIC"), Level.STATES: _("FOR MEMBER STATES"), Level.MEMBERS: _("FOR MEMBERS OF THE NETWORK"), Level.RESTRICTED: _("RESTRICTED"),
        }[Level(level)]
    )  # fmt: skip


@lru_cache(maxsize=4)
def _source(name: str) -> bytes:
    return (_DATA / name).read_bytes()


def _set(name: str, data: dict[str, Any]) -> bytes:
    return bytes(typst.compile(_source(name), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


def _day(moment: datetime) -> str:
    return clock.show(moment, settings.NETWORK_TIME_ZONE).text.rsplit(",", 1)[0]


def session_line(session: Session | None) -> str:
    """The session in one line: number, title, day in Geneva."""
    if session is None:
        return str(_("Between sessions"))
    when = f", {_day(session.starts_at)}" if session.starts_at else ""
    return f"{session.symbol}: {session.title}{when}"


def text_pdf(document: Document, issue: Issue, *, by: str = "") -> bytes:
    """The issue's text as PDF: number and mark at the head, original language and date as WIPO's documents have them."""
    body = document.session.series.title if document.session else str(_("AIII Technical Exchange Network"))
    data = {
        "title": document.title, "symbol": issue.symbol, "mark": mark_words(document.level), "late": str(_("LATE")) if issue.late else "",
        "original": str(_("Original: English. Date: %s") % _day(issue.issued_at)), "body": body, "session": session_line(document.session),
        "by": by, "note": issue.note, "blocks": blocks(issue.text),
    }  # fmt: skip
    return _set("document.typ", data)


def stamped(original: bytes, symbol: str, mark: str, late: str) -> bytes:
    """A given PDF with number and mark on its first page, and without what it says of its makers (ISO 32000-1, 14.3)."""
    reader = PdfReader(BytesIO(original))
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    first = writer.pages[0]
    first.transfer_rotation_to_content()
    width, height = float(first.mediabox.width), float(first.mediabox.height)
    made = _set("stamp.typ", {"symbol": symbol, "mark": mark, "late": late, "width": width, "height": height})
    over: PageObject = PdfReader(BytesIO(made)).pages[0]
    first.merge_translated_page(over, float(first.mediabox.left), float(first.mediabox.bottom))
    writer.metadata = {"/Title": symbol, "/Producer": "Interchange"}
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _key(document: Document, issue: Issue) -> str:
    """Names the marked copy: another mark on the document makes another copy."""
    facts = [issue.symbol, document.level, document.title, str(issue.late), issue.file.sha256 if issue.file else issue.text, "1"]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def marked_copy(document: Document, issue: Issue) -> bytes:
    """The issue as PDF, ready to be given out. Made once and kept; the caller has asked the policy."""
    path = f"{MADE}/{_key(document, issue)[:2]}/{_key(document, issue)}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as kept:
            return bytes(kept.read())
    if issue.file is not None:
        with default_storage.open(issue.file.path) as source:
            original = source.read()
        content = stamped(original, issue.symbol, mark_words(document.level), str(_("LATE")) if issue.late else "")
    else:
        content = text_pdf(document, issue)
    default_storage.save(path, ContentFile(content))
    return content


def note_pdf(session: Session, *, overlaps: list[str]) -> bytes:
    """The convening note as a paper: when, where, why late, what it overlaps."""
    if session.starts_at is None:
        raise ValueError(f"{session.symbol} has no time")
    when = clock.in_words(session.starts_at, None)
    lines = [f"**{when}**, {session.minutes} " + str(_("minutes"))]
    if session.place:
        lines.append(str(_("Place: %s") % session.place))
    if session.about:
        lines.append(session.about)
    if session.late_reason:
        lines += ["## " + str(_("Why this note is late")), session.late_reason]
    if overlaps:
        lines += ["## " + str(_("At the same time")), "\n".join(f"- {line}" for line in overlaps)]
    data = {
        "title": session.title, "symbol": session.symbol, "mark": mark_words(session.level), "late": "", "body": session.series.title,
        "original": str(_("Original: English. Date: %s") % _day(session.convened_at or session.made_at)), "session": str(_("Convening note")),
        "by": "", "note": "", "blocks": blocks("\n\n".join(lines)),
    }  # fmt: skip
    return _set("document.typ", data)


def plain_pdf(*, title: str, symbol: str, level: str, body: str, session: str, text: str, made: datetime) -> bytes:
    """Any other paper of the room, with number and mark."""
    data = {
        "title": title, "symbol": symbol, "mark": mark_words(level), "late": "", "body": body, "session": session, "by": "", "note": "",
        "original": str(_("Date: %s") % _day(made)), "blocks": blocks(text),
    }  # fmt: skip
    return _set("document.typ", data)


def folios(symbol: str, pages: int) -> PdfReader:
    """Slips with the running page number of a bound pack, one a page."""
    return PdfReader(BytesIO(_set("folio.typ", {"symbol": symbol, "pages": pages})))


def is_final(document: Document) -> bool:
    """Whether it is an agenda or a summary, which only the session puts out."""
    return document.kind in {DocumentKind.AGENDA, DocumentKind.SUMMARY}
