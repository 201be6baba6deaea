"""What a file is, by its first bytes, never by its name."""

import mimetypes
import re

STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xff\x0a", "image/jxl"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\x00\x01\x00\x00\x00", "font/ttf"),
    (b"OTTO", "font/otf"),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/avi"}
BRANDS = {
    b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"heix": "image/heic", b"hevc": "image/heic",
    b"mif1": "image/heif", b"msf1": "image/heif", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime",
}  # fmt: skip
OOXML = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
UNKNOWN = "application/octet-stream"
# names that mean the same to a sender
SAME = {"image/heif": "image/heic", "audio/x-wav": "audio/wav", "audio/x-flac": "audio/flac", "video/x-msvideo": "video/avi", "audio/mp4": "video/mp4",
        "video/quicktime": "video/mp4", "application/xhtml+xml": "text/html", "audio/x-m4a": "video/mp4", "text/x-markdown": "text/markdown",
        "image/x-adobe-dng": "image/tiff", "audio/mp4a-latm": "video/mp4", "audio/x-aac": "audio/mpeg", "video/matroska": "video/webm",
        "video/x-matroska": "video/webm", "audio/vnd.wave": "audio/wav"}  # fmt: skip


def by_content(head: bytes) -> str:
    """The media type of the bytes that a file begins with; `application/octet-stream` when nothing is recognised."""
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(head)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return _text(head)


def _brand(head: bytes) -> str:
    length = min(int.from_bytes(head[:4], "big"), 256)
    for brand in (head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))):
        if brand in BRANDS:
            return BRANDS[brand]
    return "video/mp4"


def _zip(head: bytes) -> str:
    if head[30:38] == b"mimetype":
        named = re.match(rb"[a-z0-9.+/-]{3,100}", head[38 + int.from_bytes(head[28:30], "little") :])
        if named:
            return named.group().split(b"PK")[0].decode("ascii")
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return next((kind for part, kind in OOXML.items() if part in head), "application/zip")
    return "application/zip"


def _text(head: bytes) -> str:
    if b"\x00" in head[:512] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return UNKNOWN
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        return "image/svg+xml"
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith((b"<", b"<?xml")) and b"<html" in start) or b"<head" in start:
        return "text/html"
    if start.startswith((b"<?xml", b"<x:xmpmeta", b"<rsl", b"<rdf:rdf")):
        return "application/xml"
    if start.startswith((b"---\n", b"---\r")):
        return "text/markdown"
    if not start:
        return UNKNOWN
    try:
        head[:4096].decode("utf-8")
    except UnicodeDecodeError as wrong:
        if wrong.start < min(len(head), 4096) - 4:
            return UNKNOWN
    return "text/plain"


def by_name(name: str) -> str:
    """The media type that a name's ending promises, or ""."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    own = {"md": "text/markdown", "avif": "image/avif", "heic": "image/heic", "heif": "image/heif", "jxl": "image/jxl", "dng": "image/tiff", "m4a": "audio/mp4", "epub": "application/epub+zip", "webp": "image/webp", "flac": "audio/flac"}  # fmt: skip
    return own.get(ending) or mimetypes.guess_type(name, strict=True)[0] or ""


KNOWN = {kind for _, kind in STARTS} | {
    *RIFF.values(),
    *BRANDS.values(),
    *OOXML.values(),
    "video/mp4",
    "application/pdf",
    "image/svg+xml",
    "text/html",
    "application/epub+zip",
}


def differ(declared: str, found: str) -> bool:
    """Whether the name promises a type that would have been recognised, and the content is another (types of one family count as the same)."""
    one, other = SAME.get(declared, declared), SAME.get(found, found)
    if one not in KNOWN or found == UNKNOWN:
        return False
    return one != other and not (
        other in ("application/zip", "application/xml", "text/plain")
        and one.startswith(("application/", "text/"))
        and one != "application/pdf"
    )
