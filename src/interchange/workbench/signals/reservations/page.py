"""What an HTML page carries about uses: TDMRep metadata, robots directives, links to licences, RSL inside, schema.org's licence and usageInfo."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from interchange.workbench.signals.model import say
from interchange.workbench.signals.reservations import metarobots, rsl, tdmrep
from interchange.workbench.signals.reservations.crawlers import register
from interchange.workbench.signals.reservations.statements import TEXT_LIMIT, Note, Pointer, Reading, Target, cut

SCHEMA = "schema-org"
LICENCE = "link-licence"
NODES = 5000  # nodes of JSON-LD that are walked
_POINTING = ("license", "usageInfo", "acquireLicensePage", "copyrightNotice", "conditionsOfAccess")


def read(text: str | bytes, target: Target) -> Reading:
    """Read a page. Never raises; what HTML parsers would repair is repaired."""
    made = Reading()
    content = text[:TEXT_LIMIT]
    if len(text) > TEXT_LIMIT:
        made.notes.append(
            Note(
                "html",
                "page",
                "",
                say("The page is longer than {limit} characters; the rest was not looked at.", limit=TEXT_LIMIT),
                "deviation",
            )
        )
    octets = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        parser = html.HTMLParser(encoding="utf-8" if isinstance(content, str) else None, no_network=True, remove_comments=True)
        root = etree.fromstring(octets, parser) if octets.strip() else None
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return made
    metas: dict[str, list[str]] = {}
    directives: list[tuple[str, str]] = []
    names = {one.token.casefold() for one in register().crawlers} | {"robots", "googlebot", "googlebot-news", "bingbot"}
    for meta in root.iter("meta"):
        name, value = (meta.get("name") or "").strip().casefold(), meta.get("content")
        if value is None:
            continue
        if name in ("tdm-reservation", "tdm-policy"):
            metas.setdefault(name, []).append(value)
        elif name in names:
            directives.append((name, value))
        elif name.replace("_", "-").replace(":", "-") in ("tdm-reservation", "tdm-policy"):
            words = say("“{name}” is nearly the name; in HTML it is tdm-reservation or tdm-policy.", name=cut(name))
            made.notes.append(Note(tdmrep.SCHEME, "HTML meta", cut(value), words, spec="TDMRep, TDM Metadata in HTML Content"))
    made += tdmrep.from_properties(metas, "HTML meta", tdmrep.HTML)
    made += metarobots.from_values(directives, "HTML meta robots")
    _links(root, made)
    for script in root.iter("script"):
        kind = (script.get("type") or "").split(";")[0].strip().casefold()
        if kind == "application/ld+json":
            _linked_data(script.text or "", made)
        elif kind == rsl.MEDIA_TYPE:
            made += rsl.from_file((script.text or "").strip(), target, "RSL in the page")
    return made


def _links(root: Any, made: Reading) -> None:
    for link in root.iter("link", "a"):
        rels = (link.get("rel") or "").casefold().split()
        address = (link.get("href") or "").strip()
        if "license" not in rels or not address or len(made.pointers) > 50:
            continue
        if (link.get("type") or "").split(";")[0].strip().casefold() == rsl.MEDIA_TYPE:
            made += rsl.pointed(address, "HTML link rel=license")
        else:
            made.pointers.append(
                Pointer(
                    LICENCE,
                    f"HTML {link.tag} rel=license",
                    cut(address),
                    say("A licence is linked; what it allows stands there."),
                    "HTML, rel=license",
                )
            )


def _linked_data(text: str, made: Reading) -> None:
    try:
        data = json.loads(text) if len(text) <= TEXT_LIMIT else None
    except (ValueError, RecursionError):
        made.notes.append(Note(SCHEMA, "JSON-LD", cut(text[:80]), say("A block of linked data is no JSON and was left out."), "deviation"))
        return
    for node in _walk(data):
        for name in _POINTING:
            for value in _texts(node.get(name)):
                if len(made.pointers) <= 50:
                    kind = node.get("@type")
                    made.pointers.append(Pointer(SCHEMA, f"JSON-LD {cut(kind if isinstance(kind, str) else 'node')}.{name}", cut(value), say("The page names {name}; what it allows stands there.", name=name), f"schema.org/{name}"))  # fmt: skip


def _walk(data: object) -> Iterator[dict[str, Any]]:
    """All objects of a JSON value, breadth first, at most `NODES`."""
    queue, seen = [data], 0
    while queue and seen < NODES:
        one = queue.pop()
        seen += 1
        if isinstance(one, dict):
            yield one
            queue += [value for value in one.values() if isinstance(value, (dict, list))][:NODES]
        elif isinstance(one, list):
            queue += [value for value in one if isinstance(value, (dict, list))][:NODES]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for one in value[:10] for text in _texts(one if isinstance(one, (str, dict)) else None)]
    if isinstance(value, dict):
        return (
            _texts(value.get("@id") or value.get("url") or value.get("name"))
            if not isinstance(value.get("@id") or value.get("url") or value.get("name"), (dict, list))
            else []
        )
    return []
