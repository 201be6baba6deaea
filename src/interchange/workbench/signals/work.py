"""Runs the readers on one source: the same code in the limited process and, for tests and measuring, without one."""

from collections.abc import Collection, Iterator
from typing import BinaryIO

from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.make import unreadable
from interchange.workbench.signals.model import Finding, Run
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.reader import HEAD, Reader, Source
from interchange.workbench.signals.registry import readers

FINDING_LIMIT = 2000  # of one reader


def source(name: str, options: Options, *, path: str = "", content: bytes | None = None) -> Source:
    """The source for a path or for bytes, its type found by content."""
    if content is None:
        stream: BinaryIO
        with open(path, "rb") as stream:
            head = stream.read(HEAD)
            size = stream.seek(0, 2)
    else:
        head, size = content[:HEAD], len(content)
    return Source(name, size, sniff.by_content(head), head, path, content, {"options": options})


def run(given: Source, skip: Collection[str] = ()) -> Iterator[str | Finding | Run]:
    """The name of each reader as it begins, its findings, how it ended."""
    options = given.shared["options"]
    for reader in readers(others=not isinstance(options, Options) or options.added):
        if reader.name in skip or not reader.applies(given.head, given.name, given.media_type):
            continue
        yield reader.name
        yield from _one(reader, given)


def _one(reader: Reader, given: Source) -> Iterator[Finding | Run]:
    count = 0
    try:
        for finding in reader.read(given):
            count += 1
            if count > FINDING_LIMIT:
                yield unreadable(
                    reader.schemes[0].id, "the rest of the file", f"there are more than {FINDING_LIMIT} signals of this kind", code="limit"
                )
                yield Run(reader.name, reader.version, "stopped", "too many findings")
                return
            yield finding
    except (Exception, RecursionError) as wrong:  # noqa: BLE001, RUF100 - whatever a parser does on hostile input, it is a finding
        words = str(wrong).replace(given.path, given.name) if given.path else str(wrong)  # where a file lies is nobody's business
        why = f"{type(wrong).__name__}: {words}"[:300] if words else type(wrong).__name__
        code = "limit" if isinstance(wrong, MemoryError) else "unreadable"
        yield unreadable(reader.schemes[0].id, f"what the reader “{reader.name}” looks at", why, code=code)
        yield Run(reader.name, reader.version, "stopped" if code == "limit" else "refused", why)
        return
    yield Run(reader.name, reader.version, "read")
