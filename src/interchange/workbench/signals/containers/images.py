"""JPEG segments, PNG chunks, RIFF chunks (WebP, WAV, AVI) and GIF blocks."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from interchange.workbench.signals.containers.blocks import BLOCK_LIMIT, STEP_LIMIT, Block, Broken, Walk, bounded, exactly
from interchange.workbench.signals.containers.sniff import UNKNOWN, by_content
from interchange.workbench.signals.reader import Source

XMP_HEAD, EXTENDED_HEAD = b"http://ns.adobe.com/xap/1.0/\x00", b"http://ns.adobe.com/xmp/extension/\x00"


def after(stream: BinaryIO, source: Source, walk: Walk, end: int) -> None:
    """Note what stands behind the declared end: a second file, or padding."""
    if end >= source.size:
        return
    stream.seek(end)
    rest = stream.read(4096)
    walk.trailing = source.size - end
    if rest.strip(b"\x00\r\n \xff"):
        kind = by_content(rest)
        walk.trailing_kind = kind if kind not in (UNKNOWN, "text/plain") else ""


def jpeg(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """ISO/IEC 10918-1, Annex B; XMP in APP1 (XMP part 3, 1.1.3), IPTC in APP13, JUMBF in APP11."""
    exactly(stream, 2, "the start of the image")
    extended: dict[bytes, dict[int, bytes]] = {}
    jumbf = 0
    for _ in range(STEP_LIMIT):
        marker = _marker(stream)
        at = stream.tell() - 2
        if marker == 0xDA:
            break
        if marker == 0xD9:
            after(stream, source, walk, stream.tell())
            break
        if marker in (0x01, *range(0xD0, 0xD9)):
            continue
        length = int.from_bytes(exactly(stream, 2, f"the segment at byte {at}"), "big")
        if length < 2:
            raise Broken(f"the segment at byte {at} says it is {length} bytes long")
        data = exactly(stream, length - 2, f"the segment at byte {at}")
        if marker == 0xE1 and data.startswith(XMP_HEAD):
            yield Block("xmp", f"JPEG APP1 at byte {at}", data[len(XMP_HEAD) :])
        elif marker == 0xE1 and data.startswith(EXTENDED_HEAD) and len(data) > 75:
            rest = data[len(EXTENDED_HEAD) :]
            extended.setdefault(rest[:32], {})[int.from_bytes(rest[36:40], "big")] = rest[40:]
        elif marker == 0xE1 and data.startswith(b"Exif\x00"):
            yield Block("exif", f"JPEG APP1 at byte {at}", data[6:])
        elif marker == 0xED and data.startswith(b"Photoshop 3.0\x00"):
            yield Block("iptc", f"JPEG APP13 at byte {at}", data[14:])
        elif marker == 0xEB and data[:2] == b"JP":
            jumbf += 1
        elif marker == 0xFE:
            yield Block("comment", f"JPEG comment at byte {at}", data, text=data.decode("utf-8", "replace"))
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(data) >= 6:
            walk.facts.update(height=int.from_bytes(data[1:3], "big"), width=int.from_bytes(data[3:5], "big"))
            factors = {data[7 + 3 * i] for i in range(data[5]) if 7 + 3 * i < len(data)}
            walk.facts["subsampled"] = len(factors) > 1
    for guid, pieces in extended.items():
        whole = b"".join(pieces[offset] for offset in sorted(pieces))
        yield Block("xmp", f"JPEG extended XMP {guid.decode('ascii', 'replace')}", whole[:BLOCK_LIMIT])
    if jumbf:
        yield Block("c2pa", f"JPEG APP11, {jumbf} segments", b"")
    if source.size > 4 and not walk.trailing:
        _jpeg_end(stream, source, walk)


def _marker(stream: BinaryIO) -> int:
    byte, skipped = exactly(stream, 1, "the header")[0], 0
    while byte != 0xFF:  # decoders skip bytes that do not belong there; so does this
        byte, skipped = exactly(stream, 1, "the header")[0], skipped + 1
        if skipped > 65536:
            raise Broken(f"no marker before byte {stream.tell()}, where one has to be")
    while byte == 0xFF:
        byte = exactly(stream, 1, "the header")[0]
    return byte


def _jpeg_end(stream: BinaryIO, source: Source, walk: Walk) -> None:
    """Look for the end-of-image marker in the last 256 KB, without walking through the picture's data."""
    start = max(0, source.size - (256 << 10))
    stream.seek(start)
    tail = stream.read(256 << 10)
    end = tail.rfind(b"\xff\xd9")
    if end < 0:
        walk.problems.append("the picture's data has no end: the file is truncated, or something long was put behind it")
        return
    foreign = min((at for at in (tail.find(b"PK\x03\x04"), tail.find(b"%PDF-")) if at >= 0), default=-1)
    if foreign >= 0:
        inner = tail.rfind(b"\xff\xd9", 0, foreign)
        if inner >= 0 and foreign - inner < 4096:
            end = inner
    if source.size - (start + end + 2) > 0:
        after(stream, source, walk, start + end + 2)


TEXTS = {b"tEXt", b"zTXt", b"iTXt"}


def png(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """PNG third edition, 5 and 11.3: texts, eXIf, caBX (C2PA); a chunk's checksum is not asked."""
    exactly(stream, 8, "the PNG signature")
    for _ in range(STEP_LIMIT):
        at = stream.tell()
        head = stream.read(8)
        if len(head) < 8:
            raise Broken("the file ends before its IEND chunk")
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if length > 0x7FFFFFFF or at + 12 + length > source.size:
            raise Broken(f"the chunk at byte {at} says it is {length} bytes long, longer than the file")
        if kind in TEXTS:
            yield from png_text(kind, bounded(stream, length, f"the {kind.decode()} chunk at byte {at}"), at)
        elif kind == b"eXIf":
            yield Block("exif", f"PNG eXIf at byte {at}", bounded(stream, length, "the eXIf chunk"))
        elif kind == b"caBX":
            yield Block("c2pa", f"PNG caBX at byte {at}", b"")
        elif kind == b"IHDR":
            data = exactly(stream, length, "IHDR")
            walk.facts.update(
                width=int.from_bytes(data[:4], "big"), height=int.from_bytes(data[4:8], "big"), alpha=len(data) > 9 and data[9] in (4, 6)
            )
        elif kind == b"IEND":
            after(stream, source, walk, at + 12 + length)
            return
        stream.seek(at + 12 + length)
    raise Broken("the PNG has more chunks than the limit allows")


def inflate(data: bytes, what: str) -> bytes:
    """Unpack zlib data, at most `BLOCK_LIMIT` bytes of it."""
    machine = zlib.decompressobj()
    try:
        made = machine.decompress(data, BLOCK_LIMIT)
    except zlib.error as wrong:
        raise Broken(f"{what} cannot be unpacked") from wrong
    if machine.unconsumed_tail:
        raise Broken(f"{what} unpacks to more than the limit of {BLOCK_LIMIT} bytes")
    return made


def png_text(kind: bytes, data: bytes, at: int) -> Iterator[Block]:
    """One text chunk; XMP stands in an iTXt named XML:com.adobe.xmp."""
    key_bytes, _, rest = data.partition(b"\x00")
    key, place = key_bytes.decode("latin-1"), f"PNG {kind.decode()} “{key_bytes.decode('latin-1')[:79]}” at byte {at}"
    if kind == b"tEXt":
        text = rest.decode("utf-8", "surrogateescape") if _utf8(rest) else rest.decode("latin-1")
    elif kind == b"zTXt":
        rest = inflate(rest[1:], place)
        text = rest.decode("utf-8") if _utf8(rest) else rest.decode("latin-1")
    else:
        packed, rest = rest[:1] == b"\x01", rest[2:]
        rest = rest.partition(b"\x00")[2].partition(b"\x00")[2]
        rest = inflate(rest, place) if packed else rest
        text = rest.decode("utf-8", "replace")
    if key in ("XML:com.adobe.xmp", "Raw profile type xmp"):
        yield Block("xmp", place, rest if key.startswith("XML") else profile(text))
    elif key in ("Raw profile type exif", "Raw profile type APP1"):
        yield Block("exif", place, profile(text).removeprefix(b"Exif\x00\x00"))
    else:
        yield Block("text", place, rest, key=key, text=text)


def profile(text: str) -> bytes:
    """ImageMagick's way of putting bytes into a text chunk: name, length, hexadecimal digits."""
    parts = text.split("\n", 3)
    return bytes.fromhex("".join(parts[3].split())) if len(parts) == 4 else b""


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def riff(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """RIFF: WebP (RFC 9649), WAV with LIST INFO, bext, _PMX and id3, AVI."""
    from interchange.workbench.signals.containers.audio import id3

    head = exactly(stream, 12, "the RIFF header")
    form, end = head[8:12].decode("latin-1").strip(), min(source.size, 8 + int.from_bytes(head[4:8], "little"))
    if int.from_bytes(head[4:8], "little") + 8 > source.size:
        walk.problems.append("the file is shorter than its header says: it was truncated")
    name = {"WEBP": "WebP", "WAVE": "WAV"}.get(form, form)
    at = 12
    for _ in range(STEP_LIMIT):
        if at + 8 > end:
            break
        stream.seek(at)
        head = exactly(stream, 8, "a chunk")
        kind, length = head[:4], int.from_bytes(head[4:], "little")
        place = f"{name} {kind.decode('latin-1').strip()} at byte {at}"
        if kind in (b"XMP ", b"_PMX"):
            yield Block("xmp", place, bounded(stream, length, place))
        elif kind == b"EXIF":
            yield Block("exif", place, bounded(stream, length, place).removeprefix(b"Exif\x00\x00"))
        elif kind == b"C2PA":
            yield Block("c2pa", place, b"")
        elif kind in (b"id3 ", b"ID3 "):
            yield from id3(bounded(stream, length, place), place)
        elif kind == b"VP8 ":
            walk.facts["subsampled"] = True
        elif kind == b"LIST" and exactly(stream, min(4, length), place) == b"INFO":
            yield from _info(bounded(stream, length - 4, place), place)
        at += 8 + length + (length & 1)
    after(stream, source, walk, end)


def _info(data: bytes, place: str) -> Iterator[Block]:
    at = 0
    while at + 8 <= len(data):
        key, length = data[at : at + 4].decode("latin-1"), int.from_bytes(data[at + 4 : at + 8], "little")
        value = data[at + 8 : at + 8 + length].rstrip(b"\x00")
        yield Block("tag", f"{place}, {key}", value, key=key, text=value.decode("utf-8", "replace"))
        at += 8 + length + (length & 1)


def gif(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """GIF89a: comments and the application extension of XMP (XMP part 3, 1.1.2)."""
    head = exactly(stream, 13, "the GIF header")
    walk.facts.update(width=int.from_bytes(head[6:8], "little"), height=int.from_bytes(head[8:10], "little"))
    if head[10] & 0x80:
        stream.seek(3 << ((head[10] & 7) + 1), 1)
    for _ in range(STEP_LIMIT):
        at = stream.tell()
        kind = exactly(stream, 1, "the GIF")
        if kind == b"\x3b":
            after(stream, source, walk, stream.tell())
            return
        if kind == b"\x2c":
            local = exactly(stream, 9, "a frame")[8]
            stream.seek((3 << ((local & 7) + 1) if local & 0x80 else 0) + 1, 1)
            _sub_blocks(stream, keep=False)
        elif kind == b"\x21":
            label = exactly(stream, 1, "an extension")[0]
            if label == 0xFF:
                named = exactly(stream, exactly(stream, 1, "an extension")[0], "an extension")
                data = _sub_blocks(stream, keep=named[:8] == b"XMP Data", raw=named[:8] == b"XMP Data")
                if named[:8] == b"XMP Data":
                    yield Block("xmp", f"GIF application extension at byte {at}", data[:-257] if len(data) > 257 else data)
                elif named[:8] == b"C2PA_GIF":
                    yield Block("c2pa", f"GIF application extension at byte {at}", b"")
            else:
                data = _sub_blocks(stream, keep=label == 0xFE)
                if label == 0xFE:
                    yield Block("comment", f"GIF comment at byte {at}", data, text=data.decode("utf-8", "replace"))
        else:
            raise Broken(f"an unknown GIF block at byte {at}")


def _sub_blocks(stream: BinaryIO, *, keep: bool, raw: bool = False) -> bytes:
    """The data of sub-blocks; `raw` keeps the length bytes, which are letters of the XMP packet."""
    made = bytearray()
    while True:
        length = exactly(stream, 1, "a block")
        if raw:
            made += length
        if length == b"\x00":
            return bytes(made)
        data = exactly(stream, length[0], "a block")
        if keep:
            made += data
        if len(made) > BLOCK_LIMIT:
            raise Broken("a GIF block is longer than the limit")
