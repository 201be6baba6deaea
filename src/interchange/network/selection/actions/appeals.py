"""Requests for review: procedure only, once per decision, handled by somebody who took no part (DOMAIN S10; U23, U41)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import MOVES, Outcome
from interchange.network.selection import neighbours
from interchange.network.selection.models import Assignment, Choice, Result, ReviewRequest, WaitingEntry
from interchange.network.selection.queries.appeals import last_day, took_part
from interchange.network.selection.queries.files import file_of, locked
from interchange.network.selection.vocabulary import LIVE, AssignmentState, Ground, RequestOutcome, request_answer_days


def file_request(actor: Viewer, application_id: int, ground: str, statement: str, *, at: datetime) -> ReviewRequest:
    """Ask for a review of one's own decision on a ground of procedure. The same request again returns the first.

    Raises `Refused` after the last day (naming it), for a ground outside the list, or without a statement.
    """
    require(actor, "appeal.file")
    mine = rows(actor, "application.view").filter(pk=application_id, person_id=actor.person_id).first()
    if mine is None or mine.decided_at is None or mine.outcome == Outcome.ACCEPTED:
        raise NotAllowed("appeal.file")
    with transaction.atomic():
        application = locked(application_id)
        held = ReviewRequest.objects.filter(application_id=application_id).first()
        if held is not None:
            return held
        last = last_day(application.decided_at)
        if at > last:
            words = clock.in_words(last, actor.time_zone)
            raise Refused.of(
                "", _("The time to ask for a review ended on %(words)s.") % {"words": words}, _("Write to the Secretariat with questions.")
            )
        problems = []
        if ground not in Ground.values:
            problems.append(
                Problem("ground", _("Choose one of the grounds."), _("Only questions of procedure can be reviewed, not marks."))
            )
        if not statement.strip():
            problems.append(Problem("statement", _("Say what happened."), _("A few sentences are enough.")))
        if len(statement) > 4000:
            problems.append(Problem("statement", _("At most 4,000 characters."), _("Shorten the text.")))
        if problems:
            raise Refused(*problems)
        made = ReviewRequest.objects.create(
            application_id=application_id,
            ground=ground,
            statement=statement.strip(),
            filed_at=at,
            answer_by=at + clock.days(request_answer_days()),
        )
        record(actor, "appeal.filed", application, at=at, after={"ground": ground})
        url = reverse("selection:appeals")
        neighbours.owe("selection.appeal", made, at=at, due_at=made.answer_by, role=Role.OFFICER, url=url)
        _letter(actor, made, "selection.appeal-received", at)
    return made


def take_request(actor: Viewer, request_id: int, *, at: datetime) -> ReviewRequest:
    """Become the handler. Raises `Refused` for anybody who had a hand in the file, or where another took it."""
    found = see(actor, "appeal.manage", pk=request_id)
    file_of(actor, found.application_id, "appeal.manage")
    if actor.person_id in took_part(found.application_id):
        raise Refused.of("", _("You took part in this file."), _("Somebody who did not must handle the request."))
    with transaction.atomic():
        found = ReviewRequest.objects.select_for_update().get(pk=request_id)
        if found.handler_id not in (None, actor.person_id):
            raise Refused.of("", _("Another officer handles this request."))
        if found.handler_id is None:
            found.handler_id, found.taken_at = actor.person_id, at
            found.save(update_fields=["handler", "taken_at"])
            record(actor, "appeal.taken", ("selection.reviewrequest", request_id), at=at)
    return found


def answer_request(actor: Viewer, request_id: int, outcome: str, *, reason: str, at: datetime) -> ReviewRequest:
    """End a request: upheld (the file gets a fresh review by others) or dismissed. Both need a reason and send a letter."""
    found = see(actor, "appeal.manage", pk=request_id)
    with transaction.atomic():
        application = locked(found.application_id)
        found = ReviewRequest.objects.select_for_update().get(pk=request_id)
        if found.handler_id != actor.person_id:
            raise Refused.of("", _("Only its handler answers a request."), _("Take it first."))
        if found.outcome:
            if found.outcome == outcome:
                return found
            raise NotAMove("ReviewRequest", found.outcome, "answer")
        problems = []
        if outcome not in RequestOutcome.values:
            problems.append(Problem("outcome", _("Choose upheld or dismissed.")))
        if not reason.strip():
            problems.append(Problem("reason", _("The answer needs a reason."), _("It is sent to the applicant.")))
        if problems:
            raise Refused(*problems)
        found.outcome, found.reason, found.answered_at = outcome, reason.strip(), at
        found.save(update_fields=["outcome", "reason", "answered_at"])
        record(actor, "appeal.answered", application, at=at, after={"outcome": outcome, "ground": found.ground}, reason=reason)
        if outcome == RequestOutcome.UPHELD:
            _start_afresh(actor, application, at)
        neighbours.settle("selection.appeal", found, at=at)
        _letter(actor, found, f"selection.appeal-{outcome}", at)
    return found


def _start_afresh(actor: Viewer, application: object, at: datetime) -> None:
    """Set earlier reviews aside and open the review again; earlier readers are not asked a second time."""
    key, state = application.pk, application.state  # type: ignore[attr-defined]
    if not MOVES.possible("reopen-review", state):
        return
    for assignment in Assignment.objects.filter(application_id=key, state__in=LIVE):
        assignment.state, assignment.ended_at = AssignmentState.SET_ASIDE, at
        assignment.save(update_fields=["state", "ended_at"])
        record(actor, "assignment.ended", assignment, at=at, after={"state": assignment.state})
        neighbours.settle("selection.review", assignment, at=at)
    Result.objects.filter(pk=key).delete()
    Choice.objects.filter(application_id=key).delete()
    WaitingEntry.objects.filter(pk=key, called_at__isnull=True).delete()
    neighbours.advance(actor, key, "reopen-review", at=at)
    neighbours.owe("selection.assign", application, at=at, role=Role.OFFICER, url=reverse("selection:file", args=[key]))  # type: ignore[arg-type]


def _letter(actor: Viewer, request: ReviewRequest, template: str, at: datetime) -> None:
    application = locked(request.application_id)
    neighbours.send(
        actor,
        template,
        person_id=application.person_id,
        context={
            "name": application.name,
            "number": application.number,
            "reason": request.reason,
            "until": clock.in_words(request.answer_by, application.time_zone or None),
            "path": reverse("selection:review_request", args=[application.pk]),
        },
        subject=application,
        key=f"{template}:{request.pk}",
        at=at,
    )
