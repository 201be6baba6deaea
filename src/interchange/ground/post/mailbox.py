"""The door for mail: an LMTP server (RFC 2033), to which the mail server of the house hands what comes for reply and return addresses.

LMTP has an answer for each recipient and no queue of its own; one recipient is taken at a time (452 for more: the mail server brings those again),
so that no mail is half done. It listens on loopback and trusts the mail server before it for SPF, DKIM and DMARC.
"""

import asyncio
import hashlib
import logging
import secrets
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import close_old_connections

from interchange.ground import clock
from interchange.ground.post import incoming
from interchange.ground.post.vocabulary import MAIL_BYTES, Outcome

logger = logging.getLogger(__name__)


def _at_the_door(address: str, size: int) -> str | None:
    close_old_connections()
    try:
        refused = incoming.at_the_door(address, at=clock.now())
        if refused is None:
            return None
        incoming.note(refused.outcome, key=hashlib.sha256(secrets.token_bytes(32)).hexdigest(), size=size, at=clock.now())
        return refused.status
    finally:
        close_old_connections()


def _take(raw: bytes, recipient: str, sender: str) -> str:
    close_old_connections()
    try:
        return incoming.take(raw, recipient=recipient, envelope_from=sender, at=clock.now()).status
    except Exception:  # a fault of ours: the mail server keeps the mail and tries again
        logger.exception("a mail could not be read")
        return "451 4.3.0 Not now; try again"
    finally:
        close_old_connections()


def _too_large(size: int) -> None:
    close_old_connections()
    try:
        incoming.note(Outcome.TOO_LARGE, key=hashlib.sha256(secrets.token_bytes(32)).hexdigest(), size=size, at=clock.now())
    finally:
        close_old_connections()


class Door:
    """What happens at each step of LMTP; the database is asked in threads, so that one slow mail holds up nobody else."""

    async def handle_RCPT(self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        """Refuse what is no address of ours, before any words come."""
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        refused = await asyncio.to_thread(_at_the_door, address, 0)
        if refused is not None:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail; the answer is given once it is done."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        return await asyncio.to_thread(_take, content, envelope.rcpt_tos[0], envelope.mail_from or "")


class _Server(LMTP):
    """Notes what was too large to be taken (RFC 1870: at MAIL by its declared size, else at the end of the data)."""

    async def push(self, status: Any) -> None:
        text = status.decode() if isinstance(status, bytes) else str(status)
        if text.startswith("552"):
            await asyncio.to_thread(_too_large, MAIL_BYTES)
        await super().push(status)


class Mailbox(Controller):
    """The server, in a thread of its own: `start()`, `stop()`."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(Door(), hostname=host, port=port)

    def factory(self) -> LMTP:
        """One conversation."""
        return _Server(self.handler, hostname="interchange", data_size_limit=MAIL_BYTES, enable_SMTPUTF8=True, ident="interchange")
