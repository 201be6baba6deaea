"""What the clock does in this room."""

from datetime import datetime

from django.db import transaction

from interchange.ground import clock
from interchange.ground.jobs.schedules import every
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post.actions import Draft, send
from interchange.network.membership import actions
from interchange.network.membership.models import Membership
from interchange.network.membership.queries import ending_soon
from interchange.network.membership.vocabulary import LIVE, NOTICE_DAYS, EndKind, MembershipState, renewals


@every("membership.ends", minutes=5)
def ends(at: datetime) -> int:
    """Terms that are over and resignations that take effect; leave whose last day has passed."""
    count, today = 0, at.astimezone(clock.network_zone()).date()
    for one in Membership.objects.filter(state__in=LIVE, resigns_at__lte=at):
        actions.end(SYSTEM, one.pk, EndKind.RESIGNED, reason="Resigned.", at=at)
        count += 1
    for one in Membership.objects.filter(state__in=LIVE, ends_at__lte=at):
        actions.end(SYSTEM, one.pk, EndKind.TERM, reason="The term is over.", at=at)
        count += 1
    for one in Membership.objects.filter(state=MembershipState.ON_LEAVE, leaves__ended_at__isnull=True, leaves__until__lt=today):
        actions.return_from_leave(SYSTEM, one.pk, at=at)
        count += 1
    return count


@every("membership.composition", minutes=60)
def composition(at: datetime) -> int:
    """Publish how the network is made up; the figures move only where five or more have come or gone."""
    return actions.publish_composition(SYSTEM, at=at)


@every("membership.notices", minutes=60)
def notices(at: datetime) -> int:
    """Ninety, thirty and seven days before a term ends, one letter each: the key keeps it to one, and a late start sends only the nearest."""
    count, last = 0, renewals()
    for days, nearer in zip(NOTICE_DAYS, (*NOTICE_DAYS[1:], 0), strict=True):
        for one in ending_soon(at, over=nearer, within=days).select_related("person"):
            values = {
                "number": one.number,
                "ends": clock.in_words(one.ends_at, one.person.time_zone),
                "url": "/members/me/",
                "renewable": one.term <= last,
            }
            key = f"membership.term-ends:{one.pk}:{one.term}:{days}"
            with transaction.atomic():
                send(SYSTEM, Draft("membership.term-ends", values, person_id=one.person_id, subject=one, key=key), at=at)
            count += 1
    return count
