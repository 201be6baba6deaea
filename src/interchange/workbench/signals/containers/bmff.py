"""ISO base media boxes (ISO/IEC 14496-12): MP4, MOV, HEIF, AVIF, JPEG XL."""

from collections.abc import Iterator
from typing import BinaryIO

from interchange.workbench.signals.containers.blocks import STEP_LIMIT, Block, Broken, Walk, bounded, exactly
from interchange.workbench.signals.reader import Source

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
INSIDE = {b"moov", b"udta", b"trak", b"mdia"}


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, start of content, end) of the boxes in a range."""
    at = start
    for _ in range(STEP_LIMIT):
        if at + 8 > end:
            return
        stream.seek(at)
        head = exactly(stream, 8, "a box")
        length, kind, body = int.from_bytes(head[:4], "big"), head[4:], at + 8
        if length == 1:
            length, body = int.from_bytes(exactly(stream, 8, "a box"), "big"), at + 16
        elif length == 0:
            length = end - at
        if length < body - at or at + length > end:
            raise Broken(f"the box {kind.decode('latin-1')!r} at byte {at} says it is {length} bytes long, which cannot be")
        yield kind, body, at + length
        at += length


def walk(stream: BinaryIO, source: Source, walked: Walk) -> Iterator[Block]:
    """XMP and C2PA in uuid boxes, tags in udta/meta/ilst and keys, EXIF and XMP items of HEIF."""
    if source.head[:2] == b"\xff\x0a":
        return  # a bare JPEG XL stream has no boxes
    yield from _level(stream, 0, source.size, 0)


def _level(stream: BinaryIO, start: int, end: int, depth: int) -> Iterator[Block]:
    if depth > 8:
        raise Broken("boxes nested deeper than 8")
    for kind, body, stop in _boxes(stream, start, end):
        if kind == b"uuid":
            stream.seek(body)
            name = exactly(stream, 16, "a uuid box")
            if name == XMP_UUID:
                yield Block("xmp", f"uuid box at byte {body - 8}", bounded(stream, stop - body - 16, "the XMP box"))
            elif name == C2PA_UUID:
                yield Block("c2pa", f"uuid box at byte {body - 8}", b"")
        elif kind == b"jumb":
            yield Block("c2pa", f"jumb box at byte {body - 8}", b"")
        elif kind == b"xml ":
            stream.seek(body)
            yield Block("xmp", f"xml box at byte {body - 8}", bounded(stream, stop - body, "the XML box"))
        elif kind == b"Exif":
            stream.seek(body + 4)
            yield Block("exif", f"Exif box at byte {body - 8}", bounded(stream, stop - body - 4, "the Exif box"))
        elif kind == b"XMP_":
            stream.seek(body)
            yield Block("xmp", f"XMP_ box at byte {body - 8}", bounded(stream, stop - body, "the XMP_ box"))
        elif kind == b"meta":
            yield from _meta(stream, body, stop)
        elif kind in INSIDE:
            yield from _level(stream, body, stop, depth + 1)


def _meta(stream: BinaryIO, body: int, stop: int) -> Iterator[Block]:
    stream.seek(body)
    start = body if exactly(stream, 8, "a meta box")[4:8] == b"hdlr" else body + 4
    found = {kind: (at, end) for kind, at, end in _boxes(stream, start, stop)}
    if b"ilst" in found:
        yield from _tags(stream, found)
    if b"iinf" in found and b"iloc" in found:
        yield from _items(stream, found)


def _tags(stream: BinaryIO, found: dict[bytes, tuple[int, int]]) -> Iterator[Block]:
    """iTunes atoms, freeform atoms and QuickTime keys."""
    names = _keys(stream, *found[b"keys"]) if b"keys" in found else []
    for kind, body, stop in _boxes(stream, *found[b"ilst"]):
        index = int.from_bytes(kind, "big")
        key = names[index - 1] if 0 < index <= len(names) else kind.decode("latin-1")
        value = ""
        for inner, at, end in _boxes(stream, body, stop):
            stream.seek(at)
            if inner == b"name":
                key = bounded(stream, end - at, "a tag")[4:].decode("utf-8", "replace")
            elif inner == b"data":
                data = bounded(stream, end - at, "a tag")
                if int.from_bytes(data[:4], "big") in (0, 1, 2):
                    value = data[8:].decode("utf-8", "replace")
        if value:
            yield Block("tag", f"ilst {key}", value.encode(), key=key, text=value)


def _keys(stream: BinaryIO, at: int, end: int) -> list[str]:
    stream.seek(at)
    data = bounded(stream, end - at, "the keys")
    made, place = [], 8
    while place + 8 <= len(data) and len(made) < STEP_LIMIT:
        length = int.from_bytes(data[place : place + 4], "big")
        if length < 8:
            break
        made.append(data[place + 8 : place + length].decode("utf-8", "replace"))
        place += length
    return made


def _items(stream: BinaryIO, found: dict[bytes, tuple[int, int]]) -> Iterator[Block]:
    """Exif and XMP items of HEIF and AVIF (ISO/IEC 23008-12, A.2.1): names in iinf, places in iloc."""
    kinds: dict[int, str] = {}
    start, end = found[b"iinf"]
    stream.seek(start)
    version = exactly(stream, 4, "iinf")[0]
    for kind, at, stop in _boxes(stream, start + (6 if version == 0 else 8), end):
        if kind == b"infe":
            stream.seek(at)
            data = bounded(stream, stop - at, "an item")
            wide = data[0] >= 3
            number, rest = int.from_bytes(data[4 : 8 if wide else 6], "big"), data[(10 if wide else 8) :]
            kinds[number] = rest[:4].decode("latin-1")
            if rest[:4] == b"mime" and b"rdf+xml" in rest:
                kinds[number] = "xmp"
    for number, pieces in _places(stream, *found[b"iloc"]).items():
        what = kinds.get(number, "")
        if what in ("Exif", "xmp"):
            data = b""
            for offset, length in pieces:
                stream.seek(offset)
                data += bounded(stream, length, f"item {number}")
            if what == "xmp":
                yield Block("xmp", f"item {number}", data)
            else:
                skip = int.from_bytes(data[:4], "big") + 4
                yield Block("exif", f"item {number}", data[skip:])


def _places(stream: BinaryIO, at: int, end: int) -> dict[int, list[tuple[int, int]]]:
    stream.seek(at)
    data = bounded(stream, end - at, "iloc")
    version, sizes = data[0], data[4:6]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    place = 6

    def number(size: int) -> int:
        nonlocal place
        place += size
        return int.from_bytes(data[place - size : place], "big")

    made: dict[int, list[tuple[int, int]]] = {}
    for _ in range(min(number(wide), 4096)):
        item = number(wide)
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        pieces = []
        for _ in range(min(number(2), 64)):
            number(index_size)
            offset = base + number(offset_size)
            pieces.append((offset, number(length_size)))
        if method == 0:
            made[item] = pieces
        if place > len(data):
            raise Broken("the places of items are longer than their box")
    return made
