"""Propose a topic, look for supporters, support, file, withdraw."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.knowledge.landscape import neighbours
from interchange.knowledge.landscape.models import Solution
from interchange.knowledge.landscape.vocabulary import QUESTIONS
from interchange.network.membership import queries as membership
from interchange.work.direction import queries
from interchange.work.direction import vocabulary as words
from interchange.work.direction.actions.common import is_place, need, refuse
from interchange.work.direction.models import Proposal, Support
from interchange.work.direction.vocabulary import PROPOSAL_MOVES, ProposalState

TEXTS = {
    "problem": (40, _("Say what the problem is.")),
    "why_technical": (20, _("Say why it is a technical question.")),
    "affected": (10, _("Say who is affected.")),
    "output": (10, _("Say what should come of it.")),
}
QUESTION_NAMES = [name for name, _words, _policy in QUESTIONS]


def write(
    actor: Viewer, given: Mapping[str, Any], *, challenges: Sequence[str] = (), tools: Sequence[str] = (), links: Sequence[Mapping[str, str]] = (),
    scope: Mapping[str, bool | None], solution: str = "", at: datetime, proposal_id: int | None = None, revision: int | None = None,
) -> Proposal:  # fmt: skip
    """Write a proposal down as a draft, or change one's own that is not checked yet. `given`: title, problem, why_technical, affected, output, objective,
    `similar_seen`. `scope` are the author's answers to the five questions; `solution` is the number of the candidate solution it comes from.

    Raises `Refused` with every problem (challenges and tools that are not on the map, questions not answered, similar topics not looked at), `Stale`
    where the text was changed since `revision` was read. A change of a text that people support already is told to nobody's support: the journal keeps it.
    """
    require(actor, "topic.write")
    said = {
        name: " ".join(str(given.get(name, "")).split()) if name == "title" else str(given.get(name, "")).strip()
        for name in ("title", *TEXTS, "objective")
    }
    problems = need("title", said["title"], 8, _("Give it a title."), words.TITLE_LIMIT)
    for name, (least, missing) in TEXTS.items():
        problems += need(name, said[name], least, str(missing), words.TEXT_LIMIT)
    if said["objective"] not in vocabulary.codes("objectives"):
        problems.append(Problem("objective", _("Say which objective of the network it serves most."), _("Choose one.")))
    problems += [
        Problem(f"scope_{name}", _("Not answered."), _("Say yes or no.")) for name in QUESTION_NAMES if scope.get(name) not in {True, False}
    ]
    known = neighbours.challenges(challenges)
    problems += [
        Problem("challenges", _("“%s” is not a challenge on the map.") % code[:80], _("Choose from the list."))
        for code in challenges
        if code not in known
    ]
    built = neighbours.tools(tools)
    problems += [
        Problem("tools", _("“%s” is not a tool on the map.") % code[:80], _("Choose from the list.")) for code in tools if code not in built
    ]
    problems += [
        Problem("links", _("Each line needs a title and an address."), _("Write “Title | https://...”, one a line."))
        for one in links
        if not one.get("title", "").strip() or not is_place(one.get("url", "").strip())
    ][:1]
    close = queries.similar(actor, said["title"], said["problem"], but=proposal_id) if not given.get("similar_seen") else []
    if close and not problems:
        named = ", ".join(f"{one.title} ({one.what})" for one in close[:3])
        problems.append(
            Problem(
                "similar_seen",
                _("There is something alike: %s.") % named,
                _("Look at it; support it instead, or say that yours is another topic."),
            )
        )
    refuse(problems)
    with transaction.atomic():
        source = see(actor, "solution.view", Solution.objects.all(), number=solution) if solution else None
        if proposal_id:
            made: Proposal = see(actor, "topic.own", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
            if revision is not None and made.revision != revision:
                raise Stale(made)
            made.revision += 1
        else:
            made = Proposal(number=next_number("TOP", at.year), author_id=actor.me, created_at=at, solution=source)
        for name, value in said.items():
            setattr(made, name, value)
        made.challenges, made.tools = list(dict.fromkeys(challenges)), list(dict.fromkeys(tools))
        made.links = [{"title": one["title"].strip()[:200], "url": one["url"].strip()[:400]} for one in links]
        made.scope = {name: bool(scope[name]) for name in QUESTION_NAMES}
        made.save()
        record(actor, "topic.written", made, at=at, after={"state": made.state, "revision": made.revision})
        search.put(made)
        return made


def _move(
    actor: Viewer, proposal_id: int, move: str, at: datetime, *, verb: str = "topic.own", reason: str = "", **fields: Any
) -> Proposal:
    """Move a proposal; the state it is in already is no fault."""
    with transaction.atomic():
        found: Proposal = see(actor, verb, Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        if found.state == PROPOSAL_MOVES.moves[move].target:
            return found
        before, found.state = found.state, PROPOSAL_MOVES.target(move, found.state)
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        record(actor, f"topic.{move}", found, at=at, before={"state": before}, after={"state": found.state}, reason=reason)
        search.put(found)
        return found


def publish(actor: Viewer, proposal_id: int, *, at: datetime) -> Proposal:
    """Show a draft to the members and look for supporters."""
    return _move(actor, proposal_id, "publish", at)


def support(actor: Viewer, proposal_id: int, *, at: datetime) -> Support:
    """Stand behind somebody else's proposal, with one's profile of today. Again is harmless."""
    with transaction.atomic():
        found: Proposal = see(actor, "topic.support", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        standing = membership.standing_of([actor.me]).get(actor.me)
        made, new = Support.objects.get_or_create(
            proposal=found, person_id=actor.me, defaults={"profile": standing.profile if standing else "", "at": at}
        )
        if new:
            record(actor, "topic.supported", found, at=at, after={"state": found.state, "supporters": found.supports.count()})
        return made


def stop_supporting(actor: Viewer, proposal_id: int, *, at: datetime) -> int:
    """Take one's support back; returns how many were taken (none: there was none)."""
    with transaction.atomic():
        found: Proposal = see(actor, "topic.support", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        taken, _kinds = found.supports.filter(person_id=actor.me).delete()
        if taken:
            record(actor, "topic.support-withdrawn", found, at=at, after={"state": found.state, "supporters": found.supports.count()})
        return taken


def lacking(proposal: Proposal) -> list[str]:
    """What a proposal lacks to be filed, in words: supporters, profiles."""
    profiles = [one.profile for one in proposal.supports.all()]
    least, kinds = int(words.supporters_least()), int(words.profiles_least())
    found = []
    if len(profiles) < least:
        missing = least - len(profiles)
        found.append(ngettext("%(n)d more supporter", "%(n)d more supporters", missing) % {"n": missing})
    met = len({one for one in profiles if one})
    if met < kinds:
        found.append(ngettext("supporters of %(n)d more profile", "supporters of %(n)d more profiles", kinds - met) % {"n": kinds - met})
    return found


def file(actor: Viewer, proposal_id: int, *, at: datetime) -> Proposal:
    """File one's proposal for its scope check. Raises `Refused` saying what it lacks: supporters, or profiles among them."""
    found: Proposal = see(actor, "topic.own", Proposal.objects.all(), pk=proposal_id)
    missing = lacking(found) if found.state == ProposalState.SUPPORT else []
    if missing:
        raise Refused.of("", _("It needs %s.") % _(" and ").join(missing), _("It stays open for supporters until then."))
    return _move(actor, proposal_id, "file", at, filed_at=at)


def withdraw(actor: Viewer, proposal_id: int, *, at: datetime) -> Proposal:
    """Take one's own proposal back, before its scope check. It stays readable where members have seen it."""
    found: Proposal = see(actor, "topic.own", Proposal.objects.all(), pk=proposal_id)
    return _move(actor, proposal_id, "withdraw", at, filed_at=found.filed_at)


def forget_draft(proposal: Proposal, at: datetime) -> None:
    """Delete somebody's draft that nobody else has seen (erasure of a person's data)."""
    with transaction.atomic():
        record(SYSTEM, "topic.draft-erased", proposal, at=at, before={"state": proposal.state}, after={"state": "erased"})
        search.drop(proposal)
        proposal.delete()
