"""What is kept how long (DOMAIN X3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from interchange.ground.files.actions import remove
from interchange.ground.jobs.retention import retain
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.vocabulary.options import value
from interchange.network.calls.models import Application, BalanceData
from interchange.network.calls.vocabulary import ApplicationState, Outcome


def _drafts(at: datetime) -> Iterable[Application]:
    return Application.objects.filter(state=ApplicationState.DRAFT, call__closes_at__lt=at - timedelta(days=value("retention.draft-days")))


def _unsuccessful(at: datetime) -> Iterable[Application]:
    """Declined, ineligible and withdrawn files a year after the decision; files with an open request for review are left alone."""
    old = Application.objects.filter(saved_at__lt=at - timedelta(days=365)).exclude(motivation="")
    gone = old.filter(state__in=[ApplicationState.INELIGIBLE, ApplicationState.WITHDRAWN]) | old.filter(
        state=ApplicationState.DECIDED, outcome=Outcome.DECLINED, decided_at__lt=at - timedelta(days=365)
    )
    return gone.exclude(review_request__outcome="", review_request__isnull=False)


def _balance(at: datetime) -> Iterable[BalanceData]:
    return BalanceData.objects.filter(application__submitted_at__lt=at - timedelta(days=365))


def empty(application: Application, at: datetime) -> None:
    """Take everything personal out of a file; number, state, profile and country stay for figures."""
    with transaction.atomic():
        for entry in application.files.select_related("file"):
            entry.delete()
            remove(SYSTEM, entry.file, at=at)
        application.evidence.all().delete()
        application.versions.all().delete()
        for name in (
            "given_name",
            "family_name",
            "publication_name",
            "organisation",
            "parent_group",
            "position",
            "motivation",
            "contribution",
            "proposed_topic",
            "usable_hours",
            "support_needed",
            "other_expertise",
        ):
            setattr(application, name, "")
        application.answers, application.nationalities, application.languages = {}, [], []
        application.save()
        record(SYSTEM, "application.emptied", application, at=at)


def _delete(thing: Any, at: datetime) -> None:
    with transaction.atomic():
        record(SYSTEM, "retention.deleted", thing, at=at)
        for entry in thing.files.select_related("file") if isinstance(thing, Application) else ():
            entry.delete()
            remove(SYSTEM, entry.file, at=at)
        thing.delete()


retain("calls.drafts", why="drafts, 90 days after the call closed", due=_drafts, describe=lambda thing: f"draft {thing.pk}", erase=_delete)
retain("calls.unsuccessful", why="unsuccessful files, 12 months after the decision", due=_unsuccessful, describe=str, erase=empty)
retain(
    "calls.balance", why="balance data, 12 months", due=_balance, describe=lambda thing: f"balance data of file {thing.pk}", erase=_delete
)
