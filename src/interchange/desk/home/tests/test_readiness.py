"""/readyz tells the truth: each thing that it speaks of is broken here, and it says so; /metrics is for whoever brings the token."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from interchange.desk.home import readiness
from interchange.ground import clock
from interchange.ground.jobs.models import Schedule, Worker
from interchange.ground.jobs.schedules import SCHEDULES
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.post.models import Letter
from interchange.network.calls.tests import world
from tests import hand

pytestmark = pytest.mark.django_db
WEB = {"database": True, "migrations": True, "disk": True}


@pytest.fixture
def at():
    now = clock.now()
    Worker.objects.create(pk="here", started_at=now, seen_at=now)
    return now


def asked(query="") -> tuple[int, set[str]]:
    answer = Client().get(f"/readyz{query}")
    return answer.status_code, {name for name, well in answer.json().items() if not well}


def test_a_house_that_is_well(at):
    assert asked() == (200, set())
    assert Client().get("/readyz?for=web").json() == WEB


def test_a_worker_that_fell_silent(at):
    Worker.objects.update(seen_at=at - timedelta(minutes=3))
    assert asked() == (503, {"worker"})
    assert asked("?for=web") == (200, set()), "a load balancer does not take the pages away"


def test_a_letter_that_nobody_takes(at):
    letter = send(
        SYSTEM, Draft("accounts.mail", {"heading": "A", "text": "B"}, address="somebody@example.org"), at=at - timedelta(minutes=20)
    )
    assert asked() == (503, {"outbox"})
    Letter.objects.filter(pk=letter.pk).update(state="soft-bounce")
    assert asked() == (200, set()), "one that its receiver's server puts off waits for them, not for us"


def test_a_schedule_that_nobody_runs(at):
    Schedule.objects.create(pk="a-schedule-of-an-older-version", next_run_at=at - timedelta(days=9))
    assert asked() == (200, set())
    Schedule.objects.create(pk=next(iter(SCHEDULES)), next_run_at=at - timedelta(minutes=31))
    assert asked() == (503, {"schedules"})


def test_a_disk_that_is_full(at, settings):
    settings.DISK_FREE_MB = 10**12
    assert asked() == (503, {"disk"})
    assert asked("?for=web") == (503, {"disk"})


def test_tables_of_an_older_version(at, monkeypatch):
    monkeypatch.setattr(readiness, "_applied", False)
    monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *about: [("calls", "0002")])
    assert asked("?for=web") == (503, {"migrations"})


def test_a_database_that_does_not_answer(at, monkeypatch):
    def away(*about, **more):
        raise OperationalError("connection to server at 10.0.0.9 failed: secret words")

    monkeypatch.setattr(connection, "cursor", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"], answer.json()["worker"]) == (503, False, False)
    assert "10.0.0.9" not in answer.content.decode()
    assert Client().get("/healthz").status_code == 200


def test_figures_are_for_whoever_brings_the_token(at, settings):
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404, (
        "without a token in the settings there is no such page"
    )
    settings.METRICS_TOKEN = "a-token-of-twenty-letters"
    assert Client().get("/metrics", headers={"authorization": "Bearer another"}).status_code == 404
    send(SYSTEM, Draft("accounts.mail", {"heading": "QXfigZQ", "text": "B"}, address="somebody@example.org"), at=at - timedelta(seconds=90))
    Client().get("/healthz")
    answer = Client().get("/metrics", headers={"authorization": "Bearer a-token-of-twenty-letters"})
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in (
        'interchange_ready{sign="worker"} 1.0',
        "interchange_workers 1.0",
        'interchange_letters{state="queued"} 1.0',
        'route="/healthz"',
    ):
        assert line in text, line
    assert 90 <= float(text.split("\ninterchange_outbox_age_seconds ")[1].split()[0]) < 120
    assert "somebody@example.org" not in text
    assert "QXfigZQ" not in text


def test_officers_see_the_same_signs_and_no_words_of_errors(at):
    officer = world.person("officer@example.org", Role.OFFICER)
    task = {
        "task_path": "interchange.room.tasks.count_it",
        "args_kwargs": {"args": [], "kwargs": {}},
        "backend_name": "default",
        "run_after": at,
    }
    DBTaskResult.objects.create(status="FAILED", exception_class_path="builtins.ValueError", traceback="QXtaskZQ", finished_at=at, **task)
    DBTaskResult.objects.create(
        status="RUNNING", started_at=at - timedelta(hours=2), **task | {"task_path": "interchange.room.tasks.slow_one"}
    )
    Worker.objects.all().delete()
    words = hand.Hand(officer.person_id).open("/desk/processes/").words
    assert "Not well none seen in the last two minutes" in words
    assert f"Well {connection.display_name}" in words
    assert "count_it: given up, ValueError" in words
    assert "slow_one: in hand since" in words
    assert "QXtaskZQ" not in words
