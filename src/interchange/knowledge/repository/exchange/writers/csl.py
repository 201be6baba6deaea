"""CSL-JSON (citation-style-language/schema, csl-data 1.0.2): what Zotero, Pandoc and the CSL processors read."""

import json
from collections.abc import Sequence
from typing import Any

from interchange.knowledge.repository.exchange.work import Name, Work
from interchange.knowledge.repository.exchange.writers.bibtex import _is_meeting

TYPES = {
    "report": "report", "standard": "standard", "guideline": "report", "dataset": "dataset", "software": "software",
    "legal-text": "legislation", "practice": "document",
}  # fmt: skip


def _name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.inverted}


def _date(text: str) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text[:4].isdigit() else None


def kind_of(work: Work) -> str:
    """The CSL type: a paper in a journal, at a conference, or by itself."""
    if work.kind == "paper":
        return "paper-conference" if _is_meeting(work.venue) else "article-journal" if work.venue else "article"
    return TYPES.get(work.kind, "document")


def item(work: Work) -> dict[str, Any]:
    """One item."""
    found: dict[str, Any] = {
        "id": work.key or work.doi or work.title[:60],
        "type": kind_of(work),
        "title": work.title,
        "author": [_name(name) for name in work.authors],
        "issued": _date(work.issued),
        "container-title": work.venue,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "publisher": work.publisher,
        "number": work.number or (f"arXiv:{work.arxiv}" if work.arxiv and not work.venue else ""),
        "DOI": work.doi,
        "ISBN": work.isbn,
        "URL": work.url or work.address,
        "abstract": work.abstract,
        "language": work.language,
        "keyword": ", ".join(work.keywords),
        "license": work.licence,
        "version": work.version,
    }
    return {name: value for name, value in found.items() if value}


def write(works: Sequence[Work]) -> bytes:
    """A list of items."""
    return json.dumps([item(work) for work in works], ensure_ascii=False, indent=1).encode()
