"""Who chairs and who records a session (M4, U69): a role for that session alone, from one moment to another."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import end_role, grant_role
from interchange.ground.policy.levels import Level
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, Viewer, in_force
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.network.membership import queries as membership
from interchange.work.meetings.actions.common import locked, when
from interchange.work.meetings.models import Session

OFFICES = (Role.CHAIR, Role.RAPPORTEUR)
AFTERWARDS = timedelta(days=60)  # the summary is theirs, too


def appoint_for(actor: Viewer, session_id: int, person_id: int, role: Role, *, until: date | None = None, at: datetime) -> RoleGrant:
    """Make a member chair or rapporteur of one session, to the end of a day at the network's seat (by default until its summary is out).

    Rights move at midnight there; what the predecessor drafted belongs to the session and so to whoever follows. At most two chairs.
    """
    if role not in OFFICES:
        raise Refused.of("role", _("A session has chairs and rapporteurs."), _("Choose one of both."))
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        if person_id not in set(membership.active_ids(at)):
            raise Refused.of("person", _("Only an active member can hold an office."), _("Choose a member."))
        last = until or ((session.ends_at or at) + AFTERWARDS).astimezone(clock.network_zone()).date()
        ends = clock.local_instant(last, time(23, 59, 59), str(clock.network_zone()), "until") + timedelta(seconds=1)
        if ends <= at:
            raise Refused.of("until", _("The office would end before it starts."), _("Choose a later day."))
        held = RoleGrant.objects.filter(in_force(at), role=role, scope=session.scope)
        if role == Role.CHAIR and held.exclude(person_id=person_id).values("person_id").distinct().count() >= 2:
            raise Refused.of("role", _("There are two chairs already."), _("End one of the offices first."))
        given = grant_role(SYSTEM, person_id, role, at=at, scope=session.scope, ends_at=ends, reason=f"For {session.symbol}.")
        record(actor, "session.appointed", session, at=at, after={"person": person_id, "role": role, "ends_at": ends})
        values = {
            "symbol": session.symbol,
            "title": session.title,
            "office": str(Role(role).label),
            "until": formats.date_format(last, "j F Y"),
            "when": when(session, given.person.time_zone) if session.starts_at else "",
            "place": session.place,
            "url": session.get_absolute_url(),
        }
        send(SYSTEM, Draft("meetings.office", values, person_id=person_id, subject=session, key=f"meetings.office:{given.pk}"), at=at)
        return given


def end_appointment(actor: Viewer, session_id: int, person_id: int, role: Role, *, reason: str, at: datetime) -> int:
    """Take an office of one session back before its time."""
    if not reason.strip():
        raise Refused.of("reason", _("This needs a reason."), _("Say why in a few words."))
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        ended = end_role(SYSTEM, person_id, role, at=at, scope=session.scope, reason=reason)
        if ended:
            record(actor, "session.office-ended", session, at=at, after={"person": person_id, "role": role}, reason=reason)
        return ended


def office_holders(session: Session, at: datetime) -> list[RoleGrant]:
    """Who holds an office of the session now, chairs first; without a chair of its own, the chairs of the network. One query."""
    network = Q(scope="", role=Role.CHAIR)
    if session.level == Level.RESTRICTED:  # see `policy.sessions`: where they are invited
        network &= Q(person__in=session.invitations.filter(withdrawn_at__isnull=True).values("person_id"))
    held = Q(scope=session.scope) | network
    found = list(RoleGrant.objects.filter(held, in_force(at)).select_related("person").order_by("role", "starts_at"))
    own = [one for one in found if one.scope]
    return own if any(one.role == Role.CHAIR for one in own) else found
