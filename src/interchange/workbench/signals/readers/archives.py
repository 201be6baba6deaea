"""Word, Excel, PowerPoint, OpenDocument and EPUB: the properties in their ZIP parts."""

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import unquote

from lxml import etree

from interchange.workbench.signals import schemes, xmp
from interchange.workbench.signals.make import metadata, source_type, unreadable
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers import aigc
from interchange.workbench.signals.reservations import embedded
from interchange.workbench.signals.reservations.findings import findings_of

PART_LIMIT = 2 << 20  # bytes of one part, unpacked
ENTRY_LIMIT = 20_000
DC, OPF = "{http://purl.org/dc/elements/1.1/}", "{http://www.idpf.org/2007/opf}"
NAMED = {"creator": say("Names the author: {value}."), "lastModifiedBy": say("Last saved by {value}."), "title": say("Gives the title: {value}."), "rights": say("Rights: {value}."), "identifier": say("Carries an identifier: {value}."), "Application": say("Written with {value}."), "generator": say("Written with {value}."), "initial-creator": say("Names the author: {value}.")}  # fmt: skip


class Archives:
    """ECMA-376 (docProps), ODF 1.3 (meta.xml), EPUB 3.3 (the package document, TDMRep in it)."""

    name = "archives"
    version = "1"
    schemes = schemes.pick("document-properties", "tdmrep", "gb-45438", "iptc-digital-source-type")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return head.startswith(b"PK\x03\x04")

    def read(self, source: Source) -> Iterable[Finding]:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if len(names) > ENTRY_LIMIT:
                yield unreadable(
                    "document-properties",
                    "ZIP directory",
                    f"the archive says it holds {len(names)} parts, more than the limit of {ENTRY_LIMIT}",
                )
                return
            present = set(names)
            for part, how in (
                ("docProps/core.xml", _core),
                ("docProps/app.xml", _core),
                ("docProps/custom.xml", _custom),
                ("meta.xml", _odf),
            ):
                if part in present:
                    yield from _guarded(archive, part, how)
            if "META-INF/container.xml" in present:
                yield from _epub(archive)


def content(archive: zipfile.ZipFile, part: str) -> etree._Element:
    """One XML part, unpacked to at most `PART_LIMIT`; `xmp.Refused` otherwise."""
    opened: IO[bytes]
    with archive.open(part) as opened:
        data = opened.read(PART_LIMIT + 1)
    if len(data) > PART_LIMIT:
        raise xmp.Refused(f"it unpacks to more than the limit of {PART_LIMIT} bytes")
    return xmp.parse(data)


def _guarded(archive: zipfile.ZipFile, part: str, how: "type | object") -> Iterator[Finding]:
    try:
        yield from how(content(archive, part), part)  # type: ignore[operator]
    except (xmp.Refused, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, KeyError, EOFError) as wrong:
        yield unreadable("document-properties", part, str(wrong) or type(wrong).__name__)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(element: etree._Element, part: str, spec: str) -> Iterator[Finding]:
    name, text = _local(element), (element.text or "").strip()
    if name in NAMED and text:
        claim = Claim.DESCRIBED if name in ("Application", "generator") else Claim.IDENTIFIED
        words = say(str(NAMED[name]), value=text[:300])
        yield metadata("document-properties", f"{part}, {name}", text, words, claim, code=name, spec=spec)


def _core(root: etree._Element, part: str) -> Iterator[Finding]:
    for child in root:
        yield from _named(child, part, "ECMA-376 part 2, 11")


def _custom(root: etree._Element, part: str) -> Iterator[Finding]:
    for one in list(root)[:1000]:
        name, text = one.get("name", ""), "".join(str(piece) for piece in one.itertext()).strip()
        place = f"{part}, {name[:80]}"
        if name.upper() == "AIGC":
            yield aigc.finding(place, text)
        elif name.replace(" ", "").lower() == "digitalsourcetype":
            yield source_type("iptc-digital-source-type", place, text, "IPTC Digital Source Type, as a custom property")


def _odf(root: etree._Element, part: str) -> Iterator[Finding]:
    for one in root.iter():
        name, text = _local(one), (one.text or "").strip()
        if name == "user-defined":
            called = next((value for key, value in one.attrib.items() if str(key).endswith("}name")), "")
            if called.upper() == "AIGC":
                yield aigc.finding(f"{part}, {called}", text)
            elif called.replace(" ", "").lower() == "digitalsourcetype":
                yield source_type("iptc-digital-source-type", f"{part}, {called}", text, "IPTC Digital Source Type, as a custom property")
        else:
            yield from _named(one, part, "ODF 1.3 part 3, 4.3")


def _epub(archive: zipfile.ZipFile) -> Iterator[Finding]:
    try:
        rootfile = next(
            (one.get("full-path", "") for one in content(archive, "META-INF/container.xml").iter() if _local(one) == "rootfile"), ""
        )
        part = posixpath.normpath(unquote(rootfile))
        if not part or part.startswith(("..", "/")):
            raise xmp.Refused("it names no package document inside the book")
        package = content(archive, part)
    except (xmp.Refused, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, KeyError, EOFError) as wrong:
        yield unreadable("document-properties", "EPUB package document", str(wrong) or type(wrong).__name__)
        return
    metas: dict[str, str] = {}
    for one in package.iter(f"{OPF}meta"):
        key = one.get("property") or one.get("name") or ""
        metas.setdefault(key, (one.text or one.get("content") or "").strip())
    for one in package.iter():
        name, text = _local(one), (one.text or "").strip()
        if str(one.tag).startswith(DC) and name in NAMED and text:
            yield metadata(
                "document-properties",
                f"{part}, dc:{name}",
                text,
                say(str(NAMED[name]), value=text[:300]),
                Claim.IDENTIFIED,
                code=name,
                spec="EPUB 3.3, 5.5",
            )
    yield from findings_of(embedded.from_package(package, part), inside=True)
    for key, value in metas.items():
        if key.lower().rpartition(":")[2] == "digitalsourcetype":
            yield source_type("iptc-digital-source-type", f"{part}, {key}", value, "IPTC Digital Source Type")
        elif key.upper().rpartition(":")[2] == "AIGC":
            yield aigc.finding(f"{part}, {key}", value)
