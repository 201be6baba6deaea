"""The lexicon for machines: suggestions while typing, recognition, lint, concepts and releases. Policy is that of the pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.lexicon import linking, queries, reports
from interchange.knowledge.lexicon.content import Content, LabelPart, as_data
from interchange.knowledge.lexicon.recogniser.context import read
from interchange.knowledge.lexicon.views.common import remarks_on
from interchange.knowledge.lexicon.vocabulary import LabelStatus

router = room(
    "lexicon", _("Lexicon"), "Concepts with their labels and definitions, suggestions while typing, terms found in a text, releases."
)
LIMIT = 200_000  # characters of one text


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


class Suggested(Schema):
    id: str
    label: str
    matched: str
    status: str
    domain: str
    definition: str
    url: str


class PlainText(Schema):
    text: str = Field(max_length=LIMIT)


class Term(Schema):
    start: int
    end: int
    words: str
    ids: list[str]
    label: str
    url: str


class Offered(Schema):
    start: int
    end: int
    words: str
    id: str
    condition: str


class Avoid(Schema):
    start: int
    end: int
    words: str
    sure: bool
    offers: list[Offered]


class Recognised(Schema):
    edition: int
    terms: list[Term]
    findings: list[Avoid]


class Draft(Schema):
    definition: str = Field(max_length=4000)
    label: str = Field(default="", max_length=200)
    broader: list[str] = Field(default=[], max_length=20)
    id: str = Field(default="", max_length=80)


class Advice(Schema):
    code: str
    text: str
    words: str


class Released(Schema):
    number: int
    title: str
    released: str
    concepts: int
    url: str


class Label(Schema):
    """A label of a concept."""

    text: str
    status: str
    language: str
    kind: str
    everyday: bool
    condition: str
    replacement: str


class Source(Schema):
    """Where a definition comes from."""

    title: str
    url: str


class DefinitionLine(Schema):
    """A definition; at most one is adopted."""

    text: str
    adopted: bool
    sources: list[Source]


class Mapping(Schema):
    """A concept elsewhere."""

    kind: str
    uri: str
    label: str


class Input(Schema):
    """What the level of reliability rests on."""

    text: str
    holds: bool
    points: int


class Reliability(Schema):
    """How far a concept can be relied on."""

    level: int
    inputs: list[Input]


class ConceptLine(Schema):
    """A concept as a list shows it."""

    id: str
    label: str
    definition: str
    state: str
    domain: str
    topics: list[str]
    url: str


class ConceptWhole(Schema):
    """Everything that you may read of a concept. `broader`, `narrower`, `related` and `replaced_by` are ids."""

    slug: str
    labels: list[Label]
    definitions: list[DefinitionLine]
    domain: str
    topics: list[str]
    note: str
    example: str
    broader: list[str]
    related: list[str]
    narrower: list[str]
    mappings: list[Mapping]
    replaced_by: str
    state: str
    revision: int
    reliability: Reliability
    url: str


class ConceptFilter(Window):
    """`q` finds labels that hold it; `topic` and `state` are codes."""

    q: str = Field(default="", max_length=200)
    topic: str = Field(default="", max_length=60)
    state: str = Field(default="", max_length=20)


@router.get("/suggest", operation_id="suggest", response=list[Suggested], summary="Labels that fit what is typed")
@public
def suggest(request: HttpRequest, q: str = Query("", max_length=200), limit: int = Query(10, ge=1, le=50)) -> list[dict[str, Any]]:
    """Labels beginning with `q`, then those with a word that does. A label to avoid comes with the one to use."""
    found = queries.suggest(_viewer(request), q, limit=limit)
    return [
        {
            "id": one.slug,
            "label": one.label,
            "matched": one.matched,
            "status": one.status,
            "domain": one.domain,
            "definition": one.definition,
            "url": f"/lexicon/{one.slug}",
        }
        for one in found
    ]


@router.post("/recognise", operation_id="recognise", response=Recognised, summary="Terms in a text, and labels to avoid")
@public
def recognise(request: HttpRequest, body: PlainText) -> dict[str, Any]:
    """Every agreed term in a plain text with its place in characters (Unicode code points), and what to put for labels to avoid. Nothing is kept."""
    book = linking.book()
    hits = [hit for hit in read(book.matcher, body.text) if not hit.entry.avoid]
    return {
        "edition": book.edition,
        "terms": [
            {
                "start": hit.start, "end": hit.end, "words": body.text[hit.start : hit.end], "ids": [entry.concept for entry in hit.entries],
                "label": book.pages[hit.entry.concept].label, "url": f"/lexicon/{hit.entry.concept}",
            }
            for hit in hits
        ],
        "findings": [
            {
                "start": one.start, "end": one.end, "words": one.words, "sure": one.sure,
                "offers": [{"start": o.start, "end": o.end, "words": o.words, "id": o.slug, "condition": o.condition} for o in one.offers],
            }
            for one in reports.findings(book, body.text)
        ],
    }  # fmt: skip


@router.post("/lint", operation_id="lint", response=list[Advice], summary="Advice on a definition (ISO 704)")
@door("term.propose")
def lint(request: HttpRequest, body: Draft) -> list[dict[str, str]]:
    """What to mend in a definition. It never blocks."""
    content = Content(
        slug=body.id, labels=(LabelPart(body.label, LabelStatus.PREFERRED),) if body.label.strip() else (), broader=tuple(body.broader)
    )
    return [{"code": one.code, "text": one.text, "words": one.words} for one in remarks_on(_viewer(request), body.definition, content)]


@router.get("/concepts", response=Page[ConceptLine], summary="Concepts, by label", operation_id="concepts")
@public
def concepts(request: HouseRequest, asked: Query[ConceptFilter]) -> dict[str, Any]:
    """The concepts that you may see."""
    found = queries.concepts(request.viewer)
    if asked.q.strip():
        found = queries.matching(found, asked.q)
    if asked.topic:
        found = found.filter(topics__icontains=f'"{asked.topic}"')
    if asked.state:
        found = found.filter(state=asked.state)
    return page(
        request,
        asked,
        found,
        lambda one: {
            "id": one.slug, "label": one.label or one.slug, "definition": one.definition or "", "state": one.state, "domain": one.domain,
            "topics": one.topics, "url": f"{settings.BASE_URL}/lexicon/{one.slug}",
        },
    )  # fmt: skip


@router.get("/concepts/{slug}", response=ConceptWhole, summary="One concept", operation_id="concept")
@public
def concept(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Everything that the viewer may read of a concept, as the house keeps it, and how far it can be relied on."""
    found = queries.page(_viewer(request), slug)
    return {
        **as_data(found.content),
        "state": found.concept.state,
        "narrower": found.narrower,
        "revision": found.concept.revision,
        "reliability": {
            "level": found.reliability.level,
            "inputs": [{"text": str(one.text), "holds": one.holds, "points": one.points} for one in found.reliability.inputs],
        },
        "url": f"{settings.BASE_URL}/lexicon/{slug}",
    }


@router.get("/releases", response=Page[Released], summary="All releases, newest first", operation_id="releases")
@public
def releases(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """Number, title, moment and size of each release; the files stand at `/lexicon/releases/<number>.<format>`."""
    return page(
        request,
        window,
        queries.released(request.viewer),
        lambda one: {
            "number": one.number, "title": one.title, "released": one.at.isoformat(), "concepts": one.concepts,
            "url": f"{settings.BASE_URL}/lexicon/releases/{one.number}/",
        },
    )  # fmt: skip
