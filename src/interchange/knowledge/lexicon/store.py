"""Between rows and contents: reading many concepts in a handful of queries, writing one. Used by queries and actions of this room only."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from interchange.knowledge.lexicon.checks import Links, Shelf
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, MappingPart, SourcePart
from interchange.knowledge.lexicon.models import Concept, Definition, Label, Mapping, Relation
from interchange.knowledge.lexicon.recogniser import label_key
from interchange.knowledge.lexicon.vocabulary import ENGLISH, LIVE, LabelStatus, MappingKind, RelationKind


def contents(concepts: "QuerySet[Concept]") -> dict[str, Content]:
    """The contents of many concepts by id, in the order of the queryset; five queries however many."""
    heads = list(concepts.values("pk", "slug", "domain", "topics", "note", "example", "replaced_by__slug"))
    ids: Any = [head["pk"] for head in heads] if len(heads) < 400 else concepts.order_by().values("pk")
    labels: dict[int, list[LabelPart]] = defaultdict(list)
    for row in Label.objects.filter(concept_id__in=ids).values_list(
        "concept_id", "text", "status", "language", "kind", "everyday", "condition", "replacement__slug"
    ):
        labels[row[0]].append(LabelPart(*row[1:7], row[7] or ""))
    definitions: dict[int, list[DefinitionPart]] = defaultdict(list)
    for pk, text, adopted, sources in Definition.objects.filter(concept_id__in=ids).values_list("concept_id", "text", "adopted", "sources"):
        definitions[pk].append(DefinitionPart(text, adopted, tuple(SourcePart(one["title"], one["url"]) for one in sources)))
    mappings: dict[int, list[MappingPart]] = defaultdict(list)
    for pk, kind, uri, label in Mapping.objects.filter(concept_id__in=ids).values_list("concept_id", "kind", "uri", "label"):
        mappings[pk].append(MappingPart(kind, uri, label))
    broader, related = _relations(ids)
    return {
        head["slug"]: Content(
            slug=head["slug"],
            labels=tuple(labels[head["pk"]]),
            definitions=tuple(definitions[head["pk"]]),
            domain=head["domain"],
            topics=tuple(head["topics"]),
            note=head["note"],
            example=head["example"],
            broader=tuple(sorted(broader[head["pk"]])),
            related=tuple(sorted(related[head["pk"]])),
            mappings=tuple(mappings[head["pk"]]),
            replaced_by=head["replaced_by__slug"] or "",
        )
        for head in heads
    }


def _relations(ids: Any) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    broader: dict[int, list[str]] = defaultdict(list)
    related: dict[int, list[str]] = defaultdict(list)
    rows = Relation.objects.filter(source_id__in=ids).values_list("source_id", "target_id", "kind", "target__slug")
    for source, _target, kind, slug in rows:
        (broader if kind == RelationKind.BROADER else related)[source].append(slug)
    for target, slug in Relation.objects.filter(target_id__in=ids, kind=RelationKind.RELATED).values_list("target_id", "source__slug"):
        related[target].append(slug)
    return broader, related


def content_of(concept: Concept) -> Content:
    """The content of one concept, read anew whatever the object in hand says."""
    return with_narrower(Concept.objects.select_related("replaced_by").get(pk=concept.pk))[0]


def with_narrower(concept: Concept) -> tuple[Content, list[str]]:
    """The content of one concept and the ids of those under it; four queries, one more where it is replaced and that was not read with it."""
    labels = concept.labels.values_list("text", "status", "language", "kind", "everyday", "condition", "replacement__slug")
    definitions = concept.definitions.values_list("text", "adopted", "sources")
    broader, related, narrower = [], [], []
    near = Relation.objects.filter(Q(source_id=concept.pk) | Q(target_id=concept.pk))
    for kind, source, below, above in near.values_list("kind", "source_id", "source__slug", "target__slug"):
        mine = source == concept.pk
        if kind == RelationKind.BROADER:
            (broader if mine else narrower).append(above if mine else below)
        else:
            related.append(above if mine else below)
    content = Content(
        slug=concept.slug,
        labels=tuple(LabelPart(*row[:6], row[6] or "") for row in labels),
        definitions=tuple(
            DefinitionPart(text, adopted, tuple(SourcePart(one["title"], one["url"]) for one in sources))
            for text, adopted, sources in definitions
        ),
        domain=concept.domain,
        topics=tuple(concept.topics),
        note=concept.note,
        example=concept.example,
        broader=tuple(sorted(broader)),
        related=tuple(sorted(related)),
        mappings=tuple(MappingPart(*row) for row in concept.mappings.values_list("kind", "uri", "label")),
        replaced_by=concept.replaced_by.slug if concept.replaced_by else "",
    )
    return content, sorted(narrower)


def preferred(concept: Concept) -> str:
    """The label to say, in English; the id where there is none. One query, none where the concept was read with its `label`."""
    if "label" in concept.__dict__:
        return concept.__dict__["label"] or concept.slug
    found = concept.labels.filter(status=LabelStatus.PREFERRED, language=ENGLISH).values_list("text", flat=True).first()
    return found or concept.slug


def shelf(keys: Iterable[str] = ()) -> Shelf:
    """What a content is checked against: all ids, what concepts say of others, and the users of some labels' keys."""
    users: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    live = Label.objects.filter(key__in=list(keys), concept__state__in=LIVE, status__in=[LabelStatus.PREFERRED, LabelStatus.ADMITTED])
    for language, key, slug, domain in live.values_list("language", "key", "concept__slug", "concept__domain"):
        users[language, key].add((slug, domain))
    up: dict[str, set[str]] = defaultdict(set)
    down: dict[str, set[str]] = defaultdict(set)
    beside: dict[str, set[str]] = defaultdict(set)
    for source, target, kind in Relation.objects.values_list("source__slug", "target__slug", "kind"):
        (up if kind == RelationKind.BROADER else beside)[source].add(target)
    there = {MappingKind.BROAD.value: up, MappingKind.NARROW.value: down, MappingKind.RELATED.value: beside}
    for slug, kind, uri in Mapping.objects.filter(kind__in=there).values_list("concept__slug", "kind", "uri"):
        there[kind][slug].add(uri)
    return Shelf(
        slugs=frozenset(Concept.objects.values_list("slug", flat=True)),
        links={slug: Links(frozenset(up[slug]), frozenset(down[slug]), frozenset(beside[slug])) for slug in {*up, *down, *beside}},
        users={mark: frozenset(found) for mark, found in users.items()},
    )


def shelf_for(content: Content) -> Shelf:
    """The shelf that one content is checked against."""
    return shelf({label_key(label.text) for label in content.labels})


def ids_of(slugs: Iterable[str]) -> dict[str, int]:
    """The primary keys of ids."""
    wanted = set(slugs)
    return dict(Concept.objects.filter(slug__in=wanted).values_list("slug", "pk")) if wanted else {}


def write_parts(concept: Concept, content: Content) -> None:
    """Make the rows of a concept be what the content says. The concept's own row is saved by the caller's action."""
    ids = ids_of({*content.broader, *content.related, *(label.replacement for label in content.labels if label.replacement)})
    concept.labels.all().delete()
    Label.objects.bulk_create(label_rows(concept.pk, content, ids))
    concept.definitions.all().delete()
    Definition.objects.bulk_create(definition_rows(concept.pk, content))
    concept.mappings.all().delete()
    Mapping.objects.bulk_create([Mapping(concept=concept, kind=one.kind, uri=one.uri, label=one.label) for one in content.mappings])
    concept.relations.all().delete()
    concept.relations_here.filter(kind=RelationKind.RELATED).delete()
    Relation.objects.bulk_create(relation_rows(concept.pk, content, ids))


def label_rows(pk: int, content: Content, ids: dict[str, int]) -> list[Label]:
    """Label rows of a content."""
    return [
        Label(
            concept_id=pk, text=one.text, key=label_key(one.text)[:220], status=one.status, language=one.language, kind=one.kind,
            everyday=one.everyday, condition=one.condition, replacement_id=ids.get(one.replacement), order=order,
        )
        for order, one in enumerate(content.labels)
    ]  # fmt: skip


def definition_rows(pk: int, content: Content) -> list[Definition]:
    """Definition rows of a content."""
    return [
        Definition(
            concept_id=pk, text=one.text, adopted=one.adopted, order=order,
            sources=[{"title": source.title, "url": source.url} for source in one.sources],
        )
        for order, one in enumerate(content.definitions)
    ]  # fmt: skip


def relation_rows(pk: int, content: Content, ids: dict[str, int]) -> list[Relation]:
    """Relation rows of a content: broader as it is, related with the lower id first."""
    rows = [Relation(source_id=pk, target_id=ids[slug], kind=RelationKind.BROADER) for slug in content.broader]
    rows += [Relation(source_id=min(pk, ids[slug]), target_id=max(pk, ids[slug]), kind=RelationKind.RELATED) for slug in content.related]
    return rows
