"""XMP packets read safely: no document type, no entities, no network, bounded size and depth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from interchange.workbench.signals.containers import Block, blocks
from interchange.workbench.signals.reader import Source

LIMIT = 4 << 20  # bytes of one packet
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ODD = "tdm-odd"  # TDMRep in a namespace that is not that of XMP
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://www.tc260.org.cn/ns/AIGC/1.0/": "TC260",
    "http://www.w3.org/ns/tdmrep/": "tdm",
    "http://www.w3.org/ns/tdmrep#": ODD,
    "http://www.w3.org/ns/tdmrep": ODD,
    "http://creativecommons.org/ns#": "cc",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://purl.org/iscc/terms/": "iscc",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
}


class Refused(Exception):
    """A packet that is not read; the message says why."""


@dataclass(frozen=True, slots=True)
class Property:
    """One value of one property: `name` is "prefix:local" of the known namespaces, "{uri}local" of others; `path` names the properties above it."""

    name: str
    value: str
    path: str
    place: str
    lang: str = ""


def parser() -> etree.XMLParser:
    """A parser that resolves nothing, loads nothing and keeps lxml's own limits of depth and size."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)


def parse(packet: bytes) -> etree._Element:
    """The packet's root; `Refused` for document types, entities, too much, or what is no XML."""
    if len(packet) > LIMIT:
        raise Refused(f"the XML is {len(packet)} bytes long, more than the limit of {LIMIT}")
    wide = next((codec for start, codec in WIDE.items() if packet.startswith(start)), "")
    packet = packet.decode(wide, "replace").encode() if wide else packet
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        raise Refused("the XML declares a document type or entities, which no metadata needs and which can be an attack")
    packet = _inner(packet.strip(b"\x00 \r\n\t\xef\xbb\xbf"))
    try:
        return etree.fromstring(packet, parser())
    except etree.XMLSyntaxError as wrong:
        raise Refused(f"it is not well-formed XML ({str(wrong.msg)[:120]})") from wrong


WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\x00<": "utf-16-be", b"<\x00": "utf-16-le"}
START, END = re.compile(rb"<[\w.-]*:?(?:xmpmeta|xapmeta|RDF)[\s>]"), re.compile(rb"</[\w.-]*:?(?:xmpmeta|xapmeta|RDF)\s*>")


def _inner(packet: bytes) -> bytes:
    """The packet without what stands around it: processing instructions, a stray XML declaration as some generators write it, padding."""
    start = START.search(packet)
    end = max((found.end() for found in END.finditer(packet)), default=0)
    return packet[start.start() : end] if start and end > start.start() else packet


def named(tag: str) -> str:
    """ "{uri}local" with the known prefix."""
    uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return f"{PREFIXES[uri]}:{local}" if uri in PREFIXES else tag


def properties(root: etree._Element, place: str) -> Iterator[Property]:
    """Every value in every `rdf:Description` (XMP part 1, 7): simple, attribute, list, alternative and structure."""
    for description in root.iter(f"{{{RDF}}}Description"):
        above = description.getparent()
        path = (
            named(above.tag)
            if above is not None and not str(above.tag).startswith(f"{{{RDF}}}") and "xmpmeta" not in str(above.tag)
            else ""
        )
        for name, value in description.attrib.items():
            if not str(name).startswith(f"{{{RDF}}}"):
                yield Property(named(str(name)), str(value), path, place)
        for child in description:
            if isinstance(child.tag, str):
                yield from _values(child, path, place, 0)


def _values(element: etree._Element, path: str, place: str, depth: int) -> Iterator[Property]:
    name = named(element.tag)
    resource = element.get(f"{{{RDF}}}resource")
    if resource is not None:
        yield Property(name, resource, path, place)
        return
    inside = [child for child in element if isinstance(child.tag, str)]
    if not inside:
        for inner, value in element.attrib.items():
            if not str(inner).startswith(("{http://www.w3.org/XML/", f"{{{RDF}}}")):
                yield Property(named(str(inner)), str(value), f"{path}/{name}".lstrip("/"), place)
        if element.text and element.text.strip():
            yield Property(name, element.text.strip(), path, place)
        return
    if depth > 16:
        return
    for child in inside:
        if child.tag in (f"{{{RDF}}}Bag", f"{{{RDF}}}Seq", f"{{{RDF}}}Alt"):
            for item in child:
                if isinstance(item.tag, str):
                    yield from _item(item, name, path, place, depth)
        elif child.tag != f"{{{RDF}}}Description":
            yield from _values(child, f"{path}/{name}".lstrip("/"), place, depth + 1)


def _item(item: etree._Element, name: str, path: str, place: str, depth: int) -> Iterator[Property]:
    resource = item.get(f"{{{RDF}}}resource")
    if resource is not None:
        yield Property(name, resource, path, place)
    elif len(item):
        for child in item:
            if isinstance(child.tag, str) and child.tag != f"{{{RDF}}}Description":
                yield from _values(child, f"{path}/{name}".lstrip("/"), place, depth + 1)
    else:
        for inner, value in item.attrib.items():
            if not str(inner).startswith(("{http://www.w3.org/XML/", f"{{{RDF}}}")):
                yield Property(named(str(inner)), str(value), f"{path}/{name}".lstrip("/"), place)
        if item.text and item.text.strip():
            yield Property(name, item.text.strip(), path, place, item.get(XML_LANG, ""))


def of(source: Source) -> tuple[list[Property], list[tuple[str, str]]]:
    """All XMP properties of a file and the packets that were refused: (place, why). Worked out once."""
    known = source.shared.get("xmp-properties")
    if known is None:
        found: list[Property] = []
        refused: list[tuple[str, str]] = []
        for block in packets(source):
            source.shared.setdefault("xmp", block.data)  # for readers that want the packet itself
            try:
                found += list(properties(parse(block.data), block.place))
            except Refused as wrong:
                refused.append((block.place, str(wrong)))
        known = source.shared["xmp-properties"] = (found, refused)
    return known  # type: ignore[return-value]


def packets(source: Source) -> list[Block]:
    """The file's XMP packets, those of PDF and SVG among them."""
    if source.media_type == "application/pdf":
        from interchange.workbench.signals.readers import pdf

        return pdf.packets(source)
    if source.media_type == "image/svg+xml":
        from interchange.workbench.signals.readers import svg

        return svg.packets(source)
    return [block for block in blocks(source).blocks if block.kind == "xmp" and block.data.strip()]
