"""A real mail server on loopback (aiosmtpd) that keeps what it takes and misbehaves when told to."""

import contextlib
import email
import email.policy
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """`refuse` maps a recipient to the answer at RCPT; `on_rcpt` and `on_data` are called with the recipient and may do what they like.

    What `on_data` returns is the answer to the data; the mail is kept before it is asked, as a server that dies after storing would.
    """

    mails: list = field(default_factory=list)
    refuse: dict = field(default_factory=dict)
    on_rcpt: object = None
    on_data: object = None
    sender: str = ""

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.on_rcpt is not None:
            self.on_rcpt(address)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content, policy=email.policy.default)))
        answer = self.on_data(server, envelope.rcpt_tos[0]) if self.on_data is not None else None
        return answer or "250 taken"

    @property
    def recipients(self) -> list[str]:
        return [address for address, _mail in self.mails]


@contextlib.contextmanager
def listening(server: MailServer, port: int = 0):
    """The server on a free port of the loopback; yields the port."""
    controller = Controller(server, hostname="127.0.0.1", port=port or 0, ready_timeout=20)
    if not port:
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            controller.port = probe.getsockname()[1]
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
