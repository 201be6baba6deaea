"""Who hears of what is said: those who are named at once, the others once a day (`schedule.py`)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from interchange.ground.accounts.models import Person
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.post.actions import Draft, send
from interchange.ground.threads.models import Following


def muters(subject: Model) -> set[int]:
    """Those who want to hear nothing about a thing's discussion."""
    kind, key = subject_of(subject)
    return set(Following.objects.filter(subject_kind=kind, subject_id=key, muted=True).values_list("person_id", flat=True))


def followers(subject: Model) -> set[int]:
    """Those who want to hear everything."""
    kind, key = subject_of(subject)
    return set(Following.objects.filter(subject_kind=kind, subject_id=key, muted=False).values_list("person_id", flat=True))


def mentioned(subject: Model, url: str, people: Iterable[int], *, key: str, at: datetime) -> int:
    """Write to those who are named in something said about a thing, each once for the key; who does not see the thing, or muted it, hears nothing.

    `url` leads to what was said. Returns how many letters. Belongs inside the action's transaction.
    """
    named = set(people)
    if not named:
        return 0
    view, title, count = subjects.of(subject).view, subjects.title_in_letters(subject), 0
    for person in Person.objects.filter(pk__in=named - muters(subject), is_active=True):
        if allows(viewer_for(person, at=at, second_factor=True), view, subject):
            values = {"title": title, "url": url}
            send(
                SYSTEM, Draft("threads.named", values, person_id=person.pk, subject=subject, key=f"threads.named:{key}:{person.pk}"), at=at
            )
            count += 1
    return count
