"""What this room holds of a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, provide
from interchange.network.calls import steps
from interchange.network.calls.actions.emptying import empty
from interchange.network.calls.models import Acceptance, Application, ApplicationFile, Interest, InterestDeclaration, Invitation
from interchange.network.calls.vocabulary import ApplicationState

RUNNING = [
    ApplicationState.SUBMITTED,
    ApplicationState.RETURNED,
    ApplicationState.ELIGIBLE,
    ApplicationState.IN_REVIEW,
    ApplicationState.SCORED,
    ApplicationState.SHORTLISTED,
    ApplicationState.OFFERED,
]


def _collect(person_id: int) -> dict[str, Any]:
    applications = Application.objects.filter(person_id=person_id).select_related("call")
    return {
        "applications": [{"number": one.number, "call": one.call.title, "state": one.state, "submitted_at": one.submitted_at, **steps.snapshot(one)} for one in applications],
        "balance": [{"gender": one.balance.gender, "early_career": one.balance.early_career} for one in applications if hasattr(one, "balance")],
        "access_needs": [one.access_needs.text for one in applications if hasattr(one, "access_needs")],
        "invitations": list(Invitation.objects.filter(email=_address(person_id)).values("call__title", "invited_at", "expires_at")),
        "interests": [{"version": one.version, "declared_at": one.declared_at, "nothing": one.nothing_to_declare, "assessment": one.assessment, "rows": list(one.rows.values("category", "entity", "from_year", "to_year", "topics", "size"))} for one in InterestDeclaration.objects.filter(person_id=person_id)],
        "acceptances": list(Acceptance.objects.filter(person_id=person_id).values("text__title", "text__version", "accepted_at", "withdrawn_at")),
    }  # fmt: skip


def _address(person_id: int) -> str:
    return str(get_user_model().objects.values_list("email", flat=True).get(pk=person_id))


def _files(person_id: int) -> Iterable[Any]:
    return [
        entry.file
        for entry in ApplicationFile.objects.filter(application__person_id=person_id, file__removed_at__isnull=True).select_related("file")
    ]


def _plan(person_id: int) -> list[Item]:
    running = Application.objects.filter(person_id=person_id, state__in=RUNNING).first()
    if running is not None:
        return [Blocked(_("Your application %s is running.") % running.number, _("Withdraw it first."))]
    return [
        Erased(_("drafts, texts, files, evidence and answers of your applications")),
        Erased(_("your declarations of interests")),
        Kept(_("number, state, profile and country of applications"), _("figures about calls must stay true")),
        Kept(_("which texts you accepted and when"), _("both sides may need to prove it")),
    ]


def _erase(person_id: int, at: datetime) -> None:
    for application in Application.objects.filter(person_id=person_id):
        empty(application, at)
    Interest.objects.filter(declaration__person_id=person_id).delete()
    Invitation.objects.filter(email=_address(person_id)).delete()


provide("applications", collect=_collect, plan=_plan, erase=_erase, files=_files)
