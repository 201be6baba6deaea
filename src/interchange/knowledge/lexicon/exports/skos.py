"""SKOS (W3C Recommendation of 18 August 2009) with SKOS-XL for what we know of labels: status, kind, sense, order.

Classes and properties of our own live in `<house>/lexicon/vocabulary#`; readers that know only SKOS lose nothing that SKOS can say.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS, VANN

from interchange.knowledge.lexicon.content import Content
from interchange.knowledge.lexicon.vocabulary import RDF_FORMATS

XL = Namespace("http://www.w3.org/2008/05/skos-xl#")
SIMPLE = {"preferred": SKOS.prefLabel, "admitted": SKOS.altLabel, "deprecated": SKOS.hiddenLabel, "obsolete": SKOS.hiddenLabel}
EXTENDED = {"preferred": XL.prefLabel, "admitted": XL.altLabel, "deprecated": XL.hiddenLabel, "obsolete": XL.hiddenLabel}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # DOMAIN D7
TITLE = "Lexicon of the AIII Technical Exchange Network"


@dataclass(frozen=True)
class Edition:
    """What a file says of the release it holds."""

    number: int
    title: str
    at: datetime
    base: str


def own(base: str) -> Namespace:
    """Our own properties."""
    return Namespace(f"{base}/lexicon/vocabulary#")


def scheme(base: str) -> URIRef:
    """The address of the lexicon as a concept scheme."""
    return URIRef(f"{base}/lexicon/")


def address(base: str, slug: str) -> URIRef:
    """The address of a concept."""
    return URIRef(f"{base}/lexicon/{slug}")


def new_graph(base: str) -> Graph:
    """An empty graph with the prefixes bound."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {
        "skos": SKOS,
        "skosxl": XL,
        "dct": DCTERMS,
        "owl": OWL,
        "rdfs": RDFS,
        "xsd": XSD,
        "vann": VANN,
        "hx": own(base),
    }.items():
        graph.bind(prefix, namespace)
    return graph


def add(graph: Graph, content: Content, state: str, base: str, *, narrower: Iterable[str] = ()) -> None:
    """Everything that is known of one concept."""
    concept, hx = address(base, content.slug), own(base)
    put: Callable[[Any], Any] = graph.add
    put((concept, RDF.type, SKOS.Concept))
    put((concept, SKOS.inScheme, scheme(base)))
    put((concept, hx.state, Literal(state)))
    for order, label in enumerate(content.labels, 1):
        node = URIRef(f"{concept}#label-{order}")
        form = Literal(label.text, lang=label.language)
        put((concept, SIMPLE[label.status], form))
        put((concept, EXTENDED[label.status], node))
        put((node, RDF.type, XL.Label))
        put((node, XL.literalForm, form))
        put((node, hx.labelStatus, Literal(label.status)))
        put((node, hx.order, Literal(order)))
        if label.kind:
            put((node, hx.labelKind, Literal(label.kind)))
        if label.everyday:
            put((node, hx.everyday, Literal(True)))
        if label.condition:
            put((node, hx.inTheSense, Literal(label.condition, lang="en")))
        if label.replacement:
            put((node, DCTERMS.isReplacedBy, address(base, label.replacement)))
    for order, definition in enumerate(content.definitions, 1):
        node = URIRef(f"{concept}#definition-{order}")
        text = Literal(definition.text, lang="en")
        if definition.adopted:
            put((concept, SKOS.definition, text))
        put((concept, hx.definition, node))
        put((node, RDF.value, text))
        put((node, hx.adopted, Literal(definition.adopted)))
        put((node, hx.order, Literal(order)))
        for place, source in enumerate(definition.sources, 1):
            cited = URIRef(f"{node}-source-{place}")
            put((node, DCTERMS.source, cited))
            put((cited, DCTERMS.title, Literal(source.title)))
            put((cited, RDFS.seeAlso, URIRef(source.url)))
            put((cited, hx.order, Literal(place)))
            if definition.adopted:
                put((concept, DCTERMS.source, URIRef(source.url)))
    for name, value in ((SKOS.scopeNote, content.note), (SKOS.example, content.example)):
        if value:
            put((concept, name, Literal(value, lang="en")))
    if content.domain:
        put((concept, hx.domain, Literal(content.domain, lang="en")))
    for order, topic in enumerate(content.topics, 1):
        node = URIRef(f"{concept}#topic-{order}")
        put((concept, hx.topic, node))
        put((node, RDF.value, Literal(topic)))
        put((node, hx.order, Literal(order)))
    for other in content.broader:
        put((concept, SKOS.broader, address(base, other)))
    for other in narrower:
        put((concept, SKOS.narrower, address(base, other)))
    for other in content.related:
        put((concept, SKOS.related, address(base, other)))
    for mapping in content.mappings:
        put((concept, SKOS[mapping.kind], URIRef(mapping.uri)))
        if mapping.label:
            node = URIRef(f"{concept}#mapping-{hashlib.sha256(mapping.uri.encode()).hexdigest()[:12]}")
            put((concept, hx.mapping, node))
            put((node, RDFS.label, Literal(mapping.label)))
            put((node, RDFS.seeAlso, URIRef(mapping.uri)))
    if not content.broader:
        put((concept, SKOS.topConceptOf, scheme(base)))
    if state == "deprecated":
        put((concept, OWL.deprecated, Literal(True)))
    if content.replaced_by:
        put((concept, DCTERMS.isReplacedBy, address(base, content.replaced_by)))


def narrower_of(entries: Mapping[str, tuple[Content, str]]) -> dict[str, list[str]]:
    """Who is directly below whom."""
    found: dict[str, list[str]] = defaultdict(list)
    for slug, (content, _state) in entries.items():
        for above in content.broader:
            found[above].append(slug)
    return found


def describe(graph: Graph, entries: Mapping[str, tuple[Content, str]], edition: Edition) -> None:
    """The scheme itself: title, release, date, top concepts."""
    here = scheme(edition.base)
    graph.add((here, RDF.type, SKOS.ConceptScheme))
    graph.add((here, DCTERMS.title, Literal(TITLE, lang="en")))
    graph.add((here, RDFS.label, Literal(TITLE, lang="en")))
    graph.add((here, DCTERMS.license, URIRef(LICENCE)))
    graph.add((here, VANN.preferredNamespaceUri, Literal(f"{edition.base}/lexicon/")))
    graph.add((here, DCTERMS.description, Literal(edition.title, lang="en")))
    graph.add((here, OWL.versionInfo, Literal(str(edition.number))))
    graph.add((here, OWL.versionIRI, URIRef(f"{edition.base}/lexicon/releases/{edition.number}/")))
    graph.add((here, DCTERMS.issued, Literal(edition.at.date().isoformat(), datatype=XSD.date)))
    for slug, (content, _state) in entries.items():
        if not content.broader:
            graph.add((here, SKOS.hasTopConcept, address(edition.base, slug)))


def graph_of(entries: Mapping[str, tuple[Content, str]], edition: Edition, progress: Callable[[int], None] = lambda done: None) -> Graph:
    """A whole release as one graph."""
    graph = new_graph(edition.base)
    describe(graph, entries, edition)
    below = narrower_of(entries)
    for done, (slug, (content, state)) in enumerate(entries.items()):
        add(graph, content, state, edition.base, narrower=below.get(slug, ()))
        progress(done)
    return graph


def write(
    entries: Mapping[str, tuple[Content, str]], edition: Edition, kind: str, progress: Callable[[int], None] = lambda done: None
) -> bytes:
    """A whole release. Turtle and N-Triples are written a hundred concepts at a time, so that their cost grows evenly with size."""
    if kind not in {"ttl", "nt"}:
        return serialized(graph_of(entries, edition, progress), kind)
    graph = new_graph(edition.base)
    describe(graph, entries, edition)
    parts = [serialized(graph, kind)]
    below = narrower_of(entries)
    graph = new_graph(edition.base)
    for done, (slug, (content, state)) in enumerate(entries.items(), 1):
        add(graph, content, state, edition.base, narrower=below.get(slug, ()))
        if done % 100 == 0 or done == len(entries):
            parts.append(serialized(graph, kind))
            graph = new_graph(edition.base)
        progress(done)
    return b"".join(parts)


def serialized(graph: Graph, kind: str) -> bytes:
    """A graph in one of the four syntaxes."""
    options: dict[str, Any] = {"encoding": "utf-8"}
    if kind == "jsonld":
        options["context"] = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
        options["auto_compact"] = True
    return bytes(graph.serialize(format=RDF_FORMATS[kind], **options))
