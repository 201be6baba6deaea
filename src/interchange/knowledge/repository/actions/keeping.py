"""What readers keep: reading lists; collections; counts of use."""

from datetime import date, datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record as journal
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository.agents import agent_of
from interchange.knowledge.repository.finding import Asked
from interchange.knowledge.repository.models import Collection, ReadingItem, ReadingList, Record, Usage

TITLES = 120
TWICE = 30  # seconds within which a second look by the same reader counts once (COUNTER 5.1, double-click filtering)


def _title(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > TITLES:
        raise Refused.of("title", _("Give it a name of at most %d characters.") % TITLES, _("A few words are enough."))
    return name


def make_list(actor: Viewer, *, title: str, note: str = "", at: datetime) -> ReadingList:
    """Begin a reading list, for oneself alone. The same title gives the list that is there."""
    require(actor, "reading-list.make")
    with transaction.atomic():
        made, _new = ReadingList.objects.get_or_create(
            owner_id=actor.me, title=_title(title), defaults={"note": note.strip()[:2000], "created_at": at, "changed_at": at}
        )
        if _new:
            journal(actor, "reading-list.made", made, at=at)
        return made


def change_list(actor: Viewer, list_id: int, *, title: str, note: str, level: str, at: datetime) -> ReadingList:
    """Rename a list, change its note, or share it: with everyone, States, members, or nobody."""
    if level not in Level.values:
        raise Refused.of("level", _("This is not a level of access."), _("Choose one of the list."))
    with transaction.atomic():
        found: ReadingList = see(actor, "reading-list.own", ReadingList.objects.select_for_update(), pk=list_id)
        name = _title(title)
        if ReadingList.objects.filter(owner_id=actor.me, title=name).exclude(pk=found.pk).exists():
            raise Refused.of("title", _("You have a list of that name already."), _("Choose another name."))
        before = found.level
        found.title, found.note, found.level, found.changed_at = name, note.strip()[:2000], level, at
        found.save()
        journal(actor, "reading-list.changed", found, at=at, before={"level": before}, after={"level": level})
        return found


def forget_list(actor: Viewer, list_id: int, *, at: datetime) -> None:
    """Delete a reading list. Repeating it is harmless."""
    with transaction.atomic():
        for found in rows(actor, "reading-list.own", ReadingList.objects.filter(pk=list_id)):
            journal(actor, "reading-list.forgotten", found, at=at)
            found.delete()


def add_to_list(actor: Viewer, list_id: int, record_id: int, *, note: str = "", at: datetime) -> ReadingItem:
    """Put a record on one's list. Putting it there again changes only the remark."""
    with transaction.atomic():
        found: ReadingList = see(actor, "reading-list.own", ReadingList.objects.select_for_update(), pk=list_id)
        record: Record = see(actor, "record.view", pk=record_id)
        item, made = ReadingItem.objects.get_or_create(list=found, record=record, defaults={"note": note.strip()[:400], "added_at": at})
        if not made and note.strip():
            item.note = note.strip()[:400]
            item.save(update_fields=["note"])
        found.changed_at = at
        found.save(update_fields=["changed_at"])
        journal(actor, "reading-list.added", found, at=at, after={"record": record.pk})
        return item


def remove_from_list(actor: Viewer, list_id: int, record_id: int, *, at: datetime) -> None:
    """Take a record off one's list. Repeating it is harmless."""
    with transaction.atomic():
        found: ReadingList = see(actor, "reading-list.own", ReadingList.objects.select_for_update(), pk=list_id)
        if ReadingItem.objects.filter(list=found, record_id=record_id).delete()[0]:
            found.changed_at = at
            found.save(update_fields=["changed_at"])
            journal(actor, "reading-list.removed", found, at=at, after={"record": record_id})


def edit_collection(
    actor: Viewer, slug: str, *, title: str, description: str, query: str, order: int = 0, retired: bool = False, at: datetime
) -> Collection:
    """Make a collection (a named search on the room's first page) or change it."""
    require(actor, "collection.edit")
    name, normal = _title(title), Asked.of(query).query[:600]
    if not normal:
        raise Refused.of(
            "query", _("A collection needs a search that narrows something."), _("Filter the list, then copy what stands after “?”.")
        )
    with transaction.atomic():
        made, _new = Collection.objects.update_or_create(
            slug=slug,
            defaults={
                "title": name,
                "description": description.strip()[:2000],
                "query": normal,
                "order": order,
                "retired_at": at if retired else None,
            },
            create_defaults={"title": name, "description": description.strip()[:2000], "query": normal, "order": order, "created_at": at},
        )
        journal(actor, "collection.edited", made, at=at, after={"slug": slug})
        return made


def note_use(record_id: int, use: str, *, agent: str, reader: str, day: date) -> None:
    """Count one look, unless a robot looked or the same reader did within half a minute. `agent` is the User-Agent line.

    Counts are sums by day; who read what is not kept (`reader` is only held in the cache, for those thirty seconds).
    """
    who = agent_of(agent)
    if not who or not cache.add(f"use:{record_id}:{use}:{reader}", 1, TWICE):
        return
    key = {"record_id": record_id, "day": day, "use": use, "agent": who}
    if not Usage.objects.filter(**key).update(count=F("count") + 1):
        with transaction.atomic():
            row, made = Usage.objects.get_or_create(**key, defaults={"count": 1})
            if not made:
                Usage.objects.filter(pk=row.pk).update(count=F("count") + 1)
