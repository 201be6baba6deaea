"""What may stand in a link, and how the whole chain is checked; `links.py` says how a link is hashed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.journal import links
from interchange.ground.journal.links import GENESIS
from interchange.ground.journal.models import Event, Head

_CODE = re.compile(r"[a-z0-9_.:+/-]{0,120}|[A-Z]{2,6}(/[A-Z0-9._-]+)+|[A-Z]{2}|[A-Z][A-Za-z_]+(/[A-Za-z_+-]+)*/[A-Za-z_+-]+")


class NotForTheJournal(ValueError):
    """A value that could hold personal data (free text, an address, a name) was about to enter the chain."""


def clean(value: Any) -> Any:
    """The value as it may stand in the chain: numbers, booleans, instants, codes, document numbers, zone names; lists and maps of them.

    Raises `NotForTheJournal` for anything else, free text above all: the chain can never be erased, so it must hold nothing
    that somebody may ask to have erased.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return f"{value}".lower()
    if isinstance(value, str):
        if _CODE.fullmatch(value):  # not match(): "$" would let a last line break pass
            return str(value)
        raise NotForTheJournal(f"{value[:40]!r} is not a code; put words into the reason")
    if isinstance(value, Mapping):
        return {clean(key): clean(entry) for key, entry in sorted(value.items())}
    if isinstance(value, list | tuple | set | frozenset):
        entries = [clean(entry) for entry in value]
        return sorted(entries, key=str) if isinstance(value, set | frozenset) else entries
    raise NotForTheJournal(f"{type(value).__name__} cannot stand in the journal")


def link_hash(event: Event) -> str:
    """The hash of a link from its own fields (hex, 64 characters)."""
    return links.digest(event.__dict__)


@dataclass(frozen=True)
class Fault:
    """Where the chain breaks: the link's number and what is wrong with it."""

    seq: int
    what: str


def verify(events: Iterator[Event] | None = None) -> tuple[int, list[Fault]]:
    """Walk the whole chain; return how many links were read and every fault found.

    Finds a changed field (hash differs), a removed or inserted link (numbers or previous hash do not join) and a cut-off end
    (the head names a later link).
    """
    faults: list[Fault] = []
    previous, expected, count = GENESIS, 1, 0
    for event in events if events is not None else Event.objects.order_by("seq").iterator(chunk_size=2000):
        count += 1
        if event.seq != expected:
            faults.append(Fault(expected, _("missing: the next link is %(seq)d") % {"seq": event.seq}))
            expected = event.seq
        if event.previous_hash != previous:
            faults.append(Fault(event.seq, _("does not join the link before it")))
        if link_hash(event) != event.hash:
            faults.append(Fault(event.seq, _("was changed after it was written")))
        previous, expected = event.hash, expected + 1
    head = Head.objects.filter(pk=1).first()
    if (head.seq if head else 0) != expected - 1 or (head is not None and head.hash != previous):
        named = {"head": head.seq if head else 0, "end": expected - 1}
        faults.append(Fault(expected, _("the head names link %(head)d; the chain ends at %(end)d") % named))
    return count, faults
