"""What an HTML page carries about uses: TDMRep metadata, robots directives, links to licences, RSL inside, schema.org's licence and usageInfo."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
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
    made += of(root, target)
    return made


def of(root: etree._Element, target: Target, scripts: "Sequence[tuple[int, Any]] | None" = None) -> Reading:
    """What the tree of a page carries; `scripts` is its linked data, where it was read already."""
    made = Reading()
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
        if _kind(script) == rsl.MEDIA_TYPE:
            made += rsl.from_file((script.text or "").strip(), target, "RSL in the page")
    for number, data in linked_data(root) if scripts is None else scripts:
        _pointers(number, data, made)
    return made


def _kind(element: etree._Element) -> str:
    return (element.get("type") or "").split(";")[0].strip().casefold()


BROKEN = object()  # linked data that is no JSON


def linked_data(root: etree._Element) -> list[tuple[int, Any]]:
    """The JSON-LD of a page: (number of the script, its data or `BROKEN`)."""
    made: list[tuple[int, Any]] = []
    for number, script in enumerate(root.iter("script"), start=1):
        if _kind(script) == "application/ld+json" and script.text:
            try:
                made.append((number, json.loads(script.text) if len(script.text) <= TEXT_LIMIT else BROKEN))
            except (ValueError, RecursionError):
                made.append((number, BROKEN))
    return made


PAGES = {"WebPage", "Article", "NewsArticle", "BlogPosting", "ScholarlyArticle", "Report", "WebSite", "ItemPage", "CollectionPage"}


def nodes(data: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    """All objects of linked data, breadth first, at most `NODES`: the object, its path, and what it is about ("file" is the page itself)."""
    todo: deque[tuple[Any, str, str, int]] = deque([(data, "", "file", 0)])
    steps = 0
    while todo and steps < NODES:
        thing, path, about, depth = todo.popleft()
        steps += 1
        if isinstance(thing, list):
            todo.extend((one, path, about, depth) for one in thing[:500])
        elif isinstance(thing, dict) and depth < 16:
            kinds = thing.get("@type", "")
            kinds = {str(kind) for kind in kinds} if isinstance(kinds, list) else {str(kinds)}
            if depth and not kinds & PAGES and kinds != {""}:
                about = str(thing.get("contentUrl") or thing.get("@id") or thing.get("name") or " ".join(sorted(kinds)))[:200]
            yield thing, path, about
            todo.extend((value, f"{path}/{bare(name)}", about, depth + 1) for name, value in thing.items()
                        if isinstance(value, (dict, list)) and not str(name).startswith("@context"))  # fmt: skip


def bare(name: object) -> str:
    """A property's name without its vocabulary."""
    return str(name).rsplit("/", 1)[-1].removeprefix("schema:")


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
                    True,
                )
            )


def _pointers(number: int, data: Any, made: Reading) -> None:
    place = f"script {number}, JSON-LD"
    if data is BROKEN:
        made.notes.append(Note(SCHEMA, place, "", say("A block of linked data is no JSON and was left out."), "broken"))
        return
    for node, path, about in nodes(data):
        for name, value in node.items():
            if (name := bare(name)) in _POINTING and len(made.pointers) <= 50:
                made.pointers += [
                    Pointer(SCHEMA, f"{place}{path}/{name}", cut(text), say("The page names {name}; what it allows stands there.", name=name),
                            f"schema.org/{name}", name in ("license", "acquireLicensePage"), about)
                    for text in _texts(value)
                ]  # fmt: skip


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
