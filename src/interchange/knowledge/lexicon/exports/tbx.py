"""TBX-Basic in DCT style (ISO 30042:2019). What TBX-Basic has no place for (votes, objections, reliability) is only in SKOS and JSON."""

from collections.abc import Callable, Mapping
from xml.etree import ElementTree as Tree

from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart
from interchange.knowledge.lexicon.exports.skos import TITLE, Edition

CORE, MIN, BASIC = "urn:iso:std:iso:30042:ed-2", "http://www.tbxinfo.net/ns/min", "http://www.tbxinfo.net/ns/basic"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STATUS = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "obsolete": "supersededTerm-admn-sts",
}
SENSE, EVERYDAY, NOT_ADOPTED = "sense: ", "everyday word", "not adopted"
HEADER = (
    "Votes, objections and reliability have no place in TBX-Basic; they are in the SKOS and JSON files of the same release."
    " Labels in languages other than English are unofficial."
)


def _node(parent: Tree.Element, namespace: str, name: str, text: str = "", **attributes: str) -> Tree.Element:
    node = Tree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    node.text = text or None
    return node


def entry_id(slug: str) -> str:
    """An id as XML wants it: it must not begin with a digit."""
    return f"c-{slug}"


def write(entries: Mapping[str, tuple[Content, str]], edition: Edition, progress: Callable[[int], None] = lambda done: None) -> bytes:
    """A whole release as one TBX file."""
    for prefix, name in (("", CORE), ("min", MIN), ("basic", BASIC)):
        Tree.register_namespace(prefix, name)
    root = Tree.Element(f"{{{CORE}}}tbx", {"type": "TBX-Basic", "style": "dct", XML_LANG: "en"})
    header = _node(_node(root, CORE, "tbxHeader"), CORE, "fileDesc")
    statement = _node(header, CORE, "titleStmt")
    _node(statement, CORE, "title", f"{TITLE}, release {edition.number} ({edition.at.date().isoformat()})")
    described = _node(header, CORE, "sourceDesc")
    _node(described, CORE, "p", f"{edition.base}/lexicon/releases/{edition.number}/")
    _node(described, CORE, "p", HEADER)
    body = _node(_node(root, CORE, "text"), CORE, "body")
    for done, (slug, (content, state)) in enumerate(entries.items()):
        _entry(body, slug, content, state)
        progress(done)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="utf-8")


def _entry(body: Tree.Element, slug: str, content: Content, state: str) -> None:
    entry = _node(body, CORE, "conceptEntry", id=entry_id(slug))
    if content.domain:
        _node(entry, MIN, "subjectField", content.domain)
    for topic in content.topics:
        _node(entry, BASIC, "projectSubset", topic)
    for kind, others in (("broader", content.broader), ("related", content.related), ("replacedBy", filter(None, [content.replaced_by]))):
        for other in others:
            _node(entry, BASIC, "crossReference", kind, target=entry_id(other))
    for mapping in content.mappings:
        _node(entry, MIN, "externalCrossReference", f"{mapping.kind} {mapping.label}".strip(), target=mapping.uri)
    if content.note:
        _node(entry, CORE, "note", content.note)
    if state == "deprecated":
        _node(entry, CORE, "note", "state: deprecated")
    for language in dict.fromkeys(label.language for label in content.labels):
        section = _node(entry, CORE, "langSec", **{XML_LANG: language})
        if language == "en":
            for definition in content.definitions:
                _definition(section, definition)
        example = content.example if language == "en" else ""
        for label in content.labels:
            if label.language == language:
                _label(section, label, example)
                example = ""


def _definition(section: Tree.Element, definition: DefinitionPart) -> None:
    group = _node(section, CORE, "descripGrp")
    _node(group, BASIC, "definition", definition.text)
    for source in definition.sources:
        _node(group, BASIC, "source", f"{source.title} <{source.url}>")
    if not definition.adopted:
        _node(group, CORE, "note", NOT_ADOPTED)


def _label(section: Tree.Element, label: LabelPart, example: str) -> None:
    term = _node(section, CORE, "termSec")
    _node(term, CORE, "term", label.text)
    _node(term, MIN, "partOfSpeech", "noun" if len(label.text.split()) < 6 else "other")
    _node(term, MIN, "administrativeStatus", STATUS[label.status])
    if label.kind:
        _node(term, BASIC, "termType", label.kind)
    if label.replacement:
        _node(term, BASIC, "crossReference", "replacedBy", target=entry_id(label.replacement))
    if label.condition:
        _node(term, CORE, "note", SENSE + label.condition)
    if label.everyday:
        _node(term, CORE, "note", EVERYDAY)
    if example:
        _node(_node(term, CORE, "descripGrp"), BASIC, "context", example)
