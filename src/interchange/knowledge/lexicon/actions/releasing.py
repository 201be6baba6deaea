"""Releases: the dated, numbered state of everything agreed, and its files."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.knowledge.lexicon import exports
from interchange.knowledge.lexicon.models import Release, ReleaseFile, Version
from interchange.knowledge.lexicon.vocabulary import FORMATS, PUBLISHED

STEP = 500  # concepts between two notes of progress


def present() -> dict[int, int]:
    """Concept -> the version that says what it is now, of all that is agreed or deprecated."""
    now = Version.objects.filter(concept__state__in=PUBLISHED, number=F("concept__revision"))
    return dict(now.values_list("concept_id", "pk"))


def make_release(actor: Viewer, *, title: str, note: str = "", at: datetime) -> Release:
    """Release what is agreed now under the next number. Raises `Refused` where nothing changed since the last release."""
    require(actor, "release.make")
    if not title.strip():
        raise Refused.of("title", _("A release needs a title."), _("For example: After the third session."))
    with transaction.atomic():
        versions = present()
        last = Release.objects.select_for_update().order_by("-number").first()
        if last is not None and set(last.versions.values_list("pk", flat=True)) == set(versions.values()):
            raise Refused.of("", _("Nothing has changed since release %s.") % last.number, _("Release again when something has."))
        number = (Release.objects.aggregate(top=Max("number"))["top"] or 0) + 1
        release = Release.objects.create(number=number, title=title.strip()[:200], note=note.strip(), at=at, by_id=actor.person_id)
        through = Release.versions.through
        through.objects.bulk_create([through(release_id=release.pk, version_id=pk) for pk in versions.values()], batch_size=1000)
        record(actor, "lexicon.released", release, at=at, after={"number": number, "concepts": len(versions)})
        return release


def make_file(release_id: int, kind: str, *, at: datetime) -> ReleaseFile:
    """Write a release in one format, once; its progress is kept in the row, so that pages can show it. Raises `LookupError` for no format."""
    if kind not in FORMATS:
        raise LookupError(kind)
    release = see(SYSTEM, "release.view", Release.objects.all(), pk=release_id)
    row, _made = ReleaseFile.objects.get_or_create(release=release, format=kind)
    if row.ready_at is not None:
        return row
    found = exports.contents_of(release)
    ReleaseFile.objects.filter(pk=row.pk).update(total=len(found), done=0)

    def progress(done: int) -> None:
        if done % STEP == 0:
            ReleaseFile.objects.filter(pk=row.pk).update(done=done)

    body = exports.write(kind, release, found, progress)
    with transaction.atomic():
        row = ReleaseFile.objects.select_for_update().get(pk=row.pk)
        if row.ready_at is None:
            row.name = default_storage.save(f"lexicon/release-{release.number}.{kind}", ContentFile(body))
            row.total = row.done = len(found)
            row.ready_at = at
            row.save()
        return row
