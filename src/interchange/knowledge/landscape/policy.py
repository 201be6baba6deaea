"""Who reads and who changes the map. What is published is for everyone; what is under review is for members, without those who have a conflict."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider, open_to
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rows, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape import models as m
from interchange.knowledge.landscape.vocabulary import OPEN_PROPOSALS, CheckState, EntryState, ReplyState, SolutionState

CONFLICT = "landscape.proposal"
steering = role(Role.CHAIR, Role.OFFICER)
member = role(Role.MEMBER, Role.CHAIR)
listed = Q(state=EntryState.LISTED)


def _proposals(viewer: Viewer) -> Q:
    """One's own; for members and staff all. The conflict takes away what a person has no part in."""
    own = Q(author_id=viewer.person_id) if viewer.person_id else NOTHING
    return EVERYTHING if is_insider(viewer) else own


def _reviewable(viewer: Viewer) -> Q:
    return Q(state__in=OPEN_PROPOSALS) & ~Q(author_id=viewer.person_id)


def _replies(viewer: Viewer) -> Q:
    if viewer.has(Role.OFFICER):
        return EVERYTHING
    own = Q(person_id=viewer.person_id) if viewer.person_id else NOTHING
    return Q(state=ReplyState.PUBLISHED) | own


def _answers(viewer: Viewer) -> Q:
    """One's own at once; the others' only when the check is over, so that everybody answers by themselves."""
    own = Q(person_id=viewer.person_id) if viewer.person_id else NOTHING
    return own | (~Q(check_of__state=CheckState.OPEN) if is_insider(viewer) else NOTHING)


def _solutions(viewer: Viewer) -> Q:
    own = Q(author_id=viewer.person_id) if viewer.person_id else NOTHING
    return (Q(state=SolutionState.FILED) & open_to(viewer)) | own


def _remarks(viewer: Viewer) -> Q:
    return Q(proposal__in=rows(viewer, "map-proposal.view").values("pk")) & ~Q(proposal__author_id=viewer.person_id)


rule("tool.list", m.Tool, who=anyone, which=lambda v: listed)
rule("tool.view", m.Tool, who=anyone, which=lambda v: EVERYTHING)
rule("challenge.list", m.Challenge, who=anyone, which=lambda v: listed)
rule("challenge.view", m.Challenge, who=anyone, which=lambda v: EVERYTHING)
rule("map.propose", who=is_insider)
rule("map.doubt", who=lambda v: v.is_system)
rule("tool.recheck", m.Tool, who=is_insider, which=lambda v: listed)
rule("challenge.recheck", m.Challenge, who=is_insider, which=lambda v: listed)
rule("map-proposal.view", m.Proposal, who=signed_in, which=_proposals, conflict=(CONFLICT, "pk"))
rule("map-proposal.own", m.Proposal, who=signed_in, which=lambda v: Q(author_id=v.person_id))
rule("map-proposal.review", m.Proposal, who=is_insider, which=_reviewable, conflict=(CONFLICT, "pk"))
rule("map-proposal.decide", m.Proposal, who=steering, which=_reviewable, conflict=(CONFLICT, "pk"))
rule("map-remark.view", m.Remark, who=is_insider, which=_remarks, conflict=(CONFLICT, "proposal_id"))
rule("map-reply.file", m.Tool, who=signed_in, which=lambda v: listed)
rule("map-reply.view", m.Reply, who=anyone, which=_replies)
rule("map-reply.decide", m.Reply, who=role(Role.OFFICER), which=lambda v: Q(state=ReplyState.FILED) & ~Q(person_id=v.person_id))
rule("judgement.make", who=member)
rule("gap.say", who=member)
rule("map-scope.steer", m.Challenge, who=steering, which=lambda v: listed)
rule("map-scope.close", m.ScopeCheck, who=steering, which=lambda v: EVERYTHING)
rule("map-scope.view", m.ScopeCheck, who=is_insider, which=lambda v: EVERYTHING)
rule("map-scope.answer", m.ScopeCheck, who=member, which=lambda v: Q(state=CheckState.OPEN))
rule("map-scope-answer.view", m.ScopeAnswer, who=signed_in, which=_answers)
rule("solution.view", m.Solution, who=anyone, which=_solutions)
rule("solution.write", who=member)
rule("solution.own", m.Solution, who=signed_in, which=lambda v: Q(author_id=v.person_id))
rule("solution.open", m.Solution, who=steering, which=lambda v: Q(state=SolutionState.FILED))
rule("map-release.view", m.MapRelease, who=anyone, which=lambda v: EVERYTHING)
rule("map-release.make", who=steering)
rule("map-import.own", m.ImportDraft, who=is_insider, which=lambda v: Q(person_id=v.person_id))
