"""What is kept how long (DOMAIN X3): letters' numbers for ever, their words and addresses no longer than the people have a part."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from interchange.ground.jobs.retention import retain
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import in_force
from interchange.ground.post.models import IncomingMail, Letter
from interchange.ground.post.vocabulary import DUE_STATES, NOWHERE, LetterState, letter_kept_months


def _letters(at: datetime) -> Iterable[Letter]:
    """Old letters to people who hold no role any more, and to addresses without a person."""
    role = RoleGrant.objects.filter(in_force(at), person_id=OuterRef("person_id"))
    old = Letter.objects.filter(written_at__lt=at - timedelta(days=round(letter_kept_months() * 30.4375))).exclude(address=NOWHERE)
    return old.filter(~Q(Exists(role)))


def empty_letter(letter: Letter, at: datetime) -> None:
    """Take words and address out of a letter; number, kind and dates stay. One still on its way is not sent."""
    on_its_way = [LetterState.HELD, *DUE_STATES, LetterState.STOPPED, LetterState.GATHERED]
    state = LetterState.CANCELLED if letter.state in on_its_way else letter.state
    Letter.objects.filter(pk=letter.pk).update(address=NOWHERE, subject="", body="", last_error="", state=state)


retain(
    "post.letters",
    option="retention.letter-months",
    why="words of old letters to people without a role; numbers stay",
    due=_letters,
    describe=str,
    erase=empty_letter,
)


def _incoming(at: datetime) -> Iterable[IncomingMail]:
    """Notes of mails that came in as long ago as the words of letters are kept."""
    return IncomingMail.objects.filter(at__lt=at - timedelta(days=round(letter_kept_months() * 30.4375)))


def _forget(mail: IncomingMail, at: datetime) -> None:
    mail.delete()


retain(
    "post.incoming",
    option="retention.letter-months",
    why="what became of old mails that came in; their words were never kept",
    due=_incoming,
    describe=str,
    erase=_forget,
)
