"""Keeping the XML of records ready, so that a harvest streams text instead of making it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max

from interchange.knowledge.repository.exchange import ours
from interchange.knowledge.repository.exchange.writers import datacite_xml, dublin_core
from interchange.knowledge.repository.models import Record
from interchange.knowledge.repository.oai.models import Fragment

CHUNK = 500


def make(records: Iterable[Record], at: datetime) -> list[Fragment]:
    """The fragments of these records as they are now, not yet saved."""
    known = {record.pk: record for record in records}
    return [
        Fragment(
            record_id=key, touched=known[key].touched, stale_at=told.until,
            dublin_core=dublin_core.fragment(told.work), datacite=datacite_xml.fragment(told.work),
        )
        for key, told in ours.describe_all(known.values(), at).items()
    ]  # fmt: skip


def keep(records: Sequence[Record], at: datetime) -> int:
    """Make and save the fragments of these records; returns how many."""
    made = make(records, at)
    Fragment.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=["touched", "stale_at", "dublin_core", "datacite"],
    )
    return len(made)


def refresh(at: datetime) -> int:
    """Bring the kept XML in line with what changed since the last time, in the order of the changes; returns how many were made.

    Ended in the middle it goes on from there: `touched` follows the order of commits, and a chunk never ends inside one commit.
    """
    done = 0
    stale = list(Record.objects.filter(fragment__stale_at__lte=at).select_related("current"))
    for start in range(0, len(stale), CHUNK):
        chunk = stale[start : start + CHUNK]
        Record.objects.filter(pk__in=[one.pk for one in chunk], datestamp__lt=at).update(datestamp=at)  # a file has opened: that is news
        done += keep(chunk, at)
    while True:
        last = Fragment.objects.aggregate(last=Max("touched"))["last"] or -1
        ahead = Record.objects.filter(touched__gt=last, public_since__isnull=False, current__isnull=False).order_by("touched")
        counts = list(ahead.values_list("touched", flat=True)[:CHUNK])
        if not counts:
            return done
        # The chunk's last commit is taken whole; a commit larger than a chunk is one chunk.
        made = keep(list(ahead.filter(touched__lte=counts[-1]).select_related("current")), at)
        if not made:
            return done
        done += made
