"""A file of records on its way in, and the worker that brings it is killed (SIGKILL): another one ends the work, nothing is lost or doubled."""

import signal
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository.exchange import importing
from tests.faults.workers import Beside, wait_for

COUNT = 2000  # four chunks: some seconds of work


def library() -> bytes:
    entry = "@article{{k{0}, author = {{Example, Ada}}, title = {{{{Work number {0} on its way in}}}}, journal = {{Journal}}, year = {{2021}}, doi = {{10.1000/killed.{0}}}}}"
    return "\n".join(entry.format(number) for number in range(COUNT)).encode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_import_survives_a_killed_worker(tmp_path):
    officer = Viewer(person_id=Person.objects.create_user("officer@example.org").pk, roles=frozenset({Role.OFFICER}))
    job = importing.begin(officer, SimpleUploadedFile("library.bib", library()), topics=[], sectors=[], at=clock.now())
    beside = Beside(tmp_path)
    kept = tmp_path / "files" / job.path
    kept.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(job.path) as source:
        kept.write_bytes(source.read())

    def standing() -> tuple:
        return beside.sql("SELECT state, made, known, failed, position FROM repository_importjob WHERE id = ?", job.pk)[0]

    def records() -> int:
        return beside.sql("SELECT count(*) FROM repository_record WHERE origin = 'import'")[0][0]

    first = beside.start("worker")
    try:
        wait_for(lambda: standing()[1] > 0, 180)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(30)
    state, made, known, failed, _position = standing()
    assert (state, known, failed) == ("running", 0, 0)
    assert 0 < made < COUNT, "killed in the middle"
    assert records() == made, "a chunk is there with its count, or not at all"

    long_ago = (clock.now() - timedelta(minutes=11)).isoformat(
        " "
    )  # as if time had passed: the job has shown no life, the clock comes round
    beside.sql("UPDATE repository_importjob SET seen_at = ?", long_ago)
    beside.sql("UPDATE jobs_schedule SET next_run_at = ? WHERE name = 'repository.imports'", long_ago)
    second = beside.start("worker")
    try:
        wait_for(lambda: standing()[0] == "done", 180)
    finally:
        second.terminate()
        second.wait(30)
    assert standing()[1:4] == (COUNT, 0, 0)
    assert records() == COUNT
    (titles,) = beside.sql("SELECT count(DISTINCT title) FROM repository_record WHERE origin = 'import'")[0]
    assert titles == COUNT
    told = beside.sql(
        "SELECT verb, count(DISTINCT subject_id), count(*) FROM journal_event WHERE verb LIKE '%.imported' GROUP BY verb ORDER BY verb"
    )
    assert told == [("record.imported", COUNT, COUNT), ("version.imported", COUNT, COUNT)]
    (findable,) = beside.sql("SELECT count(*) FROM search_searchentry WHERE kind = 'record' AND title LIKE 'Work number%'")[0]
    assert findable == COUNT
