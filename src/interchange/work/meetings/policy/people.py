"""Invitations and answers, usable hours, feeds, joining links. The list of who comes is for members; the link only for who comes, and when."""

from datetime import timedelta

from django.db.models import Q

from interchange.ground import clock
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import EVERYTHING, NOTHING, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.models import CalendarFeed, Invitation, JoiningLink, TimeProposal, UsableHours
from interchange.work.meetings.policy.sessions import FILE, chaired, is_organiser, steers, takes_part
from interchange.work.meetings.vocabulary import CALLED, YES, SessionState, link_after, link_before


def _own(viewer: Viewer) -> Q:
    return Q(person_id=viewer.person_id) if viewer.person_id else NOTHING


def _links(viewer: Viewer) -> Q:
    """Whoever steers the session, always; whoever said yes, from shortly before the start to shortly after the end."""
    if viewer.person_id is None:
        return NOTHING
    now = clock.now()
    mine = Invitation.objects.filter(person_id=viewer.person_id, withdrawn_at__isnull=True, answer__in=YES).values("session_id")
    around = Q(
        session__starts_at__lte=now + timedelta(minutes=link_before()),
        session__ends_at__gte=now - timedelta(minutes=link_after()),
        session__state__in=[*CALLED, SessionState.IN_SESSION],
    )
    return (Q(session_id__in=mine) & around) | (EVERYTHING if is_organiser(viewer) else chaired(viewer, "session_id"))


rule("invitation.own", Invitation, who=signed_in, which=lambda v: _own(v) & Q(withdrawn_at__isnull=True), conflict=(FILE, "session_id"))
rule("invitation.list", Invitation, who=is_insider, which=lambda v: Q(withdrawn_at__isnull=True), conflict=(FILE, "session_id"))
rule("joining.view", JoiningLink, who=is_insider, which=_links, conflict=(FILE, "session_id"))
rule("hours.own", UsableHours, who=takes_part, which=_own)
rule("feed.own", CalendarFeed, who=takes_part, which=_own)
rule("times.view", TimeProposal, who=steers, which=lambda v: chaired(v, "session_id"), conflict=(FILE, "session_id"))
