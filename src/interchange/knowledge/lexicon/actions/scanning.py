"""Read the house's texts, so that each term knows where it is used. The worker's verb; it can stop anywhere and go on later."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from interchange.ground.text.sources import SOURCES, Source, whole
from interchange.knowledge.lexicon import linking
from interchange.knowledge.lexicon.linking import Book
from interchange.knowledge.lexicon.models import Phrase, Reading, Use
from interchange.knowledge.lexicon.recogniser.context import settled
from interchange.knowledge.lexicon.reports import phrases
from interchange.knowledge.lexicon.store import ids_of

AT_ONCE = 40  # things read in one transaction


@dataclass
class _Read:
    """What reading one text gave."""

    thing: Model
    digest: str
    mark: str
    uses: Counter[str]
    avoided: Counter[str]
    wanted: list[tuple[str, int]]


def read_texts(*, at: datetime, trust_marks: bool = True) -> int:
    """Read every registered text that is new, changed, or not yet read with this edition; returns how many were read.

    A text whose mark is the one it was read with is not even fetched, unless marks are not to be trusted.
    """
    book = linking.book()
    count = 0
    for source in SOURCES.values():
        kept = Reading.objects.filter(kind=source.kind).values_list("object_id", "mark", "digest")
        known = {pk: (mark, digest) for pk, mark, digest in kept}
        present = {pk: _mark(book, found) for pk, found in source.marks().items()}
        unsure = [pk for pk, mark in present.items() if not trust_marks or not mark or known.get(pk, ("", ""))[0] != mark]
        for first in range(0, len(unsure), AT_ONCE):
            # A list, not an open cursor: writing while one is open would wait for itself on SQLite.
            things = list(source.everything().filter(pk__in=unsure[first : first + AT_ONCE]))
            found, same = [], []
            for thing in things:
                mark, digest = known.get(thing.pk, ("", ""))
                one = _read(book, source, thing, digest, present[thing.pk])
                if one is not None:
                    found.append(one)
                elif mark != present[thing.pk]:
                    same.append(thing.pk)
            count += _write(source, found)
            for pk in same:
                Reading.objects.filter(kind=source.kind, object_id=pk).update(mark=present[pk])
        gone = set(known).difference(present)
        if gone:
            Reading.objects.filter(kind=source.kind, object_id__in=gone).delete()
    return count


def _mark(book: Book, columns: str) -> str:
    """The mark of a text as it is kept: another edition makes another mark."""
    return hashlib.blake2b(f"{book.edition}\0{columns}".encode(), digest_size=32).hexdigest() if columns else ""


def _read(book: Book, source: Source, thing: Model, known: str, mark: str) -> _Read | None:
    text = whole(source, thing)
    named = f"{source.title(thing)}\0{source.url(thing)}"
    digest = hashlib.blake2b(f"{book.edition}\0{named}\0{text}".encode(), digest_size=32).hexdigest()
    if digest == known:
        return None
    found = book.matcher.find(text)
    hits = settled(found, text, own=source.own(thing))
    return _Read(
        thing,
        digest,
        mark,
        Counter(hit.entry.concept for hit in hits),
        Counter(hit.entry.concept for hit in hits if hit.entry.avoid),
        phrases(text, [(hit.start, hit.end) for hit in found]),
    )


def _write(source: Source, found: list[_Read]) -> int:
    if not found:
        return 0
    ids = ids_of(slug for one in found for slug in one.uses)
    with transaction.atomic():
        Reading.objects.filter(kind=source.kind, object_id__in=[one.thing.pk for one in found]).delete()
        readings = Reading.objects.bulk_create(
            [
                Reading(
                    kind=source.kind, object_id=one.thing.pk, digest=one.digest, mark=one.mark,
                    title=source.title(one.thing)[:300], url=source.url(one.thing)[:500],
                )
                for one in found
            ]
        )  # fmt: skip
        uses, wanted = [], []
        for reading, one in zip(readings, found, strict=True):
            uses += [
                Use(reading=reading, concept_id=ids[slug], count=n, avoided=one.avoided[slug])
                for slug, n in one.uses.items()
                if slug in ids
            ]
            unique = {words.casefold(): (words, n) for words, n in one.wanted}
            wanted += [Phrase(reading=reading, text=words, key=key, count=n) for key, (words, n) in unique.items()]
        Use.objects.bulk_create(uses)
        Phrase.objects.bulk_create(wanted)
    return len(found)
