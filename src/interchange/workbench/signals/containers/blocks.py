"""The blocks of metadata in a file: XMP, EXIF, IPTC, text chunks, comments, tags.

Sizes come from the file and are never believed: a block longer than `BLOCK_LIMIT` is not read, a walk makes at most `STEP_LIMIT` steps, and what
goes wrong is kept as a problem beside the blocks found so far.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from interchange.workbench.signals.reader import Source

BLOCK_LIMIT = 8 << 20  # bytes of one block of metadata
TOTAL_LIMIT = 32 << 20  # bytes of all blocks of a file
STEP_LIMIT = 20_000


class Broken(Exception):
    """The container does not keep its own rules; the message says where."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of metadata: `kind` is xmp, exif, iptc, text, comment, c2pa or tag; `key` names texts and tags."""

    kind: str
    place: str
    data: bytes
    key: str = ""
    text: str = ""


@dataclass(slots=True)
class Walk:
    """What a walk through a file met."""

    blocks: list[Block] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    trailing: int = 0  # bytes after the end that the format declares
    trailing_kind: str = ""
    facts: dict[str, object] = field(default_factory=dict)  # width, height, subsampled


Walker = Callable[[BinaryIO, Source, Walk], Iterator[Block]]


def blocks(source: Source) -> Walk:
    """Walk through `source` once; later calls answer from `source.shared`."""
    known = source.shared.get("walk")
    if isinstance(known, Walk):
        return known
    walk = Walk()
    source.shared["walk"] = walk
    walker = _walker(source.media_type)
    if walker is None:
        return walk
    total = 0
    with source.open() as stream:
        try:
            for number, block in enumerate(walker(stream, source, walk)):
                total += len(block.data)
                if number > STEP_LIMIT or total > TOTAL_LIMIT:
                    walk.problems.append("more metadata than the limit allows; the rest was not read")
                    break
                walk.blocks.append(block)
        except Broken as wrong:
            walk.problems.append(str(wrong))
        except (ValueError, IndexError, OverflowError, OSError, UnicodeError) as wrong:
            walk.problems.append(f"the file's structure is broken ({type(wrong).__name__})")
    return walk


def _walker(media_type: str) -> Walker | None:
    from interchange.workbench.signals.containers import audio, bmff, images, tiff

    table: dict[str, Walker] = {
        "image/jpeg": images.jpeg,
        "image/png": images.png,
        "image/webp": images.riff,
        "audio/wav": images.riff,
        "video/avi": images.riff,
        "image/gif": images.gif,
        "image/tiff": tiff.walk,
        "audio/mpeg": audio.mp3,
        "audio/flac": audio.flac,
        "audio/ogg": audio.ogg,
        "image/jxl": bmff.walk,
    }
    if media_type in ("image/avif", "image/heic", "image/heif", "audio/mp4", "video/mp4", "video/quicktime"):
        return bmff.walk
    return table.get(media_type)


def exactly(stream: BinaryIO, length: int, what: str) -> bytes:
    """Read `length` bytes, or `Broken`."""
    data = stream.read(length)
    if len(data) < length:
        raise Broken(f"the file ends inside {what}")
    return data


def bounded(stream: BinaryIO, length: int, what: str) -> bytes:
    """Read a block's `length` bytes if that is within the limit, or `Broken`."""
    if length > BLOCK_LIMIT:
        raise Broken(f"{what} says it is {length} bytes long, more than the limit of {BLOCK_LIMIT}")
    return exactly(stream, length, what)
