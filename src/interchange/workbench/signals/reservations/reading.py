"""The reader of reservations inside files, behind the interface that all readers of signals share."""

from collections.abc import Iterable

from interchange.workbench.signals.model import Finding
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.reservations import embedded, page
from interchange.workbench.signals.reservations.findings import findings_of
from interchange.workbench.signals.reservations.schemes import SCHEMES
from interchange.workbench.signals.reservations.statements import TEXT_LIMIT, Reading, Target

_PACKETS = (b"<x:xmpmeta", b"<rdf:RDF")


class ReservationReader:
    """PDF, EPUB, HTML and XMP side-cars; XMP of pictures is taken from `source.shared["xmp"]` (octets) where another reader has found it."""

    name = "reservations"
    version = "1.0"
    schemes = tuple(SCHEMES[key] for key in ("tdmrep", "plus-data-mining", "cawg-training-mining", "robots-directives", "rsl", "schema-org", "link-licence", "xmp-rights", "xmp", "html", "http", "robots"))  # fmt: skip

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        """By type, or where an XMP packet stands in the head."""
        ending = name.rpartition(".")[2].casefold()
        return (
            media_type in ("application/pdf", "application/epub+zip", "text/html", "application/xhtml+xml", "application/rdf+xml")
            or ending in ("pdf", "epub", "html", "htm", "xhtml", "xmp")
            or head.startswith((b"%PDF", b"<!DOCTYPE html", b"<html"))
            or any(mark in head for mark in _PACKETS)
        )

    def read(self, source: Source) -> Iterable[Finding]:
        """The findings in one file."""
        return findings_of(self.reading(source), inside=True)

    def reading(self, source: Source) -> Reading:
        """Statements, notes and pointers in one file, before they become findings."""
        ending = source.name.rpartition(".")[2].casefold()
        kind = source.media_type
        if kind == "application/pdf" or source.head.startswith(b"%PDF"):
            with source.open() as stream:
                return embedded.from_pdf(stream)
        if kind == "application/epub+zip" or ending == "epub":
            with source.open() as stream:
                return embedded.from_epub(stream)
        if kind in ("text/html", "application/xhtml+xml") or ending in ("html", "htm", "xhtml"):
            return page.read(source.part(0, TEXT_LIMIT + 1), Target())
        shared = source.shared.get("xmp")
        if isinstance(shared, bytes):
            return embedded.from_xmp(shared)
        if kind == "application/rdf+xml" or ending == "xmp":
            return embedded.from_xmp(source.part(0, embedded.XMP_LIMIT + 1))
        return _scanned(source.head)


def _scanned(head: bytes) -> Reading:
    """An XMP packet that stands whole in the head of a file of any kind."""
    starts = [at for at in (head.find(mark) for mark in _PACKETS) if at >= 0]
    if not starts:
        return Reading()
    end = head.find(b"</x:xmpmeta>", min(starts))
    end = end + 12 if end >= 0 else head.find(b"</rdf:RDF>", min(starts)) + 10
    return embedded.from_xmp(head[min(starts) : end]) if end > 10 else Reading()


READER = ReservationReader()
