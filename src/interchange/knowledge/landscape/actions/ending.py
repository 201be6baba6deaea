"""Taking an entry off the map, putting two entries of the same thing together, putting one back: proposals like any other, for two people to review."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import actions as search
from interchange.knowledge.landscape.actions.common import check_interest, need, refuse
from interchange.knowledge.landscape.actions.proposing import file_proposal, leads_back
from interchange.knowledge.landscape.models import Address, Proposal, Relation, Tool
from interchange.knowledge.landscape.vocabulary import ENTRY_MOVES, ONE_WAY, Ending, EntryState, Subject


def propose_end(actor: Viewer, code: str, *, how: str, into: str = "", note: str, interest: str, at: datetime) -> Proposal:
    """Propose that a tool be taken off the map ("removed"), be put together with the entry `into` ("merged"), or be put back ("listed").

    Raises `Refused` for what is wrong with these, for an entry put together with itself or with one that is not on the map.
    """
    require(actor, "map.propose")
    tool: Tool = see(actor, "tool.view", code=code)
    problems = need("note", note, 10, _("Say why, in a sentence."))
    stays = Tool.objects.filter(code=into, state=EntryState.LISTED).exclude(pk=tool.pk).first() if how == Ending.MERGED else None
    problems += check_interest(actor, interest, [tool.steward, *([stays.steward] if stays else [])])
    if how not in Ending.values or not ENTRY_MOVES.possible(how, tool.state):
        problems.append(Problem("how", _("Say what should happen to it."), _("Choose one.")))
    elif how == Ending.MERGED and stays is None:
        problems.append(Problem("into", _("Name the entry that stays: another one, on the map."), _("Choose one from the list.")))
    refuse(problems)
    said = {"end": how, "into": stays.code if stays else ""}
    return file_proposal(
        actor, Subject.TOOL, tool.code, changes=said, before={"end": tool.state}, note=note, interest=interest, at=at, entry=tool
    )


def carry_out(tool: Tool, said: dict[str, Any], at: datetime) -> None:
    """What a reviewed proposal says of an entry as a whole; saves neither the entry nor its revision. Called inside the publishing transaction.

    Where two are put together, relations and challenges go to the entry that stays; judgements stay with the text they were given to.
    Raises `Refused` where the entry that stays has left the map in the meantime.
    """
    tool.state = ENTRY_MOVES.target(said["end"], tool.state)
    tool.merged_into = None
    mine = Relation.objects.filter(Q(source=tool) | Q(target=tool))
    if said["end"] == Ending.BACK:
        _reopen(mine.filter(ended_at=tool.updated_at))
        search.put(tool)
        return
    search.drop(tool)
    ends = list(mine.filter(ended_at__isnull=True))
    mine.filter(ended_at__isnull=True).update(ended_at=at)
    if said["end"] == Ending.MERGED:
        stays = Tool.objects.select_for_update().filter(code=said["into"], state=EntryState.LISTED).first()
        if stays is None:
            raise Refused.of("", _("The entry that should stay is not on the map any more."), _("Withdraw the proposal."))
        tool.merged_into = stays
        for one in ends:
            _hand_over(one, tool, stays)
        here = set(Address.objects.filter(tool=stays).values_list("challenge_id", flat=True))
        named = Address.objects.filter(tool=tool).exclude(challenge_id__in=here).values_list("challenge_id", flat=True)
        Address.objects.bulk_create([Address(challenge_id=pk, tool=stays) for pk in named])
        Tool.objects.filter(merged_into=tool).update(merged_into=stays)


def _reopen(ended: "QuerySet[Relation]") -> None:
    """The relations that ended with the entry, where nobody has put the same up since. One to an entry that left the map meanwhile is not drawn."""
    for one in ended.select_related("source", "target"):
        others = Relation.objects.filter(source=one.source, target=one.target, kind=one.kind, ended_at__isnull=True)
        if not others.exists():
            one.ended_at = None
            one.save(update_fields=["ended_at"])


def _hand_over(one: Relation, gone: Tool, stays: Tool) -> None:
    """The same relation from or to the entry that stays, where it says something there and goes in no circle."""
    source, target = (stays.pk if end == gone.pk else end for end in (one.source_id, one.target_id))
    stands = Relation.objects.filter(source_id=source, target_id=target, kind=one.kind, ended_at__isnull=True).exists()
    if source == target or stands or (one.kind in ONE_WAY and leads_back(source, target, one.kind)):
        return
    Relation.objects.create(
        source_id=source, target_id=target, kind=one.kind, version=one.version, note=one.note, strength=one.strength, source_title=one.source_title,
        source_url=one.source_url, checked_on=one.checked_on, by_id=one.by_id, doubt=one.doubt,
    )  # fmt: skip
