"""What a real mail server can do to a letter: take it, put it off, refuse it for good, break off, be away."""

from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.duties.models import Duty
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions
from interchange.ground.post.actions import Draft
from interchange.ground.post.models import AddressMark, Letter
from interchange.ground.post.vocabulary import BACK_OFF_MINUTES
from tests.faults.post import MailServer, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    found = MailServer()
    with listening(found) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEMO = "127.0.0.1", port, False
        yield found


def letter(number=0, **more):
    return actions.send(
        SYSTEM,
        Draft("post.group", {"heading": "News", "text": "Words.", "name": "Ada"}, address=f"a{number}@example.net", **more),
        at=clock.now(),
    )


def deliver(after=timedelta()):
    return actions.deliver_due(limit=100, at=clock.now() + after)


def state(one):
    one.refresh_from_db()
    return one.state


def test_a_letter_arrives_as_plain_text_and_html_with_its_number(server):
    one = letter()
    assert deliver() == 1
    assert state(one) == "sent"
    ((address, mail),) = server.mails
    assert (address, mail["Subject"], mail["X-Letter-Number"], mail["Message-ID"]) == ("a0@example.net", "News", one.number, one.message_id)
    assert "Words." in mail.get_body(("plain",)).get_content()
    assert "<p>" in mail.get_body(("html",)).get_content()
    assert deliver() == 0


def test_a_soft_bounce_is_tried_again_at_growing_distances_and_given_up_at_last(server):
    one, other = letter(0), letter(1)
    server.refuse["a0@example.net"] = "452 4.2.2 mailbox full"
    deliver()
    assert (state(one), state(other)) == ("soft-bounce", "sent")
    assert deliver(timedelta(minutes=BACK_OFF_MINUTES[0] - 1)) == 0
    for _ in BACK_OFF_MINUTES:
        later = one.next_try_at - clock.now() + timedelta(seconds=5)
        assert actions.deliver_due(limit=9, at=clock.now() + later) == 1
        state(one)
    assert (one.state, one.attempts) == ("failed", len(BACK_OFF_MINUTES) + 1)
    assert Duty.objects.filter(kind="post.trouble", role="officer", settled_at=None).count() == 1
    assert not AddressMark.objects.exists()
    assert server.recipients == ["a1@example.net"]


def test_a_hard_bounce_marks_the_address_and_stops_what_follows(server):
    one = letter(0)
    server.refuse["a0@example.net"] = "550 5.1.1 no such user"
    deliver()
    following = letter(0)
    assert (state(one), following.state) == ("bounced", "stopped")
    assert AddressMark.objects.get().address == "a0@example.net"
    assert letter(1).state == "queued"


def test_an_unknown_address_told_only_after_the_data_is_a_hard_bounce_too(server):
    server.on_data = lambda smtp, address: "550 5.1.1 user unknown"
    one = letter()
    deliver()
    assert (state(one), AddressMark.objects.count()) == ("bounced", 1)


def test_a_text_or_a_sender_that_is_refused_marks_nobody(server):
    server.on_data = lambda smtp, address: "554 5.7.1 looks like spam"
    one = letter()
    deliver()
    assert state(one) == "failed"
    server.sender = "550 5.7.1 we take nothing from you"
    other = letter(1)
    deliver()
    assert state(other) == "soft-bounce"
    assert not AddressMark.objects.exists()


def test_a_connection_lost_after_the_data_is_for_a_person_and_the_rest_goes_on(server):
    def hang_up(smtp, address):
        if address == "a1@example.net":
            smtp.transport.close()

    server.on_data = hang_up
    letters = [letter(number) for number in range(3)]
    deliver()
    assert [state(one) for one in letters] == ["sent", "unconfirmed", "sent"]
    assert sorted(server.recipients) == ["a0@example.net", "a1@example.net", "a2@example.net"]
    officer = Person.objects.create_user("officer@example.org")
    RoleGrant.objects.create(person=officer, role=Role.OFFICER, starts_at=clock.now())
    actions.resolve(
        Viewer(person_id=officer.pk, roles=frozenset({Role.OFFICER})),
        letters[1].pk,
        arrived=True,
        at=clock.now(),
        note="in the server's log",
    )
    assert deliver(timedelta(days=3)) == 0


def test_a_connection_lost_before_the_data_leaves_no_doubt(server):
    calls = []

    def hang_up(address):
        calls.append(address)
        if len(calls) == 2:
            raise ConnectionResetError

    server.on_rcpt = hang_up
    letters = [letter(number) for number in range(3)]
    deliver()
    assert "unconfirmed" not in [state(one) for one in letters]
    deliver(timedelta(days=2))
    assert [state(one) for one in letters] == ["sent"] * 3
    assert sorted(server.recipients) == ["a0@example.net", "a1@example.net", "a2@example.net"]


def test_a_server_that_is_away_costs_no_attempt_and_loses_nothing(settings):
    found = MailServer()
    with listening(found) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEMO = "127.0.0.1", port, False
    letters = [letter(number) for number in range(3)]
    assert deliver() == 1, "the turn ends at the first letter"
    assert [state(one) for one in letters] == ["queued"] * 3
    assert letters[0].attempts == 0
    with listening(found, port):
        deliver(timedelta(minutes=6))
    assert [state(one) for one in letters] == ["sent"] * 3
    assert len(found.mails) == 3


def test_a_secret_letter_keeps_no_text_once_sent(server):
    one = letter(0, secret=True)
    deliver()
    assert (state(one), one.body) == ("sent", "")
    assert "Words." in server.mails[0][1].get_body(("plain",)).get_content()
    assert Letter.objects.filter(secret=True).count() == 1
