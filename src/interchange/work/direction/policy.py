"""Members propose, vote and work; chairs and officers steer. What is adopted is public; how it came about is for members; what somebody voted is for nobody."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.direction import vocabulary as words
from interchange.work.direction.models import InterestCall, Milestone, Proposal, Round, WorkItem

CONFLICT = ("direction.proposal", "pk")
steering = role(Role.CHAIR, Role.OFFICER)
member = role(Role.MEMBER, Role.CHAIR)
shown = ~Q(state=words.ProposalState.DRAFT)


def _proposals(viewer: Viewer) -> Q:
    own = Q(author_id=viewer.person_id) if viewer.person_id else NOTHING
    return own | (shown if is_insider(viewer) else NOTHING)


def _rounds(viewer: Viewer) -> Q:
    return EVERYTHING if viewer.is_system or steering(viewer) else ~Q(state=words.RoundState.DRAFT)


def _led(viewer: Viewer, prefix: str = "") -> Q:
    """Work items (or what hangs on them) that run and that the viewer leads; all of them for those who steer."""
    running = Q(**{f"{prefix}state__in": words.RUNNING})
    if steering(viewer):
        return running
    leads = WorkItem.objects.filter(workers__person_id=viewer.me, workers__part=words.Part.LEAD).values("pk")
    return running & Q(**{f"{prefix}pk__in": leads})


rule("topic.list", Proposal, who=is_insider, which=lambda v: shown, conflict=CONFLICT)
rule("topic.view", Proposal, who=signed_in, which=_proposals, conflict=CONFLICT)
rule("topic.write", who=member)
rule(
    "topic.own",
    Proposal,
    who=signed_in,
    which=lambda v: Q(author_id=v.person_id, state__in=[words.ProposalState.DRAFT, words.ProposalState.SUPPORT, words.ProposalState.FILED]),
    conflict=CONFLICT,
)
rule(
    "topic.support",
    Proposal,
    who=member,
    which=lambda v: Q(state__in=words.LIVE_PROPOSALS) & (~Q(author_id=v.person_id) | Q(author=None)),
    conflict=CONFLICT,
)
rule("topic.discuss", Proposal, who=is_insider, which=lambda v: Q(state__in=words.LIVE_PROPOSALS), conflict=CONFLICT)
rule("topic.steer", Proposal, who=steering, which=lambda v: shown, conflict=CONFLICT)
rule(
    "topic-interest.show",
    InterestCall,
    who=member,
    which=lambda v: Q(state=words.InterestState.OPEN),
    conflict=("direction.proposal", "proposal_id"),
)
rule("topic-interest.close", InterestCall, who=steering, which=lambda v: EVERYTHING, conflict=("direction.proposal", "proposal_id"))
rule("round.view", Round, who=is_insider, which=_rounds)
rule("round.vote", Round, who=member, which=lambda v: Q(state=words.RoundState.OPEN))
rule("round.result", Round, who=is_insider, which=lambda v: Q(state=words.RoundState.COUNTED))
rule("round.steer", Round, who=steering, which=lambda v: EVERYTHING)
rule("work-item.view", WorkItem, who=anyone, which=lambda v: EVERYTHING)
rule("work-item.lead", WorkItem, who=signed_in, which=_led)
rule("work-item.steer", WorkItem, who=steering, which=lambda v: Q(state__in=words.RUNNING))
rule("work-item.discuss", WorkItem, who=is_insider, which=lambda v: EVERYTHING)
rule("milestone.mark", Milestone, who=signed_in, which=lambda v: _led(v, "item__"))
