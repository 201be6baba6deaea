"""Digests: what waited for somebody, in one letter, each thing in exactly one.

A digest and the note on each letter that it is told are written in one transaction for some hundred people, so a worker that is killed leaves
nothing half done, and the next one goes on with those who are left. What somebody may not see any more is dropped.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from interchange.ground.policy import subjects
from interchange.ground.policy.viewer import SYSTEM, Viewer, viewers_for
from interchange.ground.post import actions
from interchange.ground.post.models import Letter
from interchange.ground.post.vocabulary import LetterState
from interchange.ground.post.wishes import DIGEST

AT_ONCE = 250  # people in one transaction


def gather(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Make up the digests that are due; returns how many letters they are."""
    made = 0
    while not stop():
        with transaction.atomic():
            count = _some(at)
        if not count:
            break
        made += count
    return made


def _some(at: datetime) -> int:
    """The digests of some people; 0 where nobody waits any more."""
    due = Letter.objects.filter(state=LetterState.GATHERED, next_try_at__lte=at)
    people = sorted(set(due.order_by("person_id").values_list("person_id", flat=True).distinct()[:AT_ONCE]))
    waiting = due.filter(person_id__in=people).order_by("person_id", "written_at", "pk")
    if connection.vendor == "postgresql":
        waiting = waiting.select_for_update(of=("self",))  # a second worker waits here, and then finds nothing
    by_person: dict[int, list[Letter]] = defaultdict(list)
    for letter in waiting:
        by_person[letter.person_id or 0].append(letter)
    if not by_person:
        return 0
    found = get_user_model().objects.filter(pk__in=by_person, is_active=True)
    viewers = viewers_for(found, at=at, second_factor=True)
    told: dict[int, list[Letter]] = {}
    for pk, letters in by_person.items():
        seen = _still_seen(viewers[pk], letters) if pk in viewers else []
        if seen:
            told[pk] = seen
    kept = {letter.pk for letters in told.values() for letter in letters}
    dropped = [letter.pk for letters in by_person.values() for letter in letters if letter.pk not in kept]
    Letter.objects.filter(pk__in=dropped).update(state=LetterState.CANCELLED)
    drafts = [
        actions.Draft(DIGEST, {"count": len(letters), "lines": lines(letters)}, person_id=pk, key=f"{DIGEST}:{pk}:{letters[0].pk}")
        for pk, letters in told.items()
    ]
    for digest in actions.send_all(SYSTEM, drafts, at=at):
        Letter.objects.filter(pk__in=[letter.pk for letter in told[digest.person_id or 0]]).update(
            state=LetterState.IN_DIGEST, digest=digest
        )
    return len(by_person)


def _still_seen(viewer: Viewer, letters: list[Letter]) -> list[Letter]:
    """The letters about things that the person may (still) see. Letters about what is no subject stand as they would have left at once."""
    pairs = {(one.subject_kind, str(one.subject_id)) for one in letters if one.subject_kind in subjects.SUBJECTS and one.subject_id}
    known = subjects.named(viewer, pairs) if pairs else {}
    return [
        one for one in letters if (one.subject_kind, str(one.subject_id)) not in pairs or (one.subject_kind, str(one.subject_id)) in known
    ]


def lines(letters: list[Letter]) -> str:
    """What a digest says of each letter: its subject, and the address that it leads to."""
    return "\n\n".join("\n".join(filter(None, [f"- {letter.subject}", link_of(letter)])) for letter in letters)


def link_of(letter: Letter) -> str:
    """The first address of this house in a letter; empty where it has none."""
    found = re.search(rf"{re.escape(settings.BASE_URL)}/\S*", letter.body)
    return f"  {found.group().rstrip('.,;')}" if found else ""
