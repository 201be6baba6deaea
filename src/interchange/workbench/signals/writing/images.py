"""Puts an XMP packet into JPEG, PNG and WebP without touching a byte of the picture; tells the picture's bytes from the rest."""

import hashlib
import zlib
from collections.abc import Iterator

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\x00"
SEGMENT_LIMIT = 65502  # bytes of XMP in one APP1 (XMP part 3, 1.1.3)


class NotWritable(Exception):
    """The file cannot be labelled; the message says why."""


def _jpeg(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment with its marker); the last one is the scan with everything behind it, marker 0."""
    if data[:2] != b"\xff\xd8":
        raise NotWritable("it does not begin like a JPEG")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise NotWritable(f"no marker at byte {at}")
        if data[at + 1] == 0xFF:
            at += 1
            continue
        if data[at + 1] == 0xDA:
            yield 0, data[at:]
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            raise NotWritable(f"the segment at byte {at} is broken")
        yield data[at + 1], data[at : at + 2 + length]
        at += 2 + length
    raise NotWritable("it holds no picture")


def _is_xmp(marker: int, segment: bytes) -> bool:
    return marker == 0xE1 and segment[4:].startswith(XMP_HEAD)


def _into_jpeg(data: bytes, packet: bytes) -> bytes:
    if len(packet) > SEGMENT_LIMIT:
        raise NotWritable(f"the XMP would be {len(packet)} bytes long; a JPEG segment holds {SEGMENT_LIMIT}")
    body = XMP_HEAD + packet
    new = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    made = bytearray(b"\xff\xd8")
    placed = False
    for marker, segment in _jpeg(data):
        if _is_xmp(marker, segment):
            continue
        if not placed and not (marker == 0xE0 or (marker == 0xE1 and segment[4:9] == b"Exif\x00")):
            made += new
            placed = True
        made += segment
    return bytes(made)


def _png(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, whole chunk)."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise NotWritable("it does not begin like a PNG")
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length > len(data):
            raise NotWritable(f"the chunk at byte {at} is broken")
        kind = data[at + 4 : at + 8]
        yield kind, data[at : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            if at < len(data):
                yield b"", data[at:]
            return
    raise NotWritable("it has no end")


def _into_png(data: bytes, packet: bytes) -> bytes:
    body = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + packet
    new = len(body).to_bytes(4, "big") + b"iTXt" + body + zlib.crc32(b"iTXt" + body).to_bytes(4, "big")
    made = bytearray(data[:8])
    for kind, chunk in _png(data):
        if kind == b"iTXt" and chunk[8:26] == b"XML:com.adobe.xmp\x00":
            continue
        made += chunk
        if kind == b"IHDR":
            made += new
    return bytes(made)


def _webp(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, content)."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise NotWritable("it does not begin like a WebP")
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise NotWritable("it was cut off")
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise NotWritable(f"the chunk at byte {at} is broken")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


def _into_webp(data: bytes, packet: bytes) -> bytes:
    chunks = [(kind, content) for kind, content in _webp(data) if kind != b"XMP "]
    if chunks and chunks[0][0] == b"VP8X":
        head = bytearray(chunks[0][1])
        head[0] |= 0x04
        chunks[0] = (b"VP8X", bytes(head))
    else:
        chunks.insert(0, (b"VP8X", _extended(chunks)))
    chunks.append((b"XMP ", packet))
    body = b"WEBP" + b"".join(
        kind + len(content).to_bytes(4, "little") + content + b"\x00" * (len(content) & 1) for kind, content in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _extended(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """The VP8X header of a simple WebP (RFC 9649, 2.7)."""
    for kind, content in chunks:
        if kind == b"VP8L" and len(content) >= 5:
            bits = int.from_bytes(content[1:5], "little")
            width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
            return bytes((0x04 | alpha << 4, 0, 0, 0)) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
        if kind == b"VP8 " and len(content) >= 10:
            width, height = int.from_bytes(content[6:8], "little") & 0x3FFF, int.from_bytes(content[8:10], "little") & 0x3FFF
            return bytes((0x04, 0, 0, 0)) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    raise NotWritable("it holds no picture")


def embed(data: bytes, media_type: str, packet: bytes) -> bytes:
    """The file with this XMP packet in the place of its own. `NotWritable` for other types and for broken files."""
    writers = {"image/jpeg": _into_jpeg, "image/png": _into_png, "image/webp": _into_webp}
    if media_type not in writers:
        raise NotWritable(f"XMP is written into JPEG, PNG and WebP, not into {media_type}")
    return writers[media_type](data, packet)


def media(data: bytes, media_type: str, *, credential: bool = True) -> str:
    """SHA-256 of all that is not XMP: picture, EXIF, profile, other chunks, in their order (of WebP's header, all but its XMP flag). Without `credential`,
    of all that is no content credential either: what stays the same when a file is signed."""
    digest = hashlib.sha256()
    if media_type == "image/jpeg":
        for marker, segment in _jpeg(data):
            if not (_is_xmp(marker, segment) or (not credential and marker == 0xEB and segment[4:6] == b"JP")):  # APP11, ISO 19566-5, B.3
                digest.update(segment)
    elif media_type == "image/png":
        for kind, chunk in _png(data):
            if not ((kind == b"iTXt" and chunk[8:26] == b"XML:com.adobe.xmp\x00") or (not credential and kind == b"caBX")):
                digest.update(chunk)
    elif media_type == "image/webp":
        for kind, content in _webp(data):
            if kind not in (b"XMP ", b"VP8X") and (credential or kind != b"C2PA"):
                digest.update(kind + content)
    else:
        raise NotWritable(f"not known for {media_type}")
    return digest.hexdigest()
