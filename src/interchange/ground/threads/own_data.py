"""What this room holds of a person."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, Kept, provide
from interchange.ground.threads.models import Comment, EarlierVersion, Following

FIELDS = (
    "subject_kind",
    "subject_id",
    "anchor",
    "quote",
    "text",
    "said_at",
    "edited_at",
    "late",
    "removed_at",
    "removal_reason",
    "disposition",
)


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "comments": list(Comment.objects.filter(author_id=person_id).values("pk", *FIELDS)),
        "followed_discussions": list(Following.objects.filter(person_id=person_id).values("subject_kind", "subject_id", "muted", "since")),
        "earlier_versions": list(
            EarlierVersion.objects.filter(comment__author_id=person_id).values("comment_id", "revision", "text", "replaced_at")
        ),
    }


def _unanswered(person_id: int) -> "QuerySet[Comment]":
    """Comments on which nothing was built: nobody replied to them, nobody said what became of them."""
    answered = Exists(Comment.objects.filter(parent_id=OuterRef("pk")))
    return Comment.objects.filter(~Q(answered) & Q(disposition=""), author_id=person_id)


def _plan(person_id: int) -> list[Item]:
    mine = Comment.objects.filter(author_id=person_id)
    plan: list[Item] = []
    if Following.objects.filter(person_id=person_id).exists():
        plan.append(Erased(_("what you follow and mute")))
    if not mine.exists():
        return plan
    plan += [Erased(_("your comments that nobody answered, those that were removed, and earlier versions of all"))]
    if mine.filter(removed_at__isnull=True).exclude(pk__in=_unanswered(person_id).values("pk")).exists():
        plan.append(Kept(_("your comments that were answered, without your name"), _("the answers would mean nothing without them")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    Following.objects.filter(person_id=person_id).delete()
    EarlierVersion.objects.filter(comment__author_id=person_id).delete()
    Comment.objects.filter(author_id=person_id, removed_at__isnull=False).update(text="", quote="")
    _unanswered(person_id).filter(removed_at__isnull=True).update(
        text="", quote="", removed_at=at, removed_by_id=person_id, removal_reason=_("Erased at the wish of its author.")
    )


provide("threads", collect=_collect, plan=_plan, erase=_erase)
