"""What is kept how long (DOMAIN X3): drafts, unsuccessful files, balance data, interests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from interchange.ground.files.actions import remove
from interchange.ground.jobs.retention import retain, untouched_since
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.calls.actions.emptying import TEXTS, empty
from interchange.network.calls.models import Application, BalanceData, InterestDeclaration
from interchange.network.calls.vocabulary import (
    OPEN_STATES,
    ApplicationState,
    Outcome,
    balance_kept_months,
    draft_kept_days,
    file_kept_months,
    interests_kept_months,
)

S = ApplicationState
OVER = Q(state__in=[S.INELIGIBLE, S.WITHDRAWN, S.DUPLICATE, S.REFUSED_OFFER, S.LAPSED]) | Q(state=S.DECIDED, outcome=Outcome.DECLINED)
RUNNING = [*OPEN_STATES, S.DECIDED, S.OFFERED]
EMPTY = Q(**dict.fromkeys(TEXTS, ""))
OPEN_REVIEW = Q(review_request__isnull=False, review_request__outcome="")


def months_before(at: datetime, months: int) -> datetime:
    """The instant that many months of 30.4 days earlier: keeping somewhat longer or shorter than by the calendar harms nobody."""
    return at - timedelta(days=round(months * 30.4375))


def _drafts(at: datetime) -> Iterable[Application]:
    return Application.objects.filter(state=S.DRAFT, call__closes_at__lt=at - timedelta(days=draft_kept_days()))


def _unsuccessful(at: datetime) -> "QuerySet[Application]":
    """Files that led to nothing, a year after the last thing that happened to them."""
    return untouched_since(Application.objects.filter(OVER).exclude(EMPTY), months_before(at, file_kept_months()))


def _balance(at: datetime) -> Iterable[BalanceData]:
    return BalanceData.objects.filter(application__submitted_at__lt=months_before(at, balance_kept_months()))


def _interests(at: datetime) -> Iterable[InterestDeclaration]:
    """Declarations of people who are neither members nor applicants: members' long after the term, others' as long as their file."""
    old = InterestDeclaration.objects.filter(declared_at__lt=months_before(at, file_kept_months()), rows__isnull=False).distinct()
    needed = Q(person__memberships__state__in=["invited", "active", "on-leave", "suspended"]) | Q(person__applications__state__in=RUNNING)
    lately = Q(person__memberships__ended_at__gte=months_before(at, interests_kept_months()))
    return old.exclude(pk__in=InterestDeclaration.objects.filter(needed | lately).values("pk"))


def _delete(thing: Any, at: datetime) -> None:
    with transaction.atomic():
        record(SYSTEM, "retention.deleted", thing, at=at)
        for entry in thing.files.select_related("file") if isinstance(thing, Application) else ():
            entry.delete()
            remove(SYSTEM, entry.file, at=at)
        thing.delete()


def _forget(declaration: InterestDeclaration, at: datetime) -> None:
    """The entries go, that there was a declaration stays (figures count them by year)."""
    with transaction.atomic():
        declaration.rows.all().delete()
        InterestDeclaration.objects.filter(pk=declaration.pk).update(assessment_reason="")
        record(SYSTEM, "retention.deleted", declaration, at=at)


retain(
    "calls.drafts",
    option="retention.draft-days",
    why="drafts of calls that closed long ago",
    due=_drafts,
    describe=lambda thing: f"draft {thing.pk}",
    erase=_delete,
)
retain(
    "calls.unsuccessful",
    option="retention.file-months",
    why="unsuccessful files to which nothing happened any more",
    due=lambda at: _unsuccessful(at).exclude(OPEN_REVIEW),
    held=lambda at: _unsuccessful(at).filter(OPEN_REVIEW),
    describe=str,
    erase=empty,
)
retain(
    "calls.balance",
    option="retention.balance-months",
    why="balance data of applications long submitted",
    due=_balance,
    describe=lambda thing: f"balance data of file {thing.pk}",
    erase=_delete,
)
retain(
    "calls.interests",
    option="retention.interests-months",
    why="interests of people whose part is long over",
    due=_interests,
    describe=lambda thing: f"declaration {thing.pk}, version {thing.version}",
    erase=_forget,
)
