"""Titles and summaries of published records, for whoever reads the house's texts. Files have readers of their own, so they stay out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from interchange.ground.text.sources import Piece, define
from interchange.knowledge.repository.models import Record
from interchange.knowledge.repository.vocabulary import RecordState

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _pieces(record: Record) -> Iterator[Piece]:
    if record.current is not None:
        yield Piece("", record.current.title, markdown=False)
        yield Piece("", record.current.summary)


def _everything() -> "QuerySet[Record]":
    return Record.objects.filter(state=RecordState.PUBLISHED).select_related("current")


define(
    "repository.record",
    label=_("Repository"),
    model=Record,
    verb="record.list",
    pieces=_pieces,
    title=lambda record: record.title,
    url=lambda record: record.url,
    everything=_everything,
)
