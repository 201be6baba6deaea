"""Handing letters to the mail server: each exactly once, or shown to a person where that cannot be known.

SMTP (RFC 5321) has a moment in which only the server knows whether it took the mail: between the end of the data and our reading its
answer. A worker killed in that moment leaves the letter `handing-over`; the next worker makes it `unconfirmed`, and a person decides
with the mail server's log in hand. In every other moment a letter is either not yet given away (and is taken up again) or sent.
"""

import contextlib
import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import Signer
from django.db import connection, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string

from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post import parts
from interchange.ground.post.models import AddressMark, Letter
from interchange.ground.post.vocabulary import BACK_OFF_MINUTES, CLAIM_MINUTES, DUE_STATES, LetterState

logger = logging.getLogger(__name__)
BOUNCE_PREFIX = "bounce-"


def deliver_due(*, limit: int, at: datetime, worker: str, stop: Callable[[], bool]) -> int:
    """Take up at most `limit` letters, one at a time, over one connection; returns how many."""
    find_left_behind(at)
    taken = 0
    server: BaseEmailBackend | None = None
    try:
        while taken < limit and not stop():
            letter = _claim(at, worker)
            if letter is None:
                break
            taken += 1
            if settings.EMAIL_HOST and server is None:
                server = get_connection()
                if not _open(server, letter, at):
                    server = None
                    break
            _hand_over(letter, server, at)
    finally:
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.close()
    return taken


def deliver_one(letter_id: int, *, at: datetime) -> None:
    """Hand one letter over now (sign-in mails); what fails is left to the worker."""
    letter = _claim(at, "request", pk=letter_id)
    if letter is None:
        return
    server = get_connection() if settings.EMAIL_HOST else None
    if server is not None and not _open(server, letter, at):
        return
    try:
        _hand_over(letter, server, at)
    finally:
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.close()


def find_left_behind(at: datetime) -> None:
    """What a dead worker left: merely claimed letters are queued again, letters in the uncertain moment become `unconfirmed`."""
    stale = Q(claimed_at__lt=at - timedelta(minutes=CLAIM_MINUTES))
    Letter.objects.filter(stale, state=LetterState.CLAIMED).update(state=LetterState.QUEUED, claimed_by="", claimed_at=None)
    for letter in Letter.objects.filter(stale, state=LetterState.HANDING_OVER):
        with transaction.atomic():
            if Letter.objects.filter(pk=letter.pk, state=LetterState.HANDING_OVER).update(state=LetterState.UNCONFIRMED):
                record(SYSTEM, "letter.unconfirmed", letter, at=at, after={"state": LetterState.UNCONFIRMED})
                _tell_officers(letter, at)


def _claim(at: datetime, worker: str, pk: int | None = None) -> Letter | None:
    """Take one due letter for this worker; two workers never get the same one."""
    with transaction.atomic():
        due = Letter.objects.filter(state__in=DUE_STATES, next_try_at__lte=at)
        if pk is not None:
            due = due.filter(pk=pk)
        if connection.vendor == "postgresql":
            due = due.select_for_update(skip_locked=True)
        # Letters to one person go before those of a batch, so that nobody who signs in waits behind five hundred decisions.
        letter = due.order_by(F("batch_id").asc(nulls_first=True), "next_try_at", "pk").first()
        if letter is None:
            return None
        if AddressMark.objects.filter(address=letter.address, lifted_at__isnull=True).exists():
            Letter.objects.filter(pk=letter.pk).update(state=LetterState.STOPPED)
            return _claim(at, worker, pk)
        letter.state, letter.claimed_by, letter.claimed_at = LetterState.CLAIMED, worker[:80], clock.now()
        letter.save(update_fields=["state", "claimed_by", "claimed_at"])
        return letter


def _open(server: BaseEmailBackend, letter: Letter, at: datetime) -> bool:
    """Connect; a server that is away is no letter's fault: the one in hand is tried again in five minutes, without counting."""
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as failure:
        logger.warning("mail server: %s", failure)
        letter.state, letter.next_try_at, letter.last_error = (
            LetterState.QUEUED,
            at + timedelta(minutes=BACK_OFF_MINUTES[0]),
            f"no mail server: {failure}"[:300],
        )
        letter.claimed_by, letter.claimed_at = "", None
        letter.save()
        return False
    return True


def _hand_over(letter: Letter, server: BaseEmailBackend | None, at: datetime) -> None:
    letter.state = LetterState.HANDING_OVER
    letter.attempts += 1
    letter.save(update_fields=["state", "attempts"])
    try:
        if server is not None:
            server.send_messages([message(letter)])
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        _refused(letter, code, words, at)
    except smtplib.SMTPResponseException as refused:
        _refused(letter, refused.smtp_code, refused.smtp_error, at)
    except smtplib.SMTPServerDisconnected as lost:
        # The connection broke after the letter was on its way: only the server knows.
        _uncertain(letter, f"connection lost: {lost}", at)
        raise_connection(server)
    except (OSError, smtplib.SMTPException) as failure:
        _uncertain(letter, f"{type(failure).__name__}: {failure}", at)
        raise_connection(server)
    else:
        letter.state, letter.sent_at, letter.last_error = LetterState.SENT, clock.now(), ""
        if letter.secret and not settings.DEMO:
            letter.body = ""
        letter.save(update_fields=["state", "sent_at", "last_error", "body"])


def raise_connection(server: BaseEmailBackend | None) -> None:
    """Open a broken connection anew for the letters that follow."""
    if server is not None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.close()
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.open()


def _uncertain(letter: Letter, words: str, at: datetime) -> None:
    with transaction.atomic():
        letter.state, letter.last_error = LetterState.UNCONFIRMED, words[:300]
        letter.save(update_fields=["state", "last_error"])
        record(SYSTEM, "letter.unconfirmed", letter, at=at, after={"state": letter.state})
        _tell_officers(letter, at)


def _refused(letter: Letter, code: int, words: bytes | str, at: datetime) -> None:
    """4xx: try again later, at growing distances; 5xx: a hard bounce (RFC 5321 section 4.2.1)."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    letter.last_error = f"{code} {text}"[:300]
    if code < 500:
        if letter.attempts > len(BACK_OFF_MINUTES):
            with transaction.atomic():
                letter.state = LetterState.FAILED
                letter.save(update_fields=["state", "last_error"])
                record(SYSTEM, "letter.failed", letter, at=at, after={"state": letter.state, "code": code})
                _tell_officers(letter, at)
            return
        letter.state = LetterState.SOFT_BOUNCE
        letter.next_try_at = at + timedelta(minutes=BACK_OFF_MINUTES[letter.attempts - 1])
        letter.save(update_fields=["state", "next_try_at", "last_error"])
        return
    hard_bounce(letter, str(code), at)


def hard_bounce(letter: Letter, code: str, at: datetime) -> None:
    """The address is refused for good: mark it, tell the officers, stop what else is on its way there."""
    with transaction.atomic():
        letter.state = LetterState.BOUNCED
        letter.save(update_fields=["state", "last_error"])
        AddressMark.objects.update_or_create(address=letter.address, defaults={"marked_at": at, "code": code[:20], "lifted_at": None})
        Letter.objects.filter(address=letter.address, state__in=DUE_STATES).update(state=LetterState.STOPPED)
        record(SYSTEM, "letter.bounced", letter, at=at, after={"state": letter.state, "code": code})
        _tell_officers(letter, at)


def _tell_officers(letter: Letter, at: datetime) -> None:
    from interchange.ground.duties.actions import owe

    owe("post.trouble", letter, at=at, role="officer", url=f"/post/letters/{letter.pk}/")


def message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as a mail (RFC 5322): plain text always, the same words as simple HTML beside it."""
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", "X-Letter-Number": letter.number}
    if not letter.essential:
        address = unsubscribe_url(letter.address)
        headers |= {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
    sender = settings.DEFAULT_FROM_EMAIL
    made = EmailMultiAlternatives(letter.subject, letter.body, sender, [letter.address], headers=headers)
    if settings.BOUNCE_DOMAIN:
        made.from_email = (
            f"{BOUNCE_PREFIX}{letter.pk}-{Signer(salt='bounce').signature(str(letter.pk))[:16].lower()}@{settings.BOUNCE_DOMAIN}"
        )
        made.extra_headers["From"] = sender
    made.attach_alternative(render_to_string("post/mail.html", {"letter": letter}), "text/html")
    part = parts.part_of(letter)
    if part is not None:  # one more alternative of the same words (RFC 6047, 2.4): mail programs offer to enter it in the calendar
        kind = "; ".join([part.media_type, *(f"{name}={value}" for name, value in part.parameters.items()), f'name="{part.name}"'])
        made.attach_alternative(part.content.decode(), kind)
    return made


def unsubscribe_url(address: str) -> str:
    """The address of the one-click page for somebody who wants no more letters that are not essential."""
    return f"{settings.BASE_URL}/post/unsubscribe/{Signer(salt='unsubscribe').sign(address)}/"
