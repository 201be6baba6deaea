"""What hangs on a record and must agree with it: its columns for lists, identifier rows, search entry, harvesters' dates, the shelf's count.

Called inside the actions that change a record, in their transaction; for many records at once by imports and the starter loader.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.text import slugify

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.rows import free_keys, insert
from interchange.ground.search import actions as search
from interchange.ground.search.index import Document, codes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository import identify, likeness
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.models import Identifier, Record, Shelf, Version
from interchange.knowledge.repository.vocabulary import Kind, RecordState, Scheme

Pair = tuple[Record, Version]
KEPT = 40  # changes that the shelf's row remembers
FILED = [
    "title",
    "title_key",
    "year",
    "marks",
    "touched",
    "datestamp",
    "public_since",
    "public_ended_at",
    "band0",
    "band1",
    "band2",
    "band3",
]


def touch() -> int:
    """Count up what lists depend on, and keep the count until the transaction ends: who reads a count has seen all that is below it."""
    row = Shelf.objects.select_for_update().filter(pk=1).first()
    if row is None:
        row, _made = Shelf.objects.get_or_create(pk=1)
        row = Shelf.objects.select_for_update().get(pk=1)
    row.count += 1
    row.recent = [*row.recent[-KEPT:], [row.count, secrets.token_hex(4)]]
    row.save(update_fields=["count", "recent"])
    return row.count


def marks_of(version: Version) -> str:
    """What the record is filtered by, as words with blanks at both ends."""
    found = [f"kind:{version.kind}", f"lang:{version.language or 'und'}", f"ai:{version.ai_use or 'unstated'}"]
    if version.year:
        found.append(f"year:{version.year}")
    if version.licence:
        found.append(f"licence:{version.licence.replace(' ', '_')}")
    for name, several in (("topic", version.topics), ("sector", version.sectors), ("tool", version.tools)):
        found += [f"{name}:{code}" for code in several]
    return f" {' '.join(dict.fromkeys(found))} "


def fill(record: Record, version: Version, *, count: int) -> None:
    """Bring the record's own columns in line with the version shown."""
    record.title, record.year, record.marks, record.touched = version.title, version.year, marks_of(version), count
    record.title_key = likeness.title_key(version.title)
    for name, value in likeness.bands(likeness.simhash(f"{version.title} {version.summary}")).items():
        setattr(record, name, value)


def stamp(record: Record, at: datetime) -> None:
    """Bring the dates that harvesters go by in line with state, level and embargo (OAI-PMH 2.0, 2.5.1 and 2.7.2).

    A record that opens later has its dates then; one that was public and is no more stays known as deleted; one that never was leaves no trace.
    """
    if record.state == RecordState.PUBLISHED and record.level == Level.PUBLIC:
        opens = max(at, record.embargo_until or at)
        if record.public_since is None or record.public_since > at:
            record.public_since = opens
        record.public_ended_at = None
        record.datestamp = opens
        return
    if record.public_since and record.public_since > at:
        record.public_since = None
    elif record.public_since and record.public_ended_at is None:
        record.public_ended_at = at
    record.datestamp = at


def document(record: Record) -> Document | None:
    """The words by which a published record is found: title, authors, summary, keywords, words of its lists, identifiers, card."""
    version = record.current
    return document_of(record, version) if version and record.state == RecordState.PUBLISHED else None


def document_of(record: Record, version: Version) -> Document:
    """The same for a version at hand."""
    authors = "; ".join(creator.shown for creator in creators_of(version.creators))
    words = [
        authors, version.summary, version.venue, version.publisher, "; ".join(version.keywords), *version.card.values(),
        ", ".join([*vocabulary.labels("topics", version.topics), *vocabulary.labels("sectors", version.sectors), str(Kind(version.kind).label)]),
        " ".join(value for scheme, value in version.identifiers if scheme != Scheme.URL), str(version.year or ""),
    ]  # fmt: skip
    marks = (
        codes("type", [version.kind])
        + codes("topic", version.topics)
        + codes("sector", version.sectors)
        + codes("lang", [version.language])
    )
    issued = version.issued or (date(version.year, 1, 1) if version.year and version.year <= 9999 else None)
    begins = datetime(issued.year, issued.month, issued.day, tzinfo=clock.network_zone()) if issued else None
    return Document(version.title, "\n".join(word for word in words if word), record.url, marks, begins)


def identifier_rows(record: Record, version: Version) -> list[Identifier]:
    """The identifiers of the version shown, each once."""
    live = record.state == RecordState.PUBLISHED
    kept = {(scheme, identify.key(scheme, value)): None for scheme, value in version.identifiers if value}
    return [Identifier(record=record, scheme=scheme, key=key, live=live) for scheme, key in kept]


def file_record(record: Record, version: Version, *, at: datetime, redate: bool = True) -> None:
    """Bring everything that hangs on a record in line with it and save it. `redate`: it has changed for harvesters too."""
    fill(record, version, count=touch())
    if redate:
        stamp(record, at)
    record.save()
    rows = identifier_rows(record, version)
    Identifier.objects.filter(record=record).delete()
    Identifier.objects.bulk_create(rows)
    search.put(record)


def file_new(pairs: Sequence[Pair], *, at: datetime) -> None:
    """Write many new records, each with its one published version, in few statements. All are published now (or open with their embargo).

    The caller has seen to it that slugs and exclusive identifiers are free; where not, the database refuses the whole lot (`IntegrityError`).
    """
    count = touch()
    keys = zip(pairs, free_keys(Record, len(pairs)), free_keys(Version, len(pairs)), strict=True)
    for (record, version), own, shown in keys:  # each points at the other: the database looks when the transaction ends
        record.pk, version.pk = own, shown
        version.record, record.current = record, version
        record.state, record.published_at = RecordState.PUBLISHED, at
        stamp(record, at)
        fill(record, version, count=count)
    insert([record for record, _version in pairs])
    insert([version for _record, version in pairs])
    insert([row for record, version in pairs for row in identifier_rows(record, version)])
    search.put_many("record", [(record.pk, document_of(record, version)) for record, version in pairs], are_new=True)


def taken_slugs(wanted: Iterable[str]) -> set[str]:
    """Which of these addresses are given already."""
    return set(Record.objects.filter(slug__in=list(wanted)).values_list("slug", flat=True))


def slug_for(version: Version, taken: set[str] | None = None) -> str:
    """An address for a record: first author, year, first long word of the title; a number where that is taken."""
    creators = creators_of(version.creators)
    who = slugify(creators[0].family or creators[0].name)[:24].strip("-") if creators else ""
    said = [word for word in slugify(version.title).split("-") if len(word) > 3] or slugify(version.title).split("-")
    base = "-".join(part for part in (who or "record", str(version.year or ""), *(word[:20] for word in said[:2])) if part)[:66].strip("-")
    known = taken if taken is not None else set(Record.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    name, number = base, 2
    while name in known or name in RESERVED:
        name, number = f"{base}-{number}", number + 1
    return name


RESERVED = {
    "deposit", "curation", "new", "import", "export", "lists", "searches", "collections", "copies", "usage", "feed", "reviews", "files", "oai",
    "format", "formats", "sitemap", "practice", "mine", "more", "cite",
}  # fmt: skip
