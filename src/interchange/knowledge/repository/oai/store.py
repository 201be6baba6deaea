"""What the provider reads: public records and the traces of those that were public, in the order of their datestamps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository.exchange.writers import datacite_json, dublin_core
from interchange.knowledge.repository.models import Record
from interchange.knowledge.repository.oai import fragments
from interchange.knowledge.repository.oai.models import Fragment

PAGE = 1000  # items of one answer: about 2 MB, a tenth of that on the wire
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # before the first record of any house


@dataclass(frozen=True)
class MetadataFormat:
    """A format of metadata: its prefix, schema, namespace, and the fragment's field that holds it."""

    prefix: str
    schema: str
    namespace: str
    column: str


FORMATS = {
    one.prefix: one
    for one in (
        MetadataFormat("oai_dc", dublin_core.LOCATION, dublin_core.OAI_DC, "dublin_core"),
        MetadataFormat("datacite", "http://schema.datacite.org/meta/kernel-4.7/metadata.xsd", datacite_json.KERNEL, "datacite"),
        MetadataFormat(
            "oai_datacite", "http://schema.datacite.org/oai/oai-1.1/oai.xsd", "http://schema.datacite.org/oai/oai-1.1/", "datacite"
        ),
    )
}
SETS = {"topic": "topics", "sector": "sectors"}


@dataclass(frozen=True)
class Item:
    """One item: its key, id, datestamp, sets, and its metadata as XML (None: deleted)."""

    key: int
    slug: str
    stamp: datetime
    sets: list[str]
    xml: str | None


def host() -> str:
    """The name space of identifiers: the host of our address (oai-identifier 2.0)."""
    return settings.BASE_URL.split("//", 1)[-1].split("/")[0].split(":")[0]


def identifier(slug: str) -> str:
    """An item's identifier: "oai:host:id"."""
    return f"oai:{host()}:{slug}"


def sets() -> Iterator[tuple[str, str]]:
    """Every set and its name: all topics, each topic, all sectors, each sector."""
    labels = {"topic": "Topics", "sector": "Sectors"}
    for name, scheme in SETS.items():
        found = vocabulary.choices(scheme)
        if found:
            yield name, labels[name]
        yield from ((f"{name}:{code}", str(label)) for code, label in found)


def _ever_public(at: datetime) -> QuerySet[Record]:
    live = Exists(rows(VISITOR, "record.list", Record.objects.filter(pk=OuterRef("pk"))))
    return Record.objects.filter(public_since__lte=at, datestamp__lte=at).annotate(live=live)


def earliest(at: datetime) -> datetime:
    """No item has an earlier datestamp."""
    found = _ever_public(at).order_by("datestamp").values_list("datestamp", flat=True).first()
    return min(found or BEGINNING, BEGINNING)


def select(spec: str, since: datetime | None, until: datetime | None, at: datetime) -> QuerySet[Record]:
    """The items of a set and a span of time, in the order of harvesting."""
    found = _ever_public(at)
    if spec and spec.split(":")[0] not in SETS:
        return found.none()
    if spec:
        found = found.filter(marks__contains=f" {spec} " if ":" in spec else f" {spec}:")
    if since:
        found = found.filter(datestamp__gte=since)
    if until:
        found = found.filter(datestamp__lt=until)
    return found.order_by("datestamp", "pk")


def after(found: QuerySet[Record], stamp: datetime, key: int) -> QuerySet[Record]:
    """What comes after that item."""
    return found.filter(Q(datestamp=stamp, pk__gt=key) | Q(datestamp__gt=stamp))


def items(found: QuerySet[Record], column: str | None, at: datetime) -> list[Item]:
    """These items with the metadata of one column, or with headers alone (`column` None)."""
    loose: Any = found  # `live` is an annotation, which the types do not know
    if column is None:
        plain = loose.values_list("pk", "slug", "datestamp", "marks", "live")
        return [Item(key, slug, stamp, _sets(marks), "" if live else None) for key, slug, stamp, marks, live in plain]
    fields = ["pk", "slug", "datestamp", "marks", "live", "touched", "fragment__touched", "fragment__stale_at", f"fragment__{column}"]
    got = list(loose.values_list(*fields))
    missing = [row[0] for row in got if row[4] and (row[6] != row[5] or (row[7] and row[7] <= at))]
    fresh = {one.pk: one for one in fragments.make(Record.objects.filter(pk__in=missing), at)} if missing else {}
    made = []
    for key, slug, stamp, marks, live, _touched, _kept, _stale, kept in got:
        own: Fragment | None = fresh.get(key)
        made.append(Item(key, slug, stamp, _sets(marks), (getattr(own, column) if own else kept) if live else None))
    return made


def _sets(marks: str) -> list[str]:
    return [mark for mark in marks.split() if mark.startswith(("topic:", "sector:"))]


def one(name: str, at: datetime) -> QuerySet[Record]:
    """The item of an identifier, if it is one of ours and was ever public."""
    start = f"oai:{host()}:"
    return _ever_public(at).filter(slug=name.removeprefix(start)) if name.startswith(start) else Record.objects.none()
