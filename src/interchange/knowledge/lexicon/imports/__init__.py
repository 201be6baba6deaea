"""Reading vocabularies that others wrote: SKOS in four syntaxes and TBX in both styles, as plain contents. Nothing is fetched, nothing expanded.

A file that declares entities, names a context elsewhere, or holds a text of absurd length is refused as a whole (`Refused`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.knowledge.lexicon.content import Content, SourcePart
from interchange.knowledge.lexicon.vocabulary import FORMATS

MOST_BYTES = 20_000_000
MOST_CONCEPTS = 20_000
LONGEST = 20_000  # characters of one text


@dataclass
class Brought:
    """What a file holds: contents in its order, and what was left out and why."""

    contents: list[Content] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def kind_of(name: str) -> str:
    """The format that a file's name says; "" for none we read."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    known = {"ttl": "ttl", "rdf": "rdf", "xml": "rdf", "owl": "rdf", "jsonld": "jsonld", "json": "jsonld", "nt": "nt", "tbx": "tbx"}
    return known.get(ending, "")


def read(name: str, body: bytes, *, base: str, default: SourcePart) -> Brought:
    """The contents of a file. `default` is the source of definitions that name none. Raises `Refused` for what is unsafe or unreadable."""
    from interchange.knowledge.lexicon.imports import skos, tbx

    if len(body) > MOST_BYTES:
        raise Refused.of("file", _("The file is larger than %s MB.") % (MOST_BYTES // 1_000_000), _("Bring it in parts."))
    kind = kind_of(name)
    if kind == "rdf" and b"urn:iso:std:iso:30042" in body[:4000]:
        kind = "tbx"
    readers: dict[str, Callable[[], Brought]] = {"tbx": lambda: tbx.read(body, default=default)}
    if kind in FORMATS and kind != "tbx":
        readers[kind] = lambda: skos.read(body, kind, base=base, default=default)
    if kind not in readers:
        raise Refused.of("file", _("Not a format that is read here."), _("Bring .ttl, .rdf, .jsonld, .nt or .tbx."))
    found = readers[kind]()
    if not found.contents:
        raise Refused.of("file", _("No concept was found in it."), _("Check that it is SKOS or TBX."))
    if len(found.contents) > MOST_CONCEPTS:
        raise Refused.of("file", _("It holds more than %s concepts.") % f"{MOST_CONCEPTS:,}", _("Bring it in parts."))
    return found


def guard(text: str) -> str:
    """The text, unless it is longer than any text of a lexicon."""
    if len(text) > LONGEST:
        raise Refused.of(
            "file", _("A text in it has %s characters.") % f"{len(text):,}", _("Texts of a lexicon are short; this file is not taken.")
        )
    return text
