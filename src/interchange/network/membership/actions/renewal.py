"""Another term: asked for by the member with fresh interests, decided by an officer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import set_role_end
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.options import value
from interchange.network.calls import queries as call_queries
from interchange.network.membership.actions.states import add_months, write
from interchange.network.membership.models import Membership, Renewal
from interchange.network.membership.vocabulary import LIVE, MembershipState

FRESH = timedelta(days=90)


def ask_renewal(actor: Viewer, membership_id: int, *, note: str, at: datetime) -> Renewal:
    """Ask for another term. Refused without a declaration of interests of the last 90 days, or where terms are used up."""
    with transaction.atomic():
        membership: Membership = see(actor, "membership.own", Membership.objects.select_for_update(), pk=membership_id)
        problems = []
        if membership.state not in LIVE:
            raise NotAMove("Membership", membership.state, "renew")
        if membership.term > value("membership.renewals"):
            problems.append(Problem("", _("The term has been renewed as often as the rules allow."), _("Apply to the next call.")))
        if membership.resigns_at is not None:
            problems.append(Problem("", _("You have resigned."), _("Write to the Secretariat if you want to stay.")))
        interests = call_queries.latest_interests(membership.person_id)
        if interests is None or interests.declared_at < at - FRESH:
            problems.append(Problem("", _("A renewal needs a fresh declaration of interests."), _("Save it anew, then come back.")))
        if not note.strip():
            problems.append(Problem("note", _("Say in a few words what you did in this term."), ""))
        if problems:
            raise Refused(*problems)
        asked, made = Renewal.objects.get_or_create(
            membership=membership, decided_at=None, defaults={"asked_at": at, "note": note.strip()[:2000]}
        )
        if made:
            record(actor, "renewal.asked", asked, at=at, after={"membership": membership.pk})
            owe("membership.renewal", asked, at=at, due_at=membership.ends_at, role=Role.OFFICER, url=f"/members/manage/{membership.pk}/")
        return asked


def decide_renewal(actor: Viewer, renewal_id: int, *, grant: bool, reason: str, at: datetime) -> Renewal:
    """Grant or refuse another term. A granted one begins where the present one ends, and access lasts as long."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), "")
    with transaction.atomic():
        asked: Renewal = see(actor, "renewal.decide", Renewal.objects.select_for_update(), pk=renewal_id)
        membership = Membership.objects.select_for_update().get(pk=asked.membership_id)
        if grant and membership.state not in LIVE:
            raise NotAMove("Membership", membership.state, "renew")
        before = membership.ends_at
        asked.decided_at, asked.decided_by_id, asked.granted = at, actor.person_id, grant
        asked.save()
        if grant:
            membership.term += 1
            membership.ends_at = add_months(membership.ends_at, value("membership.term-months"))
            membership.save()
            if membership.state == MembershipState.ACTIVE:
                ends = min(membership.ends_at, membership.resigns_at or membership.ends_at)
                set_role_end(SYSTEM, membership.person_id, [Role.MEMBER], ends_at=ends, at=at, later=True, reason="Another term.")
        after = {"granted": grant, "ends_at": membership.ends_at}
        record(actor, "renewal.decided", asked, at=at, before={"ends_at": before}, after=after, reason=reason)
        settle("membership.renewal", asked, at=at)
        outcome = _("granted") if grant else _("not granted")
        write(membership, "renewal-decided", at, outcome=outcome, ends=clock.in_words(membership.ends_at, None), reason=reason)
        return asked
