"""HTML: who wrote the page and how, in meta elements and schema.org; what it says of uses and licences is read by `reservations.page`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from interchange.workbench.signals import schemes
from interchange.workbench.signals.make import metadata, source_type, unreadable
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers import aigc
from interchange.workbench.signals.reservations import page
from interchange.workbench.signals.reservations.findings import findings_of
from interchange.workbench.signals.reservations.statements import Target

LIMIT = 4 << 20
SPEC = "schema.org, {name}"
NAMED = {
    "author": say("Names the creator: {value}."),
    "creator": say("Names the creator: {value}."),
    "creditText": say("Credit line: {value}."),
}


class Html:
    """What a saved page says about itself and about the pictures in it."""

    name = "html"
    version = "1"
    schemes = schemes.pick("schema-org", "document-properties", "tdmrep", "gb-45438", "robots-directives", "rsl", "link-licence", "html")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type in ("text/html", "application/xhtml+xml")

    def read(self, source: Source) -> Iterable[Finding]:
        data = source.part(0, LIMIT)
        if source.size > LIMIT:
            yield unreadable("document-properties", f"after byte {LIMIT}", "the page is longer than the limit; what follows was not read")
        parser = etree.HTMLParser(no_network=True, huge_tree=False, recover=True, remove_comments=True)
        parser.feed(data)
        root = parser.close()
        if root is None:
            return
        metas = {(one.get("name") or one.get("property") or "").strip(): (one.get("content") or "").strip() for one in root.iter("meta")}
        yield from _metas({name.lower(): value for name, value in metas.items() if name})
        scripts = page.linked_data(root)
        yield from findings_of(page.of(root, Target(), scripts), inside=True)
        for number, found in scripts:
            if found is not page.BROKEN:
                yield from json_ld(found, f"script {number}, JSON-LD")
        for one in root.xpath("//*[@itemprop='digitalSourceType' or @property='digitalSourceType']"):
            value = one.get("content") or one.get("href") or (one.text or "")
            made = source_type("schema-org", f"{one.tag}, line {one.sourceline}", value.strip(), SPEC.format(name="digitalSourceType"))
            part = next(
                (
                    above.get("itemid") or above.get("resource")
                    for above in one.iterancestors()
                    if above.get("itemid") or above.get("resource")
                ),
                "",
            )
            yield replace(made, about=part[:200]) if part else made


def _metas(metas: dict[str, str]) -> Iterator[Finding]:
    for name, words, claim in (
        ("author", say("Names the author: {value}."), Claim.IDENTIFIED),
        ("generator", say("Written with {value}."), Claim.DESCRIBED),
        ("copyright", say("Rights: {value}."), Claim.IDENTIFIED),
    ):
        if metas.get(name):
            yield metadata(
                "document-properties",
                f"meta {name}",
                metas[name],
                say(str(words), value=metas[name][:300]),
                claim,
                code=name,
                spec="HTML, 4.2.5",
            )
    if "aigc" in metas:
        yield aigc.finding("meta AIGC", metas["aigc"])
    for name in ("digitalsourcetype", "iptc:digitalsourcetype", "digital-source-type"):
        if metas.get(name):
            yield source_type("schema-org", f"meta {name}", metas[name], "IPTC Digital Source Type")


def json_ld(data: Any, place: str) -> Iterator[Finding]:
    """The statements of linked data that concern origin and authors; what it says of licences is `page`'s."""
    for thing, path, about in page.nodes(data):
        for name, value in thing.items():
            yield from _statement(page.bare(name), value, f"{place}{path}/{page.bare(name)}", about)


def _statement(name: str, value: Any, place: str, about: str) -> Iterator[Finding]:
    texts = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, (str, dict))][:50]
    for one in texts:
        text = one if isinstance(one, str) else str(one.get("@id") or one.get("url") or one.get("name") or "")
        if not text:
            continue
        if name == "digitalSourceType":
            made = source_type("schema-org", place, text, SPEC.format(name=name))
            yield (
                made
                if about == "file"
                else metadata("schema-org", place, text, made.meaning, made.claim, code=made.code, spec=made.spec, about=about)
            )
        elif name in NAMED:
            yield metadata(
                "schema-org",
                place,
                text,
                say(str(NAMED[name]), value=text[:300]),
                Claim.IDENTIFIED,
                code=name,
                spec=SPEC.format(name=name),
                about=about,
            )
