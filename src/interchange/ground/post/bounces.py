"""Returned mails: delivery status notifications (RFC 3464) and complaints (ARF, RFC 5965), given to `interchange bounce`."""

import email
import email.policy
import re
from datetime import datetime
from email.message import EmailMessage

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from interchange.ground.post.actions import unsubscribe
from interchange.ground.post.delivery import BOUNCE_PREFIX, hard_bounce
from interchange.ground.post.models import Letter
from interchange.ground.post.vocabulary import LetterState

_RETURN = re.compile(rf"{BOUNCE_PREFIX}(\d+)-([0-9a-z_-]{{16}})@", re.I)


def receive(raw: bytes, *, at: datetime) -> Letter | None:
    """Take one returned mail: find its letter and do what it says. Returns the letter, or None where it names none of ours.

    A permanent failure (status 5.x.x) is a hard bounce, a temporary one (4.x.x) is left to the mail server, which goes on trying; a
    complaint ends letters that are not essential.
    """
    mail = email.message_from_bytes(raw[:2_000_000], policy=email.policy.default)
    if not isinstance(mail, EmailMessage):
        return None
    letter = _letter_of(mail)
    if letter is None:
        return None
    report = mail.get_param("report-type", "", header="Content-Type")
    if report == "feedback-report":
        unsubscribe(letter.address, at=at)
    elif (status := _status(mail)).startswith("5.") and letter.state in {LetterState.SENT, LetterState.UNCONFIRMED}:
        letter.last_error = f"returned: {status}"
        hard_bounce(letter, status, at)
    return letter


def _letter_of(mail: EmailMessage) -> Letter | None:
    """By the signed return address, else by the Message-ID of the returned mail."""
    for address in (str(mail.get("To", "")), str(mail.get("X-Original-To", "")), str(mail.get("Delivered-To", ""))):
        found = _RETURN.search(address)
        if found and constant_time_compare(Signer(salt="bounce").signature(found[1])[:16].lower(), found[2].lower()):
            return Letter.objects.filter(pk=int(found[1])).first()
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            text = part.as_string()
            known = re.search(r"^Message-ID:\s*(<[^>\s]+>)", text, re.I | re.M)
            if known:
                return Letter.objects.filter(message_id=known[1]).first()
    return None


def _status(mail: EmailMessage) -> str:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            found = re.search(r"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", part.as_string(), re.I | re.M)
            if found:
                return found[1]
    return ""
