"""Reading invitations, answers, hours and feeds."""

from datetime import datetime, timedelta

from django.db.models import Exists, Prefetch, Q, QuerySet

from interchange.ground.accounts.models import Person
from interchange.ground.policy.levels import is_insider, speaks_for_a_state
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer, viewer_for
from interchange.work.meetings.models import CalendarFeed, Invitation, JoiningLink, Session, UsableHours
from interchange.work.meetings.vocabulary import CALLED, YES, Answer, SessionState

KEPT = timedelta(days=180)  # how far back a feed reaches


def my_invitations(viewer: Viewer) -> "QuerySet[Invitation]":
    """The viewer's standing invitations to sessions that they may still see."""
    if not viewer.is_signed_in:
        return Invitation.objects.none()
    seen = rows(viewer, "session.view").values("pk")
    return rows(viewer, "invitation.own", Invitation.objects.filter(session__in=seen).select_related("session__series", "person"))


def my_next(viewer: Viewer, at: datetime) -> Invitation | None:
    """The invitation to the next session (or the one that sits now). One query."""
    coming = Q(session__state__in=[*CALLED, SessionState.IN_SESSION], session__ends_at__gt=at)
    return my_invitations(viewer).filter(coming).exclude(answer=Answer.APOLOGY).order_by("session__starts_at").first()


def _same_hours(viewer: Viewer, session: Session) -> "QuerySet[Session]":
    """The other sessions in the hours of this one to which the viewer said that they come, as far as they may see them."""
    mine = Invitation.objects.filter(person_id=viewer.me, withdrawn_at__isnull=True, answer__in=YES).exclude(session=session)
    same = Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at, state__in=[*CALLED, SessionState.IN_SESSION])
    return rows(viewer, "session.view", Session.objects.filter(same, pk__in=mine.values("session_id")))


def invitation_to(viewer: Viewer, session: Session) -> Invitation | None:
    """The viewer's own invitation to a session; `clashing` says whether there is a clash. One query; none for visitors."""
    if not viewer.is_signed_in:
        return None
    found = Invitation.objects.filter(session=session)
    if session.starts_at is not None:
        found = found.annotate(clashing=Exists(_same_hours(viewer, session)))
    mine = rows(viewer, "invitation.own", found).first()
    if mine is not None:
        mine.session = session
    return mine


def clashes(viewer: Viewer, session: Session) -> list[Session]:
    """Other sessions in the same hours to which the viewer is coming. One query."""
    if session.starts_at is None or not viewer.is_signed_in:
        return []
    return list(_same_hours(viewer, session).select_related("series"))


def participants(viewer: Viewer, session: Session) -> "QuerySet[Invitation]":
    """Who is invited and what they answered, by name: for members only (G5)."""
    found = Invitation.objects.filter(session=session).select_related("person__profile")
    return rows(viewer, "invitation.list", found).order_by("person__family_name", "person__given_name", "pk")


def joining(viewer: Viewer, session: Session) -> JoiningLink | None:
    """Where to join, for whoever may know it now. One query."""
    return rows(viewer, "joining.view", JoiningLink.objects.filter(session=session)).first()


def my_hours(viewer: Viewer) -> UsableHours | None:
    """The hours that the viewer marked."""
    return rows(viewer, "hours.own", UsableHours.objects.all()).first()


def open_feed(viewer: Viewer) -> CalendarFeed | None:
    """The viewer's feed, if there is one."""
    return rows(viewer, "feed.own", CalendarFeed.objects.filter(revoked_at__isnull=True)).first()


def feed_of(pk: int, secret: str, at: datetime) -> list[Invitation] | None:
    """What the feed behind a secret lists; None where the secret is wrong or revoked, or its owner takes no part any more.

    The owner's roles are read at each request: somebody suspended a second ago gets nothing.
    """
    people = Person.objects.filter(is_active=True)
    feed = CalendarFeed.objects.prefetch_related(Prefetch("person", people)).filter(pk=pk, revoked_at__isnull=True).first()
    if feed is None or not feed.opened_by(secret) or feed.person is None:
        return None
    viewer = viewer_for(feed.person, at=at, second_factor=False)
    if not (is_insider(viewer) or speaks_for_a_state(viewer)):
        return None
    since = Q(session__starts_at__gt=at - KEPT) & ~Q(answer=Answer.APOLOGY) & Q(session__convened_at__isnull=False)
    return list(my_invitations(viewer).filter(since).order_by("session__starts_at", "pk"))
