"""Three hundred invitations over a real mail server, with workers that die on the way: none is lost, none goes twice."""

import socket
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import vobject
from aiosmtpd.controller import Controller
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.ground import clock
from interchange.ground.duties.models import Duty
from interchange.ground.post import actions as post
from interchange.ground.post import delivery
from interchange.ground.post.models import Letter
from interchange.ground.post.vocabulary import CLAIM_MINUTES
from interchange.network.membership import actions as membership
from interchange.work.meetings import actions
from interchange.work.meetings.actions import convening
from interchange.work.meetings.tests.world import AT

MANY = 300


class Killed(BaseException):
    """What SIGKILL leaves: nothing runs after it."""


class Box:
    """A mail server that keeps what it takes."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


@pytest.fixture
def server(settings):
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    controller.stop()


def deliver(world, **where):
    return post.deliver_due(limit=1000, at=world.now, **where)


def test_three_hundred_invitations_survive_two_dead_workers(world, server, monkeypatch):
    people = world.members(MANY)
    session = world.convened()
    assert Letter.objects.filter(template="meetings.invitation", state="queued").count() == MANY
    hand_over, handed = delivery._hand_over, []

    def dies_before_letter_121(letter, *rest):
        if len(handed) == 120:
            raise Killed
        handed.append(letter.pk)
        return hand_over(letter, *rest)

    monkeypatch.setattr(delivery, "_hand_over", dies_before_letter_121)
    with pytest.raises(Killed):
        deliver(world, worker="first")
    assert len(server.mails) == 120
    assert Letter.objects.filter(state="claimed").count() == 1  # taken up, never given away

    def dies_after_letter_200_was_taken(letter, connection, at):
        if len(server.mails) == 199:
            letter.state, letter.attempts = "handing-over", 1
            letter.save()
            connection.send_messages([delivery.message(letter)])
            raise Killed  # the server has it, and nobody heard the answer
        return hand_over(letter, connection, at)

    world.now += timedelta(minutes=CLAIM_MINUTES + 1)
    monkeypatch.setattr(delivery, "_hand_over", dies_after_letter_200_was_taken)
    with pytest.raises(Killed):
        deliver(world, worker="second")
    monkeypatch.setattr(delivery, "_hand_over", hand_over)
    world.now += timedelta(minutes=CLAIM_MINUTES + 1)
    deliver(world, worker="third")
    received = Counter(address for address, _mail in server.mails)
    assert set(received) == {one.email for one in people}
    assert set(received.values()) == {1}
    states = Counter(Letter.objects.filter(template="meetings.invitation").values_list("state", flat=True))
    assert states == {"sent": MANY - 1, "unconfirmed": 1}  # the one whose fate nobody knows waits for a person, and is not sent again
    address, mail = server.mails[0]
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    event = vobject.readOne(part.get_content()).vevent
    assert (event.uid.value, event.dtstart.value.astimezone(session.starts_at.tzinfo)) == (session.uid, session.starts_at)
    assert event.attendee.value == f"mailto:{address}"
    assert mail.get_body(("plain",)) is not None


def test_convening_costs_hardly_more_for_many_than_for_few(world):
    """Nothing is asked of the database person by person; SQLite takes some more statements, since one holds fewer values."""

    def cost(session):
        with CaptureQueriesContext(connection) as told:
            actions.convene(world.officer, session.pk, late_reason="Needed.", at=AT)
        return len(told)

    world.members(20)
    few = cost(world.session())
    world.members(180)
    many = cost(world.session())
    assert Letter.objects.filter(template="meetings.invitation").count() == 20 + 200
    assert Duty.objects.filter(kind="meetings.answer", settled_at=None).count() == 20 + 200
    assert len(set(Letter.objects.values_list("number", flat=True))) == Letter.objects.count()
    assert many - few <= (12 if connection.vendor == "sqlite" else 0)
    assert few < 60


def test_a_worker_killed_while_it_convenes_leaves_nothing_and_the_next_one_does_it_once(world, server, monkeypatch):
    people = world.members(60)
    session = world.session()
    told = []

    def dies(*_given):
        told.append(Letter.objects.filter(template="meetings.invitation").count())
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(convening, "_owe_answers", dies)
        with pytest.raises(Killed):
            actions.convene(world.officer, session.pk, late_reason="Needed.", at=AT)
    session.refresh_from_db()
    assert (told, session.state) == ([60], "planned")
    assert not Letter.objects.filter(template="meetings.invitation").exists()
    assert not session.invitations.exists()
    actions.convene(world.officer, session.pk, late_reason="Needed.", at=AT)
    deliver(world)
    assert Counter(address for address, _mail in server.mails) == Counter(one.email for one in people)


def test_convening_twice_or_a_second_time_by_another_officer_writes_nothing_twice(world, server):
    world.members(5)
    session = world.convened()
    actions.convene(world.other_officer, session.pk, at=AT)
    deliver(world)
    deliver(world)
    assert len(server.mails) == 5


def test_what_is_overtaken_before_it_leaves_goes_without_an_entry_and_who_left_gets_none(world, server):
    stays, leaves = world.members(2)
    session = world.convened()
    membership.suspend(world.officer, leaves.memberships.get().pk, reason="x", at=AT)
    actions.refresh_invitations(world.officer, session.pk, at=AT)
    deliver(world)
    found = {}
    for address, mail in server.mails:
        entries = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        found.setdefault(address, []).extend(part.get_param("method") for part in entries)
    assert found[stays.email] == ["REQUEST"]
    assert found[leaves.email] == ["CANCEL"]
    assert clock.now() == AT
