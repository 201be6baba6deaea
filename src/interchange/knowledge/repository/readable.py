"""Titles and summaries of published records, and the words in their files, for whoever reads the house's texts.

Files are a kind of their own, since each has its own readers and embargo: a closed file lends no word to anybody who may not read it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, F, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from interchange.ground.text.sources import Piece, define
from interchange.knowledge.repository.models import Record, RecordFile
from interchange.knowledge.repository.vocabulary import RecordState, TextState, VersionState

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
    mark=("touched", "current_id", "current__title", Length("current__summary")),
)


def _pages(file: RecordFile) -> list[Piece]:
    return [Piece("", page.body, markdown=False) for page in file.page_texts.all()]


def _files() -> "QuerySet[RecordFile]":
    """Files with words of the versions that stand now."""
    there = {"text_state": TextState.DONE, "stored__removed_at__isnull": True, "version__state": VersionState.PUBLISHED}
    found = RecordFile.objects.filter(version=F("version__record__current"), version__record__state=RecordState.PUBLISHED, **there)
    return found.select_related("version__record", "stored")


define(
    "repository.file",
    label=_("Papers and reports"),
    model=RecordFile,
    verb="record-file.read",
    pieces=_pages,
    title=lambda file: _now("%(title)s (file)") % {"title": file.version.title},
    url=lambda file: file.version.record.url,
    everything=_files,
    mark=("stored_id", "version__record__slug", "version__title", Count("page_texts"), Sum(Length("page_texts__body"))),
)
