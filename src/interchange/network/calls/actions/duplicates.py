"""Two applications of one person: say so, merge them, take it back within seven days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls import steps
from interchange.network.calls.actions.applications import advance
from interchange.network.calls.models import Application, ApplicationVersion, Merge
from interchange.network.calls.vocabulary import DEAD_STATES

MERGE_UNDO_DAYS = 7


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


def merge(actor: Viewer, dropped_id: int, kept_id: int, *, at: datetime, reason: str) -> Application:
    """Merge two applications of one person: the kept one takes the newer texts, both histories stay, one number lives."""
    with transaction.atomic():
        dropped = see(actor, "application.handle", pk=dropped_id)
        kept = see(actor, "application.handle", Application.objects.select_for_update(), pk=kept_id)
        number = (kept.versions.values_list("number", flat=True).first() or 0) + 1
        ApplicationVersion.objects.create(application=kept, number=number, taken_at=at, content=steps.snapshot(kept))
        if dropped.saved_at > kept.saved_at:
            for name in ("motivation", "contribution", "proposed_topic", "organisation", "position", "other_expertise"):
                if getattr(dropped, name):
                    setattr(kept, name, getattr(dropped, name))
            kept.revision += 1
            kept.save()
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
            for name in ("motivation", "contribution", "proposed_topic", "organisation", "position", "other_expertise"):
                setattr(done.kept, name, before.content[name])
            done.kept.save()
        restored = advance(actor, dropped_id, "undo-duplicate", at=at, reason=reason, fields={"duplicate_of": None})
        done.undone_at = at
        done.save(update_fields=["undone_at"])
        return restored
