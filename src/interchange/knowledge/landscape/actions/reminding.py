"""Entries that nobody has looked at for long: whoever speaks for a tool's steward is reminded, and the chair where nobody does."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.duties.models import Duty
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post.actions import Draft, send_all
from interchange.knowledge.landscape.actions.common import houses
from interchange.knowledge.landscape.atlas import turn
from interchange.knowledge.landscape.houses import Directory
from interchange.knowledge.landscape.models import Challenge, Edition, Reply, Tool
from interchange.knowledge.landscape.vocabulary import EntryState, ReplyState
from interchange.network.membership import queries as membership

OF_STEWARD, OF_CHAIR = "landscape.recheck", "landscape.recheck-many"
LINES = 12  # so many entries are named in a letter; the rest are counted


def today(at: datetime) -> date:
    """The network's day at that moment."""
    return at.astimezone(clock.network_zone()).date()


def voices(tools: Iterable[tuple[int, str]], at: datetime) -> dict[int, list[int]]:
    """Who speaks for each of these (tool, steward): members whose directory entry names the steward, and whoever replied for it. Three queries."""
    active = set(membership.active_ids(at))
    directory = Directory((person, name) for person, name in membership.organisations() if person in active)
    replied: dict[int, set[int]] = defaultdict(set)
    for tool, person in Reply.objects.filter(state=ReplyState.PUBLISHED, person__is_active=True).values_list("tool_id", "person_id"):
        replied[tool].add(person)
    by_steward: dict[str, set[int]] = {}
    found = {}
    for pk, steward in tools:
        if steward not in by_steward:
            by_steward[steward] = directory.of(houses([steward]))
        found[pk] = sorted(by_steward[steward] | replied[pk])
    return found


def remind(at: datetime) -> int:
    """Duties and letters about tools that are due for a new look; returns how many people have a letter from now on.

    A member who speaks for the steward gets a duty for each tool; everybody who does gets one letter a month, which is not essential. Tools for which
    nobody speaks are one duty of the chair. Duties of entries that are no longer due are taken off. Running it again changes nothing.
    """
    day = today(at)
    due = {pk: (code, name, steward) for pk, code, name, steward in _due(day)}
    speak = voices(((pk, steward) for pk, (_code, _name, steward) in due.items()), at)
    members = set(membership.active_ids(at))
    mine: dict[int, list[int]] = defaultdict(list)
    for pk, people in speak.items():
        for person in people:
            mine[person].append(pk)
    with transaction.atomic():
        _owe(due, speak, members, at)
        drafts = [_letter(person, [due[pk] for pk in pks], day) for person, pks in sorted(mine.items())]
        send_all(SYSTEM, drafts, at=at)
        if any(model._default_manager.filter(state=EntryState.LISTED, review_due=day).exists() for model in (Tool, Challenge)):
            turn()  # the badge of what is due from today on
    return len(drafts)


def _due(day: date) -> Any:
    return (
        Tool.objects.filter(state=EntryState.LISTED, review_due__lte=day)
        .order_by("name", "pk")
        .values_list("pk", "code", "name", "steward")
    )


def _owe(due: dict[int, tuple[str, str, str]], speak: dict[int, list[int]], members: set[int], at: datetime) -> None:
    wanted = {(str(pk), person) for pk, people in speak.items() for person in people if person in members}
    held = set()
    for duty in Duty.objects.filter(kind=OF_STEWARD, settled_at__isnull=True):
        key = (duty.subject_id, duty.person_id)
        held.add(key)
        if key not in wanted:
            duty.settled_at = at
            duty.save(update_fields=["settled_at"])
    tools = Tool.objects.in_bulk([int(pk) for pk, _person in wanted - held])
    for pk, person in sorted(wanted - held):
        tool = tools[int(pk)]
        owe(OF_STEWARD, tool, at=at, person_id=person, url=tool.url_here)
    nobody_s = any(not speak[pk] for pk in due)
    everything, _made = Edition.objects.get_or_create(pk=1)
    if nobody_s:
        owe(OF_CHAIR, everything, at=at, role="chair", url="/landscape/tools/?due=yes")
    else:
        settle(OF_CHAIR, everything, at=at)


def _letter(person: int, tools: list[tuple[str, str, str]], day: date) -> Draft:
    lines = [f"- {name}: {settings.BASE_URL}/landscape/tools/{code}/" for code, name, _steward in tools[:LINES]]
    values = {"count": len(tools), "lines": "\n".join(lines), "more": max(0, len(tools) - LINES)}
    return Draft("landscape.review-due", values, person_id=person, key=f"landscape.review-due:{person}:{day:%Y-%m}")


def looked_at(entry: Tool | Challenge, at: datetime) -> None:
    """Take the duties off once an entry is no longer due. Called inside the action that looked."""
    if entry.review_due > today(at) or entry.state != EntryState.LISTED:
        settle(OF_STEWARD, entry, at=at)
