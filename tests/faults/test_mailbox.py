"""The door for mail as a process of its own, spoken to by a real LMTP client: what it takes, what it refuses at which step, and what it notes."""

import email.policy
import smtplib
import socket
from email.message import EmailMessage

import pytest

from interchange.desk.demo.build import pdf
from interchange.ground import clock
from interchange.ground.post import replies
from interchange.ground.post.models import Letter
from interchange.ground.post.vocabulary import MAIL_BYTES
from interchange.work.exchange.actions import asking
from interchange.work.exchange.tests.world import World, person
from tests.browser.conftest import free_port
from tests.faults.workers import Beside, wait_for


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def mail_to(address, text, sender="ben@example.org", **heads):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, address, "Re: Can you help?", "<1@example.org>"
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_question_is_answered_by_mail_and_what_is_wrong_is_refused(settings, tmp_path, monkeypatch):
    settings.REPLY_DOMAIN = "reply.example.org"
    now = clock.now()
    world = World(monkeypatch)
    world.now = now
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada)
    asking.put_to(ada, question.pk, [ben.me], at=now)
    letter = Letter.objects.get(template="exchange.asked")
    address = replies.address_of(letter)
    assert person(ben).email == letter.address

    beside = Beside(tmp_path)
    beside.env |= {"INTERCHANGE_REPLY_DOMAIN": "reply.example.org", "INTERCHANGE_SECRET_KEY": settings.SECRET_KEY}
    port = free_port()
    door = beside.start("mailbox", "--bind", f"127.0.0.1:{port}")
    try:
        wait_for(lambda: listens(port))
        with smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
            with_file = mail_to(
                address,
                "Two marks survive.\n\nOn Monday, 1 March 2027, Network wrote:\n> #~# Write your reply above this line. #~#\n> Dear Ben\n",
            )
            with_file.add_attachment(pdf("Result"), maintype="application", subtype="pdf", filename="result.pdf")
            written = with_file.as_bytes(policy=email.policy.SMTP)
            assert client.sendmail("ben@example.org", [address], written) == {}
            assert client.sendmail("ben@example.org", [address], written) == {}  # handed over twice

            bad_file = mail_to(address, "See this.")
            bad_file.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="x.exe")
            assert client.send_message(bad_file, "ben@example.org", [address]) == {}
            assert client.send_message(mail_to(address, "I am Ben.", sender="eve@example.net"), "eve@example.net", [address]) == {}
            assert (
                client.send_message(mail_to(address, "Away until May.", Auto_Submitted="auto-replied"), "ben@example.org", [address]) == {}
            )

            forged = replies.PREFIX + str(letter.pk) + "-" + "0" * 24 + "@reply.example.org"
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                client.send_message(mail_to(forged, "x"), "ben@example.org", [forged])
            assert refused.value.recipients[forged][0] == 550
            looping = mail_to(address, "x", X_Letter_Number=letter.number)
            with pytest.raises(smtplib.SMTPDataError) as loop:
                client.send_message(looping, "ben@example.org", [address])
            assert loop.value.smtp_code == 554
            with pytest.raises((smtplib.SMTPSenderRefused, smtplib.SMTPDataError)) as large:
                client.sendmail("ben@example.org", [address], b"From: ben@example.org\r\n\r\n" + b"x" * 78 * 256_000)  # 20 MB
            assert large.value.smtp_code == 552
            client.rset()
            client.mail("ben@example.org")
            assert client.rcpt(address)[0] == 250
            assert client.rcpt(address)[0] == 452  # one at a time
        with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:  # not saying how large it is
            client.ehlo_or_helo_if_needed()
            client.mail("ben@example.org")
            client.rcpt(address)
            assert client.data(b"From: ben@example.org\r\n\r\n" + (b"x" * 76 + b"\r\n") * (MAIL_BYTES // 78 + 100))[0] == 552
    finally:
        door.terminate()
        door.wait(20)

    assert [(text, bool(by_mail)) for text, by_mail in beside.sql("SELECT text, by_mail FROM exchange_answer")] == [
        ("Two marks survive.", True)
    ]
    assert beside.sql("SELECT name, media_type FROM files_storedfile") == [("result.pdf", "application/pdf")]
    assert [state for (state,) in beside.sql("SELECT state FROM exchange_ask")] == ["answered"]
    told = beside.sql("SELECT address, body FROM post_letter WHERE template = 'post.reply-not-taken' ORDER BY id")
    assert [where for where, _body in told] == ["ben@example.org", "ben@example.org"]
    assert "not a PDF" in told[0][1]
    assert "another e-mail address" in told[1][1]
    outcomes = [one for (one,) in beside.sql("SELECT outcome FROM post_incomingmail ORDER BY id")]
    assert outcomes == ["taken", "refused", "other-sender", "automatic", "forged", "loop", "too-large", "too-large"]
