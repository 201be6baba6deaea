"""Candidate solutions: tools and missing pieces put together for a challenge."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import next_number
from interchange.knowledge.landscape.actions.common import check_interest, need, refuse
from interchange.knowledge.landscape.content import web
from interchange.knowledge.landscape.models import Challenge, Solution, Tool
from interchange.knowledge.landscape.vocabulary import NAME_LIMIT, SOLUTION_MOVES, TEXT_LIMIT, Effort, EntryState, Readiness, SolutionState


def write(
    actor: Viewer, given: Mapping[str, Any], *, challenges: Sequence[str], tools: Sequence[str], evidence: Sequence[Mapping[str, str]], at: datetime, number: str = "",
    revision: int = 0,
) -> Solution:  # fmt: skip
    """Write a candidate solution down as a draft, or change one's own draft. `given`: title, summary, missing, dependencies, readiness,
    effort, interest; `revision` is the one that was read. Raises `Refused` with every problem, naming challenges and tools that are not on the
    map, and `Stale` where the draft was saved elsewhere in the meantime."""
    require(actor, "solution.write")
    held = {one.code: one for one in Challenge.objects.filter(code__in=challenges, state=EntryState.LISTED)}
    built = {one.code: one for one in Tool.objects.filter(code__in=tools, state=EntryState.LISTED)}
    said = {
        name: str(given.get(name, "")).strip()
        for name in ("title", "summary", "missing", "dependencies", "readiness", "effort", "interest")
    }
    problems = need("title", said["title"], 5, _("Give it a title.")) + need("summary", said["summary"], 40, _("Say how it would work."))
    problems += [
        Problem(name, _("At most %d characters.") % most, _("Shorten it."))
        for name, most in (("title", NAME_LIMIT), ("summary", TEXT_LIMIT))
        if len(said[name]) > most
    ]
    problems += [
        Problem("challenges", _("“%s” is not a challenge on the map.") % code[:80], _("Choose from the list."))
        for code in challenges
        if code not in held
    ]
    problems += [
        Problem("tools", _("“%s” is not a tool on the map.") % code[:80], _("Choose from the list.")) for code in tools if code not in built
    ]
    if not challenges:
        problems.append(Problem("challenges", _("Say which challenge it answers."), _("Name at least one.")))
    if not tools and not said["missing"]:
        problems.append(Problem("tools", _("Name the tools it is made of, or the pieces that are missing."), ""))
    if said["readiness"] not in Readiness.values:
        problems.append(Problem("readiness", _("Say how ready it is."), _("Choose one.")))
    if said["effort"] not in Effort.values:
        problems.append(Problem("effort", _("Say how much work it is."), _("Choose one.")))
    problems += [
        Problem("evidence", _("Each piece of evidence needs a title and an address."), _("Begin the address with https://."))
        for one in evidence
        if not one.get("title") or not web(one.get("url", ""))
    ]
    problems += check_interest(actor, said["interest"], [one.steward for one in built.values()])
    refuse(problems)
    with transaction.atomic():
        if number:
            made: Solution = see(actor, "solution.own", Solution.objects.select_for_update(), number=number, state=SolutionState.DRAFT)
            if revision and revision != made.revision:
                raise Stale(made)
            made.revision += 1
        else:
            made = Solution(number=next_number("SOL", at.year), author_id=actor.me, created_at=at)
        for name, value in said.items():
            setattr(made, name, value)
        made.evidence = [{"title": one["title"].strip(), "url": one["url"].strip()} for one in evidence]
        made.save()
        made.challenges.set(held.values())
        made.tools.set(built.values())
        record(actor, "solution.written", made, at=at, after={"state": made.state, "number": made.number, "revision": made.revision})
        return made


def file(actor: Viewer, solution_id: int, *, at: datetime) -> Solution:
    """Put one's draft before the members."""
    return _move(actor, solution_id, "file", at, filed_at=at)


def withdraw(actor: Viewer, solution_id: int, *, at: datetime) -> Solution:
    """Take one's own back."""
    return _move(actor, solution_id, "withdraw", at)


def _move(actor: Viewer, solution_id: int, name: str, at: datetime, **fields: Any) -> Solution:
    with transaction.atomic():
        found: Solution = see(actor, "solution.own", Solution.objects.select_for_update(), pk=solution_id)
        target = {"file": SolutionState.FILED, "withdraw": SolutionState.WITHDRAWN}[name]
        if found.state == target:
            return found
        before, found.state = found.state, SOLUTION_MOVES.target(name, found.state)
        for field, value in fields.items():
            setattr(found, field, value)
        found.save()
        record(actor, f"solution.{name}", found, at=at, before={"state": before}, after={"state": found.state})
        return found


def open_to_all(actor: Viewer, solution_id: int, *, reason: str, at: datetime) -> Solution:
    """Let everybody read a filed solution; opening wider is recorded with its reason (X8)."""
    refuse(need("reason", reason, 5, _("Say why it is opened.")))
    with transaction.atomic():
        found: Solution = see(actor, "solution.open", Solution.objects.select_for_update(), pk=solution_id)
        if found.level != Level.PUBLIC:
            before, found.level = found.level, Level.PUBLIC
            found.save()
            record(
                actor,
                "solution.opened",
                found,
                at=at,
                before={"level": before},
                after={"state": found.state, "level": found.level},
                reason=reason,
            )
        return found
