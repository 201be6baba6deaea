"""A work as the room's own draft, as deposits and imports take it."""

from datetime import date
from functools import lru_cache

from interchange.knowledge.repository import identify, licences
from interchange.knowledge.repository.drafts import Creator, Draft
from interchange.knowledge.repository.exchange import venues
from interchange.knowledge.repository.exchange.readers import Reading
from interchange.knowledge.repository.exchange.work import Name, Work
from interchange.knowledge.repository.vocabulary import Scheme


def _creator(name: Name) -> Creator:
    known = {"orcid": name.orcid, "affiliation": name.affiliation[:200], "ror": _ror(name.ror)}
    if name.is_person:
        return Creator(family=name.family[:100], given=name.given[:100], **known)
    return Creator(name=name.literal[:200], **known)


@lru_cache(maxsize=1000)
def _ror(text: str) -> str:
    found = identify.ror(text) if text else None
    return found.value if found and not found.problem else ""


def _identifiers(work: Work) -> list[tuple[str, str]]:
    """What is an identifier by its form; an address that only repeats the DOI or the arXiv number is none of its own."""
    named = [(Scheme.DOI, work.doi), (Scheme.ARXIV, work.arxiv), (Scheme.ISBN, work.isbn), (Scheme.URL, work.url)]
    found: list[tuple[str, str]] = []
    for scheme, value in named:
        if not value:
            continue
        one = identify.READERS[scheme](value) if scheme != Scheme.URL else identify.recognise(value)
        if one is not None and not one.problem and (str(one.scheme), one.value) not in found:
            if one.scheme == Scheme.DOI and any(scheme == Scheme.DOI for scheme, _value in found):
                continue
            found.append((str(one.scheme), one.value))
    return found


def draft_of(work: Work, line: int = 0) -> Draft:
    """The draft of a work that was read at `line`. What no record keeps (an ISBN with a wrong digit, say) is left out."""
    licence, note = licences.licence_of(work.licence)
    try:
        issued = date.fromisoformat(work.issued) if len(work.issued) == 10 else None
    except ValueError:
        issued = None
    return Draft(
        title=work.title, kind=work.kind, summary=work.abstract, creators=[_creator(name) for name in work.authors],
        more_creators=work.more_authors, year=work.year, issued=issued,
        venue=venues.join(work.venue, work.volume, work.issue, work.pages)[:300], publisher=work.publisher[:200],
        language=work.language or "en", licence=licence, licence_note=note, identifiers=_identifiers(work), keywords=list(work.keywords),
        line=line,
    )  # fmt: skip


def drafts_of(reading: Reading) -> list[Draft]:
    """All drafts of a file, in its order."""
    return [draft_of(one.work, one.line) for one in reading.drafts]
