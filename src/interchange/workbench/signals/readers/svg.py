"""SVG: the XMP and RDF in its `metadata`."""

from lxml import etree

from interchange.workbench.signals import xmp
from interchange.workbench.signals.containers import Block
from interchange.workbench.signals.reader import Source

LIMIT = 16 << 20


def packets(source: Source) -> list[Block]:
    """Each `rdf:RDF` of the drawing as a packet of its own; `xmp.Refused` tells why if it cannot be parsed."""
    data = source.part(0, LIMIT + 1)
    if len(data) > LIMIT:
        return [Block("xmp", "SVG", data)]  # refused there for its size
    if b"http://www.w3.org/1999/02/22-rdf-syntax-ns#" not in data and b"<!ENTITY" not in data:
        return []
    if b"<!ENTITY" in data:
        return [Block("xmp", "SVG", data[: xmp.LIMIT])]  # refused there, with the reason
    try:
        root = etree.fromstring(data, xmp.parser())
    except etree.XMLSyntaxError:
        return [Block("xmp", "SVG", data[: xmp.LIMIT])]
    return [Block("xmp", f"SVG metadata, line {found.sourceline}", etree.tostring(found)) for found in root.iter(f"{{{xmp.RDF}}}RDF")]
