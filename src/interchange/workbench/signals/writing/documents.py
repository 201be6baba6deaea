"""Properties in the XMP of documents that are not photographs: PDF, where everything that was there stays byte for byte, and SVG."""

from collections.abc import Mapping
from io import BytesIO

from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from interchange.workbench.signals import xmp
from interchange.workbench.signals.model import say
from interchange.workbench.signals.writing import packet
from interchange.workbench.signals.writing.images import NotWritable

PDF, SVG = "application/pdf", "image/svg+xml"
_SVG = "http://www.w3.org/2000/svg"


def write(content: bytes, media_type: str, values: Mapping[str, str]) -> bytes:
    """The document with these properties ("prefix:name" of `packet.NAMESPACES`; "" removes one). Raises `NotWritable` for what cannot be read."""
    try:
        return _pdf(content, values) if media_type == PDF else _svg(content, values)
    except xmp.Refused as wrong:
        raise NotWritable(say("Its XMP cannot be read safely: {why}.", why=wrong)) from wrong


def _pdf(content: bytes, values: Mapping[str, str]) -> bytes:
    """An incremental update (ISO 32000-2, 7.5.6): what was there stays, signatures over it too; the catalogue gets a new metadata stream."""
    try:
        reader = PdfReader(BytesIO(content))
        old = reader.root_object.get("/Metadata")
        before = old.get_object() if old is not None else None
        writer = PdfWriter(BytesIO(content), incremental=True)
        stream = StreamObject()
        stream.set_data(packet.set_properties(before.get_data() if isinstance(before, StreamObject) else b"", values))
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
        out = BytesIO()
        writer.write(out)
    except xmp.Refused:
        raise
    except Exception as wrong:  # pypdf raises much on broken files
        raise NotWritable(say("The PDF cannot be read: {why}.", why=type(wrong).__name__)) from wrong
    made = out.getvalue()
    if not made.startswith(content):
        raise NotWritable(say("The document's own bytes would change; nothing was written."))
    return made


def _svg(content: bytes, values: Mapping[str, str]) -> bytes:
    """The first `metadata` of the drawing holds the packet (SVG 2, 5.10)."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotWritable(say("The drawing declares a document type or entities."))
    try:
        root = etree.fromstring(content, xmp.parser())
    except etree.XMLSyntaxError as wrong:
        raise NotWritable(say("The drawing is not well-formed XML.")) from wrong
    if root.tag != f"{{{_SVG}}}svg":
        raise NotWritable(say("This is no SVG drawing."))
    old = next(root.iter(f"{{{xmp.RDF}}}RDF"), None)
    made = etree.fromstring(packet.set_properties(etree.tostring(old, with_tail=False) if old is not None else b"", values), xmp.parser())
    if old is not None:
        above = old.getparent()
        above.replace(old, made if made.tag == old.tag else next(made.iter(old.tag)))  # type: ignore[union-attr]
    else:
        place = etree.Element(f"{{{_SVG}}}metadata")
        place.append(made)
        root.insert(0, place)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=content.lstrip().startswith(b"<?xml"))
