"""Answering an invitation, and one's calendar feed."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import settle
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.actions.common import locked, write_to
from interchange.work.meetings.models import CalendarFeed, Invitation
from interchange.work.meetings.vocabulary import CALLED, YES, Answer


def answer(actor: Viewer, session_id: int, choice: str, *, at: datetime) -> Invitation:
    """Say whether one comes, until the session starts. The answer goes back by mail, with the calendar entry put in or taken out.

    Another answer replaces the first; the same one again changes nothing. Raises `Refused` after the start and where nobody is asked (now).
    """
    if choice not in {*YES, Answer.APOLOGY}:
        raise Refused.of("answer", _("Say whether you come."), _("Choose one of the three."))
    with transaction.atomic():
        session = locked(actor, "session.view", session_id)
        mine = session.invitations.select_for_update().filter(person_id=actor.me, withdrawn_at__isnull=True).first()
        if mine is None:
            raise NotAllowed("invitation.own", known=True)
        if session.starts_at is None or at >= session.starts_at or session.state not in CALLED:
            if session.state in CALLED or (session.starts_at and at >= session.starts_at):
                raise Refused.of(
                    "answer", _("The session has begun; answers are closed."), _("Who is there is noted in the session itself.")
                )
            raise Refused.of(
                "answer", _("The session is %s.") % session.get_state_display().lower(), _("You are asked again once it has a new time.")
            )
        if mine.answer == choice:
            return mine
        before = mine.answer
        mine.answer, mine.answered_at = choice, at
        mine.turns += 1
        mine.save()
        record(actor, "invitation.answered", mine, at=at, before={"answer": before}, after={"answer": choice})
        settle("meetings.answer", session, at=at, person_id=mine.person_id)
        method = "CANCEL" if choice == Answer.APOLOGY else "REQUEST"
        write_to(
            session, "answer", [mine], at=at, method=method, key=str(mine.sequence), answer=str(Answer(choice).label), comes=choice in YES
        )
        return mine


def open_feed(actor: Viewer, *, at: datetime) -> CalendarFeed:
    """One's calendar feed behind a secret address; opening it again gives the same one."""
    require(actor, "feed.own")
    with transaction.atomic():
        feed, made = CalendarFeed.objects.get_or_create(
            person_id=actor.me, revoked_at=None, defaults={"nonce": secrets.token_hex(24), "made_at": at}
        )
        if made:
            record(actor, "feed.opened", feed, at=at)
        return feed


def revoke_feed(actor: Viewer, *, renew: bool, at: datetime) -> CalendarFeed | None:
    """The secret has leaked or is not needed: the address stops working with this request. `renew` gives another one."""
    require(actor, "feed.own")
    with transaction.atomic():
        for feed in CalendarFeed.objects.select_for_update().filter(person_id=actor.me, revoked_at__isnull=True):
            feed.revoked_at = at
            feed.save(update_fields=["revoked_at"])
            record(actor, "feed.revoked", feed, at=at)
        return open_feed(actor, at=at) if renew else None
