"""Read the house's texts, so that each term knows where it is used. The worker's verb; it can stop anywhere and go on later."""

import hashlib
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from interchange.ground.text.sources import SOURCES, Source, whole
from interchange.knowledge.lexicon import linking
from interchange.knowledge.lexicon.linking import Book
from interchange.knowledge.lexicon.models import Phrase, Reading, Use
from interchange.knowledge.lexicon.recogniser.context import read
from interchange.knowledge.lexicon.reports import phrases
from interchange.knowledge.lexicon.store import ids_of


def read_texts(*, at: datetime, limit: int | None = None) -> int:
    """Read every registered text that is new, changed, or not yet read with this edition; returns how many were read."""
    book = linking.book()
    count = 0
    for source in SOURCES.values():
        known = dict(Reading.objects.filter(kind=source.kind).values_list("object_id", "digest"))
        present = set()
        for thing in source.everything().iterator(chunk_size=200):
            present.add(thing.pk)
            if limit is not None and count >= limit:
                return count
            count += _read(book, source, thing, known.get(thing.pk))
        gone = set(known) - present
        if gone:
            Reading.objects.filter(kind=source.kind, object_id__in=gone).delete()
    return count


def read_text(kind: str, thing: Model) -> int:
    """Read one text now; returns 1 where it was read, 0 where nothing changed."""
    source = SOURCES[kind]
    known = Reading.objects.filter(kind=kind, object_id=thing.pk).values_list("digest", flat=True).first()
    return _read(linking.book(), source, thing, known)


def _read(book: Book, source: Source, thing: Model, known: str | None) -> int:
    text = whole(source, thing)
    digest = hashlib.blake2b(f"{book.edition}\0{text}".encode(), digest_size=32).hexdigest()
    if digest == known:
        return 0
    own = source.own(thing)
    hits = read(book.matcher, text, own=own)
    uses = Counter(hit.entry.concept for hit in hits)
    avoided = Counter(hit.entry.concept for hit in hits if hit.entry.avoid)
    ids = ids_of(uses)
    wanted = phrases(text, [(hit.start, hit.end) for hit in book.matcher.find(text)])
    with transaction.atomic():
        reading, _made = Reading.objects.update_or_create(kind=source.kind, object_id=thing.pk, defaults={"digest": digest})
        reading.uses.all().delete()
        Use.objects.bulk_create(
            [Use(reading=reading, concept_id=ids[slug], count=n, avoided=avoided[slug]) for slug, n in uses.items() if slug in ids]
        )
        reading.phrases.all().delete()
        Phrase.objects.bulk_create(
            [
                Phrase(reading=reading, text=words, key=words.casefold(), count=n)
                for words, n in {w.casefold(): (w, n) for w, n in wanted}.values()
            ]
        )
    return 1
