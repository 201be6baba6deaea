"""A record's page: its versions, files, what changed between versions, relations, use."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground.policy.levels import levels_open_to
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.search.queries import asked_for
from interchange.ground.search.words import tokens
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository import links, shelf
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.models import ReadingList, Record, RecordFile, Usage, Version, metadata
from interchange.knowledge.repository.vocabulary import CARD_FIELDS, AiUse, Kind

FIELD_NAMES = {
    "kind": gettext_lazy("Kind"), "title": gettext_lazy("Title"), "summary": gettext_lazy("Summary"), "creators": gettext_lazy("Authors"),
    "more_creators": gettext_lazy("Further authors"), "year": gettext_lazy("Year"), "issued": gettext_lazy("Day of issue"),
    "venue": gettext_lazy("Published in"), "publisher": gettext_lazy("Publisher"), "language": gettext_lazy("Language"),
    "licence": gettext_lazy("Licence"), "licence_note": gettext_lazy("Licence in words"), "ai_use": gettext_lazy("AI use"),
    "identifiers": gettext_lazy("Identifiers"), "keywords": gettext_lazy("Keywords"), "topics": gettext_lazy("Topics"),
    "sectors": gettext_lazy("Sectors"), "tools": gettext_lazy("Tools"), "card": gettext_lazy("Card"),
}  # fmt: skip


def full_record(viewer: Viewer, slug: str) -> Record:
    """The record of that id, or the one it was merged into where the viewer may see that. Raises `NotAllowed` where there is none."""
    found = Record.objects.select_related("current", "merged_into", "submitter")
    record: Record = see(viewer, "record.view", found, slug=slug)
    return record


def versions_of(viewer: Viewer, record: Record) -> "QuerySet[Version]":
    """The versions that the viewer may see, newest first."""
    return rows(viewer, "version.view", record.versions.order_by("-number"))


@dataclass(frozen=True)
class NamedFile:
    """A file as a page names it: whether the viewer may read it, and whether that is so for this viewer only."""

    file: RecordFile
    readable: bool


def files_of(viewer: Viewer, version: Version) -> list[NamedFile]:
    """The version's files with whether the viewer may read each. One query."""
    readable = Exists(rows(viewer, "record-file.read", RecordFile.objects.filter(pk=OuterRef("pk"))).order_by())
    named: Any = rows(viewer, "record-file.name", version.files.select_related("stored")).annotate(readable=readable)
    found = []
    for file in named:
        file.version = version
        found.append(NamedFile(file, file.readable))
    return found


def shown_value(name: str, value: Any) -> str:
    """A metadata field in words."""
    if value in (None, "", [], {}):
        return ""
    if name == "creators":
        return "; ".join(creator.inverted for creator in creators_of(value))
    if name == "identifiers":
        return "; ".join(one for _scheme, one in value)
    if name in {"topics", "sectors"}:
        return ", ".join(vocabulary.labels(name, value))
    if name == "tools":
        return ", ".join(label for _code, label, _url in links.tool_links(value))
    if name == "card":
        return " ".join(f"{CARD_FIELDS[key]}: {text}" for key, text in value.items() if key in CARD_FIELDS)
    if name == "kind":
        return str(dict(Kind.choices).get(value, value))
    if name == "ai_use":
        return str(dict(AiUse.choices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def version_diff(older: Version, newer: Version) -> list[tuple[str, str, str]]:
    """(field, before, after) of all metadata that differ between two versions."""
    return diff(metadata(older), metadata(newer))


def diff(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field, before, after) in words of all that differs."""
    return [
        (str(label), shown_value(name, before.get(name)), shown_value(name, after.get(name)))
        for name, label in FIELD_NAMES.items()
        if before.get(name) != after.get(name)
    ]


def _same_words(phrases: list[str]) -> list[tuple[int, int]]:
    """(which phrase, id of the search entry) of entries that hold all words of a phrase. One query."""
    asked = [(index, asked_for(words)) for index, phrase in enumerate(phrases) if (words := tokens(phrase))]
    if not asked:
        return []
    if connection.vendor == "sqlite":
        one = "SELECT * FROM (SELECT {index} AS which, rowid FROM search_fts WHERE search_fts MATCH %s LIMIT 200)"
    else:
        one = "(SELECT {index} AS which, id FROM search_searchentry WHERE words @@ to_tsquery('simple', %s) AND kind = 'record' LIMIT 200)"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(index=int(index)) for index, _text in asked), [text for _index, text in asked])
        return [(which, entry) for which, entry in cursor.fetchall()]


NEWEST = 2000  # records about one tool among which the latest years are looked for
KEPT = 500  # records whose relations are kept in memory, for as long as nothing on the shelf changes
_related: dict[tuple[int, str, tuple[str, ...]], list[int]] = {}


def related(viewer: Viewer, record: Record, *, most: int = 6) -> list[Record]:
    """Records that share tools, topics, sectors, authors or keywords with this one; what is rare weighs more. At most three queries."""
    version = record.current
    if version is None:
        return []
    kept = shelf.current()
    key = (record.pk, kept.word, tuple(levels_open_to(viewer)))
    best = _related.get(key)
    if best is None:
        if len(_related) >= KEPT:
            _related.clear()
        best = _related[key] = _best_related(kept, record, version, kept.visible(viewer), most * 2)
    found = {one.pk: one for one in rows(viewer, "record.list", Record.objects.select_related("current").filter(pk__in=best))}
    return [found[pk] for pk in best if pk in found][:most]


def _best_related(kept: shelf.Shelved, record: Record, version: Version, visible: int, most: int) -> list[int]:
    total = max(1, visible.bit_count())
    scores: dict[int, float] = {}
    for mark in record.marks.split():
        if not mark.startswith(("tool:", "topic:", "sector:")):
            continue
        sharing = kept.marks.get(mark, 0) & visible
        number = sharing.bit_count()
        if not 1 < number <= 2000:
            continue
        weight = math.log(total / number + 1) * (2.0 if mark.startswith("tool:") else 0.5)
        for pk in shelf.places(sharing):
            scores[pk] = scores.get(pk, 0.0) + weight
    creators = [creator.shown for creator in creators_of(version.creators)[:3]]
    phrases = [*creators, *version.keywords[:5]]
    for which, entry in _same_words(phrases):
        for pk in kept.records_of([entry]):
            scores[pk] = scores.get(pk, 0.0) + (2.5 if which < len(creators) else 1.5)
    scores.pop(record.pk, None)
    return sorted((pk for pk in scores if visible >> pk & 1), key=lambda pk: (-scores[pk], -pk))[:most]


def usage_of(record: Record, today: date, *, days: int = 365) -> dict[str, int]:
    """How often it was read and its files opened in the last year, by people and by AI agents: {"read-person": 12, ...}. One query."""
    counted = Usage.objects.filter(record=record, day__gt=today - timedelta(days=days)).values_list("use", "agent").annotate(n=Sum("count"))
    return {f"{use}-{agent}": number for use, agent, number in counted}


def lists_with(viewer: Viewer, record: Record) -> "QuerySet[ReadingList]":
    """The viewer's own reading lists that hold the record."""
    return rows(viewer, "reading-list.own", ReadingList.objects.filter(items__record=record))


def reading_list(viewer: Viewer, pk: int) -> tuple[ReadingList, list[tuple[Record, str]]]:
    """A list with those of its records that the viewer may see, and the owner's remarks."""
    found: ReadingList = see(viewer, "reading-list.view", ReadingList.objects.select_related("owner"), pk=pk)
    items = list(found.items.values_list("record_id", "note"))
    seen = {
        one.pk: one
        for one in rows(viewer, "record.view", Record.objects.select_related("current")).filter(pk__in=[pk for pk, _note in items])
    }
    return found, [(seen[pk], note) for pk, note in items if pk in seen]


def records_in_order(viewer: Viewer, pks: Iterable[int]) -> list[Record]:
    """These records as far as the viewer may list them, in the given order."""
    wanted = list(pks)
    found = {one.pk: one for one in rows(viewer, "record.list", Record.objects.select_related("current")).filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]


def about_tool(viewer: Viewer, code: str, *, limit: int) -> list[tuple[str, str]]:
    """(title, address) of records about a tool of the map that the viewer may find, those of the latest years first. Two queries, whatever the number of records."""
    kept = shelf.current()
    named = list(shelf.places(kept.marks.get(f"tool:{code}", 0) & kept.visible(viewer)))[:NEWEST]
    if not named:
        return []
    found = rows(viewer, "record.list", Record.objects.filter(pk__in=named)).order_by("-year", "title")
    return [(one.title, one.url) for one in found[:limit]]


def papers_by(topics: Iterable[str]) -> dict[int, int]:
    """How many records on any of these topics, open to members, each person has deposited. One query."""
    named = Q(pk__in=[])
    for code in topics:
        named |= Q(marks__contains=f" topic:{code} ")
    member = Viewer(person_id=0, roles=frozenset({Role.MEMBER}))
    found = rows(member, "record.list", Record.objects.filter(named, submitter__isnull=False)).order_by()
    return dict(found.values_list("submitter_id").annotate(n=Count("pk")))


def bylines(first: datetime, last: datetime) -> list[list[str]]:
    """The names under each record with several authors that members may read and that was published in that time. One query."""
    member = Viewer(person_id=0, roles=frozenset({Role.MEMBER}))
    shown = rows(member, "record.list", Record.objects.filter(published_at__gte=first, published_at__lt=last, current__isnull=False))
    people = shown.order_by().values_list("current__creators", flat=True)  # as they are kept: an import brings a hundred thousand at once
    return [[" ".join(f"{one.get('given', '')} {one.get('family', '')}".split()) for one in names] for names in people if len(names) > 1]
