"""Small files made here, of every kind that the readers know; nothing is taken from elsewhere."""

import io
import json
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from interchange.workbench.signals.trust import TrustList
from interchange.workbench.signals.writing import credential, testca
from interchange.workbench.signals.writing.credential import Statement

NAMESPACES = {
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
    "tdm": "http://www.w3.org/ns/tdmrep/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def xmp(**values: str) -> bytes:
    """A packet with properties; names with an underscore for the colon."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    body = "".join(f"<{name.replace('_', ':')}>{value}</{name.replace('_', ':')}>" for name, value in values.items())
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" {spaces}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'.encode()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more) -> bytes:
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.save(out, kind, **more)
    return out.getvalue()


def jpeg(packet: bytes = b"", **more) -> bytes:
    return picture("JPEG", xmp=packet, **more) if packet else picture("JPEG", **more)


def png(packet: bytes = b"", texts: dict[str, str] | None = None, **more) -> bytes:
    info = PngInfo()
    for key, value in (texts or {}).items():
        info.add_text(key, value) if value.isascii() else info.add_itxt(key, value)
    if packet:
        info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return picture("PNG", pnginfo=info, **more)


def webp(packet: bytes = b"", exif: bytes = b"") -> bytes:
    return picture("WEBP", xmp=packet, exif=exif, lossless=True)


def exif(fields: dict[int, object], inner: dict[int, object] | None = None) -> bytes:
    made = Image.Exif()
    for tag, value in fields.items():
        made[tag] = value
    if inner:
        made.get_ifd(0x8769).update(inner)
    return made.tobytes()


CAMERA = exif({0x010F: "Testcam", 0x0110: "T-1"}, {0x9003: "2026:05:01 10:00:00", 0x829A: 0.01, 0x8827: 200})


def riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = form + b"".join(kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) & 1) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + kind + data


def mp4(key: str = "AIGC", value: str = "") -> bytes:
    data = box(b"data", struct.pack(">II", 1, 0) + value.encode())
    tags = box(b"----", box(b"mean", b"\0\0\0\0com.example") + box(b"name", b"\0\0\0\0" + key.encode()) + data)
    meta = box(b"meta", b"\0\0\0\0" + box(b"hdlr", b"\0" * 25) + box(b"ilst", tags))
    return box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", box(b"udta", meta)) + box(b"mdat", b"\0" * 64)


def mp3(key: str = "AIGC", value: str = "") -> bytes:
    body = b"\x03" + key.encode() + b"\x00" + value.encode()
    frame = b"TXXX" + _syncsafe(len(body)) + b"\0\0" + body
    return b"ID3\x04\0\0" + _syncsafe(len(frame)) + frame + b"\xff\xfb\x90\x00" + b"\0" * 400


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def pdf(info: dict[str, str] | None = None, packet: bytes = b"", signed: bool = False, objects: int = 0) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for number in range(objects):
        writer._add_object(DictionaryObject({NameObject("/N"): NumberObject(number)}))
    writer.add_metadata(info or {})
    if packet:
        stream = DecodedStreamObject()
        stream.set_data(packet)
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    if signed:
        value = DictionaryObject({NameObject("/Type"): NameObject("/Sig"), NameObject("/SubFilter"): NameObject("/ETSI.CAdES.detached"), NameObject("/Name"): TextStringObject("A. Signer"),
                                  NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 100, 200, 300)]), NameObject("/Contents"): ByteStringObject(b"\0" * 32)})  # fmt: skip
        field = DictionaryObject(
            {NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("Sig1"), NameObject("/V"): writer._add_object(value)}
        )
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(parts: dict[str, str | bytes], first: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo("mimetype"), first)
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(custom: dict[str, str]) -> bytes:
    props = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
        for n, (name, value) in enumerate(custom.items(), 2)
    )
    return archive({
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": "<w/>",
        "docProps/core.xml": '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>A. Writer</dc:creator></c:coreProperties>',
        "docProps/custom.xml": f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{props}</Properties>',
    })  # fmt: skip


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'


def epub(metas: str = "", container: str = CONTAINER, opf: str = "") -> bytes:
    book = (
        opf
        or f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" prefix="tdm: http://www.w3.org/ns/tdmrep#"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>B. Author</dc:creator>{metas}</metadata></package>'
    )
    return archive({"META-INF/container.xml": container, "OEBPS/book.opf": book}, first="application/epub+zip")


AIGC = json.dumps({"Label": "1", "ContentProducer": "001191110108MA01KP2T5U00001", "ProduceID": "p-1"})
PARAMETERS = (
    "a lighthouse at dusk\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model: sd15"
)
GRAPH = json.dumps(
    {
        "3": {"class_type": "KSampler", "inputs": {"seed": 1}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sdxl.safetensors"}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a harbour"}},
    }
)

NOW = datetime.now(UTC)


@cache
def ca() -> testca.TestCa:
    return testca.make(NOW)


@cache
def own_list() -> TrustList:
    return TrustList("own list", "2026-01-01", ca().root)


@cache
def signed(source_type: str = "digitalCapture", packet: bytes = b"", kind: str = "image/jpeg") -> bytes:
    """A signed picture; `uses` forbid training."""
    made = {"image/jpeg": jpeg, "image/png": png, "image/webp": webp}[kind](packet)
    return credential.sign(
        made, kind, Statement("photo", source_type, agent="Testcam", uses={"ai_generative_training": "notAllowed"}), ca().chain, ca().key
    )


@cache
def expiring() -> tuple[bytes, str, datetime]:
    """A picture signed in time, its root, and the moment soon after at which the certificate expires: the library signs with no expired one."""
    for seconds in (4, 15, 60):  # on a machine that is very busy the first may be over before the signature is made
        now = datetime.now(UTC)
        made = testca.make(now, days=1 + seconds / 86400)
        try:
            data = credential.sign(jpeg(), "image/jpeg", Statement("old", "digitalCapture"), made.chain, made.key)
        except Exception:
            continue
        return data, made.root, now + timedelta(seconds=seconds)
    raise AssertionError("a minute was not enough to sign")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
