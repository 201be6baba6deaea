"""Is it here already? By identifier, by title, by the fingerprint of its words or of its file; only records that the viewer may know of."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository import identify, likeness
from interchange.knowledge.repository.models import Identifier, Record, RecordFile, Version
from interchange.knowledge.repository.vocabulary import EXCLUSIVE, RecordState, Scheme

MOST = 8
LIVE = [RecordState.WORKING, RecordState.PUBLISHED, RecordState.WITHDRAWN]


@dataclass(frozen=True)
class Twin:
    """A record that looks like the same work, why, and whether that is beyond doubt (the same identifier or the same file)."""

    record: Record
    why: str
    certain: bool


def of_version(viewer: Viewer, version: Version) -> list[Twin]:
    """What looks like this version's record, surest first."""
    return find(
        viewer,
        title=version.title,
        summary=version.summary,
        identifiers=version.identifiers,
        files=list(version.files.all()),
        but=version.record_id,
    )


def find(
    viewer: Viewer,
    *,
    title: str = "",
    summary: str = "",
    identifiers: list[list[str]] | None = None,
    files: list[RecordFile] | None = None,
    but: int | None = None,
) -> list[Twin]:
    """What looks like a work with these words, surest first. At most five queries."""
    twins: dict[int, Twin] = {}
    seen = rows(viewer, "record.view", Record.objects.select_related("current").filter(state__in=LIVE)).exclude(pk=but or 0)
    keys = {(scheme, identify.key(scheme, value)) for scheme, value in identifiers or [] if scheme != Scheme.URL}
    if keys:
        same = Q(pk__in=[])
        for scheme, key in keys:
            same |= Q(scheme=scheme, key=key)
        owners = dict(Identifier.objects.filter(same).exclude(record_id=but or 0).values_list("record_id", "scheme"))
        for record in seen.filter(pk__in=owners)[:MOST]:
            name = dict(Scheme.choices)[owners[record.pk]]
            twins[record.pk] = Twin(record, _("the same %s") % name, owners[record.pk] in EXCLUSIVE)
    for record in _same_files(seen, files or []):
        twins.setdefault(record.pk, Twin(record, _("the same file"), True))
    key = likeness.title_key(title)
    if len(key) > 7:
        for record in seen.filter(title_key=key)[:MOST]:
            twins.setdefault(record.pk, Twin(record, _("the same title"), False))
    for record in _near(seen, likeness.simhash(f"{title} {summary}")):
        twins.setdefault(record.pk, Twin(record, _("nearly the same words"), False))
    for file in files or []:
        for record in _near_files(seen, likeness.whole(file)):
            twins.setdefault(record.pk, Twin(record, _("a file with nearly the same text"), False))
    return sorted(twins.values(), key=lambda twin: not twin.certain)[:MOST]


def _same_files(seen: "QuerySet[Record]", files: list[RecordFile]) -> list[Record]:
    digests = [file.stored.sha256 for file in files]
    if not digests:
        return []
    twins = RecordFile.objects.filter(stored__sha256__in=digests).values("version__record_id")
    return list(seen.filter(pk__in=twins)[:MOST])


def _bands(fingerprint: int) -> Q:
    shared = Q(pk__in=[])
    for name, value in likeness.bands(fingerprint).items():
        shared |= Q(**{name: value})
    return shared


def _near(seen: "QuerySet[Record]", fingerprint: int | None) -> list[Record]:
    if fingerprint is None:
        return []
    found = seen.filter(_bands(fingerprint))[:200]
    return [one for one in found if likeness.distance(likeness.whole(one) or 0, fingerprint) <= likeness.CLOSE]


def _near_files(seen: "QuerySet[Record]", fingerprint: int | None) -> list[Record]:
    if fingerprint is None:
        return []
    near = [
        file.version.record_id
        for file in RecordFile.objects.filter(_bands(fingerprint)).select_related("version")[:200]
        if likeness.distance(likeness.whole(file) or 0, fingerprint) <= likeness.CLOSE
    ]
    return list(seen.filter(pk__in=near)[:MOST]) if near else []
