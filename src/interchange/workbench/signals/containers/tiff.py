"""TIFF directories (TIFF 6.0, 2): the shape of EXIF blocks and of TIFF and DNG files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from interchange.workbench.signals.containers.blocks import BLOCK_LIMIT, Block, Broken, Walk
from interchange.workbench.signals.reader import Source

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
EXIF_IFD, GPS_IFD, XMP, IPTC, C2PA = 0x8769, 0x8825, 0x02BC, 0x83BB, 0xCD41


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: `directory` is 0, 1, ... or exif, gps."""

    directory: str
    tag: int
    kind: int
    data: bytes
    order: str

    @property
    def text(self) -> str:
        """The value as text (ASCII or UTF-8), without closing zeros."""
        return self.data.rstrip(b"\x00 ").decode("utf-8", "replace")

    @property
    def number(self) -> int:
        """The first number of the value."""
        size = SIZES.get(self.kind, 1)
        return int.from_bytes(self.data[:size], "little" if self.order == "little" else "big")


def entries(stream: BinaryIO, limit: int = BLOCK_LIMIT) -> Iterator[Entry]:
    """Every field of every directory; each offset is followed once, at most 64 directories of 4,096 fields."""
    head = stream.read(8)
    if len(head) < 8 or head[:2] not in (b"II", b"MM"):
        raise Broken("no TIFF header")
    order: str = "little" if head[:2] == b"II" else "big"
    number = lambda data: int.from_bytes(data, "little" if order == "little" else "big")  # noqa: E731 - short and used nine times
    todo, seen, spent = [("0", number(head[4:8]))], set(), 0
    while todo and len(seen) < 64:
        name, offset = todo.pop(0)
        if offset in seen or offset == 0:
            continue
        seen.add(offset)
        stream.seek(offset)
        count = number(stream.read(2))
        if count > 4096:
            raise Broken(f"a directory says it has {count} fields")
        table = stream.read(count * 12 + 4)
        for at in range(0, min(count * 12, len(table) - 11), 12):
            tag, kind, items = number(table[at : at + 2]), number(table[at + 2 : at + 4]), number(table[at + 4 : at + 8])
            length = SIZES.get(kind, 1) * items
            if tag in (EXIF_IFD, GPS_IFD):
                todo.append(("exif" if tag == EXIF_IFD else "gps", number(table[at + 8 : at + 12])))
                continue
            if length > limit:
                continue
            if length <= 4:
                data = table[at + 8 : at + 8 + length]
            else:
                spent += length
                if spent > 4 * limit:
                    raise Broken("fields that together are longer than the limit")
                stream.seek(number(table[at + 8 : at + 12]))
                data = stream.read(length)
            yield Entry(name, tag, kind, data, order)
        if name.isdigit() and len(table) >= count * 12 + 4:
            todo.append((str(int(name) + 1), number(table[count * 12 : count * 12 + 4])))


def walk(stream: BinaryIO, source: Source, walked: Walk) -> Iterator[Block]:
    """XMP, IPTC and C2PA of a TIFF or DNG file; its own fields are read as EXIF."""
    kept: list[Entry] = []
    for entry in entries(stream):
        if entry.tag == XMP:
            yield Block("xmp", f"TIFF tag 700, directory {entry.directory}", entry.data)
        elif entry.tag == IPTC:
            yield Block("iptc", f"TIFF tag 33723, directory {entry.directory}", entry.data)
        elif entry.tag == C2PA:
            yield Block("c2pa", f"TIFF tag 52545, directory {entry.directory}", b"")
        elif len(entry.data) < 65536:
            kept.append(entry)
    walked.facts["entries"] = kept
