"""Schedules run once in their time, a broken one stops no other, and what a dead worker left is taken up again."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from interchange.ground.jobs import schedules, worker
from interchange.ground.jobs.models import Schedule, TaskAttempt, Worker

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch):
    """Two schedules of the test's own, one of them broken; what ran, in order."""
    monkeypatch.setattr(schedules, "SCHEDULES", {})
    found = []

    @schedules.every("test.broken", minutes=10)
    def broken(at):
        found.append("broken")
        raise RuntimeError("no")

    @schedules.every("test.whole", minutes=10)
    def whole(at):
        found.append("whole")

    return found


def test_each_runs_when_its_time_has_come_and_a_broken_one_stops_no_other(ran):
    assert schedules.run_due(AT) == ["test.broken", "test.whole"]
    assert schedules.run_due(AT + timedelta(minutes=9, seconds=59)) == []
    assert schedules.run_due(AT + timedelta(minutes=10)) == ["test.broken", "test.whole"]
    assert ran == ["broken", "whole"] * 2
    assert Schedule.objects.get(pk="test.broken").last_error == "RuntimeError: no"
    assert Schedule.objects.get(pk="test.whole").last_error == ""


def test_a_name_stands_for_one_schedule(ran):
    with pytest.raises(ValueError, match="exists already"):
        schedules.every("test.whole", minutes=1)(lambda at: None)


@task()
def harmless(number: int) -> int:
    """Something that a worker does."""
    return number + 1


@pytest.mark.django_db(transaction=True)  # the library's worker closes its connection when it is done
def test_a_task_of_the_queue_is_done_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    asked = harmless.enqueue(41)
    assert worker.run_one_task("w") is True
    assert DBTaskResult.objects.get(pk=asked.id).return_value == 42
    assert worker.run_one_task("w") is False


def left_behind(name, started):
    asked = harmless.enqueue(1)
    DBTaskResult.objects.filter(pk=asked.id).update(status=TaskResultStatus.RUNNING, started_at=started, worker_ids=[name])
    return DBTaskResult.objects.get(pk=asked.id)


def test_what_a_dead_worker_left_is_taken_up_again_and_given_up_after_three_deaths(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    left = left_behind("dead", AT)
    at = AT + timedelta(minutes=5)
    for _ in range(worker.GIVE_UP_AFTER - 1):
        assert worker.take_back(at) == 1
        left.refresh_from_db()
        assert left.status == TaskResultStatus.READY
        DBTaskResult.objects.filter(pk=left.pk).update(status=TaskResultStatus.RUNNING)
    assert worker.take_back(at) == 1
    left.refresh_from_db()
    assert left.status == TaskResultStatus.FAILED
    assert TaskAttempt.objects.get(pk=left.pk).attempts == worker.GIVE_UP_AFTER


def test_the_task_of_a_living_worker_stays_with_it(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    at = AT + timedelta(minutes=5)
    Worker.objects.create(pk="alive", started_at=AT, seen_at=at)
    left_behind("alive", AT)
    assert worker.take_back(at) == 0
    assert worker.alive(at + timedelta(minutes=3)) == []
