"""The lexicon's own texts: definitions are read with the lexicon like any other text, but never for the term they define."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from interchange.ground.text.sources import Piece, define
from interchange.knowledge.lexicon.models import Concept
from interchange.knowledge.lexicon.vocabulary import PUBLISHED


def _pieces(concept: Concept) -> Iterator[Piece]:
    for definition in concept.definitions.all():
        if definition.adopted:
            yield Piece("", definition.text)
    yield Piece("", concept.note)
    yield Piece("", concept.example)


def _everything() -> "QuerySet[Concept]":
    return Concept.objects.filter(state__in=PUBLISHED).prefetch_related("definitions", "labels")


def _title(concept: Concept) -> str:
    return next((label.text for label in concept.labels.all() if label.status == "preferred" and label.language == "en"), concept.slug)


define(
    "lexicon.concept",
    label=_("Definitions"),
    model=Concept,
    verb="term.view",
    pieces=_pieces,
    title=_title,
    url=lambda concept: f"/lexicon/{concept.slug}",
    own=lambda concept: concept.slug,
    everything=_everything,
    mark=("revision", "state"),
)
