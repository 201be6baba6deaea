"""Reading how registration for a public meeting stands."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from interchange.ground.errors import NotAllowed
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.models import Registration, RegistrationDesk, RegistrationNotice, Session
from interchange.work.meetings.vocabulary import BEFORE_START, CALLED, PlaceState, SessionKind


@dataclass(frozen=True)
class Standing:
    """How the desk stands at a moment: whether it takes registrations, until when, and how many places are left (None: no limit)."""

    desk: RegistrationDesk
    is_open: bool
    is_over: bool
    closes_at: datetime | None
    left: int | None

    @property
    def is_full(self) -> bool:
        """Whether the next one goes on the waiting list."""
        return self.left == 0


def taken(session_id: int) -> int:
    """How many places are taken. One query."""
    return Registration.objects.filter(session_id=session_id, state=PlaceState.CONFIRMED).count()


def closing(session: Session, desk: RegistrationDesk) -> datetime | None:
    """When the desk closes: at its hour, at the latest when the session starts."""
    moments = [moment for moment in (desk.closes_at, session.starts_at) if moment is not None]
    return min(moments) if moments else None


def standing(session: Session, at: datetime) -> Standing | None:
    """How one can register for a session; None where one cannot. At most two queries, none for other kinds of session."""
    if session.kind != SessionKind.PUBLIC_MEETING:
        return None
    desk = RegistrationDesk.objects.filter(session=session).first()
    if desk is None:
        return None
    closes_at = closing(session, desk)
    over = session.state not in BEFORE_START or closes_at is None or at >= closes_at
    left = None if desk.capacity is None else max(0, desk.capacity - taken(session.pk))
    return Standing(desk, session.state in CALLED and not over, over, closes_at, left)


def notice(session: Session) -> RegistrationNotice | None:
    """What people agree to now: the newest wording."""
    return session.notices.order_by("-version").first()


def registered(viewer: Viewer, session: Session) -> "QuerySet[Registration]":
    """Who registered, the first first: for organisers."""
    return rows(viewer, "registration.list", Registration.objects.filter(session=session)).order_by("asked_at", "pk")


def by_secret(pk: int, secret: str) -> Registration:
    """The registration behind a link. Raises `NotAllowed` (404) where there is none: wrong and void links look the same."""
    found = Registration.objects.select_related("session__series", "notice").filter(pk=pk).first()
    if found is None or not found.opened_by(secret):
        raise NotAllowed("registration.own")
    return found


def ahead(registration: Registration) -> int:
    """How many wait before this one."""
    waiting = Registration.objects.filter(session=registration.session_id, state=PlaceState.WAITING)
    return waiting.filter(confirmed_at__lt=registration.confirmed_at).count() if registration.confirmed_at else 0
