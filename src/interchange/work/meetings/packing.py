"""Binding a board pack: a cover with contents, then every paper as its marked copy, with bookmarks two levels deep."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.text import papers
from interchange.work.meetings import printing
from interchange.work.meetings.models import Document, Issue, Session


@dataclass
class Paper:
    """A document with the issues that go in."""

    document: Document
    issues: list[Issue]


@dataclass
class Chapter:
    """An item of the agenda with its papers."""

    title: str
    papers: list[Paper] = field(default_factory=list)


def bind(session: Session, chapters: list[Chapter], progress: Callable[[int], None] = lambda done: None) -> bytes:
    """The pack as PDF. `progress` hears how many papers are in."""
    copies: list[tuple[str, str, PdfReader]] = []
    for chapter in chapters:
        for paper in chapter.papers:
            for issue in paper.issues:
                copies.append(
                    (
                        chapter.title,
                        f"{issue.symbol} {paper.document.title}",
                        PdfReader(BytesIO(printing.marked_copy(paper.document, issue))),
                    )
                )
                progress(len(copies))
    cover = PdfReader(BytesIO(_cover(session, copies, 1)))
    if len(cover.pages) > 1:  # a long list of contents moves what follows
        cover = PdfReader(BytesIO(_cover(session, copies, len(cover.pages))))
    writer = PdfWriter()
    for page in cover.pages:
        writer.add_page(page)
    writer.add_outline_item(title=_("Contents"), page_number=0)
    parent, chapter_title = None, ""
    for title, label, reader in copies:
        start = len(writer.pages)
        for page in reader.pages:
            writer.add_page(page)
        if title != chapter_title:
            parent, chapter_title = writer.add_outline_item(title=title, page_number=start), title
        writer.add_outline_item(title=label, page_number=start, parent=parent)
    slips = printing.folios(session.symbol, len(writer.pages))
    for page, slip in zip(writer.pages, slips.pages, strict=True):  # the pages that the contents name, beside each paper's own numbers
        page.merge_translated_page(slip, float(page.mediabox.right) - 160, float(page.mediabox.bottom) + 18)
    writer.page_mode = "/UseOutlines"
    writer.metadata = {"/Title": f"{session.symbol} {_('Board pack')}", "/Producer": "Interchange"}
    writer.compress_identical_objects()
    out = BytesIO()
    writer.write(out)
    return papers.finished(out.getvalue(), "application/pdf", papers.Said(f"{session.symbol} {_('Board pack')}"))


def _cover(session: Session, copies: list[tuple[str, str, PdfReader]], pages: int) -> bytes:
    """Number and mark, the session, and what is on which page."""
    lines, here, before = [], pages + 1, ""
    for title, label, reader in copies:
        if title != before:
            lines.append(f"## {printing_safe(title)}")
            before = title
        lines.append(f"- {printing_safe(label)}, {_('page %s') % here}")
        here += len(reader.pages)
    text = "\n\n".join([f"**{clock.in_words(session.starts_at, None)}**" if session.starts_at else "", *lines])
    return printing.plain_pdf(
        title=str(_("Board pack")),
        symbol=session.symbol,
        level=Level.MEMBERS,
        body=session.series.title,
        session=session.title,
        text=text,
        made=clock.now(),
    )


def printing_safe(words: str) -> str:
    """Words as words in Markdown."""
    return "".join("\\" + sign if sign in "\\`*_{}[]<>#|~!" else sign for sign in words)
