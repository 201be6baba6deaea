"""What every reader gives back, and the small cleanings that all share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.vocabulary import SUMMARY_LIMIT, TITLE_LIMIT

FORMATS: dict[str, str | Promise] = {
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
    "crossref": _("Crossref JSON"),
    "datacite": _("DataCite JSON"),
}
TITLE_LENGTH = TITLE_LIMIT
AUTHORS = 200  # as many as a record keeps; a physics paper may have thousands


@dataclass(frozen=True)
class Trouble:
    """Something wrong at a line (1-based; 0: the file as a whole): what rule it breaks, what to do. `fatal` where nothing is offered for it."""

    line: int
    rule: str
    remedy: str = ""
    fatal: bool = True


@dataclass(frozen=True)
class Draft:
    """A work found in the file, the line at which it begins, and what was left out of it."""

    work: Work
    line: int


@dataclass
class Reading:
    """What a file gave: drafts in the file's order, and troubles in the order of their lines."""

    format: str = ""
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)

    def offer(self, work: Work, line: int) -> None:
        """Take a work in after the checks that hold for every format."""
        checked = check(work, line, self.problems)
        if checked is not None:
            self.drafts.append(Draft(checked, line))

    def complain(self, line: int, rule: str, remedy: str = "", *, fatal: bool = True) -> None:
        """List a trouble."""
        self.problems.append(Trouble(line, str(rule), str(remedy), fatal))


_TAG = re.compile(r"</?(?:[a-zA-Z][\w:-]*)(?:\s[^<>]*)?/?>")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def clean(text: object) -> str:
    """One line of plain text: markup tags, entities and control signs out, white space single."""
    if not isinstance(text, str):
        return "" if text is None or isinstance(text, dict | list | bool) else str(text)
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub("", text))
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def paragraphs(text: object) -> str:
    """Plain text that keeps its paragraphs (JATS and HTML markup of abstracts out)."""
    if not isinstance(text, str):
        return ""
    parts = re.split(r"\n\s*\n|</(?:jats:)?p>|<br\s*/?>", text)
    return "\n\n".join(found for found in (clean(part) for part in parts) if found)


def issued(year: object, month: object = None, day: object = None) -> str:
    """An ISO 8601 date cut to what is known; "" where the year is none."""
    try:
        y = int(str(year).strip())
        if not 1000 <= y <= 9999:
            return ""
        if month in (None, ""):
            return f"{y:04d}"
        m = int(str(month))
        if not 1 <= m <= 12:
            return f"{y:04d}"
        if day in (None, ""):
            return f"{y:04d}-{m:02d}"
        return date(y, m, int(str(day))).isoformat()
    except ValueError:
        return str(year).strip()[:4] if re.match(r"\d{4}", str(year).strip()) else ""


_DATE = re.compile(r"^\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")


def issued_text(text: str) -> str:
    """From "2024", "2024-05", "2024/05/17/" or a time stamp."""
    found = _DATE.match(text or "")
    return issued(*found.groups()) if found else ""


_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.IGNORECASE)


def doi(text: object) -> str:
    """The bare DOI in lower case (ISO 26324: DOIs compare without case), "" where there is none."""
    found = _DOI.search(str(text or ""))
    if not found:
        return ""
    bare = found.group().rstrip(".,;]}")
    while bare.endswith(")") and bare.count(")") > bare.count("("):  # the bracket of a sentence around it, not its own
        bare = bare[:-1].rstrip(".,;]}")
    return bare.lower()


def arxiv(text: object) -> str:
    """The bare arXiv identifier without its version, "" where there is none."""
    found = _ARXIV.search(str(text or ""))
    return found.group(1).lower() if found else ""


def orcid(text: object) -> str:
    """A bare ORCID whose check digit is right (ISO 7064 MOD 11-2), else ""."""
    found = _ORCID.search(str(text or ""))
    if not found:
        return ""
    digits = found.group().upper().replace("-", "")
    total = 0
    for sign in digits[:-1]:
        total = (total + int(sign)) * 2
    return found.group().upper() if "0123456789X"[(12 - total % 11) % 11] == digits[-1] else ""


_LANGUAGES = {
    "english": "en", "french": "fr", "spanish": "es", "german": "de", "chinese": "zh", "russian": "ru", "arabic": "ar", "portuguese": "pt",
    "japanese": "ja", "korean": "ko", "italian": "it", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de",
    "zho": "zh", "chi": "zh", "rus": "ru", "ara": "ar", "por": "pt", "jpn": "ja", "kor": "ko", "ita": "it",
}  # fmt: skip


def language(text: object) -> str:
    """ISO 639-1 from a code or an English name; "" where it cannot be told."""
    given = clean(text).lower()
    if given in _LANGUAGES:
        return _LANGUAGES[given]
    head = re.split(r"[-_]", given)[0]
    return head if re.fullmatch(r"[a-z]{2}", head) else _LANGUAGES.get(head, "")


_LICENCES = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE)


def licence(text: object) -> str:
    """An SPDX identifier from a Creative Commons address or from the identifier itself; "" for anything else (a guess would bind people)."""
    given = clean(text)
    found = _LICENCES.search(given)
    if found:
        family, name, version = found.group(1).lower(), found.group(2).upper(), found.group(3)
        if family == "publicdomain":
            return "CC0-1.0" if name == "ZERO" else "CC-PDDC"
        return f"CC-{name}-{version}"
    return given if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]{1,40}", given) and re.search(r"[-\d]", given) else ""


def check(work: Work, line: int, problems: list[Trouble]) -> Work | None:
    """What holds for a draft of any format: a title of sense, a year of sense, web addresses only. Notes what was left out."""
    if not work.title:
        problems.append(Trouble(line, str(_("This entry has no title.")), str(_("Give it a title and read the file again."))))
        return None
    changes: dict[str, object] = {}
    if len(work.title) > TITLE_LENGTH:
        changes["title"] = work.title[: TITLE_LENGTH - 1].rstrip() + "…"
        note = _("The title is longer than %(limit)s characters; it was cut.") % {"limit": TITLE_LENGTH}
        problems.append(Trouble(line, note, str(_("Check it after the import.")), fatal=False))
    if len(work.authors) > AUTHORS:
        changes["authors"], changes["more_authors"] = work.authors[:AUTHORS], True
    if len(work.abstract) > SUMMARY_LIMIT:
        changes["abstract"] = work.abstract[: SUMMARY_LIMIT - 1].rstrip() + "…"
        note = _("The abstract is longer than %(limit)s characters; it was cut.") % {"limit": SUMMARY_LIMIT}
        problems.append(Trouble(line, note, str(_("Check it after the import.")), fatal=False))
    if work.issued and not 1500 <= (work.year or 0) <= date.today().year + 1:  # noqa: DTZ011 - a plausibility check of a printed year
        changes["issued"] = ""
        note = _("“%(year)s” is no year in which this can have come out; it was left out.") % {"year": work.issued}
        problems.append(Trouble(line, note, str(_("Add the year after the import.")), fatal=False))
    if work.url and not re.match(r"https?://[^\s/]+", work.url, re.IGNORECASE):
        changes["url"] = ""
    return work.but(**changes) if changes else work


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, from 1."""
    yield from enumerate(text.splitlines(), start=1)
