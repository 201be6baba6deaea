"""The selection report: drafted by one officer, approved by another, then public (DOMAIN S11, U42)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.network.selection.models import SelectionReport
from interchange.network.selection.queries.report import figures, published


def draft_report(actor: Viewer, call_id: int, *, remark: str = "", at: datetime) -> SelectionReport:
    """Reckon the figures anew from rows and journal. Raises `NotAMove` once approved: what is public does not change."""
    require(actor, "report.draft")
    with transaction.atomic():
        held = SelectionReport.objects.select_for_update().filter(call_id=call_id).first()
        if held is not None and held.approved_at is not None:
            raise NotAMove("SelectionReport", "approved", "draft")
        # Small cells are hidden before anything is stored, so that no later page or export can show them.
        made, _fresh = SelectionReport.objects.update_or_create(
            call_id=call_id,
            defaults={"data": published(figures(call_id)), "remark": remark.strip(), "drafted_by_id": actor.me, "drafted_at": at},
        )
        record(actor, "report.drafted", made, at=at, after={"total": made.data["total"]})
    return made


def approve_report(actor: Viewer, call_id: int, *, at: datetime) -> SelectionReport:
    """Approve and publish. Raises `Refused` for the officer who drafted it; approving twice is harmless."""
    require(actor, "report.draft")
    with transaction.atomic():
        held = SelectionReport.objects.select_for_update().filter(call_id=call_id).first()
        if held is None:
            raise Refused.of("", _("There is no report yet."), _("Draft it first."))
        if held.approved_at is not None:
            return held
        if held.drafted_by_id == actor.person_id:
            raise Refused.of("", _("You drafted this report."), _("Another officer must approve it."))
        held.approved_by_id, held.approved_at = actor.person_id, at
        held.save(update_fields=["approved_by", "approved_at"])
        record(actor, "report.approved", held, at=at, after={"total": held.data["total"]})
    return held
