"""Calendar entries (RFC 5545) as mails carry them (RFC 5546, RFC 6047) and as feeds list them: one function makes both, so they agree.

The start is written as the agreed wall clock with its zone and the zone's rules (VTIMEZONE), so that a calendar keeps the hour on the
wall when rules change before the next update arrives. The joining link is never in an entry: it stands on the session's page.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from interchange.ground.post.models import Letter
from interchange.ground.post.parts import Part
from interchange.work.meetings.models import Invitation
from interchange.work.meetings.vocabulary import CALLED, HELD, Answer, SessionState
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


def event(invitation: Invitation, *, cancelled: bool = False) -> Event:
    """The entry of one person: same UID for good, SEQUENCE as it stands, their own answer and nobody else's (G5)."""
    session = invitation.session
    if session.starts_at is None or session.ends_at is None:
        raise ValueError(f"{session.symbol} has no time")
    zone = ZoneInfo(session.time_zone)
    made = Event()
    made.add("uid", session.uid)
    made.add("sequence", invitation.sequence)
    made.add("dtstamp", max(session.changed_at, invitation.answered_at or session.changed_at))
    made.add("last-modified", max(session.changed_at, invitation.answered_at or session.changed_at))
    made.add("dtstart", session.starts_at.astimezone(zone))
    made.add("dtend", session.ends_at.astimezone(zone))
    made.add("summary", f"{session.symbol}: {session.title}")
    made.add("description", _("Agenda, papers and the joining link: %s") % f"{settings.BASE_URL}{session.get_absolute_url()}")
    made.add("url", f"{settings.BASE_URL}{session.get_absolute_url()}")
    if session.place:
        made.add("location", session.place)
    made.add("class", "PRIVATE")
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("transp", "OPAQUE" if not cancelled and invitation.answer != Answer.NONE else "TRANSPARENT")
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organiser.params["CN"] = vText(_("Secretariat"))
    made.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{invitation.person.email}")
    attendee.params["CN"] = vText(invitation.person.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(PARTSTAT[Answer(invitation.answer)])
    attendee.params["RSVP"] = vText("FALSE")  # answers are given on the session's page, where a clash is seen
    made.add("attendee", attendee, encode=False)
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{session.symbol}: {session.title}")
        alarm.add("trigger", timedelta(minutes=-15))
        made.add_component(alarm)
    return made


def _fill(made: Calendar, entries: Iterable[tuple[Invitation, bool]]) -> None:
    """Put the entries in, after the rules of the zones that they name."""
    events = []
    spans: dict[str, list[datetime]] = {}
    for invitation, cancelled in entries:
        events.append(event(invitation, cancelled=cancelled))
        if invitation.session.starts_at is not None:
            spans.setdefault(invitation.session.time_zone, []).append(invitation.session.starts_at)
    for zone, moments in spans.items():
        if zone != "UTC":
            made.add_component(timezone(zone, min(moments), max(moments)))
    for one in events:
        made.add_component(one)


def mail_entry(invitation: Invitation, method: str) -> bytes:
    """What a letter carries: one entry with its method, REQUEST (put in or replace) or CANCEL (take out)."""
    made = _calendar(method)
    _fill(made, [(invitation, method == "CANCEL")])
    return bytes(made.to_ical())


def feed(invitations: Iterable[Invitation]) -> bytes:
    """Everything one person is asked to, as a published calendar; cancelled sessions stay for a while, struck out."""
    made = _calendar()
    made.add("x-wr-calname", _("Technical Exchange Network"))
    made.add("name", _("Technical Exchange Network"))
    made.add("refresh-interval;value=duration", "PT1H")
    made.add("x-published-ttl", "PT1H")
    _fill(
        made, [(one, one.session.state in {SessionState.CANCELLED, SessionState.POSTPONED}) for one in invitations if one.session.starts_at]
    )
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
    return Part(mail_entry(invitation, method), "text/calendar", "invite.ics", {"method": method})


def touched(invitations: Iterable[Invitation]) -> datetime | None:
    """When anything in the feed last changed."""
    moments = [max(one.session.changed_at, one.answered_at or one.session.changed_at) for one in invitations]
    return max(moments) if moments else None
