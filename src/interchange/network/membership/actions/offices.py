"""Offices of the network (M4): each has a start and an end, and none outlasts the membership."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import end_role, grant_role
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.options import value
from interchange.network.membership.actions.states import add_months
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.vocabulary import OFFICES, MembershipState


def appoint(actor: Viewer, person_id: int, role: Role, *, starts: datetime, ends: datetime, reason: str, at: datetime) -> RoleGrant:
    """Give a member an office of the network for a time. Chairs: at most two, of different profile and region, and not a fourth term running."""
    require(actor, "role.appoint")
    if role not in OFFICES:
        raise Refused.of("role", _("This office is not given here."), _("Staff roles are given by an administrator."))
    if ends <= starts:
        raise Refused.of("ends", _("The office would end before it starts."), _("Choose a later end."))
    with transaction.atomic():
        holder = Membership.objects.select_for_update().filter(person_id=person_id, state=MembershipState.ACTIVE).first()
        if holder is None:
            raise Refused.of("person", _("Only an active member can hold an office."), "")
        last = min(holder.ends_at, holder.resigns_at or holder.ends_at)
        if ends > last:
            words = _("The membership ends before the office would, on %s.") % clock.in_words(last, actor.time_zone)
            raise Refused.of("ends", words, _("Choose an earlier end, or decide the renewal first."))
        if role == Role.CHAIR:
            _check_chair(person_id, starts, ends)
        given = grant_role(SYSTEM, person_id, role, at=at, starts_at=starts, ends_at=ends, reason=reason)
        record(actor, "membership.appointed", holder, at=at, after={"role": role, "starts_at": starts, "ends_at": ends}, reason=reason)
        return given


def end_office(actor: Viewer, person_id: int, role: Role, *, reason: str, at: datetime) -> int:
    """Take an office back before its time, with a reason; returns how many grants ended."""
    require(actor, "role.appoint")
    if role not in OFFICES:
        raise Refused.of("role", _("This office is not given here."), _("Staff roles are given by an administrator."))
    if not reason.strip():
        raise Refused.of("reason", _("This needs a reason."), _("Say why in a few words."))
    with transaction.atomic():
        holder = Membership.objects.filter(person_id=person_id).order_by("-starts_at").first()
        ended = end_role(SYSTEM, person_id, role, at=at, reason=reason)
        if ended and holder is not None:
            record(actor, "membership.office-ended", holder, at=at, after={"role": role}, reason=reason)
        return ended


def _check_chair(person_id: int, starts: datetime, ends: datetime) -> None:
    if ends > add_months(starts, value("membership.chair-months")):
        raise Refused.of("ends", _("A chair serves %s months at most.") % value("membership.chair-months"), _("Choose an earlier end."))
    at_the_same_time = Q(starts_at__lt=ends) & (Q(ends_at__isnull=True) | Q(ends_at__gt=starts))
    running = list(
        RoleGrant.objects.filter(at_the_same_time, role=Role.CHAIR).exclude(person_id=person_id).select_related("person__profile")
    )
    if len({one.person_id for one in running}) >= 2:
        raise Refused.of("role", _("There are two chairs already."), _("End one of the offices first."))
    mine = Profile.objects.filter(person_id=person_id).first()
    for other in running:
        theirs = getattr(other.person, "profile", None)
        if mine and theirs and (mine.profile == theirs.profile or mine.region == theirs.region):
            raise Refused.of("role", _("Two chairs differ in profile and in region."), _("Choose somebody else."))
    earlier = RoleGrant.objects.filter(
        person_id=person_id, role=Role.CHAIR, starts_at__lt=starts, ends_at__gt=add_months(starts, -12 * value("membership.chair-terms"))
    ).count()
    if earlier >= value("membership.chair-terms"):
        raise Refused.of("role", _("This person has served as often in a row as the rules allow."), _("Choose somebody else."))
