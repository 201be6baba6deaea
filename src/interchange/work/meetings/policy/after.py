"""Draft summaries, the check for names, interests asked for before a session, and the public register of patents."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, rule
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.models import CheckFinding, InterestRefresh, IprDisclosure, SummaryDraft
from interchange.work.meetings.policy.sessions import FILE, chaired, invited, is_organiser, recorded, records, steers, takes_part
from interchange.work.meetings.vocabulary import SessionState

CHECKING = Q(check_opens_at__isnull=False, session__state__in=[SessionState.MEMBER_CHECK, SessionState.APPROVED, SessionState.PUBLIC])


def _drafts(viewer: Viewer) -> Q:
    """Whoever records the session, always; invited members what was put before them, from the opening of their check on."""
    written = recorded(viewer, "session_id") if records(viewer) else NOTHING
    mine = CHECKING & invited(viewer, "session_id") if takes_part(viewer) else NOTHING
    return written | mine


rule("summary.view", SummaryDraft, who=is_insider, which=_drafts, conflict=(FILE, "session_id"))
rule("summary.speak", SummaryDraft, who=is_insider, which=_drafts, conflict=(FILE, "session_id"))
rule("summary.write", SummaryDraft, who=records, which=lambda v: recorded(v, "session_id"), conflict=(FILE, "session_id"))
rule("summary.approve", SummaryDraft, who=steers, which=lambda v: chaired(v, "session_id"), conflict=(FILE, "session_id"))
rule("finding.view", CheckFinding, who=records, which=lambda v: recorded(v, "draft__session_id"), conflict=(FILE, "draft__session_id"))
rule("refresh.own", InterestRefresh, who=takes_part, which=lambda v: Q(person_id=v.person_id), conflict=(FILE, "session_id"))
rule("ipr.view", IprDisclosure, who=anyone, which=lambda v: EVERYTHING)
rule("ipr.disclose", who=is_insider)
rule(
    "ipr.withdraw",
    IprDisclosure,
    who=is_insider,
    which=lambda v: EVERYTHING if is_organiser(v) else Q(by_id=v.person_id),
)
