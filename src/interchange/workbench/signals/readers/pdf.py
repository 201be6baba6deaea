"""PDF: document properties, the XMP packet, which signatures are there."""

from collections.abc import Iterable, Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import Block
from interchange.workbench.signals.make import metadata, source_type, unreadable
from interchange.workbench.signals.model import Asserter, AsserterKind, Check, Claim, Finding, Outcome, Reason, Validity, say
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers import aigc

INFO = {
    "/Author": say("Names the author: {value}."),
    "/Title": say("Gives the title: {value}."),
    "/Creator": say("Written with {value}."),
    "/Producer": say("Made into PDF by {value}."),
}
PDF = "application/pdf"


class Encrypted(Exception):
    """The document opens with a password only."""


def reader(source: Source) -> PdfReader:
    """The file's one `PdfReader`; what it unpacks is limited where the limited process is set up."""
    known = source.shared.get("pdf")
    if known is None:
        stream = source.open()
        try:
            known = PdfReader(stream, strict=False)
            if known.is_encrypted and not known.decrypt(""):
                raise Encrypted("the document is encrypted and needs a password")
        except Exception as wrong:
            stream.close()
            known = wrong
        source.shared["pdf"], source.shared["pdf stream"] = known, stream
    if isinstance(known, Exception):
        raise known
    return known  # type: ignore[return-value]


def packets(source: Source) -> list[Block]:
    """The document's XMP packet."""
    try:
        packet = reader(source).root_object.get("/Metadata")
        packet = packet.get_object() if packet is not None else None
        return [Block("xmp", "PDF catalogue, Metadata", packet.get_data())] if isinstance(packet, StreamObject) else []
    except Exception:  # noqa: S112, BLE001, RUF100 - the PDF reader itself tells what is wrong with the file
        return []


class Pdf:
    """Information dictionary and signatures."""

    name = "pdf"
    version = "1"
    schemes = schemes.pick("document-properties", "pades", "gb-45438", "iptc-digital-source-type")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type == PDF

    def read(self, source: Source) -> Iterable[Finding]:
        document = reader(source)
        info = document.metadata or {}
        for key, value in list(info.items())[:200]:
            text, place = str(value)[:20000], f"PDF information dictionary {key}"
            if key in INFO and text.strip():
                claim = Claim.IDENTIFIED if key in ("/Author", "/Title") else Claim.DESCRIBED
                yield metadata(
                    "document-properties",
                    place,
                    text,
                    say(str(INFO[key]), value=text[:300]),
                    claim,
                    code=key[1:],
                    spec="ISO 32000-2, 14.3.3",
                )
            elif key.lower() == "/aigc":
                yield aigc.finding(place, text)
            elif key.lower() == "/digitalsourcetype":
                yield source_type("iptc-digital-source-type", place, text, "IPTC Photo Metadata 2025.1, Digital Source Type")
        yield from _signatures(document, source)


def _fields(document: PdfReader) -> Iterator[DictionaryObject]:
    form = document.root_object.get("/AcroForm")
    form = form.get_object() if form is not None else None
    todo: list[Any] = list(form.get("/Fields", [])) if isinstance(form, DictionaryObject) else []
    for _ in range(5000):
        if not todo:
            return
        field = todo.pop(0).get_object()
        if isinstance(field, DictionaryObject):
            kids = field.get("/Kids")
            kids = kids.get_object() if kids is not None else None
            if isinstance(kids, ArrayObject) and "/FT" not in field:
                todo += list(kids)
            yield field


def _signatures(document: PdfReader, source: Source) -> Iterator[Finding]:
    for field in _fields(document):
        if field.get("/FT") != "/Sig" or field.get("/V") is None:
            continue
        value = field["/V"].get_object()
        if not isinstance(value, DictionaryObject):
            continue
        kind = str(value.get("/SubFilter", "")).lstrip("/")
        place = f"PDF signature field “{str(field.get('/T', ''))[:80]}”"
        try:
            span = [int(part) for part in value.get("/ByteRange", [])]
        except (TypeError, ValueError):
            span = []
        contents = value.get("/Contents", b"")
        contents = getattr(contents, "original_bytes", contents)  # pypdf takes some for text
        who = _signer(bytes(contents) if isinstance(contents, bytes) else b"") or str(value.get("/Name", ""))[:200]
        yield _signature(place, kind, span, who, str(value.get("/M", ""))[:40], source.size)


def _signature(place: str, kind: str, span: list[int], who: str, when: str, size: int) -> Finding:
    if len(span) != 4 or span[0] != 0 or min(span) < 0:
        return unreadable("pades", place, "the signature does not say properly which bytes it covers")
    covered, end = span[1] + span[3], span[2] + span[3]
    if end == size:
        check = Check("signed-range", Outcome.YES, say("It says it covers the whole file but its own place."))
    elif end < size:
        check = Check(
            "signed-range", Outcome.NO, say("{count} bytes were added after it: a later change or a later signature.", count=size - end)
        )
    else:
        check = Check("signed-range", Outcome.NO, say("It says it covers more bytes than the file has: the file was cut."))
    stamp = kind == "ETSI.RFC3161"
    words = (
        say("Holds a time stamp for the whole document.")
        if stamp
        else say("Carries a signature by {who}.", who=who or "somebody whom it does not name")
    )
    reasons = (Reason("not-verified", say("The signature is named here, not verified: use a validation service for that.")),)
    data = {"sub_filter": kind, "byte_range": span, "covered": covered, "signed_at": when, "pades": kind.startswith("ETSI.")}
    return Finding(
        "pades",
        place,
        kind,
        words,
        Claim.SIGNED,
        Asserter(AsserterKind.SIGNER, who),
        Validity.UNVERIFIABLE,
        reasons,
        "ISO 32000-2, 12.8.1; EN 319 142-1",
        kind,
        (),
        "file",
        (check,),
        data,
    )


def _signer(contents: bytes) -> str:
    """The name in the first certificate of the signature's CMS; "" if it cannot be told."""
    try:
        from cryptography.hazmat.primitives.serialization import pkcs7

        length = int.from_bytes(contents[2:4], "big") + 4 if contents[:2] == b"\x30\x82" else len(contents)
        for certificate in pkcs7.load_der_pkcs7_certificates(contents[:length]):
            return certificate.subject.rfc4514_string()[:200]
    except Exception:  # noqa: BLE001, RUF100 - a name is a convenience; the signature is reported without it
        return ""
    return ""
