"""FAIR Signposting (signposting.org/FAIR): level 1 in Link headers, level 2 as a link set (RFC 9264), RFC 8288 for the header.

A header that servers between would cut is worse than a short one: past `LIMIT` bytes items and authors give way to the link set, which
always holds them all.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from interchange.knowledge.repository.exchange.work import Part, Work
from interchange.knowledge.repository.exchange.writers.datacite_json import licence_uri
from interchange.knowledge.repository.exchange.writers.jsonld import TYPES

LIMIT = 3500  # bytes; common servers and proxies allow 4 to 8 kB for all headers together
LINKSET_JSON = "application/linkset+json"
LINKSET_TEXT = "application/linkset"
Link = tuple[str, str, dict[str, str]]  # relation, target, attributes


def landing(work: Work) -> Iterator[Link]:
    """The typed links of a landing page: what to cite, what kind it is, who made it, licence, metadata, files."""
    yield "cite-as", work.link, {}
    yield "type", "https://schema.org/AboutPage", {}
    yield "type", f"https://schema.org/{TYPES.get(work.kind, 'CreativeWork')}", {}
    if licence_uri(work.licence):
        yield "license", f"https://spdx.org/licenses/{work.licence}", {}
    for suffix, media_type in work.alternate:
        yield "describedby", f"{work.address.rstrip('/')}.{suffix}", {"type": media_type}
    for name in work.authors:
        if name.orcid:
            yield "author", f"https://orcid.org/{name.orcid}", {}
        elif name.ror and not name.is_person:
            yield "author", f"https://ror.org/{name.ror}", {}
    for part in work.parts:
        yield "item", part.url, {"type": part.media_type}


def part_of(work: Work, part: Part) -> Iterator[Link]:
    """The typed links of one file: it belongs to the landing page."""
    yield "collection", work.address, {"type": "text/html"}
    if licence_uri(work.licence):
        yield "license", f"https://spdx.org/licenses/{work.licence}", {}


def metadata_of(work: Work) -> Iterator[Link]:
    """The typed links of a metadata document: it describes the landing page."""
    yield "describes", work.address, {"type": "text/html"}


def _sets(work: Work) -> list[Link]:
    base = work.address.rstrip("/")
    return [
        ("linkset", f"{base}.linkset.json", {"type": LINKSET_JSON}),
        ("linkset", f"{base}.linkset", {"type": LINKSET_TEXT}),
    ]


def _uri(text: str) -> str:
    """A target without signs that would end it early (RFC 8288 section 3.1)."""
    return re.sub(
        r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\U0010ffff]", lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), text
    )


def _one(link: Link) -> str:
    relation, target, attributes = link
    return f'<{_uri(target)}>; rel="{relation}"' + "".join(f'; {name}="{value}"' for name, value in attributes.items())


def header(work: Work, links: Iterator[Link]) -> str:
    """The value of the Link header, at most `LIMIT` bytes; the link set is always named."""
    kept = [_one(link) for link in _sets(work)] if work.address else []
    size = sum(len(text) + 2 for text in kept)
    rank = {"item": 2, "author": 1}
    for link in sorted(links, key=lambda one: rank.get(one[0], 0)):
        text = _one(link)
        if size + len(text) + 2 <= LIMIT:
            kept.append(text)
            size += len(text) + 2
    return ", ".join(kept)


def _contexts(work: Work) -> Iterator[tuple[str, list[Link]]]:
    yield work.address, list(landing(work))
    for part in work.parts:
        yield part.url, list(part_of(work, part))
    for suffix, _media_type in work.alternate:
        yield f"{work.address.rstrip('/')}.{suffix}", list(metadata_of(work))


def linkset_json(work: Work) -> bytes:
    """The link set as JSON (RFC 9264 section 4.2): landing page, files and metadata documents, each as an anchor."""
    made = []
    for anchor, links in _contexts(work):
        entry: dict[str, Any] = {"anchor": _uri(anchor)}
        for relation, target, attributes in links:
            entry.setdefault(relation, []).append({"href": _uri(target), **attributes})
        made.append(entry)
    return json.dumps({"linkset": made}, ensure_ascii=False, indent=1).encode()


def linkset_text(work: Work) -> bytes:
    """The link set as text (RFC 9264 section 4.1)."""
    lines = [f'{_one(link)}; anchor="{_uri(anchor)}"' for anchor, links in _contexts(work) for link in links]
    return (",\n".join(lines) + "\n").encode()
