"""The eligibility check: one officer, four questions, three ends (DOMAIN S2, U29)."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls.vocabulary import MOVES, repair_days
from interchange.network.selection import neighbours
from interchange.network.selection.models import EligibilityCheck
from interchange.network.selection.queries.files import file_of, locked
from interchange.network.selection.vocabulary import LOCK_MINUTES, ChecklistItem, CheckResult, RepairPart

_MOVE = {CheckResult.ELIGIBLE: "find-eligible", CheckResult.RETURNED: "return", CheckResult.INELIGIBLE: "find-ineligible"}


def open_check(actor: Viewer, application_id: int, *, at: datetime) -> tuple[EligibilityCheck, list[EligibilityCheck]]:
    """Say that one looks at a file; returns the check and other officers' checks of the last half hour (a warning, not a lock)."""
    require(actor, "eligibility.check")
    file_of(actor, application_id, "eligibility.check")
    with transaction.atomic():
        check, _fresh = EligibilityCheck.objects.update_or_create(
            application_id=application_id, officer_id=actor.person_id, result="", defaults={"opened_at": at}
        )
    since = at - timedelta(minutes=LOCK_MINUTES)
    others = EligibilityCheck.objects.filter(application_id=application_id, result="", opened_at__gte=since).exclude(pk=check.pk)
    return check, list(others.select_related("officer"))


def decide_check(
    actor: Viewer,
    application_id: int,
    result: str,
    *,
    items: Mapping[str, bool],
    reason: str = "",
    parts: Collection[str] = (),
    at: datetime,
) -> EligibilityCheck:
    """End the check: eligible, returned once for completion (naming the steps to be opened), or not eligible.

    Raises `Refused` where a negative result has no reason, "eligible" leaves a question unanswered, nothing is named for
    completion, or the file was returned before; `NotAMove` where the application is past the check. The same result again by
    the same officer is harmless.
    """
    require(actor, "eligibility.check")
    file_of(actor, application_id, "eligibility.check")
    if result not in CheckResult.values:
        raise Refused.of("result", _("A check ends in one of three results."), _("Choose one."))
    ending = CheckResult(result)
    said, reason = {item: bool(items.get(item)) for item in ChecklistItem.values}, reason.strip()
    with transaction.atomic():
        application = locked(application_id)
        again = EligibilityCheck.objects.filter(application_id=application_id, officer_id=actor.person_id, result=ending).last()
        if again is not None and application.state == MOVES.moves[_MOVE[ending]].target:
            return again
        MOVES.target(_MOVE[ending], application.state)
        problems = []
        if ending != CheckResult.ELIGIBLE and not reason:
            problems.append(Problem("reason", _("A negative result needs a reason."), _("Say what is missing or does not fit.")))
        if ending == CheckResult.ELIGIBLE and not all(said.values()):
            problems.append(Problem("items", _("Not every question is answered with yes."), _("Tick all four, or choose another result.")))
        if ending == CheckResult.RETURNED:
            if not set(parts) or not set(parts) <= set(RepairPart.values):
                problems.append(Problem("parts", _("No step is named for completion."), _("Choose the steps that the applicant may edit.")))
            if EligibilityCheck.objects.filter(application_id=application_id, result=CheckResult.RETURNED).exists():
                problems.append(Problem("result", _("This application was returned once already."), _("Find it eligible or not eligible.")))
        if problems:
            raise Refused(*problems)
        check = EligibilityCheck.objects.filter(application_id=application_id, officer_id=actor.person_id, result="").first()
        check = check or EligibilityCheck(application_id=application_id, officer_id=actor.me, opened_at=at)
        check.items, check.result, check.reason, check.decided_at = said, ending, reason, at
        check.parts = sorted(set(parts)) if ending == CheckResult.RETURNED else []
        check.save()
        EligibilityCheck.objects.filter(application_id=application_id, result="").delete()
        until = at + clock.days(repair_days())
        fields = {"repair_until": until, "repair_parts": check.parts} if ending == CheckResult.RETURNED else {}
        neighbours.advance(actor, application_id, _MOVE[ending], at=at, reason=reason, fields=fields)
        record(
            actor,
            "eligibility.decided",
            application,
            at=at,
            after={"result": str(ending), "items": said, "parts": check.parts},
            reason=reason,
        )
        if ending != CheckResult.ELIGIBLE:
            name = "returned" if ending == CheckResult.RETURNED else "ineligible"
            neighbours.send(
                actor,
                f"selection.{name}",
                person_id=application.person_id,
                context={
                    "name": application.name,
                    "number": application.number,
                    "reason": reason,
                    "until": clock.in_words(until, application.time_zone or None),
                    "parts": "\n".join(f"- {RepairPart(part).label}" for part in check.parts),
                },
                subject=application,
                key=f"selection.{name}:{application_id}",
                at=at,
            )
    return check
