"""Our records as works: what exports, harvesters and registration agencies are told. Always as everybody may see it, whoever asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from interchange.ground.policy.levels import Level
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.load import network
from interchange.knowledge.repository.drafts import Creator, creators_of
from interchange.knowledge.repository.exchange import venues
from interchange.knowledge.repository.exchange.work import Name, Part, Relation, Work
from interchange.knowledge.repository.exchange.writers import FORMATS
from interchange.knowledge.repository.models import Record, RecordFile, Version
from interchange.knowledge.repository.vocabulary import Scheme, VersionState

ALTERNATE = tuple((one.suffix, one.media_type) for one in FORMATS.values())


@dataclass(frozen=True)
class Told:
    """A work, and until when that is true (a file's embargo lifts then); None: until somebody changes it."""

    work: Work
    until: datetime | None


def _name(creator: Creator) -> Name:
    known = {"orcid": creator.orcid, "affiliation": creator.affiliation, "ror": creator.ror.rsplit("/", 1)[-1]}
    if creator.is_person:
        return Name(family=creator.family, given=creator.given, **known)
    return Name(literal=creator.name, **known)


def _part(file: RecordFile, record: Record) -> Part:
    stored = file.stored
    return Part(
        url=f"{settings.BASE_URL}/repository/{record.slug}/files/{file.pk}/",
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        name=stored.name,
    )


def _access(files: Sequence[RecordFile], at: datetime) -> tuple[str, str, datetime | None]:
    """Access in one word, the day on which a closed file opens for everybody, and the instant until which this holds."""
    if not files:
        return "", "", None
    public = [file for file in files if file.level == Level.PUBLIC]
    waiting = [file.embargo_until for file in public if file.embargo_until and file.embargo_until > at]
    soonest = min(waiting, default=None)
    if len(waiting) < len(public):
        return "open", "", soonest
    if waiting:
        return "embargoed", f"{soonest:%Y-%m-%d}", soonest
    return "restricted", "", None


def _abstract(version: Version) -> str:
    """The summary; of a practice card its four fields."""
    card = [f"{words}" for words in version.card.values() if words]
    return "\n\n".join([part for part in (version.summary, *card) if part])


def describe(record: Record, version: Version, files: Sequence[RecordFile], others: Sequence[Version], at: datetime) -> Told:
    """One version of a record. `files` are its own, `others` the record's other published versions."""
    access, opens, until = _access(files, at)
    venue, volume, issue, pages = venues.split(version.venue)
    is_current = record.current_id == version.pk
    address = f"{settings.BASE_URL}/repository/{record.slug}/" + ("" if is_current else f"v{version.number}/")
    relations = [
        Relation("IsNewVersionOf" if one.number < version.number else "IsPreviousVersionOf", f"{settings.BASE_URL}/repository/{record.slug}/v{one.number}/")
        for one in others
        if one.pk != version.pk
    ]  # fmt: skip
    shown = [file for file in files if file.level == Level.PUBLIC and not (file.embargo_until and file.embargo_until > at)]
    work = Work(
        title=version.title,
        kind=version.kind,
        authors=tuple(_name(creator) for creator in creators_of(version.creators)),
        more_authors=version.more_creators,
        issued=version.issued.isoformat() if version.issued else str(version.year or ""),
        venue=venue,
        volume=volume,
        issue=issue,
        pages=pages,
        publisher=version.publisher,
        doi=version.identifier(Scheme.DOI).lower(),
        arxiv=version.identifier(Scheme.ARXIV),
        isbn=version.identifier(Scheme.ISBN),
        url=version.identifier(Scheme.URL),
        abstract=_abstract(version),
        language=version.language,
        licence=version.licence,
        keywords=tuple(version.keywords),
        key=record.slug,
        address=address,
        version=str(version.number) if len(others) > 1 or version.number > 1 else "",
        topics=tuple(version.topics),
        subjects=(*vocabulary.labels("topics", version.topics), *vocabulary.labels("sectors", version.sectors)),
        parts=tuple(_part(file, record) for file in shown),
        relations=tuple(relations),
        access=access,
        embargo_until=opens,
        published=version.published_at.isoformat() if version.published_at else "",
        modified=(version.corrected_at or version.published_at or version.created_at).isoformat(),
        repository=str(network()["network"]["name"]),
        alternate=ALTERNATE if is_current else (),
    )
    return Told(work, until)


def describe_all(records: Iterable[Record], at: datetime) -> dict[int, Told]:
    """The current version of each of these records, by the record's key. Three queries, however many there are."""
    wanted = {record.pk: record for record in records if record.current_id}
    versions: dict[int, list[Version]] = {}
    for version in Version.objects.filter(record__in=wanted, state=VersionState.PUBLISHED).order_by("number"):
        versions.setdefault(version.record_id, []).append(version)
    files: dict[int, list[RecordFile]] = {}
    current = [record.current_id for record in wanted.values()]
    for file in RecordFile.objects.filter(version__in=current).select_related("stored").order_by("order", "pk"):
        files.setdefault(file.version_id, []).append(file)
    found: dict[int, Told] = {}
    for key, record in wanted.items():
        own = versions.get(key, [])
        shown = next((one for one in own if one.pk == record.current_id), None) or record.current
        if shown is not None:
            found[key] = describe(record, shown, files.get(shown.pk, []), own, at)
    return found


def works(records: Sequence[Record], at: datetime) -> list[Work]:
    """The works of these records, in their order."""
    found = describe_all(records, at)
    return [found[record.pk].work for record in records if record.pk in found]


def work_of(version: Version, at: datetime) -> Work:
    """One version as a work."""
    record: Any = version.record
    own = list(Version.objects.filter(record=record, state=VersionState.PUBLISHED).order_by("number"))
    files = list(version.files.select_related("stored"))
    return describe(record, version, files, own, at).work
