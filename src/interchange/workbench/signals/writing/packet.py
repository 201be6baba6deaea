"""Sets properties in an XMP packet and leaves everything else in it as it is."""

from collections.abc import Mapping

from lxml import etree

from interchange.workbench.signals import xmp

NAMESPACES = {
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "tdm": "http://www.w3.org/ns/tdmrep/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
META = "adobe:ns:meta/"
EMPTY = f'<x:xmpmeta xmlns:x="{META}"><rdf:RDF xmlns:rdf="{xmp.RDF}"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'.encode()


def tag(name: str) -> str:
    """ "prefix:local" as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def set_properties(packet: bytes, values: Mapping[str, str]) -> bytes:
    """The packet with each property set to one text; an empty text removes it. `xmp.Refused` if the packet cannot be read safely."""
    root = xmp.parse(packet or EMPTY)
    descriptions = [
        one for one in root.iter(f"{{{xmp.RDF}}}Description") if (above := one.getparent()) is not None and above.tag == f"{{{xmp.RDF}}}RDF"
    ]
    if not descriptions:
        rdf = root if root.tag == f"{{{xmp.RDF}}}RDF" else next(root.iter(f"{{{xmp.RDF}}}RDF"), None)
        if rdf is None:
            raise xmp.Refused("it holds no rdf:RDF")
        descriptions = [etree.SubElement(rdf, f"{{{xmp.RDF}}}Description", {f"{{{xmp.RDF}}}about": ""})]
    for name, value in values.items():
        wanted = tag(name)
        for one in descriptions:
            one.attrib.pop(wanted, None)
            for child in one.findall(wanted):
                one.remove(child)
        if value:
            prefix = name.partition(":")[0]
            child = etree.SubElement(descriptions[0], wanted, nsmap={prefix: NAMESPACES[prefix]})
            child.text = value
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + body + b'\n<?xpacket end="w"?>'
