"""The lexicon for machines: suggestions while typing, recognition, lint, concepts and releases. Policy is that of the pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from interchange.ground.policy.doors import door, public
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.lexicon import linking, queries, reports
from interchange.knowledge.lexicon.content import Content, LabelPart, as_data
from interchange.knowledge.lexicon.recogniser.context import read
from interchange.knowledge.lexicon.views.common import remarks_on
from interchange.knowledge.lexicon.vocabulary import LabelStatus

router = Router(tags=["lexicon"])
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


class Text(Schema):
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


class Said(Schema):
    message: str


@router.get("/suggest", response=list[Suggested], summary="Labels that fit what is typed")
@public
def suggest(request: HttpRequest, q: str = "", limit: int = 10) -> list[dict[str, Any]]:
    """Labels beginning with `q`, then those with a word that does. A label to avoid comes with the one to use."""
    found = queries.suggest(_viewer(request), q, limit=max(1, min(limit, 50)))
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


@router.post("/recognise", response=Recognised, summary="Terms in a text, and labels to avoid")
@public
def recognise(request: HttpRequest, body: Text) -> dict[str, Any]:
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


@router.post("/lint", response=list[Advice], summary="Advice on a definition (ISO 704)")
@door("term.propose")
def lint(request: HttpRequest, body: Draft) -> list[dict[str, str]]:
    """What to mend in a definition. It never blocks."""
    content = Content(
        slug=body.id, labels=(LabelPart(body.label, LabelStatus.PREFERRED),) if body.label.strip() else (), broader=tuple(body.broader)
    )
    return [{"code": one.code, "text": one.text, "words": one.words} for one in remarks_on(_viewer(request), body.definition, content)]


@router.get("/concepts/{slug}", response={200: dict[str, Any], 404: Said}, summary="One concept")
@public
def concept(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Everything that the viewer may read of a concept, as the house keeps it, and how far it can be relied on."""
    page = queries.page(_viewer(request), slug)
    return {
        **as_data(page.content),
        "state": page.concept.state,
        "narrower": page.narrower,
        "revision": page.concept.revision,
        "reliability": {
            "level": page.reliability.level,
            "inputs": [{"text": one.text, "holds": one.holds, "points": one.points} for one in page.reliability.inputs],
        },
        "url": f"/lexicon/{slug}",
    }


@router.get("/releases", response=list[Released], summary="All releases, newest first")
@public
def releases(request: HttpRequest) -> list[dict[str, Any]]:
    """Number, title, moment and size of each release; the files stand at `/lexicon/releases/<number>.<format>`."""
    return [
        {
            "number": one.number,
            "title": one.title,
            "released": one.at.isoformat(),
            "concepts": one.concepts,
            "url": f"/lexicon/releases/{one.number}/",
        }
        for one in queries.released(_viewer(request))
    ]
