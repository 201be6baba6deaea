"""What the room holds of a person: that they typed something for a State. It stays, as the State's; nobody outside the State reads who it was."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Item, Kept, held, provide
from interchange.work.statements.models import Answer, Statement


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "statements_filed": list(Statement.objects.filter(by_id=person_id).values("number", "member_state", "kind", "filed_at")),
        "answers_drafted": list(Answer.objects.filter(drafted_by_id=person_id).values("statement__number", "drafted_at")),
        "answers_cleared": list(Answer.objects.filter(cleared_by_id=person_id).values("statement__number", "cleared_at")),
    }


def _plan(person_id: int) -> list[Item]:
    plan: list[Item] = []
    found = held(
        person_id,
        filed=Statement.objects.filter(by_id=person_id),
        answers=Answer.objects.filter(Q(drafted_by_id=person_id) | Q(cleared_by_id=person_id)),
    )
    if "filed" in found:
        plan.append(Kept(_("statements that you filed for a Member State, without your name"), _("they are the State’s, and permanent")))
    if "answers" in found:
        plan.append(Kept(_("that you drafted or cleared an answer, without your name"), _("two officers must have seen it")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    """Nothing of one's own stands here: names are shown from the person's record, which is erased."""


provide("statements", collect=_collect, plan=_plan, erase=_erase)
