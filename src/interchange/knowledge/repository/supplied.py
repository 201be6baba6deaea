"""Files of metadata that somebody supplies, as drafts of deposits. Reading them is the exchange part's work."""

import re
from datetime import date

from interchange.knowledge.repository import identify, licences
from interchange.knowledge.repository.drafts import Creator, Draft, Unread
from interchange.knowledge.repository.exchange import venues
from interchange.knowledge.repository.exchange.readers import read as read_file
from interchange.knowledge.repository.exchange.work import Name, Work
from interchange.knowledge.repository.vocabulary import Kind, Scheme

KINDS = frozenset(Kind.values) - {Kind.PRACTICE}  # what a file can bring
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read(content: bytes, name: str = "") -> tuple[list[Draft], list[Unread]]:
    """Drafts found in a file, in its order, and what could not be read, by line."""
    reading = read_file(content, name)
    drafts = [draft_of(one.work, one.line) for one in reading.drafts]
    return drafts, [Unread(one.line, f"{one.rule} {one.remedy}".strip()) for one in reading.problems]


def draft_of(work: Work, line: int = 0) -> Draft:
    """A work that was read somewhere as a draft; identifiers that are wrong fall out, since the file's reader has said so."""
    licence, note = licences.licence_of(work.licence)
    day = _DAY.fullmatch(work.issued)
    named = [(Scheme.DOI, work.doi), (Scheme.ARXIV, work.arxiv), (Scheme.ISBN, work.isbn), (Scheme.URL, work.url)]
    checked = [identify.READERS[scheme](value) for scheme, value in named if value]
    return Draft(
        title=work.title[:300],
        kind=work.kind if work.kind in KINDS else Kind.PAPER,
        summary=work.abstract[:6000],
        creators=[creator_of(one) for one in work.authors],
        more_creators=work.more_authors,
        year=work.year,
        issued=_real_day(day) if day else None,
        venue=venues.join(work.venue, work.volume, work.issue, work.pages)[:300],
        publisher=work.publisher[:200],
        language=work.language or "en",
        licence=licence,
        licence_note=note,
        identifiers=[(one.scheme, one.value) for one in checked if not one.problem],
        keywords=[word[:80] for word in work.keywords[:20]],
        line=line,
    )


def _real_day(found: "re.Match[str]") -> date | None:
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def creator_of(name: Name) -> Creator:
    """A name of the exchange part as a creator; an ORCID iD or ROR ID that is wrong falls out."""
    orcid, ror = identify.orcid(name.orcid) if name.orcid else None, identify.ror(name.ror) if name.ror else None
    return Creator(
        family=name.family,
        given=name.given,
        name=name.literal,
        orcid=orcid.value if orcid and not orcid.problem else "",
        affiliation=name.affiliation,
        ror=ror.value if ror and not ror.problem else "",
    )
