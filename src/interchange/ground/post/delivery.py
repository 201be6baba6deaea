"""Handing letters to the mail server: each exactly once, or shown to a person where that cannot be known.

SMTP (RFC 5321) has a moment in which only the server knows whether it took the mail: between DATA and our reading the answer to it.
A worker killed in that moment leaves the letter `handing-over`; the next worker makes it `unconfirmed`, and a person decides with the
mail server's log in hand. In every other moment a letter is either not yet given away (and is taken up again) or sent: sender and
recipient are offered while the letter is merely claimed, so a server that goes away then leaves no doubt behind.
"""

import contextlib
import logging
import re
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.signing import Signer
from django.db import connection, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post import parts, replies, templates
from interchange.ground.post.models import AddressMark, Letter
from interchange.ground.post.vocabulary import BACK_OFF_MINUTES, CLAIM_MINUTES, DUE_STATES, LetterState

logger = logging.getLogger(__name__)
BOUNCE_PREFIX = "bounce-"


def deliver_due(*, limit: int, at: datetime, worker: str, stop: Callable[[], bool]) -> int:
    """Take up at most `limit` letters, one at a time, over one connection; returns how many. A server that is away ends the turn."""
    find_left_behind(at)
    taken = 0
    server = EmailBackend() if settings.EMAIL_HOST else None
    try:
        while taken < limit and not stop():
            letter = _claim(at, worker)
            if letter is None:
                break
            taken += 1
            if not _hand_over(letter, server, at):
                break
    finally:
        _close(server)
    return taken


def deliver_one(letter_id: int, *, at: datetime) -> None:
    """Hand one letter over now (sign-in mails); what fails is left to the worker."""
    letter = _claim(at, "request", pk=letter_id)
    if letter is None:
        return
    server = EmailBackend() if settings.EMAIL_HOST else None
    try:
        _hand_over(letter, server, at)
    finally:
        _close(server)


def _close(server: EmailBackend | None) -> None:
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


def _hand_over(letter: Letter, server: EmailBackend | None, at: datetime) -> bool:
    """Give one claimed letter to the mail server; false where the server is away, so that the rest waits for it."""
    try:
        mail = message(letter)
        content = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    except ValueError as fault:  # an address or header that no mail can carry
        letter.attempts += 1
        _give_up(letter, f"cannot be written as a mail: {fault}", at)
        return True
    smtp: smtplib.SMTP | None = None
    try:
        if server is not None:
            server.open()
            smtp = server.connection
        if smtp is not None:
            _offer(smtp, mail.from_email, letter.address, len(content))
    except smtplib.SMTPResponseException as refused:
        return _not_taken(letter, server, refused.smtp_code, refused.smtp_error, at)
    except smtplib.SMTPRecipientsRefused as refused:
        return _not_taken(letter, server, *refused.recipients[letter.address], at, recipient=True)
    except (OSError, smtplib.SMTPException) as away:
        _close(server)
        _wait_for_the_server(letter, away, at)
        return False
    letter.state = LetterState.HANDING_OVER
    letter.attempts += 1
    letter.save(update_fields=["state", "attempts"])
    try:
        if smtp is not None:
            code, words = smtp.data(content)
            if code != 250:
                raise smtplib.SMTPDataError(code, words)
    except smtplib.SMTPResponseException as refused:
        letter.attempts -= 1
        return _not_taken(letter, server, refused.smtp_code, refused.smtp_error, at)
    except (OSError, smtplib.SMTPException) as lost:
        _close(server)
        _uncertain(letter, f"{type(lost).__name__}: {lost}", at)
        return True
    letter.state, letter.sent_at, letter.last_error = LetterState.SENT, clock.now(), ""
    if letter.secret and not settings.DEMO:
        letter.body = ""
    letter.save(update_fields=["state", "sent_at", "last_error", "body"])
    return True


def _offer(smtp: smtplib.SMTP, sender: str, recipient: str, size: int) -> None:
    """Name sender and recipient (RFC 5321 sections 4.1.1.2 and 4.1.1.3); nothing is given away yet."""
    smtp.ehlo_or_helo_if_needed()
    code, words = smtp.mail(sender, [f"size={size}"] if smtp.has_extn("size") else [])
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, words, sender)
    code, words = smtp.rcpt(recipient)
    if code not in {250, 251}:
        raise smtplib.SMTPRecipientsRefused({recipient: (code, words)})


def _wait_for_the_server(letter: Letter, failure: Exception, at: datetime) -> None:
    """A server that is away is no letter's fault: the one in hand is tried again in five minutes, without counting."""
    logger.warning("mail server: %s", failure)
    letter.state, letter.next_try_at = LetterState.QUEUED, at + timedelta(minutes=BACK_OFF_MINUTES[0])
    letter.last_error = f"no mail server: {failure}"[:300]
    letter.claimed_by, letter.claimed_at = "", None
    letter.save()


def _not_taken(
    letter: Letter, server: EmailBackend | None, code: int, words: bytes | str, at: datetime, *, recipient: bool = False
) -> bool:
    """The server said no. False where it also closes the connection (421), so that the rest waits.

    4xx: try again later, at growing distances (RFC 5321 section 4.2.1). 5xx to the recipient, at RCPT or by an enhanced status 5.1.x (RFC 3463):
    a hard bounce. Any other 5xx is about us or the text, not about the address: retried like a 4xx where it is the sender, for a person where it is the text.
    """
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    letter.attempts += 1
    letter.last_error = f"{code} {text}"[:300]
    if server is not None and server.connection is not None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.connection.rset()
    if code >= 500 and (recipient or re.match(r"5\.1\.[1-6]\b", text)):
        hard_bounce(letter, str(code), at)
    elif (code >= 500 and letter.state == LetterState.HANDING_OVER) or letter.attempts > len(BACK_OFF_MINUTES):
        _give_up(letter, letter.last_error, at)
    else:
        letter.state = LetterState.SOFT_BOUNCE
        letter.next_try_at = at + timedelta(minutes=BACK_OFF_MINUTES[letter.attempts - 1])
        letter.save(update_fields=["state", "next_try_at", "last_error", "attempts"])
    if code == 421:
        _close(server)
        return False
    return True


def _give_up(letter: Letter, words: str, at: datetime) -> None:
    with transaction.atomic():
        letter.state, letter.last_error = LetterState.FAILED, words[:300]
        letter.save(update_fields=["state", "last_error", "attempts"])
        record(SYSTEM, "letter.failed", letter, at=at, after={"state": letter.state, "attempts": letter.attempts})
        _tell_officers(letter, at)


def _uncertain(letter: Letter, words: str, at: datetime) -> None:
    with transaction.atomic():
        letter.state, letter.last_error = LetterState.UNCONFIRMED, words[:300]
        letter.save(update_fields=["state", "last_error"])
        record(SYSTEM, "letter.unconfirmed", letter, at=at, after={"state": letter.state})
        _tell_officers(letter, at)


def hold_after_restore(at: datetime) -> int:
    """Keep back what was due in a house that came from a backup: some of it has left since. Sign-in links are void. Returns how many letters wait."""
    with transaction.atomic():
        due = Letter.objects.filter(state__in=[*DUE_STATES, LetterState.CLAIMED, LetterState.HANDING_OVER])
        due.filter(secret=True).update(state=LetterState.CANCELLED, body="")
        waiting = list(due.filter(secret=False).select_for_update())
        for letter in waiting:
            record(SYSTEM, "letter.unconfirmed", letter, at=at, before={"state": letter.state}, after={"state": LetterState.UNCONFIRMED})
        due.filter(secret=False).update(
            state=LetterState.UNCONFIRMED, last_error="the house was restored from a backup", claimed_by="", claimed_at=None
        )
        return len(waiting)


def hard_bounce(letter: Letter, code: str, at: datetime) -> None:
    """The address is refused for good: mark it, tell the officers, stop what else is on its way there."""
    with transaction.atomic():
        letter.state = LetterState.BOUNCED
        letter.save(update_fields=["state", "last_error", "attempts"])
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
    sender, above = settings.DEFAULT_FROM_EMAIL, reply_line(letter)
    if above:
        headers["Reply-To"] = replies.address_of(letter)
    body = f"{above}\n\n{letter.body}" if above else letter.body
    made = EmailMultiAlternatives(letter.subject, body, sender, [letter.address], headers=headers)
    if settings.BOUNCE_DOMAIN:
        made.from_email = (
            f"{BOUNCE_PREFIX}{letter.pk}-{Signer(salt='bounce').signature(str(letter.pk))[:16].lower()}@{settings.BOUNCE_DOMAIN}"
        )
        made.extra_headers["From"] = sender
    made.attach_alternative(render_to_string("post/mail.html", {"letter": letter, "above": above}), "text/html")
    part = parts.part_of(letter)
    if part is not None:  # one more alternative of the same words (RFC 6047, 2.4): mail programs offer to enter it in the calendar
        kind = "; ".join([part.media_type, *(f"{name}={value}" for name, value in part.parameters.items()), f'name="{part.name}"'])
        made.attach_alternative(part.content.decode(), kind)
    return made


def reply_line(letter: Letter) -> str:
    """The line above a letter that can be answered by mail, above which the answer is written; empty where it cannot be."""
    template = templates.TEMPLATES.get(letter.template)
    if (
        not settings.REPLY_DOMAIN
        or template is None
        or template.reply is None
        or letter.person_id is None
        or not template.reply.offered(letter)
    ):
        return ""
    return f"{replies.MARK} {_('Write your reply above this line.')} {template.reply.words} {replies.MARK}"


def unsubscribe_url(address: str) -> str:
    """The address of the one-click page for somebody who wants no more letters that are not essential."""
    return f"{settings.BASE_URL}/post/unsubscribe/{Signer(salt='unsubscribe').sign(address)}/"
