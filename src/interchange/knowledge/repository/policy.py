"""Who finds, reads, deposits and curates.

Levels are held against the clock: what is under an embargo is shut until that very second, for pages, lists, search, feeds, harvesters and
files alike, because all of them ask here. A conflict recorded about a record takes it out of a curator's or reviewer's working desk; what is
published for everyone stays published.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.files import purposes
from interchange.ground.policy.levels import Level, is_insider, levels_open_to
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rows, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository.models import (
    Collection,
    CopyRequest,
    ImportJob,
    ReadingList,
    Record,
    RecordFile,
    Review,
    Version,
)
from interchange.knowledge.repository.vocabulary import EDITABLE, IN_CURATION, CopyState, RecordState, ReviewState, VersionState

CONFLICT = "repository.record"
curator = role(Role.OFFICER, Role.CHAIR)


def open_now(viewer: Viewer, prefix: str = "") -> Q:
    """What the viewer may read by level, embargoes held against the clock. `prefix` leads to the row with `level` and `embargo_until`."""
    lifted = Q(**{f"{prefix}embargo_until__isnull": True}) | Q(**{f"{prefix}embargo_until__lte": clock.now()})
    return Q(**{f"{prefix}level__in": levels_open_to(viewer)}) & lifted


def _unconflicted(viewer: Viewer, path: str = "pk") -> Q:
    hidden = Conflict.objects.filter(person_id=viewer.person_id or 0, kind=CONFLICT).values("object_id")
    return ~Q(**{f"{path}__in": hidden})


def _own(viewer: Viewer, path: str = "submitter_id") -> Q:
    return Q(**{path: viewer.person_id}) if viewer.person_id else NOTHING


def _mine(viewer: Viewer, prefix: str = "") -> Q:
    """Versions of one's own records, and those that one drew up oneself for a record that nobody owns."""
    return _own(viewer, f"{prefix}record__submitter_id") | _own(viewer, f"{prefix}created_by_id")


def _on_desk(viewer: Viewer, prefix: str = "") -> Q:
    """Records with which the viewer works: curators all that were ever submitted, reviewers those they are asked about. Never with a conflict."""
    found = NOTHING
    if viewer.has(Role.OFFICER, Role.CHAIR):
        handed_in = Version.objects.exclude(state=VersionState.DRAFT).exclude(submitted_at__isnull=True, created_by__isnull=False)
        found |= Q(Exists(handed_in.filter(record_id=OuterRef(f"{prefix}pk"))))
    if viewer.person_id and is_insider(viewer):
        asked = Review.objects.filter(reviewer_id=viewer.person_id, state__in=[ReviewState.ASKED, ReviewState.FILED])
        found |= Q(**{f"{prefix}pk__in": asked.values("version__record_id")})
    return found & _unconflicted(viewer, f"{prefix}pk")


def _listed(viewer: Viewer) -> Q:
    return Q(state=RecordState.PUBLISHED) & open_now(viewer)


def _viewable(viewer: Viewer) -> Q:
    """Published records, and the tombstones and redirects of what the viewer could have read; own ones; those on the desk."""
    known = [RecordState.PUBLISHED, RecordState.WITHDRAWN]
    ended = Q(state=RecordState.MERGED, published_at__isnull=False)
    open_to_all = (Q(state__in=known) | ended) & open_now(viewer)
    if not viewer.person_id:
        return open_to_all
    drawn_up = Version.objects.filter(created_by_id=viewer.person_id).exclude(state=VersionState.DISCARDED).values("record_id")
    return open_to_all | _own(viewer) | Q(pk__in=drawn_up) | _on_desk(viewer)


def _versions(viewer: Viewer) -> Q:
    """Published versions of records that may be seen; any version of own records; submitted ones on the desk."""
    seen = Q(Exists(Record.objects.filter(_viewable(viewer), pk=OuterRef("record_id"))))  # of each version: not of all records there are
    found = Q(state__in=[VersionState.PUBLISHED, VersionState.WITHDRAWN]) & seen
    if viewer.person_id:
        found |= _mine(viewer)
        desk = Q(Exists(Record.objects.filter(_on_desk(viewer), pk=OuterRef("record_id"))))
        if viewer.has(Role.OFFICER, Role.CHAIR):
            found |= Q(state__in=IN_CURATION) & desk
        asked = Review.objects.filter(reviewer_id=viewer.person_id, state__in=[ReviewState.ASKED, ReviewState.FILED])
        found |= Q(pk__in=asked.values("version_id"), state__in=IN_CURATION) & desk & (Q() if is_insider(viewer) else NOTHING)
    return found


def _curated(viewer: Viewer) -> Q:
    return _on_desk(viewer) & ~Q(submitter_id=viewer.person_id)


def _revisable(viewer: Viewer) -> Q:
    """Published records of which a new version may be drawn up: own ones; those that nobody owns, by any member; all by curators."""
    anybody_s = Q(submitter__isnull=True) & open_now(viewer)
    return Q(state=RecordState.PUBLISHED) & (
        _own(viewer) | anybody_s | (_on_desk(viewer) if viewer.has(Role.OFFICER, Role.CHAIR) else NOTHING)
    )


def _files(viewer: Viewer) -> Q:
    """Files of published versions by their own level and embargo; all files of versions that one works on; copies that were granted."""
    seen = Q(Exists(Record.objects.filter(_viewable(viewer), state=RecordState.PUBLISHED, pk=OuterRef("version__record_id"))))
    published = Q(version__state=VersionState.PUBLISHED)
    found = published & seen & open_now(viewer)
    if viewer.person_id:
        granted = CopyRequest.objects.filter(person_id=viewer.person_id, state=CopyState.GRANTED, expires_at__gt=clock.now())
        found |= published & seen & Q(pk__in=granted.values("file_id"))
        found |= _mine(viewer, "version__")
        working = Version.objects.filter(_versions(viewer), Exists(Record.objects.filter(_on_desk(viewer), pk=OuterRef("record_id"))))
        found |= Q(Exists(working.filter(pk=OuterRef("version_id"))))
    return found


def _shown(viewer: Viewer) -> Q:
    """Files that a page may name: those of versions that the viewer may see, readable or not (a closed file can be asked for)."""
    return Q(Exists(Version.objects.filter(_versions(viewer), pk=OuterRef("version_id"))))


def _lists(viewer: Viewer) -> Q:
    own = _own(viewer, "owner_id")
    shared = [level for level in levels_open_to(viewer) if level != Level.RESTRICTED]
    return own | Q(level__in=shared)


rule("record.discuss", Record, who=is_insider, which=_listed)
rule("record.list", Record, who=anyone, which=_listed)
rule("record.view", Record, who=anyone, which=_viewable)
rule("record.deposit", who=is_insider)
rule("record.own", Record, who=signed_in, which=_own)
rule("record.curate", Record, who=curator, which=_curated)
rule("record.withdraw", Record, who=curator, which=lambda v: _curated(v) & Q(state=RecordState.PUBLISHED))
rule("record.merge", Record, who=curator, which=_curated)
rule("version.view", Version, who=anyone, which=_versions)
rule("version.edit", Version, who=signed_in, which=lambda v: _mine(v) & Q(state__in=EDITABLE))
rule("record.revise", Record, who=is_insider, which=_revisable)
rule(
    "version.curate",
    Version,
    who=curator,
    which=lambda v: (
        Q(Exists(Record.objects.filter(_curated(v), pk=OuterRef("record_id"))))
        & ~Q(state=VersionState.DRAFT)
        & ~Q(created_by_id=v.person_id)
    ),
)
rule("record-file.read", RecordFile, who=anyone, which=_files)
rule("record-file.name", RecordFile, who=anyone, which=_shown)
rule(
    "review.view",
    Review,
    who=signed_in,
    which=lambda v: (
        Q(version__record__in=Record.objects.filter(_on_desk(v)).values("pk"))
        & (EVERYTHING if v.has(Role.OFFICER, Role.CHAIR) else Q(reviewer_id=v.person_id))
        & ~Q(version__record__submitter_id=v.person_id)
    ),
)
rule(
    "review.file",
    Review,
    who=is_insider,
    which=lambda v: Q(reviewer_id=v.person_id, state=ReviewState.ASKED) & _unconflicted(v, "version__record_id"),
)
rule("copy.ask", RecordFile, who=signed_in, which=lambda v: _shown(v) & Q(version__state=VersionState.PUBLISHED) & ~_files(v))
rule("copy.own", CopyRequest, who=signed_in, which=lambda v: Q(person_id=v.person_id))
rule(
    "copy.decide",
    CopyRequest,
    who=signed_in,
    which=lambda v: (
        (_own(v, "file__version__record__submitter_id") | Q(file__version__record__in=Record.objects.filter(_curated(v)).values("pk")))
        & ~Q(person_id=v.person_id)
    ),
)
rule("reading-list.make", who=signed_in)
rule("reading-list.view", ReadingList, who=anyone, which=_lists)
rule("reading-list.own", ReadingList, who=signed_in, which=lambda v: Q(owner_id=v.person_id))
rule("collection.view", Collection, who=anyone, which=lambda v: Q(retired_at__isnull=True))
rule("collection.edit", Collection, who=curator, which=lambda v: EVERYTHING)
rule("import.run", who=role(Role.OFFICER))
rule("import.view", ImportJob, who=role(Role.OFFICER), which=lambda v: EVERYTHING)


def _readable(viewer: Viewer) -> Q:
    return Q(pk__in=rows(viewer, "record-file.read").values("stored_id"))


purposes.define("repository", label=_("File of the repository"), max_bytes=100_000_000, kinds=["application/pdf"], readable=_readable)
