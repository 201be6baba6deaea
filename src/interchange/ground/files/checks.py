"""What is in a file, whatever its name says. Every refusal names the field, the rule and the remedy."""

import hashlib
import re
import socket
import struct
import unicodedata
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from interchange.ground.errors import Refused
from interchange.ground.files.purposes import Purpose

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_name(name: str) -> str:
    """A name fit to be shown: NFC, no path, no control or direction characters, at most 160 characters, never empty."""
    text = _CONTROLS.sub("", unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])).strip(". ")
    if len(text) > 160:
        stem, dot, ending = text.rpartition(".")
        text = f"{stem[: 159 - len(ending)]}.{ending}" if dot and len(ending) < 10 else text[:160]
    return text or "file"


def read_limited(upload: UploadedFile, purpose: Purpose, field: str) -> bytes:
    """The bytes, read in pieces and refused as soon as they pass the limit."""
    limit = purpose.max_bytes
    pieces, size = [], 0
    for piece in upload.chunks():
        size += len(piece)
        if size > limit:
            raise Refused.of(
                field,
                _("The file is larger than %(limit)s MB.") % {"limit": f"{limit / 1_000_000:g}"},
                _("Save it in a smaller size (for scans: 150 dots per inch) and try again; your other answers are kept."),
            )
        pieces.append(piece)
    if not size:
        raise Refused.of(field, _("The file is empty."), _("Choose the file again."))
    return b"".join(pieces)


def check_pdf(content: bytes, field: str) -> None:
    """Refuse what is no PDF by content (ISO 32000-1, 7.5.2: the header), cannot be read, is encrypted, or is a second thing as well."""
    remedy = _("Export your text as PDF and upload that; your other answers are kept.")
    if not content.startswith(b"%PDF-"):
        raise Refused.of(field, _("The file is not a PDF, whatever its name says."), remedy)
    head = content[:4096].lower()
    if b"<html" in head or b"<script" in head or content[-70_000:].rfind(b"PK\x05\x06") > content[-70_000:].rfind(b"%%EOF"):
        raise Refused.of(field, _("The file is a PDF and something else at once."), remedy)
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused.of(field, _("The PDF is encrypted."), _("Save it without a password and try again; your other answers are kept."))
        if len(reader.pages) == 0:
            raise Refused.of(field, _("The PDF has no pages."), remedy)
        if _carries_more(reader.root_object):
            raise Refused.of(field, _("The PDF carries a program or other files inside."), remedy)
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as broken:
        raise Refused.of(field, _("The PDF is damaged and cannot be read."), remedy) from broken


def _carries_more(root: DictionaryObject) -> bool:
    """Whether opening the document runs a program, or it has files inside. Entries may stand elsewhere (7.3.10), so they are looked up."""
    names: Any = root["/Names"] if "/Names" in root else {}  # noqa: SIM401 - get() would not look up what stands elsewhere
    opening = str(root["/OpenAction"]) if "/OpenAction" in root else ""
    return "/JavaScript" in names or "/EmbeddedFiles" in names or any(key in opening for key in ("/JS", "/JavaScript", "/Launch"))


def scan(content: bytes, field: str) -> bool:
    """Look for malware: the EICAR test file always; with a clamd named in the settings, everything. Returns whether a scanner looked."""
    found = Refused.of(field, _("The file is infected."), _("Clean your computer, make the file anew and try again."))
    if EICAR in content:
        raise found
    if not settings.CLAMD_ADDRESS:
        return False
    try:
        answer = _ask_clamd(content)
    except OSError as away:
        raise Refused.of(
            field,
            _("The virus scanner cannot be reached, so no file is taken now."),
            _("Try again in a few minutes; your other answers are kept."),
        ) from away
    verdict = answer.rstrip(b"\0\r\n ")
    if verdict.endswith(b"FOUND"):
        raise found
    if not verdict.endswith(b" OK"):  # an error, or a link cut off: nobody has said that the file is clean
        raise Refused.of(
            field,
            _("The virus scanner gave no answer, so the file is not taken."),
            _("Try again in a few minutes; your other answers are kept."),
        )
    return True


def _ask_clamd(content: bytes) -> bytes:
    """One INSTREAM exchange with clamd (clamd(8): chunks of length and data, ended by a zero length)."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(20)
        link.connect(address)
    else:
        host, port = address.rsplit(":", 1)
        link = socket.create_connection((host, int(port)), timeout=20)
    with link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), 65_536):
            piece = content[start : start + 65_536]
            link.sendall(struct.pack("!I", len(piece)) + piece)
        link.sendall(struct.pack("!I", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < 4096 and (piece := link.recv(4096)):
            answer += piece
        return answer


def examine(upload: UploadedFile, purpose: Purpose, field: str) -> tuple[bytes, str, str, bool]:
    """Bytes, media type, SHA-256 and whether scanned, of a file that passes every check of its purpose."""
    content = read_limited(upload, purpose, field)
    scanned = scan(content, field)
    if "application/pdf" in purpose.kinds:
        check_pdf(content, field)
        return content, "application/pdf", hashlib.sha256(content).hexdigest(), scanned
    raise LookupError(f"purpose {purpose.key} takes no kind of file that can be checked")
