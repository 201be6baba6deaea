"""The interface that every reader keeps, and the source that it reads from.

A reader is any object (a module will do) with the attributes of `Reader`. Members of the network add their own by an entry point in the group
`interchange.signals` that names such an object. Readers run in a process of their own with limits; they may raise, they need not hurry, and they
must not open the network.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from io import BytesIO
from typing import BinaryIO, Protocol, runtime_checkable

from interchange.workbench.signals.model import Finding, Scheme

GROUP = "interchange.signals"
HEAD = 65536  # bytes that `applies` may look at


@dataclass(slots=True)
class Source:
    """A file, or bytes, to read from. Never read it whole: `part` and `open` are enough for any size."""

    name: str
    size: int
    media_type: str
    head: bytes
    path: str = ""
    content: bytes | None = None
    shared: dict[str, object] = field(default_factory=dict)  # what one reader worked out for the others: parsed XMP, EXIF

    def open(self) -> BinaryIO:
        """A fresh binary stream at its beginning; the caller closes it."""
        return open(self.path, "rb") if self.content is None else BytesIO(self.content)

    def part(self, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset`."""
        if offset < 0 or length < 0:
            raise ValueError("a part has no negative offset or length")
        if self.content is not None:
            return self.content[offset : offset + length]
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            return os.pread(descriptor, length, offset)
        finally:
            os.close(descriptor)


@runtime_checkable
class Reader(Protocol):
    """Reads one family of signals."""

    name: str  # "c2pa", "xmp", "epub"
    version: str
    schemes: tuple[Scheme, ...]  # every scheme its findings may name

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        """Whether `read` is worth calling, by the first `HEAD` bytes, the file's name and the type found by content. Quick and never wrong by omission."""
        ...

    def read(self, source: Source) -> Iterable[Finding]:
        """What stands in `source`. Raises anything if it cannot be read; that becomes a finding "could not be read because"."""
        ...


def added() -> list[Reader]:
    """Readers that installed packages bring through the entry-point group; one that cannot be loaded is left out."""
    found: list[Reader] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            made = entry.load()
        except Exception:  # noqa: S112 - somebody else's package must not stop ours
            continue
        if isinstance(made, Reader):
            found.append(made)
    return found
