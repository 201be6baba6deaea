"""Step aside from a file: at once, for good, with the category of reason only (DOMAIN S5, U31)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import neighbours
from interchange.network.selection.actions.reviewing import settle_file
from interchange.network.selection.models import Assignment, Recusal
from interchange.network.selection.queries.files import file_of, locked
from interchange.network.selection.vocabulary import LIVE, AssignmentState, RecusalBy


def recuse(actor: Viewer, assignment_id: int, *, reason: str, at: datetime) -> Recusal:
    """The reviewer steps aside: one click, repeatable. The file is closed to them from the same moment on.

    Raises `NotAllowed` for somebody else's assignment, `Refused` for an unknown category.
    """
    require(actor, "review.recuse")
    mine = Assignment.objects.filter(pk=assignment_id, reviewer_id=actor.person_id).first()
    if mine is None or actor.person_id is None:
        raise NotAllowed("review.recuse")
    return _step_aside(actor, mine.application_id, actor.person_id, RecusalBy.REVIEWER, reason, at)


def recuse_by_officer(actor: Viewer, application_id: int, person_id: int, *, reason: str, at: datetime) -> Recusal:
    """An officer closes a file to a person. Repeating it is harmless."""
    require(actor, "conflict.record")
    file_of(actor, application_id, "assignment.manage")
    return _step_aside(actor, application_id, person_id, RecusalBy.OFFICER, reason, at)


def _step_aside(actor: Viewer, application_id: int, person_id: int, by: RecusalBy, reason: str, at: datetime) -> Recusal:
    if reason not in ConflictReason.values:
        raise Refused.of("reason", _("Choose why there is a conflict."), _("The category is enough; no story is asked for."))
    with transaction.atomic():
        application = locked(application_id)
        recusal, made = Recusal.objects.get_or_create(
            application_id=application_id,
            person_id=person_id,
            defaults={"by": by, "recorded_by_id": actor.person_id, "reason": reason, "recorded_at": at},
        )
        record_conflict(actor, person_id, application, reason=ConflictReason(reason), at=at)
        if not made:
            return recusal
        record(actor, "review.recused", application, at=at, after={"person": person_id, "by": str(by), "reason": reason})
        ended = list(Assignment.objects.select_for_update().filter(application_id=application_id, reviewer_id=person_id, state__in=LIVE))
        for assignment in ended:
            filed = assignment.state == AssignmentState.FILED
            assignment.state = AssignmentState.SET_ASIDE if filed else AssignmentState.RECUSED
            assignment.ended_at = at
            assignment.save(update_fields=["state", "ended_at"])
            neighbours.settle("selection.review", assignment, at=at)
            record(actor, "assignment.ended", assignment, at=at, after={"state": assignment.state})
            record(actor, "review.set-aside" if filed else "review.closed", application, at=at, after={"assignment": assignment.pk})
        if ended and application.state in (ApplicationState.IN_REVIEW, ApplicationState.SCORED, ApplicationState.SHORTLISTED):
            if application.state != ApplicationState.IN_REVIEW:
                neighbours.advance(SYSTEM, application_id, "reopen-review", at=at)
                application = locked(application_id)
            settle_file(application, at=at)
            url = reverse("selection:file", args=[application_id])
            neighbours.owe("selection.assign", application, at=at, role=Role.OFFICER, url=url)
        return recusal


def refuse_conflicted(actor: Viewer, application_id: int, *, at: datetime) -> None:
    """Somebody with a recorded conflict asked for the file by its address: write it down, then say no.

    Raises `NotAllowed`: known (403) to whoever has a conflict recorded there, absent (404) to everybody else.
    """
    conflict = Conflict.objects.filter(person_id=actor.me, kind="calls.application", object_id=application_id)
    if actor.person_id is None or not conflict.exists():
        raise NotAllowed("review.write")
    with transaction.atomic():
        record(actor, "application.refused-conflicted", ("calls.application", application_id), at=at)
    raise NotAllowed("review.write", known=True)
