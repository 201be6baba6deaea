"""The codes of a file: what it is by its content, then the codes of that kind, SHA-256 and the ISCC put together."""

import hashlib
from pathlib import Path
from typing import Any

from interchange.workbench.codes import audio, image, text, video
from interchange.workbench.codes.model import Code, Kind, Made, NoCode, Scheme
from interchange.workbench.signals.containers import sniff

PIECE = 1 << 20
SOUND = ("audio/wav", "audio/x-wav", "audio/vnd.wave", "audio/flac", "audio/mpeg", "audio/mp3", "audio/ogg")


def codes_of(source: str | Path | bytes, name: str = "", *, asking: bool = False) -> Made:
    """All codes of a file; `asking`: those to be held against a register (more orientations, closer steps). Raises `NoCode`, `OSError`."""
    sha256, size, units, instance = _bytes(source)
    if not size:
        raise NoCode("empty")
    name = name or (Path(source).name if not isinstance(source, bytes) else "")
    kind, codes, more = _content(source, name, asking)
    whole = _whole([*more.pop("unit", []), *units])
    codes.append(Code(Scheme.INSTANCE, instance, 0, 0, 0))
    return Made(kind, sha256, size, tuple(codes), whole, more.pop("length", 0), more.pop("cells", ()), more)


def _bytes(source: str | Path | bytes) -> tuple[str, int, list[str], int]:
    """SHA-256, size, Data-Code and Instance-Code, read in pieces."""
    import iscc_lib

    hasher, digest, size = iscc_lib.SumHasher(), hashlib.sha256(), 0
    for piece in [source] if isinstance(source, bytes) else _pieces(source):
        hasher.update(piece)
        digest.update(piece)
        size += len(piece)
    units = [str(one) for one in hasher.finalize(add_units=True)["units"]]
    return digest.hexdigest(), size, units, image.unit_bits(units[-1])


def _pieces(path: str | Path) -> Any:
    with open(path, "rb") as stream:
        while piece := stream.read(PIECE):
            yield piece


def _whole(units: list[str]) -> str:
    import iscc_lib

    return str(iscc_lib.gen_iscc_code_v0(units)["iscc"])


def _content(source: str | Path | bytes, name: str, asking: bool) -> tuple[Kind, list[Code], dict[str, Any]]:
    import iscc_lib

    head = source[:65536] if isinstance(source, bytes) else next(_pieces(source))[:65536]
    media_type = sniff.by_content(head) or ""
    more: dict[str, Any]
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        if moving(source):
            made, length = video.codes(video.animated(source))
            return Kind.VIDEO, made, {"length": length}
        picture = image.opened(source)
        unit = str(iscc_lib.gen_image_code_v0(image.squares(picture)[0].tobytes())["iscc"])
        return Kind.IMAGE, (image.asked if asking else image.codes)(picture), {"cells": image.cells(picture), "unit": [unit]}
    if media_type in SOUND or media_type.startswith("audio/"):
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        made, length = audio.codes(audio.pieces(data), audio.ASKED if asking else audio.REGISTERED)
        return Kind.AUDIO, made, {"length": length}
    if media_type.startswith("video/"):
        if isinstance(source, bytes):
            raise NoCode("no-decoder")
        made, length = video.codes(video.decoded(source))
        return Kind.VIDEO, made, {"length": length}
    words = written(source, head, media_type, name)
    made, length, disguised = text.codes(words)
    more = {"length": length, "unit": [str(iscc_lib.gen_text_code_v0(words)["iscc"])]}
    return Kind.TEXT, made, {**more, "disguised": disguised} if disguised else more


def moving(source: str | Path | bytes) -> bool:
    """Whether a picture has more than one frame."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as found:
            return found.format in ("GIF", "PNG", "WEBP") and int(getattr(found, "n_frames", 1)) > 1
    except Exception:  # said by whoever decodes it
        return False


def written(source: str | Path | bytes, head: bytes, media_type: str, name: str) -> str:
    """The words of a text, a web page or a PDF. Raises `NoCode` for what is none of them."""
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    if media_type == "application/pdf":
        return _pdf(data)
    if b"\0" in head:
        raise NoCode("unknown-kind", what=media_type or "-")
    found = data.decode("utf-8-sig", "replace")
    if found.count("\ufffd") > len(found) // 100:
        raise NoCode("unknown-kind", what=media_type or "-")
    if media_type in ("text/html", "application/xhtml+xml") or name.lower().endswith((".html", ".htm")):
        from lxml import html

        tree = html.fromstring(data)
        for one in tree.xpath("//script|//style|//nav|//header|//footer"):
            one.drop_tree()
        return str(tree.text_content())
    return found


def _pdf(data: bytes) -> str:
    import io

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() or "" for page in PdfReader(io.BytesIO(data)).pages[:2000])
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise NoCode("unreadable", what=type(wrong).__name__) from wrong
