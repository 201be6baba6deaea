"""What is kept how long (DOMAIN X3): words about a file go with the file, marks and outcomes stay for the figures."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.selection.models import EligibilityCheck, Mark, Review, ReviewRequest

ERASED = "erased"  # stands where a reason must be, so that it still shows that there was one


def _emptied(at: datetime) -> "QuerySet":  # type: ignore[type-arg]
    """Files of which nothing is left but figures, about which somebody's words are still here."""
    here = OuterRef("pk")
    marked = Mark.objects.filter(review__assignment__application_id=here).exclude(comment="")
    remarked = Review.objects.filter(assignment__application_id=here).exclude(remark="")
    asked = ReviewRequest.objects.filter(application_id=here).exclude(statement=ERASED)
    checked = EligibilityCheck.objects.filter(application_id=here).exclude(reason__in=["", ERASED])
    gone = apps.get_model("calls", "Application").objects.filter(given_name="", family_name="", organisation="", motivation="")
    return gone.exclude(state="draft").filter(Q(Exists(marked)) | Q(Exists(remarked)) | Q(Exists(asked)) | Q(Exists(checked)))


def forget_words(application_id: int, at: datetime) -> None:
    """Take what reviewers, officers and the applicant wrote about a file; numbers, outcomes and dates stay."""
    with transaction.atomic():
        Mark.objects.filter(review__assignment__application_id=application_id).update(comment="")
        Review.objects.filter(assignment__application_id=application_id).update(remark="")
        EligibilityCheck.objects.filter(application_id=application_id).exclude(reason="").update(reason=ERASED)
        ReviewRequest.objects.filter(application_id=application_id).update(statement=ERASED)
        ReviewRequest.objects.filter(application_id=application_id).exclude(reason="").update(reason=ERASED)
        application = apps.get_model("calls", "Application")(pk=application_id)
        record(SYSTEM, "selection.words-erased", application, at=at)


retain(
    "selection.words",
    option="retention.file-months",
    why="words about files that were emptied",
    due=_emptied,
    describe=str,
    erase=lambda application, at: forget_words(application.pk, at),
)
