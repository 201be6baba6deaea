"""Reservations inside files: XMP (TDMRep, PLUS/IPTC data mining), EPUB packages, and the training-and-data-mining assertion of C2PA manifests."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations import tdmrep
from interchange.workbench.signals.reservations.statements import TRAINING, Note, Pointer, Reading, Statement, cut

PLUS, CAWG = "plus-data-mining", "cawg-training-mining"
XMP_LIMIT = 8_000_000  # octets of an XMP packet
PART_LIMIT = 2_000_000  # octets of a part of an EPUB
_NS_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_NS_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NS_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_DMI = "http://ns.useplus.org/ldf/vocab/DMI-"
_MINED = (Use.MINING, *TRAINING)
_PLUS_SPEC = "IPTC Photo Metadata 2023.1, Data Mining; PLUS vocabulary"

# What each value of the PLUS vocabulary says: for each stance the uses, and plain words
_VALUES: dict[str, tuple[list[tuple[Stance, tuple[Use, ...]]], Words]] = {
    "ALLOWED": ([(Stance.ALLOWED, _MINED)], say("Data mining is allowed.")),
    "PROHIBITED": ([(Stance.DISALLOWED, (*_MINED, Use.SEARCH))], say("Data mining is prohibited, indexing by search engines included.")),
    "PROHIBITED-AIMLTRAINING": (
        [(Stance.DISALLOWED, TRAINING)],
        say("Data mining for the training of AI or machine learning is prohibited."),
    ),
    "PROHIBITED-GENAIMLTRAINING": (
        [(Stance.DISALLOWED, (Use.GENERATIVE_TRAINING,))],
        say("Data mining for the training of generative AI is prohibited."),
    ),
    "PROHIBITED-EXCEPTSEARCHENGINEINDEXING": (
        [(Stance.DISALLOWED, _MINED), (Stance.ALLOWED, (Use.SEARCH,))],
        say("Data mining is prohibited, except for indexing by search engines."),
    ),
    "PROHIBITED-SEECONSTRAINT": ([(Stance.CONDITIONAL, _MINED)], say("Data mining is prohibited but for what the constraint says.")),
    "PROHIBITED-SEEEMBEDDEDRIGHTSEXPR": (
        [(Stance.CONDITIONAL, _MINED)],
        say("Data mining is prohibited but for what an embedded rights expression says."),
    ),
    "PROHIBITED-SEELINKEDRIGHTSEXPR": (
        [(Stance.CONDITIONAL, _MINED)],
        say("Data mining is prohibited but for what a linked rights expression says."),
    ),
}
_CAWG_KEYS: dict[str, tuple[Use, ...]] = {
    "data_mining": (Use.MINING,),
    "ai_inference": (Use.AI_INPUT,),
    "ai_training": (Use.AI_TRAINING,),
    "ai_generative_training": (Use.GENERATIVE_TRAINING,),
}


def data_mining(value: str, place: str, constraint: str = "") -> Reading:
    """One value of `plus:DataMining`; its address is taken with http or https and in any case. UNSPECIFIED states nothing."""
    made = Reading()
    code = value.strip().replace("https://", "http://", 1)
    code = code[len(_DMI) :] if code.casefold().startswith(_DMI.casefold()) else code.removeprefix("DMI-")
    code = code.upper()
    if code == "UNSPECIFIED":
        made.notes.append(
            Note(PLUS, place, cut(value), say("The property is there and leaves open whether data mining is allowed."), "hint", _PLUS_SPEC)
        )
    elif code not in _VALUES:
        made.notes.append(
            Note(
                PLUS,
                place,
                cut(value),
                say("“{value}” is no value of the PLUS vocabulary, so it says nothing.", value=cut(value)),
                spec=_PLUS_SPEC,
            )
        )
    else:
        stances, meaning = _VALUES[code]
        if code == "PROHIBITED-SEECONSTRAINT" and not constraint.strip():
            words = say("The value points to a constraint that is not there; the prohibition stands alone.")
            made.notes.append(Note(PLUS, place, cut(value), words, "deviation", _PLUS_SPEC))
            stances = [(Stance.DISALLOWED, _MINED)]
        for stance, uses in stances:
            data = {"constraint": cut(constraint)} if constraint.strip() else {}
            made.statements.append(Statement(PLUS, place, cut(value), uses, stance, meaning, _PLUS_SPEC, f"DMI-{code}", rank=3, data=data))
    return made


def from_xmp(packet: bytes, place: str = "XMP") -> Reading:
    """TDMRep and PLUS properties of an XMP packet, as elements or as attributes. Never raises."""
    made = Reading()
    root = _xml(packet, XMP_LIMIT)
    if root is None:
        if packet.strip(b" \t\r\n\x00"):
            made.notes.append(Note("xmp", place, "", say("The XMP packet is no well-formed XML without a document type; it was not read.")))
        return made
    found: dict[str, list[str]] = {}
    mining: list[str] = []
    constraint = ""
    for element in root.iter(f"{{{_NS_RDF}}}Description"):
        values = {**element.attrib, **{str(child.tag): _value(child) for child in list(element)[:2000]}}
        for space in (tdmrep.NS_PDF, tdmrep.NS_EPUB):
            for name in ("reservation", "policy"):
                if (key := f"{{{space}}}{name}") in values:
                    found.setdefault(f"tdm-{name}", []).append(values[key])
                    if space == tdmrep.NS_EPUB:
                        words = say("The namespace ends in “#”, which is that of EPUB; in XMP it ends in “/”. It was read all the same.")
                        made.notes.append(
                            Note(tdmrep.SCHEME, place, cut(values[key]), words, "deviation", "TDMRep, TDM Metadata in PDF files")
                        )
        if (key := f"{{{_NS_PLUS}}}DataMining") in values:
            mining.append(values[key])
        constraint = constraint or values.get(f"{{{_NS_PLUS}}}OtherConstraints", "")
        if terms := values.get(f"{{{_NS_RIGHTS}}}WebStatement", "").strip():
            made.pointers.append(
                Pointer(
                    "xmp-rights",
                    f"{place} xmpRights:WebStatement",
                    cut(terms),
                    say("A statement of rights is said to stand here."),
                    "XMP, xmpRights",
                )
            )
    made += tdmrep.from_properties(found, f"{place} tdm:reservation", tdmrep.INSIDE)
    for value in mining[:20]:
        made += data_mining(value, f"{place} plus:DataMining", constraint)
    return made


def _value(element: Element) -> str:
    """The text of a property: itself, its resource address, or the first item of an array."""
    resource = element.get(f"{{{_NS_RDF}}}resource")
    if resource:
        return resource
    if (element.text or "").strip():
        return (element.text or "").strip()
    for item in element.iter(f"{{{_NS_RDF}}}li"):
        return (item.text or item.get(f"{{{_NS_RDF}}}resource") or "").strip()
    return ""


def _xml(octets: bytes, limit: int) -> Element | None:
    """An XML tree, or None where it is too long, not well-formed or has a document type (entity bombs). Padding and stray text around it are cut off."""
    if len(octets) > limit:
        return None
    start = next((at for at in (octets.find(mark) for mark in (b"<x:xmpmeta", b"<rdf:RDF")) if at >= 0), octets.find(b"<"))
    try:
        return fromstring(
            octets[start:].rstrip(b" \t\r\n\x00") if not octets.startswith(b"<?xml") else octets.rstrip(b" \t\r\n\x00"), forbid_dtd=True
        )
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        pass
    try:  # a packet wrapper (<?xpacket ...?>) after the root, or text behind it
        end = max(octets.rfind(mark) + len(mark) for mark in (b"</x:xmpmeta>", b"</rdf:RDF>"))
        return fromstring(octets[max(start, 0) : end], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None


def from_epub(stream: BinaryIO) -> Reading:
    """TDMRep metadata of an EPUB 2 or 3 package (`<meta name>` or `<meta property>`). Never raises; parts over `PART_LIMIT` are not unpacked."""
    made = Reading()
    try:
        with zipfile.ZipFile(stream) as book:
            container = _xml(_part(book, "META-INF/container.xml"), PART_LIMIT)
            name = (
                next((one.get("full-path", "") for one in container.iter() if str(one.tag).endswith("}rootfile")), "")
                if container is not None
                else ""
            )
            package = _xml(_part(book, name), PART_LIMIT) if name else None
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError) as problem:
        made.notes.append(
            Note(
                tdmrep.SCHEME,
                "EPUB",
                "",
                say("The EPUB could not be opened: {problem}", problem=cut(str(problem) or type(problem).__name__)),
            )
        )
        return made
    except Exception:  # zlib and lzma have errors of their own
        made.notes.append(Note(tdmrep.SCHEME, "EPUB", "", say("The EPUB could not be unpacked.")))
        return made
    if package is None:
        made.notes.append(Note(tdmrep.SCHEME, "EPUB", "", say("The EPUB names no package document that can be read.")))
        return made
    found: dict[str, list[str]] = {}
    for meta in package.iter():
        if str(meta.tag).rpartition("}")[2] != "meta":
            continue
        key, value = meta.get("property") or meta.get("name") or "", (meta.text if meta.get("property") else meta.get("content")) or ""
        if key in ("tdm:reservation", "tdm:policy"):
            found.setdefault(key, []).append(value.strip())
    if any(meta.get("property", "").startswith("tdm:") for meta in package.iter()) and tdmrep.NS_EPUB not in package.get("prefix", ""):
        words = say(
            "The package uses tdm: without declaring the prefix as {namespace}; it was read all the same.", namespace=tdmrep.NS_EPUB
        )
        made.notes.append(Note(tdmrep.SCHEME, f"EPUB {cut(name)}", "", words, "deviation", "TDMRep, TDM Metadata in EPUB 3 files"))
    made += tdmrep.from_properties(found, f"EPUB {cut(name)}", tdmrep.INSIDE, "tdm:")
    return made


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    with book.open(name) as part:
        octets = part.read(PART_LIMIT + 1)
    if len(octets) > PART_LIMIT:
        raise ValueError("a part of the package is too long")
    return octets


def from_pdf(stream: BinaryIO) -> Reading:
    """The XMP of a PDF's catalogue. Never raises; a PDF that cannot be read gives a note."""
    from pypdf import PdfReader

    try:
        metadata = PdfReader(BytesIO(stream.read(64_000_000)), strict=False).root_object.get("/Metadata")
        packet = metadata.get_object().get_data() if metadata is not None else b""
    except Exception as problem:  # pypdf raises much on broken files, and recursion too
        words = say("The PDF could not be read: {problem}", problem=cut(str(problem) or type(problem).__name__))
        return Reading(notes=[Note(tdmrep.SCHEME, "PDF", "", words)])
    return from_xmp(packet, "PDF XMP")


def from_assertion(data: Mapping[str, Any], place: str = "C2PA assertion", about: str = "file") -> Reading:
    """The entries of `cawg.training-mining` (or C2PA 1.x `c2pa.training-mining`), given as data by the reader of the manifest.

    `constrained` without `constraint_info` counts as not allowed (CAWG training and data mining assertion 1.1). Never raises.
    """
    made = Reading()
    spec = "CAWG Training and Data Mining Assertion 1.1"
    entries = data.get("entries") if isinstance(data, Mapping) else None
    if not isinstance(entries, Mapping):
        made.notes.append(Note(CAWG, place, cut(data), say("The assertion has no entries, so it says nothing."), spec=spec))
        return made
    for key, entry in list(entries.items())[:50]:
        name = str(key).rpartition(".")[2]
        use = entry.get("use") if isinstance(entry, Mapping) else None
        uses = _CAWG_KEYS.get(name)
        if uses is None or use not in ("allowed", "notAllowed", "constrained"):
            made.notes.append(
                Note(
                    CAWG,
                    place,
                    cut(f"{key}: {entry}"),
                    say("This entry is none that the assertion defines; it was left out."),
                    "hint",
                    spec,
                )
            )
            continue
        info = str(entry.get("constraint_info") or "").strip()
        if use == "allowed":
            stance, meaning = Stance.ALLOWED, say("The signer allows {use}.", use=_NAMES[name])
        elif use == "constrained" and info:
            stance, meaning = (
                Stance.CONDITIONAL,
                say("The signer allows {use} under conditions: {conditions}", use=_NAMES[name], conditions=cut(info)),
            )
        elif use == "constrained":
            stance, meaning = (
                Stance.DISALLOWED,
                say("The signer constrains {use} and does not say how; that counts as not allowed.", use=_NAMES[name]),
            )
        else:
            stance, meaning = Stance.DISALLOWED, say("The signer does not allow {use}.", use=_NAMES[name])
        made.statements.append(Statement(CAWG, place, cut(f"{key}: {use}"), uses, stance, meaning, spec, f"{name}={use}", rank=3, terms=info if info.startswith("http") else "", about=about))  # fmt: skip
    return made


_NAMES = {
    "data_mining": say("data mining"),
    "ai_inference": say("use as input of AI"),
    "ai_training": say("training of AI that generates nothing"),
    "ai_generative_training": say("training of generative AI"),
}
