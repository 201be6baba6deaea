"""Proposing: a new tool or challenge, a change of one, a relation put up or taken back; and going back to an earlier state."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.vocabulary.numbering import next_number
from interchange.knowledge.landscape.actions.common import check_interest, check_source, houses, need, refuse, stewards_of
from interchange.knowledge.landscape.content import FIELDS, clean, name_key, url_key, values
from interchange.knowledge.landscape.houses import Directory
from interchange.knowledge.landscape.models import Challenge, Proposal, Relation, Revision, Tool
from interchange.knowledge.landscape.vocabulary import (
    ONE_WAY,
    OPEN_PROPOSALS,
    PROPOSAL_MOVES,
    EntryState,
    ProposalState,
    RelationKind,
    Subject,
)
from interchange.network.membership import queries as membership

SPEC_LIMITS = {"version": 80, "note": 400}


def twins(name: str, url: str, *, but: int | None = None) -> list[Tool]:
    """Tools that are the same thing under another spelling or address. One query."""
    from django.db.models import Q

    same = Q(name_key=name_key(name)) if name_key(name) else Q(pk__in=[])
    here = url_key(url)
    if "/" in here:  # a bare domain is shared by too many
        same |= Q(url_key=here)
    found = Tool.objects.filter(same, state=EntryState.LISTED)
    return list((found if but is None else found.exclude(pk=but))[:5])


def _evidence(given: Mapping[str, Any], at: datetime) -> tuple[dict[str, Any], list[Problem]]:
    checked = given.get("checked")
    problems = check_source(
        str(given.get("source_title", "")), str(given.get("source_url", "")), str(given.get("strength", "")), checked, at
    )
    said = {
        "title": str(given.get("source_title", "")).strip(),
        "url": str(given.get("source_url", "")).strip(),
        "strength": given.get("strength", ""),
    }
    return {**said, "checked": checked.isoformat() if isinstance(checked, date) else ""}, problems


def propose_tool(
    actor: Viewer, given: Mapping[str, Any], *, evidence: Mapping[str, Any], note: str, interest: str, at: datetime, code: str = "", base: int = 0, twin_seen: bool = False
) -> Proposal:  # fmt: skip
    """Propose a new tool, or (with `code`) a change of one; `base` is the revision that was read.

    Raises `Refused` for what is wrong with the values, the source or the interest, for a change that changes nothing, and for a tool that is
    on the map already under another name or address (unless `twin_seen`); `Stale` where the entry changed since it was read.
    """
    return _propose(actor, "tool", given, evidence=evidence, note=note, interest=interest, at=at, code=code, base=base, twin_seen=twin_seen)


def propose_challenge(
    actor: Viewer, given: Mapping[str, Any], *, evidence: Mapping[str, Any], note: str, interest: str, at: datetime, code: str = "", base: int = 0
) -> Proposal:  # fmt: skip
    """Propose a new challenge or opportunity, or a change of one. Raises as `propose_tool` does."""
    return _propose(actor, "challenge", given, evidence=evidence, note=note, interest=interest, at=at, code=code, base=base, twin_seen=True)


def _propose(
    actor: Viewer, subject: str, given: Mapping[str, Any], *, evidence: Mapping[str, Any], note: str, interest: str, at: datetime, code: str, base: int, twin_seen: bool
) -> Proposal:  # fmt: skip
    require(actor, "map.propose")
    model: Any = Tool if subject == "tool" else Challenge
    entry = see(actor, f"{subject}.list", model.objects.all(), code=code) if code else None
    held = values(entry) if entry else {}
    said, problems = clean(subject, given if entry else {**{one.name: "" for one in FIELDS[subject]}, **given})
    changes = {name: value for name, value in said.items() if name not in held or held[name] != value}
    shown, wrong = _evidence(evidence, at)
    problems += wrong + need("note", note, 10, _("Say why, in a sentence."))
    problems += check_interest(actor, interest, [held.get("steward", ""), said.get("steward", "")])
    if not changes and not problems:
        problems.append(Problem("", _("Nothing was changed."), _("Change a field, or use “Still true” to confirm what stands.")))
    refuse(problems)
    if entry is not None and base and base != entry.revision:
        raise Stale(entry)
    if subject == "tool" and not twin_seen and ("name" in changes or "url" in changes):
        same = twins(said.get("name", held.get("name", "")), said.get("url", held.get("url", "")), but=entry.pk if entry else None)
        if same:
            raise Refused(
                Problem(
                    "name",
                    _("The map has this already: %s.") % same[0].name,
                    _("Open that entry (%s) and amend it, or say below that it is another thing.") % same[0].url_here,
                )
            )
    title = said.get("name") or said.get("title") or ""
    return file_proposal(
        actor, subject, code or _free_code(model, title), changes={**changes, "evidence": shown}, before={name: held.get(name) for name in changes if entry},
        note=note, interest=interest, at=at, entry=entry,
    )  # fmt: skip


def _free_code(model: Any, title: str) -> str:
    stem = slugify(title)[:70] or "entry"
    code, number = stem, 2
    while model.objects.filter(code=code).exists() or Proposal.objects.filter(code=code, state__in=OPEN_PROPOSALS).exists():
        code, number = f"{stem}-{number}", number + 1
    return code


def file_proposal(
    actor: Viewer, subject: str, code: str, *, changes: dict[str, Any], before: dict[str, Any], note: str, interest: str, at: datetime, entry: Any
) -> Proposal:  # fmt: skip
    """Put a proposal before the reviewers; the same proposal filed again is the first one. What it says was checked before."""
    with transaction.atomic():
        same = Proposal.objects.filter(author_id=actor.me, state__in=OPEN_PROPOSALS, subject=subject, changes=changes)
        again = (same.filter(code=code) if entry is not None or subject == "relation" else same).first()
        if again is not None:
            return again
        made = Proposal(
            number=next_number("MAP", at.year), subject=subject, code=code, changes=changes, before=before, note=note.strip(), interest=interest.strip(),
            author_id=actor.me, filed_at=at, base=entry.revision if entry else 0,
        )  # fmt: skip
        if entry is not None:
            setattr(made, subject, entry)
        made.save()
        record(actor, "map.proposed", made, at=at, after={"state": made.state, "number": made.number, "subject": subject, "code": code})
        owe("landscape.review", made, at=at, role="chair", url=f"/landscape/proposals/{made.pk}/")
        _set_apart(made, at)
        return made


def _set_apart(proposal: Proposal, at: datetime) -> None:
    """Whoever works for a steward that the proposal touches has no part in its review."""
    for person in sorted(Directory(membership.organisations()).of(houses(stewards_of(proposal)))):
        if person != proposal.author_id:
            record_conflict(SYSTEM, person, proposal, reason=ConflictReason.AFFILIATION, at=at)


def propose_relation(
    actor: Viewer, *, source: str, target: str, kind: str, evidence: Mapping[str, Any], note: str, interest: str, at: datetime, version: str = "", take_back: bool = False
) -> Proposal:  # fmt: skip
    """Propose a relation between two tools, or that one be taken back.

    Raises `Refused` for tools that are not on the map, a tool with itself, a relation that stands already (or does not), and for a chain of
    "extends", "replaces", "is a profile of" or "embeds" that would lead back to where it began.
    """
    require(actor, "map.propose")
    ends = {one.code: one for one in Tool.objects.filter(code__in=[source, target], state=EntryState.LISTED)}
    problems = [
        Problem(field, _("“%s” is not a tool on the map.") % code[:80], _("Choose one from the list, or propose the tool first."))
        for field, code in (("source", source), ("target", target))
        if code not in ends
    ]
    if source == target and source in ends:
        problems.append(Problem("target", _("A tool has no relation with itself."), _("Choose another tool.")))
    if kind not in RelationKind.values:
        problems.append(Problem("kind", _("Choose how the one stands to the other."), ""))
    shown, wrong = _evidence(evidence, at)
    problems += wrong + need("note", note, 10, _("Say why, in a sentence."))
    problems += check_interest(actor, interest, [one.steward for one in ends.values()])
    refuse(problems)
    stands = Relation.objects.filter(source=ends[source], target=ends[target], kind=kind, ended_at__isnull=True).exists()
    if stands != take_back:
        raise Refused.of(
            "kind", _("That relation stands already.") if stands else _("There is no such relation."), _("Look at the tool’s page.")
        )
    if not take_back and kind in ONE_WAY and leads_back(ends[source].pk, ends[target].pk, kind):
        raise Refused.of(
            "target",
            _("That would go in a circle: the chain leads back to where it begins."),
            _("Check the direction, or choose another kind."),
        )
    changes = {"source": source, "target": target, "kind": kind, "version": version.strip()[:80], "take_back": take_back, "evidence": shown}
    return file_proposal(actor, Subject.RELATION, source, changes=changes, before={}, note=note, interest=interest, at=at, entry=None)


def leads_back(source: int, target: int, kind: str) -> bool:
    """Whether the second tool leads to the first already by relations of that kind."""
    onward: dict[int, list[int]] = {}
    for one, other in Relation.objects.filter(kind=kind, ended_at__isnull=True).values_list("source_id", "target_id"):
        onward.setdefault(one, []).append(other)
    seen, waiting = set(), [target]
    while waiting:
        here = waiting.pop()
        if here == source:
            return True
        if here not in seen:
            seen.add(here)
            waiting += onward.get(here, [])
    return False


def propose_return(actor: Viewer, revision_id: int, *, note: str, interest: str, at: datetime) -> Proposal:
    """Propose that an entry say again what it said in an earlier revision; it goes through review like every change."""
    require(actor, "map.propose")
    revision = Revision.objects.select_related("tool", "challenge").filter(pk=revision_id).first()
    entry: Any = (revision.tool or revision.challenge) if revision else None
    if revision is None or entry is None:
        raise Refused.of("", _("There is no such revision."), "")
    subject = "tool" if revision.tool_id else "challenge"
    see(actor, f"{subject}.list", type(entry)._default_manager.all(), pk=entry.pk)
    held = values(entry)
    changes = {name: value for name, value in revision.content.items() if name in held and held[name] != value}
    problems = need("note", note, 10, _("Say why, in a sentence."))
    problems += check_interest(actor, interest, [held.get("steward", "")])
    if not changes:
        problems.append(Problem("", _("The entry says that already."), ""))
    refuse(problems)
    return file_proposal(
        actor,
        subject,
        entry.code,
        changes=changes,
        before={name: held[name] for name in changes},
        note=note,
        interest=interest,
        at=at,
        entry=entry,
    )


def withdraw(actor: Viewer, proposal_id: int, *, at: datetime) -> Proposal:
    """Take one's own proposal back. Repeating it is harmless."""
    with transaction.atomic():
        found: Proposal = see(actor, "map-proposal.own", Proposal.objects.select_for_update(), pk=proposal_id)
        if found.state == ProposalState.WITHDRAWN:
            return found
        before = found.state
        found.state = PROPOSAL_MOVES.target("withdraw", before)
        found.decided_at = at
        found.save()
        for kind in ("landscape.review", "landscape.dispute"):
            settle(kind, found, at=at)
        record(actor, "map.proposal-withdrawn", found, at=at, before={"state": before}, after={"state": found.state})
        return found
