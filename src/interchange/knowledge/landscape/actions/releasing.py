"""Numbered states of the map that can be cited."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape import snapshot
from interchange.knowledge.landscape.models import MapRelease, ReportJob
from interchange.knowledge.landscape.vocabulary import JobState


def _parts(number: str) -> tuple[int, int]:
    major, _dot, minor = number.partition(".")
    return int(major), int(minor)


def make_release(actor: Viewer, *, number: str, title: str, note: str = "", at: datetime) -> MapRelease:
    """Freeze the map as it is under a number ("1.1"). Raises `Refused` where the number is no number, taken, or not higher than the last,
    and where nothing has changed since the last release."""
    require(actor, "map-release.make")
    if not re.fullmatch(r"\d{1,3}\.\d{1,3}", number.strip()):
        raise Refused.of("number", _("“%s” is not a release number.") % number[:12], _("Write two figures with a dot, for example 1.1."))
    if not title.strip():
        raise Refused.of("title", _("A release needs a title."), _("Say in a few words what is new."))
    with transaction.atomic():
        last = MapRelease.objects.select_for_update().first()
        if last is not None and _parts(number.strip()) <= _parts(last.number):
            raise Refused.of("number", _("The last release is %s.") % last.number, _("Give a higher number."))
        state = snapshot.take()
        packed, digest = snapshot.pack(state)
        if last is not None and digest == last.digest:
            raise Refused.of("", _("Nothing has changed since release %s.") % last.number, _("Cite that one."))
        counts = {name: len(state[name]) for name in ("tools", "challenges", "relations")}
        made = MapRelease.objects.create(
            number=number.strip(), title=title.strip(), note=note.strip(), released_at=at, by_id=actor.person_id, counts=counts, digest=digest, packed=packed
        )  # fmt: skip
        record(actor, "map.released", made, at=at, after={"number": made.number, "digest": digest, **counts})
        return made


def order_report(actor: Viewer, release: MapRelease, *, at: datetime) -> ReportJob:
    """Have the worker print the report of a release. Ordering it again is harmless; one that failed is tried anew."""
    require(actor, "map-release.make")
    from interchange.knowledge.landscape.tasks import print_report

    with transaction.atomic():
        job, made = ReportJob.objects.select_for_update().get_or_create(release=release, defaults={"asked_at": at})
        if made or job.phase == JobState.FAILED:
            job.phase, job.progress, job.problem, job.asked_at = JobState.WAITING, 0, "", at
            job.save()
            record(actor, "map-report.ordered", release, at=at, after={"number": release.number})
            transaction.on_commit(lambda: print_report.enqueue(job.pk))
        return job
