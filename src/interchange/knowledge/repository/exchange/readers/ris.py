"""RIS (the tagged format of reference managers), by rispy, one record at a time so that each trouble has its line."""

import re
from typing import Any

import rispy
from django.utils.translation import gettext as _

from interchange.knowledge.repository.exchange.readers import base
from interchange.knowledge.repository.exchange.readers.base import Reading
from interchange.knowledge.repository.exchange.work import Name, Work

KINDS = {
    "RPRT": "report", "GOVDOC": "report", "STAND": "standard", "DATA": "dataset", "DBASE": "dataset", "COMP": "software",
    "LEGAL": "legal-text", "STAT": "legal-text", "BILL": "legal-text", "CASE": "legal-text", "HEAR": "legal-text", "MGZN": "paper",
}  # fmt: skip
_BEGIN, _END, _TAG = re.compile(r"^\s*TY {2}-"), re.compile(r"^\s*ER {2}-"), re.compile(r"^\s*[A-Z][A-Z0-9] {2}-")


def read(text: str, reading: Reading) -> None:
    """Read record by record: from a line with TY to a line with ER."""
    reading.format = "ris"
    begun, lines = 0, list[str]()
    for number, line in base.lines_of(text):
        if _BEGIN.match(line):
            if begun:
                reading.complain(
                    begun, _("This record has no end (ER  - ) before the next one begins."), _("Put the line “ER  - ” at its end.")
                )
            begun, lines = number, [line]
        elif _END.match(line):
            if begun:
                _record("\n".join([*lines, "ER  - "]), begun, reading)
            else:
                reading.complain(number, _("A record ends here that never began."), _("Begin it with the line “TY  - ”."))
            begun, lines = 0, []
        elif begun:
            lines.append(line)
        elif _TAG.match(line):
            reading.complain(number, _("A line stands outside of any record."), _("Begin the record with the line “TY  - ”."))
    if begun:
        reading.complain(begun, _("The file ends in the middle of this record."), _("Put the line “ER  - ” at its end."))


def _record(text: str, line: int, reading: Reading) -> None:
    try:
        found = rispy.loads(text)
    except Exception as failure:  # rispy raises OSError, KeyError and others for what it cannot read
        reading.complain(line, _("This record cannot be read: %(why)s") % {"why": str(failure)[:120]}, _("Mend it, or export it anew."))
        return
    for entry in found:
        reading.offer(_work(entry), line)


def _first(entry: dict[str, Any], *names: str) -> str:
    for name in names:
        value = entry.get(name)
        if isinstance(value, list):
            value = value[0] if value else ""
        if value:
            return base.clean(value)
    return ""


def _work(entry: dict[str, Any]) -> Work:
    kind = KINDS.get(entry.get("type_of_reference", ""), "paper")
    urls = [base.clean(value) for value in entry.get("urls", [])]
    venue = _first(entry, "journal_name", "secondary_title", "alternate_title1", "alternate_title3")
    start, end = _first(entry, "start_page"), _first(entry, "end_page")
    date = base.issued_text(_first(entry, "date")) or base.issued_text(_first(entry, "year", "publication_year"))
    year = base.issued_text(_first(entry, "year", "publication_year"))
    found_doi = base.doi(_first(entry, "doi")) or next((base.doi(url) for url in urls if "doi.org/" in url), "")
    number = _first(entry, "number")
    return Work(
        title=_first(entry, "primary_title", "title", "translated_title"),
        kind=kind,
        authors=tuple(Name.of(base.clean(one)) for one in [*entry.get("first_authors", []), *entry.get("authors", [])] if base.clean(one)),
        issued=date if date[:4] == year[:4] or not year else year,
        venue=venue,
        volume=_first(entry, "volume"),
        issue=number if kind == "paper" else "",
        number=number if kind != "paper" else "",
        pages=f"{start}-{end}" if start and end else start,
        publisher=_first(entry, "publisher"),
        doi=found_doi,
        arxiv=base.arxiv(next((url for url in urls if "arxiv.org/" in url), "")),
        isbn=_first(entry, "issn") if entry.get("type_of_reference") in {"BOOK", "CHAP", "RPRT", "STAND"} else "",
        url=next((url for url in urls if url.lower().startswith("http")), ""),
        abstract=base.paragraphs(entry.get("abstract") or entry.get("notes_abstract") or ""),
        language=base.language(_first(entry, "language")),
        keywords=tuple(dict.fromkeys(word for one in entry.get("keywords", []) if (word := base.clean(one)))),
    )
