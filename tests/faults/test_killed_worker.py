"""Five hundred letters are released and the worker is killed, twice: no letter is lost, none comes twice."""

import signal
from collections import Counter
from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions
from interchange.ground.post.actions import Draft
from tests.faults.post import MailServer, listening
from tests.faults.workers import Beside, wait_for

COUNT = 500


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_five_hundred_letters_survive_killed_workers(settings, tmp_path):
    settings.DEMO = False
    officers = []
    for number in range(2):
        person = Person.objects.create_user(f"officer{number}@example.org")
        RoleGrant.objects.create(person=person, role=Role.OFFICER, starts_at=clock.now())
        officers.append(Viewer(person_id=person.pk, roles=frozenset({Role.OFFICER})))
    people = Person.objects.bulk_create([Person(email=f"p{number}@example.net", password="!") for number in range(COUNT)])
    drafts = [Draft("post.group", {"heading": "Decision", "text": "Words."}, person_id=person.pk, key=f"k{person.pk}") for person in people]
    batch = actions.prepare_batch(officers[0], title="Decisions", drafts=drafts, at=clock.now())
    actions.release_batch(officers[1], batch.pk, at=clock.now())

    workers = []
    server = MailServer()

    def kill_at_the_data(smtp, address):
        if len(server.mails) == 120:  # taken by the server, and the worker dies before it hears so
            workers[-1].send_signal(signal.SIGKILL)
            workers[-1].wait(10)

    def kill_before_the_data(address):
        if len(server.mails) == 300 and len(workers) == 2:  # named to the server, not yet given
            workers[-1].send_signal(signal.SIGKILL)
            workers[-1].wait(10)

    server.on_data, server.on_rcpt = kill_at_the_data, kill_before_the_data
    with listening(server) as port:
        beside = Beside(tmp_path, port)

        def states():
            return Counter(state for (state,) in beside.sql("SELECT state FROM post_letter"))

        workers.append(beside.start("worker"))
        workers[0].wait(60)
        assert states() == {"sent": 119, "handing-over": 1, "queued": COUNT - 120}
        _time_passes(beside)
        workers.append(beside.start("worker"))
        workers[1].wait(60)
        assert states() == {"sent": 299, "unconfirmed": 1, "claimed": 1, "queued": COUNT - 301}
        _time_passes(beside)
        workers.append(beside.start("worker"))
        try:
            wait_for(lambda: states() == {"sent": COUNT - 1, "unconfirmed": 1})
        finally:
            workers[2].terminate()
            workers[2].wait(30)
    assert sorted(server.recipients) == sorted(person.email for person in people), "each got one, nobody two"
    doubt = beside.sql("SELECT address FROM post_letter WHERE state = 'unconfirmed'")
    assert doubt == [(server.recipients[119],)], "the one letter that only the server knows about is shown to a person"
    assert beside.sql("SELECT count(*) FROM duties_duty WHERE kind = 'post.trouble' AND settled_at IS NULL") == [(1,)]


def _time_passes(beside: Beside) -> None:
    """The claims of the dead worker are old enough to be taken for left behind."""
    beside.sql("UPDATE post_letter SET claimed_at = ? WHERE claimed_at IS NOT NULL", (clock.now() - timedelta(minutes=6)).isoformat(" "))
