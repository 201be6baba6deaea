"""The call for interest (T3): who would lead, contribute, review or follow; enough people of enough sectors, else the topic rests."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import actions as search
from interchange.network.membership import queries as membership
from interchange.work.direction import vocabulary as words
from interchange.work.direction.models import Interest, InterestCall, Proposal
from interchange.work.direction.vocabulary import PROPOSAL_MOVES, InterestState, Part


def open_call(actor: Viewer, proposal_id: int, *, at: datetime) -> InterestCall:
    """Ask who would work on a topic that is in scope. Opening it while it is open returns it."""
    with transaction.atomic():
        found: Proposal = see(actor, "topic.steer", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        running = found.interest_calls.filter(state=InterestState.OPEN).first()
        if running is not None:
            return running
        before, found.state = found.state, PROPOSAL_MOVES.target("call", found.state)
        found.save(update_fields=["state"])
        made = InterestCall.objects.create(
            proposal=found, opened_at=at, opened_by_id=actor.person_id, closes_at=clock.deadline((at + clock.days(int(words.interest_days()))).astimezone(clock.network_zone()).date(), "Europe/Zurich"),
            people_least=int(words.contributors_least()), sectors_least=int(words.sectors_least()),
        )  # fmt: skip
        record(actor, "topic.call", found, at=at, before={"state": before}, after={"state": found.state})
        record(actor, "interest.opened", made, at=at, after={"state": made.state, "closes_at": made.closes_at})
        search.put(found)
        return made


def show(actor: Viewer, call_id: int, part: str, *, at: datetime) -> Interest | None:
    """Say what one would do ("" takes it back), until the call closes. Saying it again changes it. Raises `Refused` ("part", or "" when it is over)."""
    if part and part not in Part.values:
        raise Refused.of("part", _("Say what you would do."), _("Choose one."))
    with transaction.atomic():
        call: InterestCall = see(actor, "topic-interest.show", InterestCall.objects.select_for_update(), pk=call_id)
        if at > call.closes_at:
            raise Refused.of("", _("The call closed on %s.") % clock.in_words(call.closes_at, actor.time_zone), _("Write to the chair."))
        if not part:
            taken, _kinds = call.interests.filter(person_id=actor.me).delete()
            if taken:
                record(actor, "interest.taken-back", call, at=at, after={"state": call.state})
            return None
        standing = membership.standing_of([actor.me]).get(actor.me)
        made, _new = Interest.objects.update_or_create(
            call=call, person_id=actor.me, defaults={"part": part, "sectors": list(standing.sectors) if standing else [], "at": at}
        )
        record(actor, "interest.shown", call, at=at, after={"state": call.state, "part": part})
        return made


def tally(call: InterestCall) -> tuple[int, set[str], bool]:
    """(people who would work: lead, contribute or review; the sectors that they bring; whether that is enough, one who leads among them)."""
    working = [one for one in call.interests.all() if one.part != Part.FOLLOW]
    sectors = {code for one in working for code in one.sectors}
    enough = len(working) >= call.people_least and len(sectors) >= call.sectors_least and any(one.part == Part.LEAD for one in working)
    return len(working), sectors, enough


def close_call(actor: Viewer, call_id: int, *, at: datetime) -> InterestCall:
    """Close a call whose time is over: enough people, or the topic becomes dormant. A closed call is returned unchanged. Raises `Refused` before its time."""
    with transaction.atomic():
        call: InterestCall = see(actor, "topic-interest.close", InterestCall.objects.select_for_update(), pk=call_id)
        if call.state != InterestState.OPEN:
            return call
        if at <= call.closes_at:
            raise Refused.of(
                "", _("The call is open until %s.") % clock.in_words(call.closes_at, actor.time_zone), _("Members count on that time.")
            )
        people, sectors, enough = tally(call)
        found = Proposal.objects.select_for_update(of=("self",)).get(pk=call.proposal_id)
        call.state, call.closed_at = InterestState.ENOUGH if enough else InterestState.TOO_FEW, at
        call.save()
        before, found.state = found.state, PROPOSAL_MOVES.target("find-people" if enough else "find-few", found.state)
        found.save(update_fields=["state"])
        record(
            actor,
            "interest.closed",
            call,
            at=at,
            before={"state": "open"},
            after={"state": call.state, "people": people, "sectors": len(sectors)},
        )
        record(actor, "topic.interest-closed", found, at=at, before={"state": before}, after={"state": found.state})
        search.put(found)
        return call
