"""Giving files out: policy at every request, one range at a time (RFC 9110, section 14)."""

import re
import uuid
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from interchange.ground import clock
from interchange.ground.files.actions import note_reading
from interchange.ground.files.models import StoredFile
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
PRIVATE = "private, no-cache"


def _has_it(header: str, etag: str) -> bool:
    """Whether the asker holds this very version: `*` or a list of tags, compared weakly (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in header.split(",")}


def span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None where there is no (usable) range; `ValueError` where it cannot be satisfied."""
    found = _RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise ValueError
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
        if last and int(last) < start:
            return None
    if start >= size:
        raise ValueError
    return start, end


def _pieces(source: IO[Any], start: int, length: int) -> Iterator[bytes]:
    with source:
        source.seek(start)
        while length > 0:
            piece = source.read(min(65_536, length))
            if not piece:
                return
            length -= len(piece)
            yield piece


@door("file.read")
def file(request: HouseRequest, pk: uuid.UUID) -> HttpResponseBase:
    """One file, whole or a part."""
    return serve(request, see(request.viewer, "file.read", StoredFile.objects.all(), pk=pk))


def serve(request: HouseRequest, kept: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The bytes of a file that the viewer may read: the caller has asked policy. `inline`: to be looked at in a frame of our own pages."""
    answer = _answer(request, kept)
    inline = inline and kept.media_type == "application/pdf"
    _guard(answer, framed=inline)
    if answer.status_code in {200, 206}:
        plain = re.sub(r'[^\w .-]|["\\]', "_", kept.name, flags=re.ASCII)
        manner = "inline" if inline else "attachment"
        answer["Content-Disposition"] = f"{manner}; filename=\"{plain}\"; filename*=UTF-8''{quote(kept.name)}"  # RFC 6266, RFC 8187
    return answer


def _guard(answer: HttpResponseBase, *, framed: bool) -> None:
    """What a browser may do with the answer. The same for 200 and 304: a 304 replaces the kept headers (RFC 9111, section 3.2), so that one
    that forbade frames would shut the frame of an answer that allowed them."""
    answer["X-Content-Type-Options"] = "nosniff"
    if framed:  # a sandbox would keep the browser's own PDF viewer from starting
        policy = {"default-src": ["'none'"], "object-src": ["'self'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"]}
        answer["X-Frame-Options"] = "SAMEORIGIN"
    else:
        policy = {"default-src": ["'none'"], "frame-ancestors": ["'none'"], "sandbox": True}
    answer._csp_replace = policy  # type: ignore[attr-defined]


def _answer(request: HouseRequest, kept: StoredFile) -> HttpResponseBase:
    viewer = request.viewer
    if not default_storage.exists(kept.path):
        raise Http404
    etag = f'"{kept.sha256[:32]}"'
    if _has_it(request.headers.get("If-None-Match", ""), etag):  # asked before the range (RFC 9110, section 13.2.2)
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = etag
        unchanged["Cache-Control"] = PRIVATE
        return unchanged
    start, end, status = 0, kept.size - 1, 200
    wanted = request.headers.get("Range", "")
    if wanted and request.headers.get("If-Range", etag) == etag:
        try:
            part = span(wanted, kept.size)
        except ValueError:
            refused = HttpResponse(status=416)
            refused["Content-Range"] = f"bytes */{kept.size}"
            return refused
        if part:
            start, end = part
            status = 206
    note_reading(viewer, kept, at=clock.now())
    response = StreamingHttpResponse(
        _pieces(default_storage.open(kept.path), start, end - start + 1), status=status, content_type=kept.media_type
    )
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{end}/{kept.size}"
    response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = PRIVATE
    return response
