"""ID3v2 tags, Vorbis comments in FLAC and Ogg."""

from collections.abc import Iterator
from typing import BinaryIO

from interchange.workbench.signals.containers.blocks import BLOCK_LIMIT, STEP_LIMIT, Block, Broken, Walk, bounded, exactly
from interchange.workbench.signals.reader import Source

CODECS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}


def mp3(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """The ID3v2 tag at the beginning (ID3v2.4 structure, 3.1)."""
    head = stream.read(10)
    if head[:3] != b"ID3":
        return
    length = _syncsafe(head[6:10])
    if length > BLOCK_LIMIT:
        raise Broken(f"the ID3 tag says it is {length} bytes long, more than the limit of {BLOCK_LIMIT}")
    yield from id3(head + stream.read(length), "ID3")


def _syncsafe(four: bytes) -> int:
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3] if len(four) == 4 else 0


def id3(data: bytes, place: str) -> Iterator[Block]:
    """Texts, comments, URLs, XMP (PRIV) and C2PA (GEOB) of one ID3v2.3 or v2.4 tag."""
    if data[:3] != b"ID3" or len(data) < 10 or data[3] not in (3, 4):
        return
    at, end = 10, min(len(data), 10 + _syncsafe(data[6:10]))
    while at + 10 <= end and data[at : at + 4].strip(b"\x00"):
        name = data[at : at + 4].decode("latin-1")
        length = _syncsafe(data[at + 4 : at + 8]) if data[3] == 4 else int.from_bytes(data[at + 4 : at + 8], "big")
        body = data[at + 10 : at + 10 + length]
        if length == 0 or len(body) < length:
            raise Broken(f"the ID3 frame {name} is longer than the tag")
        where = f"{place} {name}"
        if name == "TXXX":
            key, text = _pair(body)
            yield Block("tag", f"{where}:{key}", body, key=key, text=text)
        elif name[0] == "T":
            yield Block("tag", where, body, key=name, text=_decode(body[0], body[1:]))
        elif name == "COMM" and len(body) > 4:
            yield Block("comment", where, body, text=_pair(body[:1] + body[4:])[1])
        elif name == "PRIV" and body.startswith(b"XMP\x00"):
            yield Block("xmp", where, body[4:])
        elif name == "GEOB" and b"c2pa" in body[:64].lower():
            yield Block("c2pa", where, b"")
        at += 10 + length


def _decode(codec: int, data: bytes) -> str:
    return data.decode(CODECS.get(codec, "latin-1"), "replace").strip("\x00")


def _pair(body: bytes) -> tuple[str, str]:
    whole = body[1:].decode(CODECS.get(body[0], "latin-1"), "replace")
    key, _, text = whole.partition("\x00")
    return key, text.lstrip("\ufeff").strip("\x00")


def flac(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """Metadata blocks of FLAC (RFC 9639, 8); Vorbis comments in block type 4."""
    exactly(stream, 4, "the FLAC mark")
    for _ in range(STEP_LIMIT):
        head = exactly(stream, 4, "a FLAC block")
        length = int.from_bytes(head[1:], "big")
        if head[0] & 0x7F == 4:
            yield from vorbis(bounded(stream, length, "the Vorbis comment"), "FLAC Vorbis comment")
        else:
            stream.seek(length, 1)
        if head[0] & 0x80 or stream.tell() >= source.size:
            return


def ogg(stream: BinaryIO, source: Source, walk: Walk) -> Iterator[Block]:
    """The comment header of Vorbis or Opus, found in the first 64 KB (comments that fill more pages are cut)."""
    head = stream.read(65536)
    for mark in (b"\x03vorbis", b"OpusTags"):
        at = head.find(mark)
        if at >= 0:
            yield from vorbis(head[at + len(mark) :], "Ogg comment header", cut=True)
            return


def vorbis(data: bytes, place: str, *, cut: bool = False) -> Iterator[Block]:
    """`KEY=value` pairs of a Vorbis comment."""
    at = 4 + int.from_bytes(data[:4], "little")
    count = int.from_bytes(data[at : at + 4], "little")
    at += 4
    for _ in range(min(count, STEP_LIMIT)):
        length = int.from_bytes(data[at : at + 4], "little")
        pair = data[at + 4 : at + 4 + length]
        if len(pair) < length:
            if cut:
                return
            raise Broken("a Vorbis comment is longer than its block")
        key, _, text = pair.decode("utf-8", "replace").partition("=")
        if key.upper() == "XMP":
            yield Block("xmp", f"{place} {key}", text.encode())
        else:
            yield Block("tag", f"{place} {key}", pair, key=key, text=text)
        at += 4 + length
