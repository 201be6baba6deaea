"""Who may say which verb of the selection, to which rows. A conflict recorded on an application removes everything that hangs on it."""

from django.db.models import Q

from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import DEAD_STATES
from interchange.network.selection.models import (
    Assignment,
    CalibrationRound,
    Choice,
    EligibilityCheck,
    Offer,
    Recusal,
    Release,
    Result,
    Review,
    ReviewRequest,
    SelectionReport,
    WaitingEntry,
)
from interchange.network.selection.vocabulary import LIVE, AssignmentState

officer = role(Role.OFFICER)
reviewer = role(Role.REVIEWER)
FILE = ("calls.application", "application_id")


def everything(viewer: Viewer) -> Q:
    """Every row (a recorded conflict still removes some)."""
    return EVERYTHING


def officers_rows(viewer: Viewer) -> Q:
    """Every row for officers, none for others."""
    return EVERYTHING if viewer.has(Role.OFFICER) else NOTHING


def mine_by_application(viewer: Viewer) -> Q:
    """The applicant's own."""
    return Q(application__person_id=viewer.person_id)


def own_live(viewer: Viewer) -> Q:
    """A reviewer's own assignments that are not ended; a withdrawn or duplicate application is closed to its readers at once."""
    return Q(reviewer_id=viewer.person_id, state__in=LIVE) & ~Q(application__state__in=DEAD_STATES)


def open_reviews(viewer: Viewer) -> Q:
    """Own reviews; others' only when filed and, for a fellow reviewer, once the own is filed too; for officers, once nobody's is
    outstanding on that file (DOMAIN S3: blind; nobody reads sealed marks)."""
    own = Q(assignment__reviewer_id=viewer.person_id)
    filed = Q(filed_at__isnull=False, assignment__state=AssignmentState.FILED)
    mine_filed = Assignment.objects.filter(reviewer_id=viewer.person_id, state=AssignmentState.FILED).values("application_id")
    seen = own | (filed & Q(assignment__application_id__in=mine_filed))
    if viewer.has(Role.OFFICER):
        outstanding = Assignment.objects.filter(state=AssignmentState.ASSIGNED, order__lte=2).values("application_id")
        has_two = Assignment.objects.filter(state=AssignmentState.FILED, order=2).values("application_id")
        complete = Q(assignment__application_id__in=has_two) & ~Q(assignment__application_id__in=outstanding)
        on_file = Assignment.objects.filter(reviewer_id=viewer.person_id, state=AssignmentState.ASSIGNED).values("application_id")
        seen |= filed & complete & ~Q(assignment__application_id__in=on_file)
    return seen


# Officers' work
rule("selection.dashboard", who=officer)
rule("selection.table", who=officer)
rule("eligibility.check", EligibilityCheck, who=officer, which=everything, conflict=FILE)
rule("assignment.manage", Assignment, who=officer, which=everything, conflict=FILE)
rule("reviewer.manage", who=officer)
rule("recusal.view", Recusal, who=officer, which=everything, conflict=FILE)
rule("result.view", Result, who=officer, which=everything, conflict=FILE)
rule("calibration.manage", CalibrationRound, who=officer, which=everything)
rule("set.build", who=officer)
rule("choice.manage", Choice, who=officer, which=everything, conflict=FILE)
rule("release.prepare", Release, who=officer, which=everything)
rule("release.release", Release, who=officer, which=lambda v: ~Q(prepared_by_id=v.person_id))
rule("offer.manage", Offer, who=officer, which=everything, conflict=FILE)
rule("waiting.manage", WaitingEntry, who=officer, which=everything, conflict=FILE)
rule("appeal.manage", ReviewRequest, who=officer, which=everything, conflict=FILE)
rule("report.draft", who=officer)
rule("report.approve", SelectionReport, who=officer, which=lambda v: ~Q(drafted_by_id=v.person_id))
rule(
    "report.view",
    SelectionReport,
    who=anyone,
    which=lambda v: EVERYTHING if v.has(Role.OFFICER, Role.AUDITOR) else Q(approved_at__isnull=False),
)

# Reviewers' work
rule("review.mine", Assignment, who=reviewer, which=own_live, conflict=FILE)
rule("review.write", Assignment, who=reviewer, which=own_live, conflict=FILE)
rule(
    "review.read",
    Review,
    who=role(Role.REVIEWER, Role.OFFICER),
    which=open_reviews,
    conflict=("calls.application", "assignment__application_id"),
)
rule("review.recuse", Assignment, who=reviewer, which=lambda v: Q(reviewer_id=v.person_id))
rule("calibration.mark", CalibrationRound, who=reviewer, which=lambda v: Q(closed_at__isnull=True))
rule("calibration.read", CalibrationRound, who=role(Role.REVIEWER, Role.OFFICER), which=everything)

# Applicants' own
rule("offer.answer", Offer, who=signed_in, which=mine_by_application)
rule("waiting.answer", WaitingEntry, who=signed_in, which=mine_by_application)
rule("appeal.file", who=signed_in)
rule("appeal.own", ReviewRequest, who=signed_in, which=mine_by_application)
