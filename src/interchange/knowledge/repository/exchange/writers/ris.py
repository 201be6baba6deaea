"""RIS: two letters, two spaces, a dash; lines end with CR LF, as the format's description asks."""

from collections.abc import Iterator, Sequence

from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.exchange.writers.text import one_line

TYPES = {
    "paper": "JOUR", "report": "RPRT", "standard": "STAND", "guideline": "RPRT", "dataset": "DATA", "software": "COMP", "legal-text": "LEGAL",
    "practice": "GEN",
}  # fmt: skip


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    kind = TYPES.get(work.kind, "GEN")
    yield "TY", kind if work.venue or kind != "JOUR" else "GEN"
    for name in work.authors:
        yield "AU", name.inverted if name.is_person else f"{name.literal},"
    yield "TI", work.title
    yield "T2", work.venue
    yield "PY", work.issued[:4]
    yield "DA", work.issued.replace("-", "/") if len(work.issued) > 4 else ""
    yield "VL", work.volume
    yield "IS", work.issue or work.number
    start, _dash, end = work.pages.partition("-")
    yield "SP", start
    yield "EP", end
    yield "PB", work.publisher
    yield "SN", work.isbn
    yield "DO", work.doi
    yield "ET", work.version
    yield "UR", work.url or work.address
    if work.address and work.url:
        yield "UR", work.address
    yield "LA", work.language
    yield "AB", work.abstract
    for word in work.keywords:
        yield "KW", word
    yield "ID", work.key


def write(works: Sequence[Work]) -> bytes:
    """A `.ris` file."""
    records = []
    for work in works:
        lines = [f"{tag}  - {one_line(value)}" for tag, value in _lines(work) if value]
        records.append("\r\n".join([*lines, "ER  - ", ""]))
    return "\r\n".join(records).encode()
