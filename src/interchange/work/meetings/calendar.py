"""Calendar entries (RFC 5545) as mails carry them (RFC 5546, RFC 6047) and as feeds list them: one function makes both, so they agree.

The start is written as the agreed wall clock with its zone and the zone's rules (VTIMEZONE), so that a calendar keeps the hour on the
wall when rules change before the next update arrives. The joining link is never in an entry: it stands on the session's page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from interchange.ground.post.models import Letter
from interchange.ground.post.parts import Part
from interchange.work.meetings.models import Invitation, Registration, Session
from interchange.work.meetings.vocabulary import CALLED, HELD, Answer, PlaceState, SessionState
from interchange.work.meetings.zonerules import timezone

PRODUCT = "-//AIII Technical Exchange Network//Interchange//EN"
PARTSTAT = {Answer.NONE: "NEEDS-ACTION", Answer.ON_SITE: "ACCEPTED", Answer.REMOTE: "ACCEPTED", Answer.APOLOGY: "DECLINED"}


def _calendar(method: str = "") -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method)
    return made


@dataclass(frozen=True)
class Entry:
    """One entry of one calendar: a session, whose it is (nobody's in a public one), and how far it has been counted."""

    session: Session
    sequence: int
    changed_at: datetime
    name: str = ""
    address: str = ""
    partstat: str = ""
    url: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the session does not take place (any more)."""
        return self.session.state in {SessionState.CANCELLED, SessionState.POSTPONED}


def entry_of(invitation: Invitation) -> Entry:
    """The entry of somebody invited: their own answer and nobody else's (G5)."""
    session, person = invitation.session, invitation.person
    changed = max(session.changed_at, invitation.answered_at or session.changed_at)
    return Entry(session, invitation.sequence, changed, person.name, person.email, PARTSTAT[Answer(invitation.answer)])


def entry_of_guest(registration: Registration) -> Entry:
    """The entry of somebody who registered for a public meeting; it leads to their own page, where they can withdraw."""
    session = registration.session
    changed = max(session.changed_at, registration.confirmed_at or session.changed_at)
    return Entry(
        session, registration.sequence, changed, registration.name, registration.address, "ACCEPTED", registration.get_absolute_url()
    )


def event(entry: Entry, *, cancelled: bool = False) -> Event:
    """The entry itself: same UID for good, SEQUENCE as it stands."""
    session = entry.session
    if session.starts_at is None or session.ends_at is None:
        raise ValueError(f"{session.symbol} has no time")
    zone = ZoneInfo(session.time_zone)
    address = f"{settings.BASE_URL}{entry.url or session.get_absolute_url()}"
    made = Event()
    made.add("uid", session.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("dtstart", session.starts_at.astimezone(zone))
    made.add("dtend", session.ends_at.astimezone(zone))
    made.add("summary", f"{session.symbol}: {session.title}")
    made.add("description", _words(entry) % address)
    made.add("url", address)
    if session.place:
        made.add("location", session.place)
    made.add("class", "PRIVATE" if entry.address else "PUBLIC")
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if cancelled or entry.partstat in {"", "NEEDS-ACTION"} else "OPAQUE")
    if entry.address:  # without one it is a published entry (RFC 5546, 3.2.1): nobody is asked
        organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
        organiser.params["CN"] = vText(_("Secretariat"))
        made.add("organizer", organiser)
        attendee = vCalAddress(f"mailto:{entry.address}")
        attendee.params["CN"] = vText(entry.name)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText(entry.partstat)
        attendee.params["RSVP"] = vText("FALSE")  # answers are given on the page, where a clash is seen
        made.add("attendee", attendee, encode=False)
    if entry.address and not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{session.symbol}: {session.title}")
        alarm.add("trigger", timedelta(minutes=-15))
        made.add_component(alarm)
    return made


def _words(entry: Entry) -> str:
    """What the entry says, with a place for the address."""
    if entry.url:
        return _("Your registration: %s")
    return _("Agenda, papers and the joining link: %s") if entry.address else _("What it is about, documents and registration: %s")


def _fill(made: Calendar, entries: Iterable[tuple[Entry, bool]]) -> None:
    """Put the entries in, after the rules of the zones that they name."""
    events = []
    spans: dict[str, list[datetime]] = {}
    for entry, cancelled in entries:
        events.append(event(entry, cancelled=cancelled))
        if entry.session.starts_at is not None:
            spans.setdefault(entry.session.time_zone, []).append(entry.session.starts_at)
    for zone, moments in spans.items():
        if zone != "UTC":
            made.add_component(timezone(zone, min(moments), max(moments)))
    for one in events:
        made.add_component(one)


def mail_entry(entry: Entry, method: str) -> bytes:
    """What a letter carries: one entry with its method, REQUEST (put in or replace) or CANCEL (take out)."""
    made = _calendar(method)
    _fill(made, [(entry, method == "CANCEL")])
    return bytes(made.to_ical())


def published(session: Session, *, sequence: int | None = None, url: str = "") -> bytes:
    """A public session as a file for a calendar (RFC 5546, 3.2.1): no people in it; struck out where it does not take place.

    `sequence` and `url` where it is somebody's own: counted as their letters are, and leading to their page.
    """
    made = _calendar("PUBLISH")
    entry = Entry(session, session.sequence if sequence is None else sequence, session.changed_at, url=url)
    _fill(made, [(entry, entry.is_over)])
    return bytes(made.to_ical())


def feed(invitations: Iterable[Invitation]) -> bytes:
    """Everything one person is asked to, as a published calendar; cancelled sessions stay for a while, struck out."""
    made = _calendar()
    made.add("x-wr-calname", _("Technical Exchange Network"))
    made.add("name", _("Technical Exchange Network"))
    made.add("refresh-interval;value=duration", "PT1H")
    made.add("x-published-ttl", "PT1H")
    entries = [entry_of(one) for one in invitations if one.session.starts_at]
    _fill(made, [(one, one.is_over) for one in entries])
    return bytes(made.to_ical())


def part_of(letter: Letter) -> Part | None:
    """The entry of a letter, made when it leaves. None where it has been overtaken: another letter with the newer one is on its way."""
    method, pk = str(letter.part["method"]), int(letter.part["invitation"])
    invitation = Invitation.objects.select_related("session__series", "person").filter(pk=pk, person=letter.person).first()
    if invitation is None or invitation.session.starts_at is None or invitation.sequence != int(letter.part["sequence"]):
        return None
    stands = invitation.session.state in (*CALLED, *HELD) and invitation.withdrawn_at is None
    if method == "REQUEST" and not stands:
        return None
    return Part(mail_entry(entry_of(invitation), method), "text/calendar", "invite.ics", {"method": method})


def part_of_guest(letter: Letter) -> Part | None:
    """The same for somebody who registered for a public meeting."""
    method, pk = str(letter.part["method"]), int(letter.part["registration"])
    found = Registration.objects.select_related("session__series").filter(pk=pk).first()
    if found is None or found.session.starts_at is None or found.sequence != int(letter.part["sequence"]):
        return None
    stands = found.session.state in (*CALLED, *HELD) and found.state == PlaceState.CONFIRMED
    if method == "REQUEST" and not stands:
        return None
    return Part(mail_entry(entry_of_guest(found), method), "text/calendar", "invite.ics", {"method": method})


def touched(invitations: Iterable[Invitation]) -> datetime | None:
    """When anything in the feed last changed."""
    moments = [max(one.session.changed_at, one.answered_at or one.session.changed_at) for one in invitations]
    return max(moments) if moments else None
