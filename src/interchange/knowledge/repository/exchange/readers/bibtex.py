"""BibTeX and BibLaTeX, by bibtexparser 2: a broken block among good ones is told with its line, the good ones are read."""

import logging
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import bibtexparser
from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.middlewares import ResolveStringReferencesMiddleware
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry
from django.utils.translation import gettext as _

from interchange.knowledge.repository.exchange.readers import base
from interchange.knowledge.repository.exchange.readers.base import Reading
from interchange.knowledge.repository.exchange.work import Name, Work

KINDS = {
    "techreport": "report", "report": "report", "standard": "standard", "manual": "guideline", "dataset": "dataset", "data": "dataset",
    "software": "software", "legislation": "legal-text", "legal": "legal-text", "jurisdiction": "legal-text",
}  # fmt: skip
_BRACE = re.compile(r"[{}]")
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its warnings are our troubles, told to the person
MONTHS = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}


def read(text: str, reading: Reading) -> None:
    """Read every block; a doubled key is no fault of the work, so it is read too."""
    reading.format = "bibtex"
    library = bibtexparser.parse_string(text, parse_stack=[])
    months = "".join(f"@string{{{name} = {number}}}\n" for name, number in MONTHS.items())
    for block in bibtexparser.parse_string(months, parse_stack=[]).blocks:
        library.add(block)
    library = ResolveStringReferencesMiddleware(allow_inplace_modification=True).transform(library)
    found: list[tuple[int, Entry]] = [(entry.start_line or 0, entry) for entry in library.entries]
    for failed in library.failed_blocks:
        line = (failed.start_line or 0) + 1
        if isinstance(failed, DuplicateBlockKeyBlock):
            if isinstance(failed.ignore_error_block, Entry):
                found.append((failed.start_line or 0, failed.ignore_error_block))
        elif isinstance(failed, DuplicateFieldKeyBlock):
            names = ", ".join(sorted(failed.duplicate_keys))
            reading.complain(line, _("A field stands twice in this entry: %(names)s.") % {"names": names}, _("Keep one of them."))
        elif isinstance(failed.error, BlockAbortedException):
            at = (failed.error.end_index or 0) if hasattr(failed.error, "end_index") else 0
            reading.complain(line, _("This entry is broken: a brace, a quotation mark or a comma is missing."), _reason(failed, at))
        else:
            reading.complain(line, _("This entry cannot be read."), _reason(failed, 0))
    for start, entry in sorted(found, key=lambda pair: pair[0]):
        reading.offer(_work(entry), start + 1)


def _reason(failed: Any, at: int) -> str:
    shown = " ".join((failed.raw or "").split())[:60]
    return _("Mend the entry that begins with “%(words)s”.") % {"words": shown} if shown else _("Mend the entry.")


def _work(entry: Entry) -> Work:
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    given = {name: plain(value) for name, value in raw.items() if name not in {"author", "editor", "url", "doi", "month"}}
    kind = KINDS.get(entry.entry_type.lower(), "paper")
    if entry.entry_type.lower() == "misc" and "software" in given.get("howpublished", "").lower():
        kind = "software"
    eprint = given.get("eprint", "")
    on_arxiv = "arxiv" in (given.get("archiveprefix", "") + given.get("eprinttype", "") + given.get("journal", "")).lower()
    found_doi = base.doi(_strip(raw.get("doi", ""))) or base.doi(_strip(raw.get("url", "")) if "doi.org" in raw.get("url", "") else "")
    authors, more = names(raw.get("author") or raw.get("editor") or "")
    date = base.issued_text(given.get("date", "")) or base.issued(given.get("year", ""), _month(raw.get("month", "")))
    return Work(
        title=given.get("title", "") + (f": {given['subtitle']}" if given.get("subtitle") else ""),
        kind=kind,
        authors=authors,
        more_authors=more,
        issued=date,
        venue=given.get("journaltitle") or given.get("journal") or given.get("booktitle") or "",
        volume=given.get("volume", ""),
        issue=given.get("number", "") if kind == "paper" else "",
        number=given.get("number", "") if kind != "paper" else "",
        pages=given.get("pages", "").replace("--", "-").replace("–", "-"),
        publisher=given.get("publisher") or given.get("institution") or given.get("organization") or given.get("school") or "",
        doi=found_doi,
        arxiv=base.arxiv(eprint if on_arxiv else given.get("journal", "") if on_arxiv else ""),
        isbn=given.get("isbn", ""),
        url=_strip(raw.get("url", "")).replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#"),
        abstract=given.get("abstract", ""),
        language=base.language(given.get("language") or given.get("langid") or ""),
        licence=base.licence(given.get("license") or given.get("licence") or given.get("copyright") or ""),
        keywords=tuple(dict.fromkeys(word for part in re.split(r"[;,]", given.get("keywords", "")) if (word := part.strip()))),
    )


def _month(value: str) -> int | str:
    text = _strip(value).lower()
    return MONTHS.get(text[:3], text if text.isdigit() else "")


def _strip(value: str) -> str:
    """A value without the braces or quotation marks around the whole of it."""
    value = value.strip()
    while len(value) > 1 and ((value[0] == "{" and value[-1] == "}" and _one_group(value)) or (value[0] == value[-1] == '"')):
        value = value[1:-1].strip()
    return value


def _one_group(value: str) -> bool:
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.end() == len(value)
    return False


def plain(value: str) -> str:
    """A field's value as plain text: LaTeX accents and commands become letters, protecting braces go."""
    text = _strip(value)
    if "\\" in text or "$" in text or "~" in text or "``" in text or "--" in text:
        text = _latex(text)
    elif "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    return base.clean(text)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexwalker import get_default_latex_context_db

    writer = LatexNodes2Text(keep_comments=True, math_mode="text", strict_latex_spaces=False)
    commands = get_default_latex_context_db()  # made once: by default each text makes its own
    return lambda text: str(writer.latex_to_text(text, latex_context=commands))


@lru_cache(maxsize=4096)
def _latex(text: str) -> str:
    # A bare per cent sign begins a comment in LaTeX; in a bibliography it is a slip of the pen and is kept.
    safe = re.sub(r"(?<!\\)([%&#])", r"\\\1", text)
    try:
        return _converter()(safe).replace("ˆ", "^")
    except Exception:  # LaTeX that its own parser does not understand stays as it is
        return text.replace("{", "").replace("}", "")


def names(value: str) -> tuple[tuple[Name, ...], bool]:
    """The authors of a BibTeX name list, and whether it ends with "and others"; a name all in braces is an organisation."""
    text = value.strip()
    if (len(text) > 1 and text[0] == '"' == text[-1]) or (len(text) > 1 and text[0] == "{" and text[-1] == "}" and _one_group(text)):
        text = text[1:-1]
    found: list[Name] = []
    more = False
    for one in split_multiple_persons_names(" ".join(text.split())):
        if one.strip().lower() == "others":
            more = True
        elif one.strip():
            found.append(_name(one.strip()))
    return tuple(found), more


def _name(text: str) -> Name:
    if text.startswith("{") and text.endswith("}") and _one_group(text):
        return Name(literal=plain(text))
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:
        return Name.of(plain(text))
    family = plain(" ".join([*parts.von, *parts.last]))
    given = plain(" ".join([*parts.first, *([f"{' '.join(parts.jr)}"] if parts.jr else [])]))
    return Name(family=family, given=given) if given else Name(literal=family)
