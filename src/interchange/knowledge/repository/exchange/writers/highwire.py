"""Highwire Press tags: how Google Scholar and reference managers read a page (`citation_*` meta elements)."""

from collections.abc import Iterator

from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.exchange.writers.bibtex import _is_meeting


def tags(work: Work) -> Iterator[tuple[str, str]]:
    """Name and content of each meta element, in the order in which Scholar's guide for webmasters asks for them."""
    yield "citation_title", work.title
    for name in work.authors:
        yield "citation_author", name.inverted
        if name.orcid:
            yield "citation_author_orcid", f"https://orcid.org/{name.orcid}"
        if name.affiliation:
            yield "citation_author_institution", name.affiliation
    found = {
        "citation_publication_date": work.issued.replace("-", "/"),
        "citation_conference_title" if _is_meeting(work.venue) else "citation_journal_title": work.venue,
        "citation_volume": work.volume,
        "citation_issue": work.issue,
        "citation_firstpage": work.pages.partition("-")[0],
        "citation_lastpage": work.pages.partition("-")[2],
        "citation_publisher": work.publisher,
        "citation_technical_report_number": work.number if work.kind == "report" else "",
        "citation_doi": work.doi,
        "citation_arxiv_id": work.arxiv,
        "citation_isbn": work.isbn,
        "citation_language": work.language,
        "citation_keywords": "; ".join(work.keywords),
        "citation_abstract_html_url": work.address,
        "citation_public_url": work.address,
    }
    yield from ((name, content) for name, content in found.items() if content)
    for part in work.parts:
        if part.media_type == "application/pdf":
            yield "citation_pdf_url", part.url
