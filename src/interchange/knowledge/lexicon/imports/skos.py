"""SKOS in: our own files word for word, others' as far as SKOS says."""

import io
import json
from typing import Any
from urllib.parse import unquote
from xml.sax import SAXParseException

import defusedxml.sax
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DC, DCTERMS, OWL, SKOS
from rdflib.term import Node

from interchange.ground.errors import Refused
from interchange.knowledge.lexicon.checks import is_web_address, one_line, slug_of, tidy
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, MappingPart, SourcePart
from interchange.knowledge.lexicon.exports.skos import XL, own
from interchange.knowledge.lexicon.imports import Brought, guard
from interchange.knowledge.lexicon.vocabulary import RDF_FORMATS, LabelStatus, MappingKind

SIMPLE = ((SKOS.prefLabel, "preferred"), (SKOS.altLabel, "admitted"), (SKOS.hiddenLabel, "deprecated"))


def read(body: bytes, kind: str, *, base: str, default: SourcePart) -> Brought:
    """The concepts of a SKOS file. Raises `Refused`."""
    graph = parse(body, kind)
    for _subject, _predicate, value in graph:
        if isinstance(value, Literal):
            guard(str(value))
    reader = _Reader(graph, base, default)
    return reader.everything()


def parse(body: bytes, kind: str) -> Graph:
    """The graph of a file, without fetching or expanding anything. Raises `Refused`."""
    if kind == "rdf":
        _no_entities(body)
    if kind == "jsonld":
        _no_contexts_elsewhere(body)
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=body, format={**RDF_FORMATS, "rdf": "xml"}[kind], publicID="urn:import:")
    except Exception as fault:  # rdflib's parsers raise what they like
        raise Refused.of(
            "file", _("It cannot be read: %s.") % str(fault).strip().split("\n")[0][:200], _("Check it with the program that made it.")
        ) from fault
    return graph


def _no_entities(body: bytes) -> None:
    try:
        parser = defusedxml.sax.make_parser()
        parser.forbid_dtd = True
        parser.parse(io.BytesIO(body))
    except DefusedXmlException as danger:
        raise Refused.of(
            "file", _("It declares entities or a document type, which can be used to attack."), _("Write it without them.")
        ) from danger
    except SAXParseException as fault:
        raise Refused.of(
            "file", _("It is not well-formed XML: %s.") % fault.getMessage()[:200], _("Check it with the program that made it.")
        ) from fault


def _no_contexts_elsewhere(body: bytes) -> None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Refused.of("file", _("It is not JSON."), _("Check it with the program that made it.")) from fault
    waiting: list[Any] = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            context = one.get("@context")
            if (
                "@import" in one
                or isinstance(context, str)
                or (isinstance(context, list) and any(isinstance(entry, str) for entry in context))
            ):
                raise Refused.of(
                    "file", _("Its context is elsewhere on the web, and nothing is fetched."), _("Write the context into the file.")
                )
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


class _Reader:
    """Reads concepts out of a graph."""

    def __init__(self, graph: Graph, base: str, default: SourcePart) -> None:
        self.graph, self.base, self.default = graph, base, default
        self.hx = own(base)
        self.slugs: dict[Node, str] = {}
        self.remarks: list[str] = []

    def everything(self) -> Brought:
        """All concepts, ids given first, so that relations find them."""
        nodes = sorted({node for node in self.graph.subjects(RDF.type, SKOS.Concept) if isinstance(node, URIRef)}, key=str)
        taken: set[str] = set()
        for node in nodes:
            slug = self._slug(node)
            number = 2
            while slug in taken:
                slug = f"{self._slug(node)[:76]}-{number}"
                number += 1
            taken.add(slug)
            self.slugs[node] = slug
        return Brought([self._concept(node) for node in nodes], self.remarks)

    def _slug(self, node: URIRef) -> str:
        prefix = f"{self.base}/lexicon/"
        if str(node).startswith(prefix):
            return str(node)[len(prefix) :]
        label = next(
            (
                str(value)
                for value in self.graph.objects(node, SKOS.prefLabel)
                if isinstance(value, Literal) and (value.language or "en").startswith("en")
            ),
            "",
        )
        return slug_of(label) or slug_of(unquote(str(node).rstrip("/#").replace("#", "/").rsplit("/", 1)[-1])) or "concept"

    def _order(self, node: Node) -> tuple[int, str]:
        value = self.graph.value(node, self.hx.order)
        try:
            return (int(str(value)), str(node)) if value is not None else (9999, str(node))
        except ValueError:
            return (9999, str(node))

    def _ours(self, node: Node) -> bool:
        return self.graph.value(node, self.hx.state) is not None

    def _concept(self, node: URIRef) -> Content:
        graph = self.graph
        retired = graph.value(node, DCTERMS.isReplacedBy)
        mappings = [
            MappingPart(kind, str(target), self._mapping_label(node, target))
            for kind in MappingKind.values
            for target in graph.objects(node, SKOS[kind])
        ]
        if not str(node).startswith(f"{self.base}/lexicon/") and is_web_address(str(node)):
            mappings.append(MappingPart(MappingKind.EXACT, str(node)))
        broader = {self.slugs[one] for one in graph.objects(node, SKOS.broader) if one in self.slugs}
        broader |= {self.slugs[one] for one in graph.subjects(SKOS.narrower, node) if one in self.slugs}
        related = {
            self.slugs[one]
            for path in (graph.objects(node, SKOS.related), graph.subjects(SKOS.related, node))
            for one in path
            if one in self.slugs
        }
        topics = sorted(graph.objects(node, self.hx.topic), key=self._order)
        return tidy(
            Content(
                slug=self.slugs[node],
                labels=tuple(self._labels(node)),
                definitions=tuple(self._definitions(node)),
                domain=self._text(node, self.hx.domain),
                topics=tuple(str(graph.value(one, RDF.value)) for one in topics),
                note=self._text(node, SKOS.scopeNote) or ("" if self._ours(node) else self._text(node, SKOS.note)),
                example=self._text(node, SKOS.example),
                broader=tuple(broader),
                related=tuple(related),
                mappings=tuple(mappings),
                replaced_by=self.slugs.get(retired, "") if retired is not None else "",
            )
        )

    def _mapping_label(self, node: Node, target: Node) -> str:
        for one in self.graph.objects(node, self.hx.mapping):
            if self.graph.value(one, RDFS.seeAlso) == target:
                return str(self.graph.value(one, RDFS.label) or "")
        return ""

    def _text(self, node: Node, name: URIRef) -> str:
        found = [value for value in self.graph.objects(node, name) if isinstance(value, Literal)]
        english = sorted(str(value) for value in found if not value.language or value.language.startswith("en"))
        return "\n\n".join(english)

    def _labels(self, node: Node) -> list[LabelPart]:
        nodes = {
            one: status
            for name, status in ((XL.prefLabel, "preferred"), (XL.altLabel, "admitted"), (XL.hiddenLabel, "deprecated"))
            for one in self.graph.objects(node, name)
        }
        labels = [self._extended(one, nodes[one]) for one in sorted(nodes, key=self._order)]
        known = {(label.language, label.text) for label in labels}
        for name, status in SIMPLE:
            for value in sorted(self.graph.objects(node, name), key=str):
                if isinstance(value, Literal) and (value.language or "en", one_line(str(value))) not in known:
                    language = value.language or "en"
                    known.add((language, one_line(str(value))))
                    labels.append(LabelPart(str(value), status, "en" if language.startswith("en-") else language))
        return labels

    def _extended(self, node: Node, status: str) -> LabelPart:
        graph, hx = self.graph, self.hx
        form = graph.value(node, XL.literalForm)
        replaced = graph.value(node, DCTERMS.isReplacedBy)
        said = str(graph.value(node, hx.labelStatus) or status)
        return LabelPart(
            text=str(form or ""),
            status=said if said in LabelStatus.values else status,
            language=(form.language if isinstance(form, Literal) and form.language else "en"),
            kind=str(graph.value(node, hx.labelKind) or ""),
            everyday=bool(graph.value(node, hx.everyday)),
            condition=str(graph.value(node, hx.inTheSense) or ""),
            replacement=self.slugs.get(replaced, "") if replaced is not None else "",
        )

    def _definitions(self, node: Node) -> list[DefinitionPart]:
        graph = self.graph
        found = [
            DefinitionPart(
                str(graph.value(one, RDF.value) or ""), str(graph.value(one, self.hx.adopted)).lower() == "true", self._sources(one)
            )
            for one in sorted(graph.objects(node, self.hx.definition), key=self._order)
        ]
        if found:
            return found
        urls = sorted(str(value) for name in (DCTERMS.source, DC.source) for value in graph.objects(node, name))
        sources = tuple(SourcePart(one, one) for one in urls if is_web_address(one)) or (self._default(node),)
        texts = sorted(
            str(value)
            for value in graph.objects(node, SKOS.definition)
            if isinstance(value, Literal) and (value.language or "en").startswith("en")
        )
        return [DefinitionPart(text, place == 0, sources) for place, text in enumerate(texts)]

    def _sources(self, node: Node) -> tuple[SourcePart, ...]:
        cited = sorted(self.graph.objects(node, DCTERMS.source), key=self._order)
        return tuple(
            SourcePart(str(self.graph.value(one, DCTERMS.title) or ""), str(self.graph.value(one, RDFS.seeAlso) or "")) for one in cited
        )

    def _default(self, node: Node) -> SourcePart:
        return SourcePart(self.default.title or str(node), self.default.url or str(node))


def states(graph: Graph, base: str) -> dict[str, str]:
    """The state that our own files say of each concept, by id."""
    prefix = f"{base}/lexicon/"
    found = {str(node)[len(prefix) :]: str(state) for node, state in graph.subject_objects(own(base).state) if str(node).startswith(prefix)}
    retired = {str(node)[len(prefix) :] for node in graph.subjects(OWL.deprecated) if str(node).startswith(prefix)}
    return {**found, **dict.fromkeys(retired, "deprecated")}
