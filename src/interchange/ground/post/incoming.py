"""Mails that come in: answers to letters, and returned mails.

Who may write is whoever holds the signed reply address and writes from the address that the letter went to; both are needed. Machines are never
answered (RFC 3834, section 2): what is automatic, from a list or without a sender is dropped and counted. A person whose reply could not be taken
gets a letter that says why, always at the address that we know, never at one that a mail merely names.
"""

import email
import email.policy
import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr

import nh3
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from mailparser_reply import EmailReplyParser

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.post import bounces, templates
from interchange.ground.post.actions import Draft, send
from interchange.ground.post.delivery import BOUNCE_PREFIX
from interchange.ground.post.models import IncomingMail, Letter
from interchange.ground.post.replies import MARK, Incoming, last_day, letter_at
from interchange.ground.post.vocabulary import HOPS, Outcome

LANGUAGES = ["en", "fr", "es", "de", "it", "pt", "nl", "pl", "ja", "zh", "ko"]
TEXT_LIMIT = 60_000  # characters that are looked at


@dataclass(frozen=True)
class Verdict:
    """What the mail server is told (RFC 5321, 4.2; enhanced codes of RFC 3463), and what was noted."""

    status: str
    outcome: Outcome


def at_the_door(address: str, *, at: datetime) -> Verdict | None:
    """Whether a recipient is one of ours: None lets it in. A wrong or old address is refused here, so that the sender's own server tells them."""
    if address.lower().startswith(BOUNCE_PREFIX):
        return None
    letter = letter_at(address)
    if letter is None:
        return Verdict("550 5.1.1 No such reply address", Outcome.FORGED)
    if at.date() > last_day(letter):
        return Verdict("550 5.1.6 This reply address has expired; answer on the page", Outcome.EXPIRED)
    return None


def note(outcome: Outcome, *, key: str, size: int, at: datetime, letter: Letter | None = None, words: str = "") -> IncomingMail:
    """Keep what became of a mail."""
    with transaction.atomic():
        made, new = IncomingMail.objects.get_or_create(
            key=key, defaults={"letter": letter, "outcome": outcome, "note": words[:300], "size": size, "at": at}
        )
        if new:
            record(SYSTEM, "mail.came-in", made, at=at, after={"outcome": outcome, "size": size})
        return made


def take(raw: bytes, *, recipient: str, envelope_from: str, at: datetime) -> Verdict:
    """Do what a mail says. The same mail handed over twice (a mail server that lost our answer) is done once. Never raises for what a mail holds."""
    key = hashlib.sha256(recipient.lower().encode() + b"\0" + raw).hexdigest()
    known = IncomingMail.objects.filter(key=key).first()
    if known is not None:
        return Verdict("250 2.0.0 Taken before", Outcome(known.outcome))
    if recipient.lower().startswith(BOUNCE_PREFIX):
        returned = bounces.receive(raw, at=at)
        note(Outcome.RETURNED, key=key, size=len(raw), at=at, letter=returned)
        return Verdict("250 2.0.0 Taken", Outcome.RETURNED)
    refused = at_the_door(recipient, at=at)
    if refused is not None:
        note(refused.outcome, key=key, size=len(raw), at=at)
        return refused
    letter = letter_at(recipient)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    if letter is None or not isinstance(mail, EmailMessage):
        return Verdict("550 5.6.0 This cannot be read as a mail", Outcome.FORGED)
    if goes_round(mail):
        note(Outcome.LOOP, key=key, size=len(raw), at=at, letter=letter)
        return Verdict("554 5.4.6 This mail goes round in circles", Outcome.LOOP)
    if not envelope_from or is_automatic(mail):
        note(Outcome.AUTOMATIC, key=key, size=len(raw), at=at, letter=letter)
        return Verdict("250 2.0.0 Taken; automatic mails are not read", Outcome.AUTOMATIC)
    return _answered(mail, letter, key, len(raw), at)


def _answered(mail: EmailMessage, letter: Letter, key: str, size: int, at: datetime) -> Verdict:
    """A person's reply to a letter of ours: taken, or told why not."""
    person = letter.person
    reply = templates.TEMPLATES[letter.template].reply if letter.template in templates.TEMPLATES else None
    outcome, why = Outcome.TAKEN, ""
    with transaction.atomic():
        if person is None or not person.is_active or reply is None:
            outcome = Outcome.AUTOMATIC  # nobody is there to be told
        elif sender_of(mail) != person.email.lower():
            outcome, why = Outcome.OTHER_SENDER, _("It came from another e-mail address than the one that the letter went to.")
        else:
            try:
                with transaction.atomic():
                    incoming = Incoming(letter, words_of(mail), files_of(mail))
                    reply.take(viewer_for(person, at=at, second_factor=False), incoming, at=at)
            except Refused as refused:
                outcome, why = Outcome.REFUSED, " ".join(str(problem) for problem in refused.problems)
            except NotAllowed:
                outcome, why = Outcome.REFUSED, _("What you answered is closed, or not open to you any more.")
        kept = note(outcome, key=key, size=size, at=at, letter=letter, words=why)
        if why and person is not None:
            values = {"number": letter.number, "title": letter.subject, "why": why}
            send(SYSTEM, Draft("post.reply-not-taken", values, person_id=person.pk, key=f"post.reply-not-taken:{kept.pk}"), at=at)
    return Verdict("250 2.0.0 Taken", outcome)


def sender_of(mail: EmailMessage) -> str:
    """The one address in From, in small letters; empty where there is none or more than one."""
    heads = mail.get_all("From", [])
    try:
        addresses = [one.addr_spec for head in heads for one in head.addresses]
    except (AttributeError, ValueError, IndexError):
        addresses = [parseaddr(str(head))[1] for head in heads]
    return addresses[0].lower() if len(addresses) == 1 else ""


def goes_round(mail: EmailMessage) -> bool:
    """Whether a mail passed too many servers (RFC 5321, 6.3), or is a letter of ours that came back as it left."""
    return len(mail.get_all("Received", [])) > HOPS or mail["X-Letter-Number"] is not None


def is_automatic(mail: EmailMessage) -> bool:
    """Whether no person wrote it: RFC 3834 (Auto-Submitted other than "no"), mailing lists (RFC 2919, 2369), Precedence, reports (RFC 6522), no return path."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    listed = any(name.lower().startswith("list-") for name in mail)
    no_return = str(mail.get("Return-Path", "")).strip() == "<>"
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or listed
        or no_return
        or mail.get_content_type() in {"multipart/report", "message/delivery-status"}
        or any(mail[name] is not None for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    )


def words_of(mail: EmailMessage) -> str:
    """What was newly written: without the quoted letter, without the signature. Raises `Refused` where nothing is left."""
    part = mail.get_body(("plain", "html"))
    try:
        text = str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, AttributeError):  # an unknown character set: read what can be read
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace") if part is not None else ""  # type: ignore[union-attr]
    if part is not None and part.get_content_subtype() == "html":
        broken = re.sub(r"(?i)<(br|/p|/div|/li|/blockquote)\b[^>]*>", "\n", re.sub(r"(?is)<blockquote.*?</blockquote>", "", text))
        text = html.unescape(nh3.clean(broken, tags=set()))
    text = text.replace("\r\n", "\n").replace("\0", "")[:TEXT_LIMIT]
    if MARK in text:
        text = _above_the_mark(text)
    text = EmailReplyParser(languages=LANGUAGES).parse_reply(text) or ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip("\n") in {"--", "-- "}:  # RFC 3676, 4.3
            lines = lines[:number]
            break
    while lines and (not lines[-1].strip() or lines[-1].startswith(">")):
        lines.pop()
    said = "\n".join(line for line in lines if not line.startswith(">")).strip()
    if not said:
        raise Refused.of("text", _("No words of your own were found in it."), _("Write above the quoted letter."))
    return said


def _above_the_mark(text: str) -> str:
    """What stands above our line, without the line by which mail programs introduce what they quote ("On Monday, Ada wrote:")."""
    lines = text[: text.index(MARK)].split("\n")[:-1]
    while lines and not lines[-1].strip(" >\t"):
        lines.pop()
    if lines and lines[-1].rstrip().endswith((":", "：")) and len(lines[-1]) < 300:
        lines.pop()
        if lines and re.search(r"<[^>]*$|\b\d{4}\b[^\n]*$", lines[-1]) and lines[-1].strip() and not lines[-1].startswith(">"):
            lines.pop()  # such a line is often broken into two
    return "\n".join(lines)


def files_of(mail: EmailMessage) -> list[SimpleUploadedFile]:
    """What hangs on a mail; pictures that stand in the text (signatures, logos) are left out."""
    found = []
    for part in mail.iter_attachments():
        if part.get_content_disposition() != "attachment":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):  # a mail that hangs on a mail
            raise Refused.of("files", _("A mail that hangs on a mail cannot be taken."), _("Attach the file itself, as PDF."))
        found.append(SimpleUploadedFile(part.get_filename() or "file", content, part.get_content_type()))
    return found
