"""Removal (M3): written grounds, time to reply, a decision by two officers, and a review by somebody who had no part in it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.options import value
from interchange.network.membership.actions.states import end, move, open_role, write
from interchange.network.membership.models import Membership, Proceeding
from interchange.network.membership.vocabulary import LIVE, EndKind, MembershipState, ProceedingState

OPEN = (ProceedingState.NOTICE, ProceedingState.PROPOSED)
REVIEW_DAYS = 30


def open_removal(actor: Viewer, membership_id: int, *, grounds: str, at: datetime) -> Proceeding:
    """Begin a removal: the grounds go to the member in writing, with time to reply."""
    if len(grounds.strip()) < 20:
        raise Refused.of("grounds", _("Removal needs written grounds."), _("Say what happened, when, and which rule it broke."))
    with transaction.atomic():
        membership: Membership = see(actor, "membership.manage", Membership.objects.select_for_update(), pk=membership_id)
        if membership.state == MembershipState.ENDED:
            raise NotAMove("Membership", membership.state, "remove")
        running = membership.proceedings.filter(state__in=OPEN).first()
        if running is not None:
            return running
        until = at + timedelta(days=value("membership.reply-days"))
        made = Proceeding.objects.create(
            membership=membership, grounds=grounds.strip(), opened_at=at, opened_by_id=actor.me, reply_until=until
        )
        record(actor, "proceeding.opened", made, at=at, after={"state": made.state, "membership": membership.pk, "reply_until": until})
        write(membership, "removal-grounds", at, grounds=made.grounds, until=clock.in_words(until, None))
        owe("membership.reply", made, at=at, due_at=until, person_id=membership.person_id, url=f"/members/proceedings/{made.pk}/")
        return made


def reply(actor: Viewer, proceeding_id: int, *, text: str, at: datetime) -> Proceeding:
    """The member's reply to the grounds, within the time and before the decision."""
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.view", Proceeding.objects.select_for_update(), pk=proceeding_id)
        if proceeding.membership.person_id != actor.person_id:
            raise NotAllowed("proceeding.reply", known=True)
        if proceeding.state not in OPEN:
            raise NotAMove("Proceeding", proceeding.state, "reply")
        if at > proceeding.reply_until:
            raise Refused.of("text", _("The time to reply is over."), _("Write to the Secretariat."))
        if not text.strip():
            raise Refused.of("text", _("The reply is empty."), _("Write what you want the officers to know before they decide."))
        proceeding.reply, proceeding.replied_at = text.strip(), at
        proceeding.save()
        record(actor, "proceeding.replied", proceeding, at=at)
        settle("membership.reply", proceeding, at=at)
        return proceeding


def decide_removal(actor: Viewer, proceeding_id: int, *, remove: bool, reason: str, at: datetime) -> Proceeding:
    """Decide a removal after the time to reply: two different officers say yes, or one says no."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), _("The member reads it."))
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.decide", Proceeding.objects.select_for_update(), pk=proceeding_id)
        before = proceeding.state
        if before not in OPEN:
            raise NotAMove("Proceeding", before, "decide")
        if proceeding.replied_at is None and at <= proceeding.reply_until:
            raise Refused.of("", _("The member may still reply."), _("Decide after %s.") % clock.in_words(proceeding.reply_until, None))
        if not remove:
            proceeding.state, proceeding.decided_at = ProceedingState.DISMISSED, at
        elif before == ProceedingState.NOTICE:
            proceeding.state, proceeding.first_officer_id = ProceedingState.PROPOSED, actor.person_id
        elif proceeding.first_officer_id == actor.person_id:
            raise Refused.of("", _("Two officers decide; you were the first."), _("Ask another officer."))
        else:
            proceeding.state, proceeding.second_officer_id, proceeding.decided_at = ProceedingState.UPHELD, actor.person_id, at
        proceeding.decision_reason = reason.strip()
        proceeding.save()
        record(actor, "proceeding.decided", proceeding, at=at, before={"state": before}, after={"state": proceeding.state}, reason=reason)
        membership = proceeding.membership
        if proceeding.state == ProceedingState.UPHELD and membership.state in LIVE:  # who resigned meanwhile has left already
            end(SYSTEM, membership.pk, EndKind.REMOVED, reason=reason, at=at)
        if proceeding.state in {ProceedingState.UPHELD, ProceedingState.DISMISSED}:
            settle("membership.reply", proceeding, at=at)
            removed = proceeding.state == ProceedingState.UPHELD
            outcome = str(ProceedingState(proceeding.state).label)
            write(membership, "removal-decided", at, outcome=outcome, reason=reason, removed=removed)
        return proceeding


def ask_review(actor: Viewer, proceeding_id: int, *, ground: str, at: datetime) -> Proceeding:
    """The removed person asks for a review, within thirty days, once."""
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.view", Proceeding.objects.select_for_update(), pk=proceeding_id)
        decided = proceeding.decided_at
        if proceeding.membership.person_id != actor.person_id or proceeding.state != ProceedingState.UPHELD or decided is None:
            raise NotAllowed("proceeding.review", known=True)
        last = decided + timedelta(days=REVIEW_DAYS)
        if at > last:
            raise Refused.of("ground", _("A review could be asked for until %s.") % clock.in_words(last, None))
        if not ground.strip():
            raise Refused.of("ground", _("A review needs a ground."), _("Say what was wrong with the decision or the way to it."))
        if proceeding.review_asked_at is None:
            proceeding.review_asked_at, proceeding.review_ground = at, ground.strip()
            proceeding.save()
            record(actor, "proceeding.review-asked", proceeding, at=at)
            url = f"/members/proceedings/{proceeding.pk}/"
            owe("membership.review", proceeding, at=at, due_at=at + timedelta(days=REVIEW_DAYS), role=Role.ADMINISTRATOR, url=url)
        return proceeding


def decide_review(actor: Viewer, proceeding_id: int, *, stands: bool, reason: str, at: datetime) -> Proceeding:
    """Answer a review: the removal stands, or it is set aside and the membership goes on. By nobody who took part in the removal."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), _("The member reads it."))
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.review", Proceeding.objects.select_for_update(), pk=proceeding_id)
        before = proceeding.state
        proceeding.state = ProceedingState.UPHELD if stands else ProceedingState.SET_ASIDE
        proceeding.review_decided_at, proceeding.review_decided_by_id, proceeding.review_reason = at, actor.me, reason.strip()
        proceeding.save()
        after = {"state": proceeding.state}
        record(actor, "proceeding.review-decided", proceeding, at=at, before={"state": before}, after=after, reason=reason)
        settle("membership.review", proceeding, at=at)
        membership = proceeding.membership
        if not stands:
            membership = _reinstate(membership.pk, reason, at)
        write(membership, "review-decided", at, stands=stands, reason=reason)
        return proceeding


def _reinstate(membership_id: int, reason: str, at: datetime) -> Membership:
    """Undo a removal. Where the term is over by now (or the person came back another way) it ended as terms end, not by removal."""
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    if membership.end_kind != EndKind.REMOVED:
        return membership
    elsewhere = Membership.objects.filter(person_id=membership.person_id, state__in=LIVE).exists()
    if membership.ends_at <= at or elsewhere:
        membership.end_kind, membership.end_reason = EndKind.TERM, reason.strip()
        membership.save()
        record(SYSTEM, "membership.removal-undone", membership, at=at, after={"end_kind": membership.end_kind}, reason=reason)
        return membership
    fields: dict[str, Any] = {"ended_at": None, "end_kind": "", "end_reason": "", "resigns_at": None}
    membership = move(SYSTEM, membership_id, "reinstate", at=at, reason=reason, **fields)
    open_role(membership, at, "The removal was set aside.")
    return membership
