"""Two applications of one person: say so, merge them, take it back within seven days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls import steps
from interchange.network.calls.actions.applications import advance
from interchange.network.calls.models import Application, ApplicationVersion, Evidence, Merge
from interchange.network.calls.vocabulary import DEAD_STATES

MERGE_UNDO_DAYS = 7
MERGED = [name for step in ("profile", "affiliation", "text", "practical") for name in steps.FIELDS[step]]


def mark_duplicate(actor: Viewer, dropped_id: int, kept_id: int, *, at: datetime, reason: str) -> Application:
    """Say that one application is a second one of the same person; can be undone for seven days."""
    if dropped_id == kept_id:
        raise Refused.of("kept", _("An application is no duplicate of itself."), _("Choose the other one."))
    with transaction.atomic():
        kept = see(actor, "application.handle", pk=kept_id)
        before = Application.objects.get(pk=dropped_id).state
        dropped = advance(actor, dropped_id, "mark-duplicate", at=at, reason=reason, fields={"duplicate_of": kept})
        Merge.objects.create(kept=kept, dropped=dropped, merged_at=at, state_before=before)
        return dropped


def _take_over(application: Application, content: Mapping[str, Any]) -> None:
    """Let an application say what a snapshot says: texts, answers, evidence. Who the person is and their files stay."""
    for name in MERGED:
        setattr(application, name, content[name])
    application.answers = content["answers"]
    application.revision += 1
    application.save()
    application.evidence.all().delete()
    for order, row in enumerate(content["evidence"], 1):
        Evidence.objects.create(application=application, order=order, **row)


def merge(actor: Viewer, dropped_id: int, kept_id: int, *, at: datetime, reason: str) -> Application:
    """Merge two applications of one person: the kept one takes the newer texts, both histories stay, one number lives.

    Raises `Refused` without a reason, for one application twice, and for two calls.
    """
    if dropped_id == kept_id:
        raise Refused.of("kept", _("An application is no duplicate of itself."), _("Choose the other one."))
    if not reason.strip():
        raise Refused.of("reason", _("A merge needs a reason."), _("Say how you know that it is the same person."))
    with transaction.atomic():
        dropped = see(actor, "application.handle", pk=dropped_id)
        kept = see(actor, "application.handle", Application.objects.select_for_update(), pk=kept_id)
        if dropped.call_id != kept.call_id:
            raise Refused.of("kept", _("These two belong to different calls."), _("Choose an application to the same call."))
        if kept.state in DEAD_STATES:
            raise Refused.of("kept", _("That application is not alive."), _("Keep the one that is."))
        number = (kept.versions.values_list("number", flat=True).first() or 0) + 1
        ApplicationVersion.objects.create(application=kept, number=number, taken_at=at, content=steps.snapshot(kept))
        if dropped.saved_at > kept.saved_at:
            _take_over(kept, steps.snapshot(dropped))
        mark_duplicate(actor, dropped_id, kept_id, at=at, reason=reason)
        record(actor, "application.merged", kept, at=at, after={"dropped": dropped_id})
        return kept


def undo_duplicate(actor: Viewer, dropped_id: int, *, at: datetime, reason: str) -> Application:
    """Undo a merge within seven days: the kept application says again what it said, the dropped one lives again."""
    with transaction.atomic():
        done = Merge.objects.select_for_update().filter(dropped_id=dropped_id, undone_at__isnull=True).order_by("-merged_at").first()
        if done is None or at > done.merged_at + timedelta(days=MERGE_UNDO_DAYS):
            raise Refused.of("", _("There is no merge of the last seven days to undo."))
        person = Application.objects.get(pk=dropped_id)
        if (
            Application.objects.filter(call_id=person.call_id, person_id=person.person_id)
            .exclude(pk=dropped_id)
            .exclude(state__in=DEAD_STATES)
            .exists()
        ):
            raise Refused.of("", _("The person has another live application to this call."))
        before = done.kept.versions.filter(taken_at=done.merged_at).first()
        if before is not None:
            _take_over(done.kept, before.content)
        restored = advance(actor, dropped_id, "undo-duplicate", at=at, reason=reason, fields={"duplicate_of": None})
        done.undone_at = at
        done.save(update_fields=["undone_at"])
        return restored
