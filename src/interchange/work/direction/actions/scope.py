"""The scope check (T2), merging what is alike and splitting what is mixed. Supporters and votes are never moved: they were given to another text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import actions as search
from interchange.ground.vocabulary.numbering import next_number
from interchange.knowledge.landscape.scoping import character_of
from interchange.knowledge.landscape.vocabulary import Character
from interchange.work.direction import vocabulary as words
from interchange.work.direction.actions.common import need, refuse, tell
from interchange.work.direction.actions.topics import QUESTION_NAMES
from interchange.work.direction.models import InterestCall, Proposal
from interchange.work.direction.vocabulary import PROPOSAL_MOVES, ProposalState

MOVE_OF = {
    Character.TECHNICAL: "find-in-scope",
    Character.OPERATIONAL: "find-in-scope",
    Character.MIXED: "find-mixed",
    Character.POLICY: "park",
}


def check(
    actor: Viewer,
    proposal_id: int,
    answers: Mapping[str, bool | None],
    *,
    reason: str,
    referral: str = "",
    addressee: str = "",
    at: datetime,
) -> Proposal:
    """Decide the scope of a filed proposal from the five answers: in scope (technical, operational), mixed (to be split), or policy (parked, with a
    referral). Nobody checks a proposal of their own.

    Raises `Refused` naming questions that are not answered, "reason", and "referral" where the answers say that it is policy.
    """
    problems = [
        Problem(f"scope_{name}", _("Not answered."), _("Say yes or no."))
        for name in QUESTION_NAMES
        if answers.get(name) not in {True, False}
    ]
    problems += need("reason", reason, 10, _("Say why: members read it."), words.REASON_LIMIT)
    given = {name: bool(answers.get(name)) for name in QUESTION_NAMES}
    character = character_of(given)
    if not problems and character == Character.POLICY:
        problems += need("referral", referral, 10, _("A question of policy is referred: say what the question is."), words.REASON_LIMIT)
        problems += need("addressee", addressee, 3, _("Say to whom it is referred."), 200)
    refuse(problems)
    move = MOVE_OF[Character(character)]
    with transaction.atomic():
        found: Proposal = see(actor, "topic.steer", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        if found.author_id == actor.person_id:
            refuse([Problem("", _("This proposal is your own."), _("Let another chair or an officer check it."))])
        before, found.state = found.state, PROPOSAL_MOVES.target(move, found.state)
        found.found, found.character, found.scope_reason, found.checked_at = given, character, reason.strip(), at
        if character == Character.POLICY:
            found.referral, found.addressee = referral.strip(), addressee.strip()
        found.save()
        record(
            actor, f"topic.{move}", found, at=at, before={"state": before}, after={"state": found.state, "character": str(character)}, reason=reason
        )  # fmt: skip
        search.put(found)
        if found.author_id:
            tell([found.author], "direction.checked", {"number": found.number, "outcome": found.get_state_display(), "url": f"/direction/proposals/{found.pk}/"}, about=found, verb="topic.view", key=str(found.pk), at=at)  # fmt: skip
        return found


def merge(actor: Viewer, proposal_id: int, *, into: str, reason: str, at: datetime) -> Proposal:
    """Merge a proposal into another by its number. Its supporters are told and asked anew; an open call for interest keeps it from being merged.

    Raises `Refused` naming "into" (unknown, itself, not running) or "reason".
    """
    problems = need("reason", reason, 10, _("Say why they are the same."), words.REASON_LIMIT)
    with transaction.atomic():
        found: Proposal = see(actor, "topic.steer", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        target = Proposal.objects.filter(number=into.strip(), state__in=words.LIVE_PROPOSALS).exclude(pk=found.pk).first()
        if found.state == ProposalState.MERGED and target is not None and found.merged_into_id == target.pk:
            return found
        if target is None:
            problems.append(
                Problem("into", _("“%s” is no proposal that runs.") % into[:40], _("Give its number, for example TEN/TOP/2027/0001."))
            )
        refuse(problems)
        before, found.state = found.state, PROPOSAL_MOVES.target("merge", found.state)
        found.merged_into, found.lineage_reason = target, reason.strip()
        found.save()
        after = {"state": found.state, "into": target.pk if target else 0}
        record(actor, "topic.merged", found, at=at, before={"state": before}, after=after, reason=reason)
        search.put(found)
        _tell_supporters(found, [target] if target else [], at)
        return found


def split(actor: Viewer, proposal_id: int, parts: Sequence[Mapping[str, Any]], *, reason: str, at: datetime) -> list[Proposal]:
    """Split a proposal into two to five: each part keeps where it came from, has the author, and looks for supporters of its own text.

    `parts`: title, problem. The rest is taken over and can be changed by the author. Raises `Refused` ("title-1", "problem-2", "reason", "").
    """
    problems = need("reason", reason, 10, _("Say why it is split."), words.REASON_LIMIT)
    if not 2 <= len(parts) <= 5:
        problems.append(Problem("", _("A split makes two to five parts."), _("Fill in at least two.")))
    for number, part in enumerate(parts, 1):
        problems += need(f"title-{number}", str(part.get("title", "")), 8, _("Give the part a title."), words.TITLE_LIMIT)
        problems += need(f"problem-{number}", str(part.get("problem", "")), 40, _("Say what the part’s problem is."), words.TEXT_LIMIT)
    refuse(problems)
    with transaction.atomic():
        found: Proposal = see(actor, "topic.steer", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        before, found.state = found.state, PROPOSAL_MOVES.target("split", found.state)
        found.lineage_reason = reason.strip()
        found.save()
        made = []
        for part in parts:
            one = Proposal.objects.create(
                number=next_number("TOP", at.year), state=ProposalState.SUPPORT, author_id=found.author_id, created_at=at, split_from=found, title=str(part["title"]).strip(),
                problem=str(part["problem"]).strip(), why_technical=found.why_technical, affected=found.affected, output=found.output, objective=found.objective,
                challenges=found.challenges, tools=found.tools, links=found.links, scope=found.scope, solution=found.solution,
            )  # fmt: skip
            record(actor, "topic.cut-out", one, at=at, after={"state": one.state, "split_from": found.pk})
            search.put(one)
            made.append(one)
        record(
            actor,
            "topic.split",
            found,
            at=at,
            before={"state": before},
            after={"state": found.state, "parts": [one.pk for one in made]},
            reason=reason,
        )
        search.put(found)
        _tell_supporters(found, made, at)
        return made


def _tell_supporters(found: Proposal, heirs: Sequence[Proposal], at: datetime) -> None:
    """Those who supported a text that is no more are asked whether they support what takes its place; so is the author told."""
    people = {one.person_id: one.person for one in found.supports.select_related("person")}
    if found.author_id and found.author:
        people[found.author_id] = found.author
    values = {
        "number": found.number,
        "outcome": found.get_state_display(),
        "heirs": ", ".join(one.number for one in heirs),
        "url": f"/direction/proposals/{found.pk}/",
    }
    tell(people.values(), "direction.lineage", values, about=found, verb="topic.view", key=f"{found.pk}:{found.state}", at=at)


def may_merge(proposal: Proposal) -> bool:
    """Whether it can be merged now."""
    return PROPOSAL_MOVES.possible("merge", proposal.state) and not InterestCall.objects.filter(proposal=proposal, state="open").exists()
