"""The officers' page of what runs and what is stuck."""

from datetime import UTC, datetime, timedelta

import pytest

from interchange.desk.home import queries
from interchange.ground.accounts.models import Person
from interchange.ground.duties import actions as duties
from interchange.ground.duties import kinds
from interchange.ground.jobs.models import Schedule, Worker
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.post.models import Letter
from interchange.network.calls.models import Application

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
kinds.define("home.slow", "Answer {subject}")


@pytest.fixture
def people():
    return [Person.objects.create_user(f"p{number}@example.org", given_name="P", family_name=str(number)) for number in range(3)]


@pytest.fixture
def officer(people):
    return Viewer(person_id=people[0].pk, roles=frozenset({Role.OFFICER}))


def owe(person, key, due):
    duties.owe("home.slow", ("calls.application", key), at=AT - 9 * DAY, due_at=due, person_id=person.pk, url="/")


def test_what_everybody_owes_is_counted_by_kind_with_what_is_overdue(people, officer):
    owe(people[1], 1, AT - DAY), owe(people[2], 2, AT + DAY), owe(people[2], 3, None)
    one = next(one for one in queries.works(officer, AT).processes if one.kind == "home.slow")
    assert (one.words, one.open, one.overdue, one.due_at) == ("Answer …", 3, 1, AT - DAY)
    duties.settle("home.slow", ("calls.application", 1), at=AT)
    assert queries.works(officer, AT).overdue == 0


def test_nobody_else_counts_them_and_a_conflict_takes_a_file_out_of_the_count(people, officer):
    owe(people[1], 1, AT - DAY), owe(people[1], 2, AT - DAY)
    for viewer in (VISITOR, Viewer(person_id=people[1].pk, roles=frozenset({Role.MEMBER}))):
        assert queries.works(viewer, AT).processes == []
    record_conflict(SYSTEM, people[0].pk, Application(pk=2), reason=ConflictReason.PERSONAL, at=AT)
    assert [one.open for one in queries.works(officer, AT).processes if one.kind == "home.slow"] == [1]


def test_late_letters_failing_schedules_and_missing_workers_stand_there(people, officer, django_assert_max_num_queries):
    for state, hours in (("failed", 5), ("queued", 2), ("cancelled", 9)):
        send(SYSTEM, Draft("post.group", {"heading": state, "text": "Words"}, person_id=people[1].pk), at=AT - timedelta(hours=hours))
        Letter.objects.filter(subject__contains=state).update(state=state)
    Schedule.objects.create(pk="room.broken", next_run_at=AT + DAY, last_run_at=AT, last_error="ValueError: secret detail")
    Schedule.objects.create(pk="room.waiting", next_run_at=AT - DAY)
    Schedule.objects.create(pk="room.fine", next_run_at=AT + DAY, last_run_at=AT)
    with django_assert_max_num_queries(6):
        found = queries.works(officer, AT)
    assert [(name, fault) for name, fault, _last in found.failing] == [("room.broken", "ValueError"), ("room.waiting", "")]
    assert found.workers == []
    assert sorted((label, many) for label, many, _since in found.letters) == [("Given up", 1), ("Waiting to be sent", 1)]
    Worker.objects.create(pk="w", started_at=AT, seen_at=AT)
    assert queries.works(officer, AT).workers == ["w"]
