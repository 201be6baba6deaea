"""Who sees members and decides about them. Members see all members; the public sees those who agreed, and only what they agreed to."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.queries import consenting
from interchange.network.membership.models import Leave, Membership, Proceeding, Profile, Renewal
from interchange.network.membership.vocabulary import MembershipState

officer = role(Role.OFFICER)
LISTED = Q(state__in=[MembershipState.ACTIVE, MembershipState.ON_LEAVE])


def _public() -> Q:
    """Listed members who show themselves and whose consent to be named stands: taking it back anywhere hides the entry everywhere."""
    return LISTED & Q(person__profile__public=True, person_id__in=consenting())


def _members(viewer: Viewer) -> Q:
    if viewer.has(Role.OFFICER):
        return EVERYTHING
    own = Q(person_id=viewer.person_id) if viewer.person_id else NOTHING
    return own | (LISTED if is_insider(viewer) else _public())


def _proceedings(viewer: Viewer) -> Q:
    """Officers all; administrators those in which a review is asked for; the person their own."""
    if viewer.has(Role.OFFICER):
        return EVERYTHING
    own = Q(membership__person_id=viewer.person_id)
    return own | Q(review_asked_at__isnull=False) if viewer.has(Role.ADMINISTRATOR) else own


rule("member.list", Membership, who=anyone, which=lambda v: LISTED if is_insider(v) else _public())
rule("member.view", Membership, who=anyone, which=_members)
rule("member.write-to", Membership, who=is_insider, which=lambda v: LISTED & ~Q(person_id=v.person_id))
rule("membership.own", Membership, who=signed_in, which=lambda v: Q(person_id=v.person_id))
rule("membership.manage", Membership, who=officer, which=lambda v: ~Q(person_id=v.person_id))
rule("membership.admit", who=signed_in)
rule("profile.edit", Profile, who=signed_in, which=lambda v: Q(person_id=v.person_id))
rule("leave.view", Leave, who=signed_in, which=lambda v: EVERYTHING if v.has(Role.OFFICER) else Q(membership__person_id=v.person_id))
rule("renewal.decide", Renewal, who=officer, which=lambda v: Q(decided_at__isnull=True) & ~Q(membership__person_id=v.person_id))
rule(
    "proceeding.view",
    Proceeding,
    who=signed_in,
    which=_proceedings,
)
rule("proceeding.decide", Proceeding, who=officer, which=lambda v: ~Q(membership__person_id=v.person_id))
rule(
    "proceeding.review",
    Proceeding,
    who=role(Role.OFFICER, Role.ADMINISTRATOR),
    which=lambda v: (
        Q(state="upheld", review_asked_at__isnull=False, review_decided_at__isnull=True)
        & ~Q(membership__person_id=v.person_id)
        & ~Q(opened_by_id=v.person_id)
        & ~Q(first_officer_id=v.person_id)
        & ~Q(second_officer_id=v.person_id)
    ),
)
rule("role.appoint", who=officer)
