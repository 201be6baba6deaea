"""Deciding in writing: a call for consensus on an outcome, open for ten working days, closed by the clock (G7, U56, U66)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.consensus.actions import open_call
from interchange.ground.consensus.vocabulary import QUESTION_LIMIT
from interchange.ground.errors import NotAMove
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.work.meetings.actions.room import touch
from interchange.work.meetings.models import Outcome
from interchange.work.meetings.queries.barred import barred
from interchange.work.meetings.queries.room import entitled
from interchange.work.meetings.vocabulary import OUTCOME_MOVES, OutcomeState

if TYPE_CHECKING:
    from interchange.ground.consensus.models import Call


def ask_in_writing(actor: Viewer, outcome_id: int, *, at: datetime, working_days: int | None = None) -> "Call":
    """Offer an outcome for decision in writing: those who may decide it are asked, silence agrees. Raises what `open_call` raises."""
    with transaction.atomic():
        see(actor, "outcome.lead", pk=outcome_id)
        outcome = Outcome.objects.select_for_update(of=("self",)).select_related("item", "session__series").get(pk=outcome_id)
        question = (_("%(number)s: do you agree to this text?") % {"number": outcome.number})[:QUESTION_LIMIT]
        if outcome.state == OutcomeState.IN_CONSENSUS:
            return open_call(actor, outcome, question=question, at=at, working_days=working_days)
        before = outcome.state
        outcome.state = OUTCOME_MOVES.target("ask-consensus", before)
        outcome.save(update_fields=["state"])
        call = open_call(actor, outcome, question=question, at=at, working_days=working_days)
        record(actor, "outcome.in-writing", outcome, at=at, before={"state": before}, after={"state": outcome.state, "call": call.pk})
        touch(outcome.session_id, at)
        return call


def asked(outcome: Outcome, at: datetime) -> list[int]:
    """Who decides an outcome in writing: the active members of the session's audience who are not barred from its item."""
    return sorted(entitled(outcome.session, at) - set(barred(outcome.item)))


def on_close(call: "Call", outcome: Outcome, at: datetime) -> Outcome:
    """What a call's end makes of the outcome: adopted, or no consensus."""
    with transaction.atomic():
        found = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
        if found.state != OutcomeState.IN_CONSENSUS:
            raise NotAMove("Outcome", found.state, "close the call")
        verb = "adopt" if call.is_reached else "fail"
        found.state, found.decided_at = OUTCOME_MOVES.target(verb, found.state), at
        found.save(update_fields=["state", "decided_at"])
        after = {"state": found.state, "call": call.pk}
        record(SYSTEM, "outcome.decided-in-writing", found, at=at, before={"state": OutcomeState.IN_CONSENSUS}, after=after)
        touch(found.session_id, at)
        return found
