"""What is kept how long (DOMAIN X3): a member's file 24 months after the term; number, dates and how it ended stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.search import actions as search
from interchange.network.calls.actions import empty
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.vocabulary import ERASED, LIVE, MembershipState, member_kept_months

OPEN_REVIEW = Q(proceedings__review_asked_at__isnull=False, proceedings__review_decided_at__isnull=True)


def _over(at: datetime) -> "QuerySet[Membership]":
    live = Membership.objects.filter(person_id=OuterRef("person_id"), state__in=LIVE)
    ended = Membership.objects.filter(state=MembershipState.ENDED, ended_at__lt=at - timedelta(days=round(member_kept_months() * 30.4375)))
    return ended.filter(~Q(Exists(live))).exclude(end_reason=ERASED)


def empty_membership(membership: Membership, at: datetime) -> None:
    """Take what people wrote out of a membership that is over, and what they applied with; the register keeps number, dates and kind of end."""
    with transaction.atomic():
        search.drop(membership)
        membership.resignation_letter, membership.end_reason = "", membership.end_reason and ERASED
        membership.save(update_fields=["resignation_letter", "end_reason"])
        membership.leaves.update(reason="")
        membership.renewals.update(note="")
        if not Membership.objects.filter(person_id=membership.person_id, state__in=LIVE).exists():
            Profile.objects.filter(person_id=membership.person_id).delete()
        if membership.application is not None:
            empty(membership.application, at)
        record(SYSTEM, "membership.emptied", membership, at=at)


retain(
    "membership.files",
    option="retention.member-months",
    why="files of members whose part is long over",
    due=lambda at: _over(at).exclude(OPEN_REVIEW),
    held=lambda at: _over(at).filter(OPEN_REVIEW),
    describe=str,
    erase=empty_membership,
)
