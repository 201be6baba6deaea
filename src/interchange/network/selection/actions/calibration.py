"""Calibration: everybody marks the same files first; those marks stay apart from every result (DOMAIN S6, U39)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.network.selection.models import CalibrationMark, CalibrationRound
from interchange.network.selection.queries.files import files

FEWEST, MOST = 2, 10


def open_round(actor: Viewer, call_id: int, application_ids: Collection[int], *, at: datetime) -> CalibrationRound:
    """Open a round on some files of a call. Raises `Refused` while one is open, or for fewer than 2 or more than 10 files."""
    require(actor, "calibration.manage")
    chosen = list(files(actor).filter(call_id=call_id, pk__in=set(application_ids)))
    if not FEWEST <= len(chosen) <= MOST:
        raise Refused.of(
            "applications", _("A round has %(fewest)s to %(most)s files.") % {"fewest": FEWEST, "most": MOST}, _("Five to ten show most.")
        )
    with transaction.atomic():
        if CalibrationRound.objects.select_for_update().filter(call_id=call_id, closed_at__isnull=True).exists():
            raise Refused.of("", _("A round is open already."), _("Close it first."))
        made = CalibrationRound.objects.create(call_id=call_id, opened_at=at, opened_by_id=actor.me)
        made.applications.set(chosen)
        record(actor, "calibration.opened", made, at=at, after={"applications": sorted(entry.pk for entry in chosen)})
    return made


def mark_calibration(actor: Viewer, round_id: int, application_id: int, marks: Mapping[int, int], *, at: datetime) -> list[CalibrationMark]:
    """Mark one file of the round: once, and once more after officers opened the repetition.

    Raises `Refused` for missing or wrong marks, a file outside the round, or a second marking that was not opened.
    """
    found = see(actor, "calibration.mark", pk=round_id)
    criteria = {criterion.pk for criterion in found.call.criteria.all()}
    wrong = [
        Problem(f"score_{key}", _("Every criterion needs a mark from 1 to 5."), _("Choose one."))
        for key in criteria
        if not 1 <= marks.get(key, 0) <= 5
    ]
    if wrong:
        raise Refused(*wrong)
    if not found.applications.filter(pk=application_id).exists():
        raise Refused.of("", _("This file is not part of the round."), _("Choose one from the list."))
    attempt = 1 if found.redo_at is None else 2
    with transaction.atomic():
        mine = CalibrationMark.objects.select_for_update().filter(round=found, reviewer_id=actor.person_id, application_id=application_id)
        if mine.filter(attempt=attempt).exists():
            raise Refused.of("", _("You have marked this file."), _("Marks can be given once more when officers open the repetition."))
        made = [
            CalibrationMark.objects.create(
                round=found,
                reviewer_id=actor.me,
                application_id=application_id,
                criterion_id=key,
                attempt=attempt,
                score=marks[key],
                marked_at=at,
            )
            for key in sorted(criteria)
        ]
        record(actor, "calibration.marked", found, at=at, after={"application": application_id, "attempt": attempt})
    return made


def allow_redo(actor: Viewer, round_id: int, *, note: str, at: datetime) -> CalibrationRound:
    """After the discussion: everybody may mark once more. Raises `Refused` the second time or without a note."""
    found = see(actor, "calibration.manage", pk=round_id)
    with transaction.atomic():
        found = CalibrationRound.objects.select_for_update().get(pk=found.pk)
        if not note.strip():
            raise Refused.of("note", _("The discussion note is empty."), _("Say in a few sentences what was agreed."))
        if found.redo_at is not None or found.closed_at is not None:
            raise Refused.of("", _("The marks were opened once already, or the round is closed."), _("Start a new round."))
        found.redo_at, found.note = at, note.strip()
        found.save(update_fields=["redo_at", "note"])
        record(actor, "calibration.repeated", found, at=at)
    return found


def close_round(actor: Viewer, round_id: int, *, at: datetime) -> CalibrationRound:
    """End the round. Closing it again changes nothing."""
    found = see(actor, "calibration.manage", pk=round_id)
    with transaction.atomic():
        found = CalibrationRound.objects.select_for_update().get(pk=found.pk)
        if found.closed_at is None:
            found.closed_at = at
            found.save(update_fields=["closed_at"])
            record(actor, "calibration.closed", found, at=at)
    return found
