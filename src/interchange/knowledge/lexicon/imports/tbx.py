"""TBX in, both styles: DCT (elements of the modules) and DCA (`type` attributes)."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.knowledge.lexicon.checks import is_web_address, slug_of, tidy
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, MappingPart, SourcePart
from interchange.knowledge.lexicon.exports.tbx import EVERYDAY, NOT_ADOPTED, SENSE, STATUS, XML_LANG
from interchange.knowledge.lexicon.imports import Brought, guard
from interchange.knowledge.lexicon.vocabulary import LabelKind, MappingKind

_SAID = {said: status for status, said in STATUS.items()} | {
    "preferred": "preferred",
    "admitted": "admitted",
    "notRecommended": "deprecated",
    "obsolete": "obsolete",
}
_SOURCE = re.compile(r"^(.*?)\s*<(https?://[^<>\s]+)>$", re.DOTALL)


def _name(node: Element) -> str:
    """What a node says: the module element's name in DCT style, the type in DCA style, else the element's own name."""
    local = node.tag.rsplit("}", 1)[-1]
    return (
        node.get("type", local)
        if local in {"descrip", "admin", "termNote", "ref", "xref", "transac", "adminNote", "descripNote"}
        else local
    )


def _text(node: Element) -> str:
    return guard("".join(node.itertext()))


def read(body: bytes, *, default: SourcePart) -> Brought:
    """The concepts of a TBX file. Raises `Refused`."""
    try:
        root = SafeTree.fromstring(body, forbid_dtd=not _plain_doctype(body))
    except DefusedXmlException as danger:
        raise Refused.of(
            "file", _("It declares entities or a document type, which can be used to attack."), _("Write it without them.")
        ) from danger
    except ParseError as fault:
        raise Refused.of(
            "file", _("It is not well-formed XML: %s.") % str(fault)[:200], _("Check it with the program that made it.")
        ) from fault
    entries = [node for node in root.iter() if node.tag.rsplit("}", 1)[-1] in {"conceptEntry", "termEntry"}]
    slugs = _slugs(entries)
    return Brought([_entry(node, slug, slugs, default) for node, slug in zip(entries, slugs.values(), strict=True)])


def _plain_doctype(body: bytes) -> bool:
    """Old TBX names its DTD; the bare name declares nothing and fetches nothing, anything with a subset is refused."""
    return bool(re.search(rb"<!DOCTYPE\s+martif\s+SYSTEM\s+\"[\w.]+\"\s*>", body[:2000])) and b"<!ENTITY" not in body


def _slugs(entries: list[Element]) -> dict[str, str]:
    """An id here for each entry there, in order: ours where the file is ours, else from the English label."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number, node in enumerate(entries):
        given = node.get("id", f"entry-{number}")
        if given.startswith("c-") and slug_of(given[2:]) == given[2:]:
            slug = given[2:]
        else:
            label = next(
                (
                    _text(term)
                    for section in node
                    if (section.get(XML_LANG) or "").startswith("en")
                    for term in section.iter()
                    if _name(term) == "term"
                ),
                "",
            )
            slug = slug_of(label) or slug_of(given) or f"entry-{number}"
        bare, count = slug, 2
        while slug in taken:
            slug, count = f"{bare[:76]}-{count}", count + 1
        taken.add(slug)
        found[given if given not in found else f"{given}#{number}"] = slug
    return found


def _entry(node: Element, slug: str, slugs: dict[str, str], default: SourcePart) -> Content:
    labels: list[LabelPart] = []
    definitions: list[DefinitionPart] = []
    parts: dict[str, list[str]] = {
        name: [] for name in ("subjectField", "projectSubset", "broader", "related", "replacedBy", "notes", "examples")
    }
    mappings: list[MappingPart] = []
    for child in node:
        name = _name(child)
        if name == "langSec" or name == "langSet":
            language = (child.get(XML_LANG) or "en").lower()
            language = "en" if language.startswith("en-") else language
            for part in child:
                if _name(part) in {"termSec", "tig", "ntig"}:
                    labels.append(_label(part, language, slugs, parts["examples"]))
                elif language == "en":
                    definitions += _definition(part, default)
        elif name == "crossReference":
            target = slugs.get(child.get("target", ""), "")
            kind = _text(child).strip()
            parts[kind if kind in {"broader", "replacedBy"} else "related"] += [target] if target else []
        elif name == "externalCrossReference":
            kind, _space, label = _text(child).partition(" ")
            if is_web_address(child.get("target", "")):
                known = kind in MappingKind.values
                mappings.append(
                    MappingPart(kind if known else MappingKind.RELATED, child.get("target", ""), label if known else _text(child)[:200])
                )
        elif name == "note":
            parts["notes"] += [_text(child)] if _text(child) != "state: deprecated" else []
        elif name in parts:
            parts[name].append(_text(child))
        else:
            definitions += _definition(child, default)
    if labels and not any(label.status == "preferred" and label.language == "en" for label in labels):
        place = next((at for at, label in enumerate(labels) if label.language == "en" and label.status == "admitted"), None)
        if place is not None:
            labels[place] = LabelPart(labels[place].text, "preferred", "en", labels[place].kind)
    return tidy(
        Content(
            slug=slug, labels=tuple(labels), definitions=tuple(definitions), domain="; ".join(parts["subjectField"]), topics=tuple(parts["projectSubset"]),
            note="\n\n".join(parts["notes"]), example="\n\n".join(parts["examples"]), broader=tuple(parts["broader"]), related=tuple(parts["related"]),
            mappings=tuple(mappings), replaced_by=next(iter(parts["replacedBy"]), ""),
        )
    )  # fmt: skip


def _definition(node: Element, default: SourcePart) -> list[DefinitionPart]:
    inside = [node, *node] if _name(node) == "definition" else list(node)
    text = next((_text(one) for one in inside if _name(one) == "definition"), "")
    if not text.strip():
        return []
    sources = tuple(_source(_text(one), default) for one in inside if _name(one) == "source") or (default,)
    adopted = not any(_name(one) == "note" and _text(one) == NOT_ADOPTED for one in inside)
    return [DefinitionPart(text, adopted, sources)]


def _source(text: str, default: SourcePart) -> SourcePart:
    ours = _SOURCE.match(text)
    if ours:
        return SourcePart(ours.group(1), ours.group(2))
    bare = text.strip()
    return SourcePart(bare, bare) if is_web_address(bare) else SourcePart(bare[:300], default.url)


def _label(node: Element, language: str, slugs: dict[str, str], examples: list[str]) -> LabelPart:
    values = {"text": "", "status": "admitted", "kind": "", "condition": "", "replacement": ""}
    everyday = False
    for part in node.iter():
        name, text = _name(part), "".join(part.itertext())
        if name == "term":
            values["text"] = guard(text)
        elif name == "administrativeStatus" or name == "normativeAuthorization":
            values["status"] = _SAID.get(text.strip(), "admitted")
        elif name == "termType":
            values["kind"] = text.strip() if text.strip() in LabelKind.values else ""
        elif name == "crossReference" and text.strip() == "replacedBy":
            values["replacement"] = slugs.get(part.get("target", ""), "")
        elif name == "note" and text.startswith(SENSE):
            values["condition"] = guard(text[len(SENSE) :])
        elif name == "note" and text == EVERYDAY:
            everyday = True
        elif name == "context":
            examples.append(guard(text))
    return LabelPart(language=language, everyday=everyday, **values)
