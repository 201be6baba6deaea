"""Equal release: one instant for all States, then a letter to each, State by State, by a worker that may be killed at any moment and goes on."""

from datetime import datetime

from django.db import transaction

from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send_all
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.states import queries as states
from interchange.work.statements import tasks
from interchange.work.statements.models import Release, ReleaseLine, Round


def begin(actor: Viewer, found: Round, kind: str, *, at: datetime) -> Release:
    """Note the instant from which all States can read it, and have the worker write to them. In the caller's transaction."""
    made = Release.objects.create(round=found, kind=kind, released_at=at)
    record(actor, "release.begun", made, at=at, after={"consultation": found.pk, "kind": kind, "released_at": at})
    transaction.on_commit(lambda: tasks.carry_on.enqueue(made.pk))
    return made


def carry_on(release_id: int, *, at: datetime) -> int:
    """Write to every State that has not been written to, each in a transaction of its own; returns how many were. Two at once wait for one another."""
    done = 0
    for iso2, _name in vocabulary.member_states():
        done += _tell(release_id, iso2, at)
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release_id)
        if release.done_at is None:
            release.done_at = at
            release.save(update_fields=["done_at"])
            record(SYSTEM, "release.done", release, at=at, after={"states": release.lines.count()})
    return done


def _tell(release_id: int, iso2: str, at: datetime) -> bool:
    with transaction.atomic():
        release = Release.objects.select_for_update(of=("self",)).select_related("round").get(pk=release_id)
        if ReleaseLine.objects.filter(release=release, member_state=iso2).exists():
            return False
        found = release.round
        people = states.speakers([iso2], at).get(iso2, [])
        values = {
            "number": found.number, "title": found.title, "kind": str(release.kind), "state": vocabulary.country(iso2), "url": found.get_absolute_url(),
            "released": clock.in_words(release.released_at, None), "closes": clock.in_words(found.closes_at, None),
        }  # fmt: skip
        drafts = [
            Draft("statements.release", values, person_id=person, subject=found, key=f"statements.release:{release.pk}:{iso2}:{person}")
            for person in people
        ]
        send_all(SYSTEM, drafts, at=at)
        ReleaseLine.objects.create(release=release, member_state_id=iso2, letters=len(drafts), at=at)
        return True
