"""What this room holds of a person: as an applicant, and as a reviewer."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, held, provide
from interchange.network.selection.models import Assignment, Recusal, ReviewerProfile, ReviewRequest
from interchange.network.selection.retention import forget_words
from interchange.network.selection.vocabulary import LIVE, AssignmentState


def _collect(person_id: int) -> dict[str, Any]:
    """One's requests for review; as a reviewer one's profile, files and steps aside. Marks by others are theirs and sealed."""
    asked = ReviewRequest.objects.filter(application__person_id=person_id)
    return {
        "requests_for_review": list(asked.values("application__number", "ground", "statement", "filed_at", "outcome", "reason", "answered_at")),
        "reviewer": list(ReviewerProfile.objects.filter(pk=person_id).values("organisation", "parent_group", "country", "topics", "profiles", "capacity")),
        "reviews": list(Assignment.objects.filter(reviewer_id=person_id).values("application__number", "state", "assigned_at", "review__filed_at")),
        "stepped_aside": list(Recusal.objects.filter(person_id=person_id).values("application__number", "reason", "recorded_at")),
    }  # fmt: skip


def _plan(person_id: int) -> list[Item]:
    mine = Assignment.objects.filter(reviewer_id=person_id)
    found = held(
        person_id,
        open=mine.filter(state=AssignmentState.ASSIGNED),
        live=mine.filter(state__in=LIVE),
        applied=apps.get_model("calls", "Application").objects.filter(person_id=person_id).exclude(state="draft"),
    )
    if "open" in found:
        open_ones = mine.filter(state=AssignmentState.ASSIGNED).count()
        return [Blocked(_("You still have %d files to review.") % open_ones, _("File them or step aside first."))]
    plan: list[Item] = []
    if "applied" in found:
        plan += [
            Erased(_("what reviewers and officers wrote about your applications, and what you wrote in requests for review")),
            Kept(_("marks and outcomes, without words"), _("figures about selections must stay true")),
        ]
    if "live" in found:
        plan += [
            Erased(_("your reviewer’s profile")),
            Kept(_("the marks that you filed"), _("decisions rest on them; they are not shown with a name")),
        ]
    return plan


def _erase(person_id: int, at: datetime) -> None:
    for pk in apps.get_model("calls", "Application").objects.filter(person_id=person_id).values_list("pk", flat=True):
        forget_words(pk, at)
    ReviewerProfile.objects.filter(pk=person_id).delete()


provide("selection", collect=_collect, plan=_plan, erase=_erase)
