"""The repository for programs: the search of the pages, and each record with its versions and the files that may be read."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.errors import NotAllowed
from interchange.ground.machines.paging import Page, Window, paged
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.knowledge.repository import queries
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.finding import RANKED, search
from interchange.knowledge.repository.models import Record, Version
from interchange.knowledge.repository.vocabulary import RecordState, VersionState

router = room(
    "repository", _("Repository"), "Papers, reports, standards, data, practice: metadata, versions, files. Harvesters use OAI-PMH at /oai."
)


class Author(Schema):
    """An author: a person (`family`, `given`) or an organisation (`name`)."""

    family: str
    given: str
    name: str
    orcid: str
    affiliation: str


class Identifier(Schema):
    """An identifier and its scheme: doi, arxiv, isbn, url and others."""

    scheme: str
    value: str


class RecordLine(Schema):
    """A record with the metadata of the version shown. `licence` is an SPDX expression."""

    id: str
    title: str
    kind: str
    authors: list[Author]
    more_authors: bool
    year: int | None
    venue: str
    publisher: str
    language: str
    licence: str
    ai_use: str
    summary: str
    keywords: list[str]
    topics: list[str]
    sectors: list[str]
    tools: list[str]
    identifiers: list[Identifier]
    published_at: datetime | None
    url: str


class File(Schema):
    """A file of the version shown that you may read."""

    name: str
    media_type: str
    bytes: int
    sha256: str
    url: str


class VersionLine(Schema):
    """A version that you may see."""

    number: int
    title: str
    state: str
    published_at: datetime | None
    url: str


class RecordWhole(RecordLine):
    """A record with its card (of practices), files and versions."""

    state: str
    card: dict[str, str]
    files: list[File]
    versions: list[VersionLine]


class RecordFilter(Window):
    """Words and filters as on the page: codes of topics, kinds, sectors and tools, a language, an SPDX licence, first and last year."""

    q: str = Field(default="", max_length=200)
    topic: str = Field(default="", max_length=120)
    kind: str = Field(default="", max_length=120)
    sector: str = Field(default="", max_length=120)
    tool: str = Field(default="", max_length=120)
    lang: str = Field(default="", max_length=12)
    licence: str = Field(default="", max_length=120)
    ai: str = Field(default="", max_length=12)
    since: int | None = Field(default=None, ge=1, le=9999, description="First year.")
    until: int | None = Field(default=None, ge=1, le=9999, description="Last year.")
    sort: str = Field(default="", max_length=10, description="best, new, year or title.")


def _line(record: Record, version: Version) -> dict[str, Any]:
    authors = [
        {"family": one.family, "given": one.given, "name": one.shown, "orcid": one.orcid, "affiliation": one.affiliation}
        for one in creators_of(version.creators)
    ]
    return {
        "id": record.slug, "title": version.title, "kind": version.kind, "authors": authors, "more_authors": version.more_creators,
        "year": version.year, "venue": version.venue, "publisher": version.publisher, "language": version.language, "licence": version.licence,
        "ai_use": version.ai_use, "summary": version.summary, "keywords": version.keywords, "topics": version.topics, "sectors": version.sectors,
        "tools": version.tools, "identifiers": [{"scheme": scheme, "value": value} for scheme, value in version.identifiers],
        "published_at": record.published_at, "url": f"{settings.BASE_URL}{record.url}",
    }  # fmt: skip


@router.get("/records", response=Page[RecordLine], summary="Records, found and filtered", operation_id="records")
@public
def records(request: HouseRequest, asked: Query[RecordFilter]) -> dict[str, Any]:
    """The published records that you may see; with words, those whose metadata or readable pages hold them, best first (at most 2,000 in order)."""
    given = asked.dict(exclude={"limit", "offset", "since", "until"})
    given |= {"from": asked.since, "to": asked.until}
    found = search(request.viewer, urlencode({name: value for name, value in given.items() if value}))
    count = min(found.count, RANKED) if asked.q else found.count
    part = found.slice(asked.offset, asked.offset + asked.limit) if asked.offset < count else []
    return paged(request, asked, count, [_line(one, one.current) for one in part if one.current])


@router.get("/records/{slug}", response=RecordWhole, summary="One record", operation_id="record")
@public
def record(request: HouseRequest, slug: str) -> dict[str, Any]:
    """A record as you may see it. What was withdrawn answers with its title and state alone; what was merged with the record it is now part of."""
    viewer = request.viewer
    found = queries.full_record(viewer, slug)
    if found.state == RecordState.MERGED and found.merged_into_id:
        found = queries.full_record(viewer, see(viewer, "record.view", pk=found.merged_into_id).slug)
    version = found.current or queries.versions_of(viewer, found).first()
    if version is None:
        raise NotAllowed("record.view")
    if found.state == RecordState.WITHDRAWN:
        version = Version(title=version.title, kind=version.kind, language=version.language, year=version.year)
        return {**_line(found, version), "state": found.state, "card": {}, "files": [], "versions": []}
    version.record = found
    files = [
        {
            "name": one.file.stored.name, "media_type": one.file.stored.media_type, "bytes": one.file.stored.size, "sha256": one.file.stored.sha256,
            "url": f"{settings.BASE_URL}{found.url}files/{one.file.pk}/",
        }
        for one in queries.files_of(viewer, version)
        if one.readable
    ]  # fmt: skip
    versions = [
        {"number": one.number, "title": one.title, "state": one.state, "published_at": one.published_at, "url": f"{settings.BASE_URL}{found.url}v{one.number}/"}
        for one in queries.versions_of(viewer, found).exclude(state=VersionState.DISCARDED)
    ]  # fmt: skip
    return {**_line(found, version), "state": found.state, "card": version.card, "files": files, "versions": versions}
