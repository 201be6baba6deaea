"""Keeping the index true. Called inside the action that changes the thing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from interchange.ground.rows import insert
from interchange.ground.search.asking import mark_word
from interchange.ground.search.index import KINDS, Document, kind_of
from interchange.ground.search.models import SearchEntry
from interchange.ground.search.words import indexed


def _columns(document: Document) -> dict[str, Any]:
    marks = "".join(f" {mark_word(operator, code)}" for operator, code in document.marks)
    return {
        "url": document.url,
        "title": document.title[:400],
        "body": document.body,
        "title_norm": indexed(document.title),
        "body_norm": indexed(document.body) + marks,
        "begins_at": document.begins_at,
        "ends_at": document.ends_at,
    }


def put(thing: Model) -> None:
    """Make a thing findable as it is now; what is not (any more) to be found leaves the index."""
    kind = kind_of(type(thing))
    document = kind.document(thing)
    if document is None:
        drop(thing)
        return
    SearchEntry.objects.update_or_create(kind=kind.key, object_id=thing.pk, defaults=_columns(document))


def put_many(key: str, documents: "Sequence[tuple[int, Document]]", *, at_once: int = 500, are_new: bool = False) -> None:
    """Make many things of one kind findable in few statements: (id of the thing, its document). `are_new`: none is in the index yet."""
    rows = [
        SearchEntry(
            kind=key, object_id=pk, **_columns(one),
        )
        for pk, one in documents
    ]  # fmt: skip
    if are_new:
        insert(rows)
        return
    SearchEntry.objects.bulk_create(
        rows,
        batch_size=at_once,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["url", "title", "body", "title_norm", "body_norm", "begins_at", "ends_at", "updated_at"],
    )


def drop(thing: Model) -> None:
    """Take a thing out of the index."""
    SearchEntry.objects.filter(kind=kind_of(type(thing)).key, object_id=thing.pk).delete()


def rebuild(kind: str | None = None) -> int:
    """Make the index anew from the things themselves; returns how many are in it."""
    count = 0
    for key, one in KINDS.items():
        if kind in {None, key}:
            SearchEntry.objects.filter(kind=key).delete()
            for thing in one.model._default_manager.all().iterator(chunk_size=500):
                put(thing)
            count += SearchEntry.objects.filter(kind=key).count()
    return count
