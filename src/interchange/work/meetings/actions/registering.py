"""Registering for a public meeting, without an account: asked by a form, confirmed by the link in a letter, withdrawn by the same link (U07).

The page's answer is the same whether an address is known or not, and no letter carries words that somebody else typed. Places are given
in the order in which people confirm; who finds none waits, and moves up when one is free.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.work.meetings.actions.common import locked, when, write_to_guests
from interchange.work.meetings.models import Registration, RegistrationDesk, RegistrationNotice, Session
from interchange.work.meetings.queries import registering as queries
from interchange.work.meetings.vocabulary import BEFORE_START, CALLED, PLACE_MOVES, PlaceState, SessionKind, SessionState, link_hours

AGAIN_AFTER = timedelta(minutes=10)  # between two letters to one address
LETTERS = 5  # to one address about one session; more are not sent, the page's answer stays the same


def set_desk(actor: Viewer, session_id: int, values: Mapping[str, Any], *, revision: int, at: datetime) -> RegistrationDesk:
    """Open registration for a public meeting, or change how it is done: `values` are capacity, closes_at, webcast_url, notice.

    More places let people move up from the waiting list at once. Raises `Stale` where somebody else changed it since.
    """
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        desk = RegistrationDesk.objects.select_for_update().filter(session=session).first()
        if (desk.revision if desk else 0) != revision:
            raise Stale(desk)
        problems = _desk_problems(session, values, at)
        if problems:
            raise Refused(*problems)
        wanted = {name: values.get(name) or None for name in ("capacity", "closes_at")} | {
            "webcast_url": values.get("webcast_url", "").strip()
        }
        if desk is None:
            desk = RegistrationDesk.objects.create(session=session, opened_at=at, **wanted)
        else:
            for name, new in wanted.items():
                setattr(desk, name, new)
            desk.revision += 1
            desk.save()
        _word_notice(session, str(values["notice"]).replace("\r\n", "\n").strip(), at)
        after = {"places": desk.capacity, "closes_at": desk.closes_at, "webcast": bool(desk.webcast_url)}
        record(actor, "session.registration-set", session, at=at, after=after)
        _move_up(session, desk, at)
        return desk


def _desk_problems(session: Session, values: Mapping[str, Any], at: datetime) -> list[Problem]:
    problems = []
    if session.kind != SessionKind.PUBLIC_MEETING or session.level != Level.PUBLIC:
        problems.append(
            Problem("", _("Only public meetings that everyone may know of take registrations."), _("Change its kind or mark first."))
        )
    if session.state not in (*BEFORE_START, SessionState.POSTPONED):
        problems.append(Problem("", _("The session has begun or does not take place."), ""))
    capacity, closes_at = values.get("capacity"), values.get("closes_at")
    here = queries.taken(session.pk)
    if capacity is not None and not 1 <= capacity <= 100_000:
        problems.append(Problem("capacity", _("A meeting has from 1 to 100,000 places."), _("Leave it empty where there is no limit.")))
    elif capacity is not None and capacity < here:
        problems.append(Problem("capacity", _("%s people have a place already.") % here, _("Give at least as many places.")))
    if closes_at is not None and session.starts_at is not None and closes_at > session.starts_at:
        problems.append(Problem("closes_at", _("The session has begun by then."), _("Close earlier, or leave it empty: until the start.")))
    if values.get("webcast_url") and not str(values["webcast_url"]).startswith("https://"):
        problems.append(Problem("webcast_url", _("A webcast address begins with https://."), _("Copy the whole address.")))
    if not 20 <= len(str(values.get("notice", "")).strip()) <= 4000:
        problems.append(
            Problem(
                "notice", _("People need to read what they agree to."), _("Say in 20 to 4,000 characters what is kept, what for, how long.")
            )
        )
    return problems


def _word_notice(session: Session, text: str, at: datetime) -> None:
    """Keep the notice; other words are a new version, so that it stays known who agreed to which."""
    newest = queries.notice(session)
    if newest is None or newest.text != text:
        RegistrationNotice.objects.create(session=session, version=newest.version + 1 if newest else 1, text=text, made_at=at)


def register(actor: Viewer, session_id: int, *, name: str, address: str, notice_id: int | None, at: datetime) -> Registration:
    """Ask for a place. A letter with a link leaves; the place is given when the link is used. A second time gives the first registration.

    `notice_id`: the notice that was agreed to, None where it was not. Raises `Refused` with every problem, and after the closing by the server's clock.
    """
    name, address = " ".join(name.split()), address.strip().lower()
    with transaction.atomic():
        session = locked(actor, "session.view", session_id)
        standing = queries.standing(session, at)
        if standing is None or not standing.is_open:
            raise Refused(closed(session, standing, actor, at))
        newest = queries.notice(session)
        problems = _person_problems(name, address, notice_id)
        if notice_id is not None and newest is not None and notice_id != newest.pk:
            problems.append(Problem("agrees", _("The notice was worded anew meanwhile."), _("Read it and tick the box again.")))
        if problems or newest is None:
            raise Refused(*problems)
        found = Registration.objects.select_for_update().filter(session=session, address=address).first()
        if found is None:
            found = Registration(session=session, name=name, address=address, notice=newest, nonce=secrets.token_hex(24), asked_at=at)
            found.save()
            record(actor, "registration.asked", found, at=at, after={"state": found.state, "session": session.pk})
        elif found.state == PlaceState.WITHDRAWN:
            found.state, found.nonce, found.letters = PLACE_MOVES.target("ask-anew", found.state), secrets.token_hex(24), 0
            found.name, found.notice, found.confirmed_at, found.ended_at, found.asked_at = name, newest, None, None, at
            found.save()
            record(actor, "registration.ask-anew", found, at=at, before={"state": "withdrawn"}, after={"state": found.state})
        elif found.state == PlaceState.ASKED:
            found.name, found.notice = name, newest
        _write_link(found, session, at)
        return found


def _person_problems(name: str, address: str, notice_id: int | None) -> list[Problem]:
    problems = []
    if not 1 <= len(name) <= 160:
        problems.append(Problem("name", _("A name has from 1 to 160 characters."), _("Give the name by which you want to be called.")))
    try:
        validate_email(address)
    except ValidationError:
        problems.append(Problem("address", _("This is no e-mail address."), _("For example name@example.org.")))
    if len(address) > 254:
        problems.append(Problem("address", _("An e-mail address has at most 254 characters."), _("Give another one.")))
    if notice_id is None:
        problems.append(
            Problem("agrees", _("We may keep your name and address only if you agree."), _("Tick the box, or follow without a place."))
        )
    return problems


def closed(session: Session, standing: queries.Standing | None, actor: Viewer, at: datetime) -> Problem:
    """Why one cannot register now, in words that end nowhere blind: both times, and where to follow without a place."""
    if standing is None:
        return Problem("", _("This session takes no registrations."), _("Its documents and its summary appear on its page."))
    remedy = _("Follow the webcast, which needs no place: %s") % standing.desk.webcast_url if standing.desk.webcast_url else ""
    remedy = remedy or _("Its documents and its summary appear on its page.")
    if session.state in {SessionState.POSTPONED, SessionState.CANCELLED}:
        return Problem("", _("The session is %s.") % session.get_state_display().lower(), _("Its page says what becomes of it."))
    if session.state == SessionState.PLANNED:
        return Problem("", _("Registration has not begun."), _("Come back when the session is convened."))
    if standing.closes_at is None or not standing.is_over:
        return Problem("", _("Registration is closed."), remedy)
    words = {"closed": clock.in_words(standing.closes_at, actor.time_zone), "now": clock.in_words(at, actor.time_zone)}
    return Problem("", _("Registration closed at %(closed)s; it is %(now)s now.") % words, remedy)


def _write_link(found: Registration, session: Session, at: datetime) -> bool:
    """Send the letter with the link, or send none: not twice in ten minutes, and no more than five."""
    if found.letters >= LETTERS or (found.letters and at < found.asked_at + AGAIN_AFTER):
        found.save()
        return False
    found.letters, found.asked_at = found.letters + 1, at
    found.save()
    values = {
        "symbol": session.symbol, "title": session.title, "when": when(session, None), "place": session.place, "hours": link_hours(),
        "url": found.get_absolute_url(), "known": found.state != PlaceState.ASKED,
    }  # fmt: skip
    key = f"meetings.registration:{found.pk}:{found.turns}:{found.nonce[:8]}:{found.letters}"
    send(SYSTEM, Draft("meetings.registration", values, address=found.address, subject=found, key=key), at=at)
    return True


def _mine(pk: int, secret: str) -> tuple[Registration, Session]:
    """The registration behind a link with its session, both locked, the session first. Raises `NotAllowed` for wrong and void links."""
    session_id = queries.by_secret(pk, secret).session_id
    session = Session.objects.select_for_update(of=("self",)).select_related("series").get(pk=session_id)
    Registration.objects.select_for_update().filter(pk=pk).first()
    found = queries.by_secret(pk, secret)
    found.session = session
    return found, session


def is_void(found: Registration, at: datetime) -> bool:
    """Whether the link of somebody who has not confirmed yet is over."""
    return found.state == PlaceState.ASKED and at > found.asked_at + timedelta(hours=link_hours())


def confirm(actor: Viewer, pk: int, secret: str, *, at: datetime) -> Registration:
    """Take the place, by the button on the page behind the link (opening the link changes nothing): a place, or one on the waiting list.

    Repeating it is harmless. Raises `Refused` when the link is over or the session has begun.
    """
    with transaction.atomic():
        found, session = _mine(pk, secret)
        if found.state in {PlaceState.CONFIRMED, PlaceState.WAITING}:
            return found
        if found.state == PlaceState.ASKED and is_void(found, at):
            raise Refused.of("", _("The link was good for %s hours.") % link_hours(), _("Ask for a new letter."))
        if session.state not in CALLED or session.starts_at is None or at >= session.starts_at:
            raise Refused.of("", _("The session has begun or does not take place."), _("Its page says how to follow it."))
        desk = RegistrationDesk.objects.get(session=session)
        free = desk.capacity is None or queries.taken(session.pk) < desk.capacity
        verb = "confirm" if free else "queue"
        found.state, found.confirmed_at = PLACE_MOVES.target(verb, found.state), at
        found.turns += 1
        found.save()
        record(actor, f"registration.{verb}", found, at=at, before={"state": "asked"}, after={"state": found.state})
        _tell_place(session, found, at, moved=False)
        return found


def _tell_place(session: Session, found: Registration, at: datetime, *, moved: bool) -> None:
    waiting = found.state == PlaceState.WAITING
    write_to_guests(session, "registered", guests=[found], at=at, method="REQUEST", key=str(found.turns), waiting=waiting, moved=moved)


def send_again(actor: Viewer, pk: int, secret: str, *, at: datetime) -> bool:
    """A new letter to the same address, where the link is over. Returns whether one leaves."""
    with transaction.atomic():
        found, session = _mine(pk, secret)
        standing = queries.standing(session, at)
        if standing is None or not standing.is_open:
            raise Refused(closed(session, standing, actor, at))
        return found.state == PlaceState.ASKED and _write_link(found, session, at)


def withdraw_registration(actor: Viewer, pk: int, secret: str, *, at: datetime) -> Registration:
    """Give the place back; who waits longest moves up. Harmless to repeat; the person may register anew."""
    with transaction.atomic():
        found, session = _mine(pk, secret)
        if found.state == PlaceState.WITHDRAWN:
            return found
        before = found.state
        if session.starts_at is not None and at >= session.starts_at:
            raise NotAMove("Session", session.state, "withdraw")
        found.state, found.ended_at = PLACE_MOVES.target("withdraw", before), at
        found.turns += 1
        found.save()
        record(actor, "registration.withdraw", found, at=at, before={"state": before}, after={"state": found.state})
        if before != PlaceState.ASKED:
            write_to_guests(session, "deregistered", guests=[found], at=at, method="CANCEL", key=str(found.turns))
        _move_up(session, RegistrationDesk.objects.get(session=session), at)
        return found


def _move_up(session: Session, desk: RegistrationDesk, at: datetime) -> int:
    """Give free places to those who wait, the first first. Returns how many moved."""
    if session.state not in CALLED or session.starts_at is None or at >= session.starts_at:
        return 0
    waiting = session.registrations.select_for_update().filter(state=PlaceState.WAITING).order_by("confirmed_at", "pk")
    free = None if desk.capacity is None else desk.capacity - queries.taken(session.pk)
    moved = list(waiting if free is None else waiting[: max(0, free)])
    for one in moved:
        one.state = PLACE_MOVES.target("move-up", one.state)
        one.turns += 1
        one.save()
        record(SYSTEM, "registration.move-up", one, at=at, before={"state": "waiting"}, after={"state": one.state})
        one.session = session
        _tell_place(session, one, at, moved=True)
    return len(moved)
