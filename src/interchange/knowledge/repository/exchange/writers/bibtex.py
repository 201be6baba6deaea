"""BibTeX in UTF-8, readable by BibTeX's and BibLaTeX's programs; special signs escaped, capitals of titles protected."""

import re
from collections.abc import Iterator, Sequence

from interchange.knowledge.repository.exchange.work import Name, Work
from interchange.knowledge.repository.exchange.writers.text import ascii_word, one_line

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$&%#_~^]")
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[!?])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")  # TeX would join these
_TYPES = {"report": "techreport", "standard": "techreport", "guideline": "manual"}
_STOP = {"a", "an", "the", "on", "of", "in", "for", "and", "to", "la", "le", "les", "el", "der", "die", "das"}


def escape(text: str) -> str:
    """Text as LaTeX means it."""
    return _LIGATURE.sub("{}", _SPECIAL.sub(lambda found: _ESCAPES[found.group()], one_line(text)))


def _title(text: str) -> str:
    """A title whose words with capitals keep them in styles that write titles small."""
    return " ".join(
        f"{{{escape(word)}}}" if any(sign.isupper() for sign in (word[1:] if place == 0 else word)) else escape(word)
        for place, word in enumerate(one_line(text).split())
    )


def _name(name: Name) -> str:
    if not name.is_person:
        return f"{{{escape(name.literal)}}}"
    parts = [name.family, name.given] if name.given else [name.family]
    return ", ".join(f"{{{escape(part)}}}" if re.search(r"\band\b|,", part) else escape(part) for part in parts)


def key_of(work: Work) -> str:
    """The citation key: first author, year, first word of weight; letters and digits only."""
    first = work.authors[0] if work.authors else None
    who = ascii_word((first.family or first.literal.split()[0]) if first and first.inverted else "") or "anon"
    words = [ascii_word(word) for word in work.title.split()]
    word = next((word for word in words if word and word.lower() not in _STOP), "")
    return f"{who}{work.year or ''}{word}".lower()[:60]


def _keys(works: Sequence[Work]) -> Iterator[str]:
    """Keys that differ within one file: the second of a kind gets "b", the 27th "aa"."""
    taken: dict[str, int] = {}
    for work in works:
        key = key_of(work)
        count = taken[key] = taken.get(key, 0) + 1
        yield key if count == 1 else f"{key}-{_letters(count)}"


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _entry(work: Work, key: str) -> str:
    kind = _TYPES.get(work.kind, "misc")
    if work.kind == "paper" and work.venue:
        kind = "inproceedings" if _is_meeting(work.venue) else "article"
    authors = [_name(name) for name in work.authors] + (["others"] if work.more_authors else [])
    fields = {
        "author": " and ".join(authors),
        "title": _title(work.title),
        {"article": "journal", "inproceedings": "booktitle"}.get(kind, "howpublished"): escape(work.venue),
        "volume": escape(work.volume),
        "number": escape(work.issue or work.number),
        "pages": escape(work.pages).replace("-", "--"),
        {"techreport": "institution", "manual": "organization"}.get(kind, "publisher"): escape(work.publisher),
        "year": work.issued[:4],
        "month": str(int(work.issued[5:7])) if len(work.issued) >= 7 else "",
        "version": escape(work.version),
        "doi": work.doi,
        "eprint": work.arxiv,
        "eprinttype": "arxiv" if work.arxiv else "",
        "isbn": escape(work.isbn),
        "url": (work.url or work.address).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "language": work.language,
        "abstract": escape(work.abstract),
        "keywords": escape(", ".join(work.keywords)),
        "copyright": escape(work.licence),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _is_meeting(venue: str) -> bool:
    return bool(re.search(r"conference|proceedings|symposium|workshop|congress|meeting", venue, re.IGNORECASE))


def write(works: Sequence[Work]) -> bytes:
    """A `.bib` file; keys are unique in it."""
    return "\n".join(_entry(work, key) for work, key in zip(works, _keys(works), strict=True)).encode()
