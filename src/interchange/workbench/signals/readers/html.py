"""HTML: meta elements, licence links and schema.org in JSON-LD and microdata."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from interchange.workbench.signals import schemes
from interchange.workbench.signals.make import metadata, source_type, unreadable
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers import aigc
from interchange.workbench.signals.readers import xmp as fields

LIMIT = 4 << 20
SPEC = "schema.org, {name}"
PAGES = {"WebPage", "Article", "NewsArticle", "BlogPosting", "ScholarlyArticle", "Report", "WebSite", "ItemPage", "CollectionPage"}
RIGHTS = {"license": (Claim.LICENSED, say("Offers it under a licence: {value}.")), "usageInfo": (Claim.DESCRIBED, say("Points to how it may be used: {value}.")),
          "acquireLicensePage": (Claim.LICENSED, say("Points to where a licence can be had: {value}.")), "copyrightNotice": (Claim.IDENTIFIED, say("Rights: {value}.")),
          "creditText": (Claim.IDENTIFIED, say("Credit line: {value}."))}  # fmt: skip


class Html:
    """What a saved page says about itself and about the pictures in it."""

    name = "html"
    version = "1"
    schemes = schemes.pick("schema-org", "document-properties", "tdmrep-file", "gb-45438", "rights-metadata")

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
        for number, one in enumerate(root.iter("script"), start=1):
            if (one.get("type") or "").split(";")[0].strip().lower() == "application/ld+json" and one.text:
                yield from json_ld(one.text, f"script {number}, JSON-LD")
        for one in root.iter("link", "a"):
            if "license" in (one.get("rel") or "").lower().split() and one.get("href"):
                words = say("Offers it under a licence: {value}.", value=one.get("href", "")[:300])
                yield metadata(
                    "rights-metadata",
                    f"{one.tag} rel=license, line {one.sourceline}",
                    one.get("href", ""),
                    words,
                    Claim.LICENSED,
                    code="rel-license",
                    spec="HTML, 4.6.7.7",
                )
        for one in root.xpath("//*[@itemprop='digitalSourceType' or @property='digitalSourceType']"):
            value = one.get("content") or one.get("href") or (one.text or "")
            yield source_type("schema-org", f"{one.tag}, line {one.sourceline}", value.strip(), SPEC.format(name="digitalSourceType"))


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
    if "tdm-reservation" in metas:
        yield fields.tdm("meta tdm-reservation", metas["tdm-reservation"], metas.get("tdm-policy", ""))
    if "aigc" in metas:
        yield aigc.finding("meta AIGC", metas["aigc"])
    for name in ("digitalsourcetype", "iptc:digitalsourcetype", "digital-source-type"):
        if metas.get(name):
            yield source_type("schema-org", f"meta {name}", metas[name], "IPTC Digital Source Type")


def json_ld(text: str, place: str) -> Iterator[Finding]:
    """The statements of one JSON-LD script that concern origin, rights and authors."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        yield unreadable("schema-org", place, "the script is not well-formed JSON")
        return
    todo: list[tuple[Any, str, str, int]] = [(data, "", "file", 0)]
    steps = 0
    while todo and steps < 5000:
        thing, path, about, depth = todo.pop(0)
        steps += 1
        if isinstance(thing, list):
            todo += [(one, path, about, depth) for one in thing[:500]]
        elif isinstance(thing, dict) and depth < 16:
            kinds = thing.get("@type", "")
            kinds = {str(kind) for kind in kinds} if isinstance(kinds, list) else {str(kinds)}
            if depth and not kinds & PAGES and kinds != {""}:
                about = str(thing.get("contentUrl") or thing.get("@id") or thing.get("name") or " ".join(sorted(kinds)))[:200]
            for name, value in thing.items():
                bare = str(name).rsplit("/", 1)[-1].removeprefix("schema:")
                here = f"{place}{path}/{bare}"
                yield from _statement(bare, value, here, about)
                if isinstance(value, (dict, list)) and not str(name).startswith("@context"):
                    todo.append((value, f"{path}/{bare}", about, depth + 1))


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
        elif name in RIGHTS:
            claim, words = RIGHTS[name]
            yield metadata(
                "schema-org", place, text, say(str(words), value=text[:300]), claim, code=name, spec=SPEC.format(name=name), about=about
            )
        elif name in ("author", "creator"):
            yield metadata(
                "schema-org",
                place,
                text,
                say("Names the creator: {value}.", value=text[:300]),
                Claim.IDENTIFIED,
                code=name,
                spec=SPEC.format(name=name),
                about=about,
            )
