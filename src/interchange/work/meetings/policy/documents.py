"""Documents by their mark. A number that is not for the viewer does not exist for them: no title, no size, no date (U03)."""

from django.db.models import Q

from interchange.ground.files import purposes
from interchange.ground.policy.levels import Level, is_insider, open_to
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings.models import Document, Issue
from interchange.work.meetings.policy.sessions import FILE, chaired, is_organiser, organisers, recorded, steers


def _documents(viewer: Viewer) -> Q:
    """What is issued, by its level; restricted ones for organisers and whoever records their session."""
    if is_organiser(viewer):
        return EVERYTHING
    issued = Q(issued_at__isnull=False)
    found = open_to(viewer) & ~Q(level=Level.RESTRICTED) & issued
    own = Q(by_id=viewer.person_id) & issued if is_insider(viewer) and viewer.person_id else NOTHING
    return found | own | (Q(level=Level.RESTRICTED, session__isnull=False) & issued & recorded(viewer, "session_id"))


def _issues(viewer: Viewer) -> Q:
    return Q(document__in=Document.objects.filter(_documents(viewer)))


def _originals(viewer: Viewer) -> Q:
    """The file as it was given in, without number and mark, is for organisers; everyone else reads the marked copy."""
    return EVERYTHING if is_organiser(viewer) else NOTHING


rule("document.view", Document, who=anyone, which=_documents, conflict=(FILE, "session_id"))
rule(
    "document.comment",
    Document,
    who=is_insider,
    which=lambda v: _documents(v) & Q(issued_at__isnull=False, withdrawn_at__isnull=True),
    conflict=(FILE, "session_id"),
)
rule("issue.view", Issue, who=anyone, which=_issues, conflict=(FILE, "document__session_id"))
rule("document.manage", Document, who=organisers, which=lambda v: EVERYTHING, conflict=(FILE, "session_id"))
rule(
    "document.steer",
    Document,
    who=steers,
    which=lambda v: EVERYTHING if is_organiser(v) else Q(session__isnull=False) & chaired(v, "session_id"),
    conflict=(FILE, "session_id"),
)
rule(
    "document.revise",
    Document,
    who=is_insider,
    which=lambda v: (
        (Q(by_id=v.person_id) if v.person_id and v.has(Role.MEMBER, Role.CHAIR) else NOTHING)
        | (EVERYTHING if is_organiser(v) else Q(session__isnull=False) & chaired(v, "session_id"))
    ),
    conflict=(FILE, "session_id"),
)
purposes.define("paper", label="Paper", max_bytes=20_000_000, kinds=["application/pdf"], readable=_originals)
