"""What this room holds of a person. Ballots are not among it: after the close nobody can tell whose they were, and before it only their owner sees them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, Kept, held, provide
from interchange.work.direction.actions.topics import forget_draft
from interchange.work.direction.models import Ballot, Interest, Participation, Proposal, Round, Support, Worker
from interchange.work.direction.sealing import key_of

TEXTS = ("number", "title", "problem", "why_technical", "affected", "output", "state", "created_at")


def _open_ballots(person_id: int) -> list[Ballot]:
    voted = Round.objects.filter(state="open", participations__person_id=person_id)
    keys = [key_of(one.secret, person_id) for one in voted]
    return list(Ballot.objects.filter(key__in=keys).select_related("round")) if keys else []


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "topics": list(Proposal.objects.filter(author_id=person_id).values(*TEXTS)),
        "supports": list(Support.objects.filter(person_id=person_id).values("proposal__number", "profile", "at")),
        "interests": list(Interest.objects.filter(person_id=person_id).values("call__proposal__number", "part", "sectors", "at")),
        "voted_in": list(Participation.objects.filter(person_id=person_id).values_list("round__number", flat=True)),
        "open_ballots": [{"round": one.round.number, "marks": one.marks, "reasons": one.reasons} for one in _open_ballots(person_id)],
        "work": list(Worker.objects.filter(person_id=person_id).values("item__number", "part")),
    }


def _plan(person_id: int) -> list[Item]:
    plan: list[Item] = []
    mine = Proposal.objects.filter(author_id=person_id)
    found = held(
        person_id,
        drafts=mine.filter(state="draft"),
        shown=mine.exclude(state="draft"),
        interest=Interest.objects.filter(person_id=person_id, call__state="open"),
        work=Worker.objects.filter(person_id=person_id),
        support=Support.objects.filter(person_id=person_id),
    )
    if found & {"drafts", "interest"} or _open_ballots(person_id):
        plan.append(Erased(_("drafts of topics, interest in calls that are open, and your ballots in rounds that are open")))
    if found & {"shown", "work", "support"}:
        plan.append(
            Kept(
                _("topics that you proposed or supported and work that you did, without your name"),
                _("the network’s work must stay readable"),
            )
        )
    return plan


def _erase(person_id: int, at: datetime) -> None:
    for draft in Proposal.objects.filter(author_id=person_id, state="draft"):
        forget_draft(draft, at)
    Interest.objects.filter(person_id=person_id, call__state="open").delete()
    for ballot in _open_ballots(person_id):
        Participation.objects.filter(round_id=ballot.round_id, person_id=person_id).delete()
        ballot.delete()


provide("direction", collect=_collect, plan=_plan, erase=_erase)
