"""Reading the lexicon. Every answer holds only what the viewer may see; concepts that they may not see are not even named."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import NOTHING, may_say, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.text.sources import SOURCES, Source
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.content import Content, changes, from_data, words
from interchange.knowledge.lexicon.exports.booklet import letter_of
from interchange.knowledge.lexicon.models import Amendment, Concept, Definition, Label, Phrase, Reading, Release, Use, Version
from interchange.knowledge.lexicon.recogniser import label_key
from interchange.knowledge.lexicon.reliability import Reliability, derive
from interchange.knowledge.lexicon.vocabulary import ENGLISH, PUBLISHED, AmendmentState, ConceptState, LabelStatus

_PREFERRED = Label.objects.filter(concept=OuterRef("pk"), status=LabelStatus.PREFERRED, language=ENGLISH).values("text")[:1]
_ADOPTED = Definition.objects.filter(concept=OuterRef("pk"), adopted=True).values("text")[:1]


def concepts(viewer: Viewer) -> "QuerySet[Any]":
    """The concepts that the viewer may see, each with `label` and `definition`, in the order of labels."""
    found: QuerySet[Any] = rows(viewer, "term.list").annotate(label=Subquery(_PREFERRED), definition=Subquery(_ADOPTED))
    return found.order_by("label", "slug")


def names(viewer: Viewer, slugs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Of some ids, those that the viewer may see: id -> (label, state)."""
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        return {}
    found = concepts(viewer).filter(slug__in=wanted).values_list("slug", "label", "state")
    return {slug: (label or slug, state) for slug, label, state in found}


def topics() -> list[tuple[str, str]]:
    """The topics of terms: those of the network and the two fields that its starter collection adds."""
    known = vocabulary.choices("topics")
    more = [("rights-reservation", _("Rights reservation")), ("licensing", _("Licensing"))]
    return [*known, *(one for one in more if one[0] not in dict(known))]


def initials(viewer: Viewer) -> list[tuple[str, int]]:
    """The letters under which labels stand, with how many."""
    counts: dict[str, int] = defaultdict(int)
    labels = Label.objects.filter(concept__in=rows(viewer, "term.list"), status=LabelStatus.PREFERRED, language=ENGLISH)
    for text in labels.values_list("text", flat=True):
        counts[letter_of(text)] += 1
    return sorted(counts.items())


def of_letter(found: "QuerySet[Any]", letter: str) -> "QuerySet[Any]":
    """The concepts whose label stands under a letter."""
    if letter == "0–9":
        return found.filter(label__regex=r"^[0-9]")
    variants = Q()
    for code in range(0x41, 0x250):
        if unicodedata.normalize("NFKD", chr(code))[:1].upper() == letter:
            variants |= Q(label__startswith=chr(code))
    return found.filter(variants or Q(label__istartswith=letter))


def matching(found: "QuerySet[Concept]", text: str) -> "QuerySet[Concept]":
    """The concepts one of whose labels holds the text, in any inflected form of a whole label."""
    hits = Label.objects.filter(Q(text__icontains=text.strip()) | Q(key=label_key(text))).values("concept_id")
    return found.filter(pk__in=hits)


@dataclass(frozen=True)
class Page:
    """Everything that a concept's page shows; whether the viewer may edit it, and whether an amendment waits."""

    concept: Concept
    content: Content
    narrower: list[str]
    names: dict[str, tuple[str, str]]
    reliability: Reliability
    homographs: list[tuple[str, str, str]] = field(default_factory=list)
    may_edit: bool = False
    amended: bool = False


def page(viewer: Viewer, slug: str) -> Page:
    """A concept as the viewer may read it. Raises `NotAllowed` (404) where they may not."""
    found = Concept.objects.select_related("replaced_by").annotate(
        label=Subquery(_PREFERRED),
        may_edit=ExpressionWrapper(may_say(viewer, "term.edit"), BooleanField()),
        amended=Exists(Amendment.objects.filter(concept=OuterRef("pk"), state=AmendmentState.OPEN)),
    )
    concept: Any = see(viewer, "term.view", found, slug=slug)
    content, narrower = store.with_narrower(concept)
    others = {*content.broader, *content.related, *narrower, content.replaced_by, *(label.replacement for label in content.labels)}
    keys = {label_key(label.text) for label in content.labels if label.status == LabelStatus.PREFERRED}
    used = Label.objects.filter(key__in=keys, status__in=[LabelStatus.PREFERRED, LabelStatus.ADMITTED])
    same = Q(pk__in=used.values("concept_id")) & ~Q(pk=concept.pk) & ~Q(state=ConceptState.REJECTED)
    around = list(concepts(viewer).annotate(same=ExpressionWrapper(same, BooleanField())).filter(Q(same=True) | Q(slug__in=others)))
    known = {one.slug: (one.label or one.slug, one.state) for one in around if one.slug in others}
    return Page(
        concept=concept,
        content=content.within(known),
        narrower=[one for one in narrower if one in known],
        names=known,
        reliability=reliability(concept, content),
        homographs=[(one.slug, one.label or one.slug, one.domain) for one in around if one.same][:5],
        may_edit=concept.may_edit,
        amended=concept.amended,
    )


def reliability(concept: Concept, content: Content) -> Reliability:
    """How far a concept can be relied on, from what is recorded of it."""
    return derive(
        content,
        agreed=concept.state == ConceptState.AGREED,
        by_consensus=concept.by_consensus,
        checked=concept.checked_at is not None,
        objections=0,  # a call closes with consensus only when no objection stands
    )


@dataclass(frozen=True)
class Change:
    """One field of one version: what stood before and after, as lines."""

    name: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class Step:
    """One version in the history: its changes, and whether it can be taken back."""

    version: Version
    changes: list[Change]
    author: str


def history(viewer: Viewer, concept: Concept) -> list[Step]:
    """The versions that the viewer may read, newest first, field by field; authors are named to members and staff only."""
    found = list(rows(viewer, "term.version", concept.versions.select_related("by")).order_by("number"))
    contents = [from_data(version.content) for version in found]
    mentioned = {
        slug
        for one in contents
        for slug in (*one.broader, *one.related, one.replaced_by, *(label.replacement for label in one.labels))
        if slug
    }
    known = set(names(viewer, mentioned))
    steps: list[Step] = []
    before = Content(concept.slug)
    for version, content in zip(found, contents, strict=True):
        after = content.within(known)
        changed = [Change(name, words(before, name), words(after, name)) for name in changes(before, after)]
        author = version.by.name if version.by is not None and is_insider(viewer) else ""
        steps.append(Step(version, changed, author))
        before = after
    return steps[::-1]


@dataclass(frozen=True)
class Place:
    """A thing whose text says a concept."""

    kind: str
    title: str
    url: str
    count: int
    avoided: int


def where_used(viewer: Viewer, concept: Concept) -> "QuerySet[Use]":
    """The uses of a concept in texts that the viewer may open, most often first, each with its `reading` (title, address, kind). One query."""
    said = Use.objects.filter(concept=concept)
    found = said.filter(_in_open_texts(viewer, within=said)).select_related("reading")
    return found.order_by("-count", "reading__title", "pk")


def places(uses: Iterable[Use]) -> list[Place]:
    """Uses as pages show them."""
    return [Place(str(SOURCES[u.reading.kind].label), u.reading.title, u.reading.url, u.count, u.avoided) for u in uses]


def _in_open_texts(viewer: Viewer, *, within: "QuerySet[Any] | None" = None, but: str = "") -> Q:
    """Rows whose reading is of a text that the viewer may open, each kind asked by its own verb; `within` spares looking at all texts."""
    found = NOTHING
    for source in SOURCES.values():
        if source.kind != but:
            texts = source.open_to(viewer).order_by()
            if within is not None:
                texts = texts.filter(pk__in=within.filter(reading__kind=source.kind).order_by().values("reading__object_id"))
            found |= Q(reading__kind=source.kind, reading__object_id__in=texts.values("pk"))
    return found


def never_used(viewer: Viewer) -> "QuerySet[Any]":
    """Agreed concepts that no text says but definitions; the same for everybody, and it names only public concepts."""
    said = Use.objects.exclude(reading__kind="lexicon.concept").values("concept_id")
    return concepts(viewer).filter(state=ConceptState.AGREED).exclude(pk__in=said)


@dataclass(frozen=True)
class Wanted:
    """A phrase without an entry: how often, in how many texts, and one of them."""

    text: str
    count: int
    texts: int
    where: str
    url: str


def wanted(viewer: Viewer) -> "QuerySet[Any, Any]":
    """Phrases that texts say and that have no entry, counted only in texts that the viewer may open; those of most texts first.

    Rows with `key`, `words`, `total`, `texts` and `sample`, the reading of one of the texts (see `samples`).
    """
    counted = Phrase.objects.filter(_in_open_texts(viewer, but="lexicon.concept")).values("key").order_by()
    found: Any = counted.annotate(words=Min("text"), total=Sum("count"), texts=Count("pk"), sample=Min("reading_id"))
    return found.order_by("-texts", "-total", "key")


def samples(ranked: Iterable[dict[str, Any]]) -> list[Wanted]:
    """Rows of `wanted` with a text that says them: title and address, of texts that the viewer of these rows may open."""
    rows_ = list(ranked)
    readings = {one.pk: one for one in Reading.objects.filter(pk__in={row["sample"] for row in rows_})}
    return [
        Wanted(row["words"], row["total"], row["texts"], readings[row["sample"]].title, readings[row["sample"]].url)
        for row in rows_
        if row["sample"] in readings
    ]


def text_of(viewer: Viewer, kind: str, pk: int) -> tuple[Source, Any]:
    """A registered thing whose text the viewer may read. Raises `NotAllowed` or `LookupError`."""
    source = SOURCES.get(kind)
    if source is None:
        raise LookupError(kind)
    return source, see(viewer, source.verb, source.everything(), pk=pk)


def texts(viewer: Viewer, *, limit: int) -> list[tuple[Source, list[Any]]]:
    """The newest things with text that the viewer may read, by kind, for choosing one to report on."""
    found = [(source, list(texts_of(viewer, source)[:limit])) for source in SOURCES.values() if source.kind != "lexicon.concept"]
    return [(source, things) for source, things in found if things]


def texts_of(viewer: Viewer, source: Source) -> "QuerySet[Any]":
    """The things of one kind with text that the viewer may read, newest first."""
    return source.open_to(viewer).order_by("-pk")


@dataclass(frozen=True)
class Suggestion:
    """A label that fits what was typed, and its concept."""

    slug: str
    label: str
    matched: str
    status: str
    domain: str
    definition: str


def suggest(viewer: Viewer, text: str, *, limit: int = 10) -> list[Suggestion]:
    """Labels that begin with the text, then those with a word that does; labels to avoid come with the label to use."""
    typed = text.strip()[:80]
    if not typed:
        return []
    visible = rows(viewer, "term.list").exclude(state=ConceptState.REJECTED)
    base = Label.objects.filter(concept__in=visible)
    found: dict[str, tuple[str, str]] = {}
    for part in (base.filter(text__istartswith=typed), base.filter(Q(text__icontains=f" {typed}") | Q(text__icontains=f"-{typed}"))):
        for slug, matched, status in part.order_by("text").values_list("concept__slug", "text", "status")[: limit * 3]:
            found.setdefault(slug, (matched, status))
    chosen = dict(list(found.items())[:limit])
    details = {one.slug: one for one in concepts(viewer).filter(slug__in=chosen)}
    return [
        Suggestion(slug, details[slug].label or slug, matched, status, details[slug].domain, details[slug].definition or "")  # type: ignore[attr-defined]
        for slug, (matched, status) in chosen.items()
        if slug in details
    ]


def most_connected(viewer: Viewer) -> str:
    """The id of the concept with the most relations; "" in an empty lexicon."""
    found = (
        rows(viewer, "term.list")
        .annotate(n=Count("relations", distinct=True) + Count("relations_here", distinct=True))
        .order_by("-n", "slug")
        .first()
    )
    return found.slug if found is not None else ""


def released(viewer: Viewer) -> "QuerySet[Release, Any]":
    """Releases with the number of their concepts, newest first."""
    found: QuerySet[Release, Any] = rows(viewer, "release.view").annotate(concepts=Count("versions"))
    return found


def compare(viewer: Viewer, older: Release, newer: Release) -> dict[str, Any]:
    """What changed between two releases: concepts added, taken out, and changed field by field."""

    def read(release: Release) -> dict[str, tuple[int, Content, str]]:
        found = release.versions.values_list("pk", "content", "state")
        contents = {data["slug"]: (pk, from_data(data), state) for pk, data, state in found}
        return {slug: (pk, content.within(contents), state) for slug, (pk, content, state) in contents.items()}

    before, after = read(older), read(newer)
    changed = []
    for slug in sorted(before.keys() & after.keys()):
        one, other = before[slug], after[slug]
        if one[0] != other[0]:
            fields = [Change(name, words(one[1], name), words(other[1], name)) for name in changes(one[1], other[1])]
            if one[2] != other[2]:
                fields.append(Change("state", [one[2]], [other[2]]))
            if fields:
                changed.append((slug, other[1].preferred, fields))
    return {
        "added": [(slug, after[slug][1].preferred) for slug in sorted(after.keys() - before.keys())],
        "gone": [(slug, before[slug][1].preferred) for slug in sorted(before.keys() - after.keys())],
        "changed": changed,
    }


def waiting(viewer: Viewer) -> "QuerySet[Amendment, Any]":
    """Amendments that wait for a curator."""
    found: QuerySet[Amendment, Any] = rows(viewer, "amendment.view").filter(state=AmendmentState.OPEN).select_related("concept", "by")
    return found


def figures(viewer: Viewer) -> dict[str, int]:
    """How many concepts of each state the viewer may see, labels in use, and places where terms are used."""
    visible = rows(viewer, "term.list")
    counts = dict(visible.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        **{state: counts.get(state, 0) for state in ConceptState.values},
        "labels": Label.objects.filter(concept__in=visible.filter(state__in=PUBLISHED)).count(),
        "uses": Use.objects.aggregate(total=Sum("count"))["total"] or 0,
    }


def workers(concept_ids: Sequence[int]) -> dict[int, set[str]]:
    """Who proposed or changed any of these concepts: person to the concepts' labels. Three queries at most; none where there is no concept."""
    found: dict[int, set[str]] = {}
    if not concept_ids:
        return found
    concepts = {one.pk: one for one in Concept.objects.filter(pk__in=concept_ids)}
    pairs = {(one.proposed_by_id, one.pk) for one in concepts.values()}
    pairs |= set(Version.objects.filter(concept_id__in=list(concepts)).values_list("by_id", "concept_id"))
    label = {pk: store.preferred(one) for pk, one in concepts.items()}
    for person, concept in pairs:
        if person is not None:
            found.setdefault(person, set()).add(label[concept])
    return found
