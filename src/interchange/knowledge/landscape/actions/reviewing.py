"""Two people review a proposal; where both approve it is published in the same breath, where they disagree the chair or an officer decides."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post.actions import Draft, send
from interchange.ground.search import actions as search
from interchange.knowledge.landscape.actions.common import is_party, put_evidence, stewards_of
from interchange.knowledge.landscape.actions.ending import carry_out
from interchange.knowledge.landscape.actions.proposing import leads_back
from interchange.knowledge.landscape.actions.reminding import looked_at
from interchange.knowledge.landscape.atlas import turn
from interchange.knowledge.landscape.content import FIELDS, name_key, url_key, values
from interchange.knowledge.landscape.models import Challenge, Proposal, ProposalReview, Relation, Remark, Revision, Tool
from interchange.knowledge.landscape.vocabulary import ONE_WAY, PROPOSAL_MOVES, ProposalState, Subject

NEEDED = 2


def review(actor: Viewer, proposal_id: int, *, approves: bool, reason: str = "", at: datetime) -> Proposal:
    """Say yes or no to somebody else's proposal; no needs a reason. The second yes publishes, the second no declines, one of each is a dispute.

    Raises `NotAllowed` for the author and for whoever has a conflict (a reviewer who works for the steward is recused on the spot), `Refused`
    where one has reviewed it already or a no has no reason.
    """
    if not approves and not reason.strip():
        raise Refused.of("reason", _("A no needs a reason."), _("Say what should be mended."))
    found: Proposal = see(actor, "map-proposal.review", Proposal.objects.select_related("tool", "challenge"), pk=proposal_id)
    if is_party(actor.person_id, stewards_of(found)):
        record_conflict(actor, actor.me, found, reason=ConflictReason.AFFILIATION, at=at)
        raise NotAllowed("map-proposal.review")
    with transaction.atomic():
        found = see(actor, "map-proposal.review", Proposal.objects.select_for_update(), pk=proposal_id)
        if found.reviews.filter(reviewer_id=actor.me).exists():
            raise Refused.of("", _("You have reviewed this already."), _("Two different people review each proposal."))
        if found.state != ProposalState.IN_REVIEW:
            raise NotAMove("Proposal", found.state, "review")
        ProposalReview.objects.create(proposal=found, reviewer_id=actor.me, approves=approves, reason=reason.strip(), at=at)
        record(actor, "map.reviewed", found, at=at, after={"approves": approves}, reason=reason)
        said = list(found.reviews.values_list("approves", flat=True))
        if said.count(True) >= NEEDED:
            _publish(actor, found, at)
        elif said.count(False) >= NEEDED:
            _end(actor, found, "decline", reason, at)
        elif len(said) >= NEEDED:
            before, found.state = found.state, PROPOSAL_MOVES.target("dispute", found.state)
            found.save()
            record(actor, "map.disputed", found, at=at, before={"state": before}, after={"state": found.state})
            owe("landscape.dispute", found, at=at, role="chair", url=f"/landscape/proposals/{found.pk}/")
        return found


def decide(actor: Viewer, proposal_id: int, *, publish: bool, reason: str, at: datetime) -> Proposal:
    """Decide where two reviewers disagree, as somebody who is neither of them, with a reason."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), _("Say which view is followed, and why."))
    with transaction.atomic():
        found: Proposal = see(actor, "map-proposal.decide", Proposal.objects.select_for_update(), pk=proposal_id)
        if found.state != ProposalState.DISPUTED:
            raise NotAMove("Proposal", found.state, "decide")
        if found.reviews.filter(reviewer_id=actor.me).exists() or is_party(actor.person_id, stewards_of(found)):
            raise NotAllowed("map-proposal.decide", known=True)
        found.decision = reason.strip()
        found.decided_by_id = actor.me
        if publish:
            _publish(actor, found, at)
        else:
            _end(actor, found, "decline", reason, at)
        return found


def step_aside(actor: Viewer, proposal_id: int, *, reason: ConflictReason, at: datetime) -> None:
    """Say that one has no part in a proposal: from then on it does not exist for that person."""
    found: Proposal = see(actor, "map-proposal.review", pk=proposal_id)
    with transaction.atomic():
        record_conflict(actor, actor.me, found, reason=reason, at=at)


def remark(actor: Viewer, proposal_id: int, *, text: str, at: datetime) -> Remark:
    """Leave a word for the other reviewers; the author does not read it."""
    if not text.strip():
        raise Refused.of("text", _("Nothing is written."), _("Write a word or two."))
    with transaction.atomic():
        found: Proposal = see(actor, "map-proposal.review", pk=proposal_id)
        made = Remark.objects.create(proposal=found, by_id=actor.me, text=text.strip()[:4000], at=at)
        record(actor, "map.remarked", found, at=at)
        return made


def _end(actor: Viewer, found: Proposal, move: str, reason: str, at: datetime) -> None:
    before, found.state = found.state, PROPOSAL_MOVES.target(move, found.state)
    found.decided_at = at
    found.decision = found.decision or reason.strip() or _("Two reviewers said no.")
    found.save()
    for kind in ("landscape.review", "landscape.dispute"):
        settle(kind, found, at=at)
    record(actor, "map.declined", found, at=at, before={"state": before}, after={"state": found.state}, reason=reason)
    _tell(actor, found, at)


def _publish(actor: Viewer, found: Proposal, at: datetime) -> None:
    """Let the map say what the proposal says. Raises `Refused` where the map has moved on in the meantime."""
    before, found.state = found.state, PROPOSAL_MOVES.target("publish", found.state)
    if found.subject == Subject.RELATION:
        _publish_relation(found, at)
    elif found.changes.get("end"):
        _publish_end(found, at)
    else:
        _publish_entry(found, at)
    found.decided_at = at
    found.save()
    for kind in ("landscape.review", "landscape.dispute"):
        settle(kind, found, at=at)
    record(actor, "map.published", found, at=at, before={"state": before}, after={"state": found.state, "code": found.code})
    turn()
    _tell(actor, found, at)


def _publish_entry(found: Proposal, at: datetime) -> None:
    model: Any = Tool if found.subject == "tool" else Challenge
    changes = {name: value for name, value in found.changes.items() if name != "evidence"}
    entry = model.objects.select_for_update().filter(code=found.code).first()
    if entry is None:
        entry = model(code=found.code, listed_at=at, revision=0, review_due=at.date())
    elif any(name in found.before and getattr(entry, name) != found.before[name] for name in changes):
        raise Refused.of("", _("The entry was changed after this was proposed."), _("Withdraw it and propose it over the new text."))
    for name, value in changes.items():
        setattr(entry, name, value)
    if isinstance(entry, Tool):
        entry.name_key, entry.url_key = name_key(entry.name), url_key(entry.url)
    shown = found.changes.get("evidence")
    if shown:
        put_evidence(
            entry,
            changes,
            title=shown["title"],
            url=shown["url"],
            strength=shown["strength"],
            checked=date.fromisoformat(shown["checked"]),
            by=found.author_id,
        )
    entry.revision += 1
    entry.edited, entry.updated_at = True, at
    entry.save()
    setattr(found, found.subject, entry)
    Revision.objects.create(
        **{found.subject: entry}, number=entry.revision, content=values(entry), changed=[one.name for one in FIELDS[found.subject] if one.name in changes],
        note=found.note, interest=found.interest, by_id=found.author_id, proposal=found, at=at,
    )  # fmt: skip
    record(SYSTEM, f"{found.subject}.changed", entry, at=at, after={"state": entry.state, "revision": entry.revision})
    looked_at(entry, at)
    search.put(entry)


def _publish_end(found: Proposal, at: datetime) -> None:
    entry = Tool.objects.select_for_update().get(code=found.code)
    before = entry.state
    carry_out(entry, found.changes, at)
    entry.revision += 1
    entry.edited, entry.updated_at = True, at
    entry.save()
    Revision.objects.create(
        tool=entry, number=entry.revision, content=values(entry), changed=["state"], note=found.note, interest=found.interest, by_id=found.author_id,
        proposal=found, at=at,
    )  # fmt: skip
    into = found.changes.get("into", "")
    record(
        SYSTEM, "tool.moved", entry, at=at, before={"state": before}, after={"state": entry.state, "into": into, "revision": entry.revision}
    )
    looked_at(entry, at)


def _publish_relation(found: Proposal, at: datetime) -> None:
    said = found.changes
    ends = {one.code: one for one in Tool.objects.filter(code__in=[said["source"], said["target"]])}
    source, target = ends[said["source"]], ends[said["target"]]
    stands = Relation.objects.filter(source=source, target=target, kind=said["kind"], ended_at__isnull=True)
    if said["take_back"]:
        stands.update(ended_at=at)
        return
    if stands.exists():
        return
    if said["kind"] in ONE_WAY and leads_back(source.pk, target.pk, said["kind"]):
        raise Refused.of("", _("The relation would go in a circle by now."), _("Withdraw the proposal."))
    shown = said["evidence"]
    Relation.objects.create(
        source=source, target=target, kind=said["kind"], version=said["version"], strength=shown["strength"], source_title=shown["title"],
        source_url=shown["url"], checked_on=date.fromisoformat(shown["checked"]), by_id=found.author_id,
    )  # fmt: skip


def _tell(actor: Viewer, found: Proposal, at: datetime) -> None:
    values_ = {
        "number": found.number,
        "outcome": found.get_state_display(),
        "reason": found.decision,
        "url": f"/landscape/proposals/{found.pk}/",
    }
    send(actor, Draft("landscape.decided", values_, person_id=found.author_id, subject=found, key=f"landscape.decided:{found.pk}"), at=at)
