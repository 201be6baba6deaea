"""Save and file marks; find divergence; ask a third reader; settle the result (DOMAIN S1, S3; U32, U33)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import neighbours, scoring
from interchange.network.selection.actions.assignment import place
from interchange.network.selection.models import Assignment, Mark, Result, Review
from interchange.network.selection.queries.files import locked
from interchange.network.selection.queries.readers import suggestions
from interchange.network.selection.vocabulary import AssignmentState, Method, SuggestReason, reviews_per_file

Entries = Mapping[int, tuple[int | None, str]]  # criterion id -> (mark or none yet, comment)


def save_review(
    actor: Viewer, assignment_id: int, entries: Entries, *, remark: str = "", revision: int | None = None, at: datetime
) -> Review:
    """Keep a draft of the marks; nobody else sees it.

    Raises `Refused` for a mark outside 1 to 5, `Stale` where another tab saved since, `NotAMove` once filed.
    """
    assignment = see(actor, "review.write", pk=assignment_id)
    with transaction.atomic():
        return _write(assignment, entries, remark, revision, at)


def file_review(
    actor: Viewer, assignment_id: int, entries: Entries, *, remark: str = "", revision: int | None = None, at: datetime
) -> Review:
    """File the marks for good. Filing a filed review with the same marks changes nothing.

    Raises `Refused` where a mark is missing or a 1 or a 5 has no comment; the draft is kept all the same.
    """
    assignment = see(actor, "review.write", pk=assignment_id)
    filed = Review.objects.filter(pk=assignment_id, filed_at__isnull=False).first()
    if filed is not None:
        return filed
    with transaction.atomic():
        review = _write(assignment, entries, remark, revision, at)
    marks = {mark.criterion_id: mark for mark in review.marks.all()}
    problems = []
    for criterion in assignment.application.call.criteria.all():
        mark = marks.get(criterion.pk)
        if mark is None or mark.score is None:
            problems.append(
                Problem(
                    f"score_{criterion.pk}", _("“%(title)s” has no mark.") % {"title": criterion.title}, _("Choose a mark from 1 to 5.")
                )
            )
        elif mark.score in (scoring.LOWEST, scoring.HIGHEST) and not mark.comment.strip():
            rule = _("A mark of %(score)d for “%(title)s” needs a comment.") % {"score": mark.score, "title": criterion.title}
            problems.append(Problem(f"comment_{criterion.pk}", rule, _("Say in a sentence what it rests on.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        application = locked(assignment.application_id)
        assignment = Assignment.objects.select_for_update().get(pk=assignment_id)
        if assignment.state != AssignmentState.ASSIGNED:
            raise NotAMove("Review", assignment.state, "file")
        assignment.state = AssignmentState.FILED
        assignment.save(update_fields=["state"])
        review.filed_at = at
        review.save(update_fields=["filed_at"])
        record(actor, "assignment.filed", assignment, at=at, before={"state": "assigned"}, after={"state": assignment.state})
        record(actor, "review.filed", application, at=at, after={"assignment": assignment.pk, "order": assignment.order})
        neighbours.settle("selection.review", assignment, at=at)
        settle_file(application, at=at)
    return review


def _write(assignment: Assignment, entries: Entries, remark: str, revision: int | None, at: datetime) -> Review:
    review = Review.objects.select_for_update().get(pk=assignment.pk)
    if review.filed_at is not None:
        raise NotAMove("Review", "filed", "save")
    if revision is not None and revision != review.revision:
        raise Stale(review)
    known = {criterion.pk for criterion in assignment.application.call.criteria.all()}
    wrong = [
        Problem(f"score_{key}", _("Marks run from 1 to 5."), _("Choose one of them."))
        for key, (score, _comment) in entries.items()
        if key not in known or (score is not None and not scoring.LOWEST <= score <= scoring.HIGHEST)
    ]
    if wrong:
        raise Refused(*wrong)
    for key, (score, comment) in entries.items():
        Mark.objects.update_or_create(review=review, criterion_id=key, defaults={"score": score, "comment": comment.strip()})
    review.remark, review.saved_at, review.revision = remark.strip(), at, review.revision + 1
    review.save(update_fields=["remark", "saved_at", "revision"])
    return review


def filed_marks(application_id: int) -> list[tuple[Assignment, scoring.Marks]]:
    """The filed reviews of a file in order, with their marks by criterion. For rules only; pages ask `review.read`."""
    filed = Assignment.objects.filter(application_id=application_id, state=AssignmentState.FILED).order_by("order")
    return [
        (entry, {mark.criterion_id: mark.score for mark in entry.review.marks.all() if mark.score is not None})
        for entry in filed.select_related("review").prefetch_related("review__marks")
    ]


def settle_file(application: Any, *, at: datetime) -> Result | None:
    """Reckon what the filed reviews come to and move the file on, inside the caller's transaction.

    Two that agree, or three: scored. Two that differ: a third reader is asked at once by rule; where nobody is free, officers
    get a duty. Too few: back in review.
    """
    weights = {criterion.pk: criterion.weight for criterion in application.call.criteria.all()}
    filed = filed_marks(application.pk)
    combined = scoring.combine([marks for _reader, marks in filed], weights)
    if combined is None:
        Result.objects.filter(pk=application.pk).delete()
        return None
    result, _fresh = Result.objects.update_or_create(
        application_id=application.pk,
        defaults={
            "points": combined.points,
            "spread": combined.spread,
            "reviews": combined.reviews,
            "method": combined.method,
            "updated_at": at,
        },
    )
    pending = Assignment.objects.filter(application_id=application.pk, state=AssignmentState.ASSIGNED).exists()
    if pending or len(filed) < reviews_per_file():
        return result
    if combined.method == Method.OPEN:
        _ask_third(application, at=at)
    elif application.state == ApplicationState.IN_REVIEW:
        neighbours.advance(SYSTEM, application.pk, "finish-review", at=at)
    return result


def _ask_third(application: Any, *, at: datetime) -> None:
    record(SYSTEM, "review.diverged", application, at=at)
    for reader, entry in suggestions(SYSTEM, application, at):
        place(SYSTEM, application.pk, reader.id, at=at, reasons=[SuggestReason.DIVERGENCE, *entry.reasons], third=True)
        return
    url = reverse("selection:file", args=[application.pk])
    neighbours.owe("selection.third", application, at=at, role=Role.OFFICER, url=url)
