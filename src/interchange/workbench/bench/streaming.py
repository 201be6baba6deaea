"""A page that begins before everything on it is known: its frame at once, its parts as they come. It needs no scripts.

The template leaves `MARK` where the parts go. Compressed, each part is flushed by itself; what compresses whole pages would hold the first part back.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

MARK = "<!--parts-->"
_GZIP = re.compile(r"\bgzip\b")


def _pieces(frame: str, parts: Iterable[str], language: str) -> Iterator[bytes]:
    """The frame up to the mark, the parts, the rest. Parts are made in the language of the request, which is over by then."""
    head, _, tail = frame.partition(MARK)
    yield head.encode()
    coming = iter(parts)
    while True:
        with translation.override(language):
            part = next(coming, None)
        if part is None:
            break
        yield part.encode()
    yield tail.encode()


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip (RFC 1952), flushed after each piece."""
    press = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in pieces:
        yield press.compress(piece) + press.flush(zlib.Z_SYNC_FLUSH)
    yield press.flush()


def page(request: HttpRequest, frame: str, parts: Iterable[str]) -> StreamingHttpResponse:
    """The answer. Nothing of it is to be kept on the way."""
    pieces = _pieces(frame, parts, translation.get_language() or "en")
    packed = bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    response = StreamingHttpResponse(_compressed(pieces) if packed else pieces)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy in front hands on what it has
    return response
