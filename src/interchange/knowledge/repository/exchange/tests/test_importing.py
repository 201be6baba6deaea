"""A file on its way in: all of it, once, whoever dies in between; what is here already is told and not made again."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal import chain
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.exchange import importing
from interchange.knowledge.repository.models import ImportJob, Record, Version
from interchange.knowledge.repository.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return Viewer(person_id=Person.objects.create(email="officer@example.org").pk, roles=frozenset({Role.OFFICER}))


def library(count, start=0):
    entry = "@article{{k{0}, author = {{Example, Ada and Other, Bob}}, title = {{{{Imported work number {0} on {1}}}}}, journal = {{Journal}}, volume = {{{0}}}, year = {{2021}}, doi = {{10.1000/imported.{0}}}}}\n"  # fmt: skip
    words = ["labels", "watermarks", "licences", "registries", "hashes"]
    return "".join(entry.format(number, words[number % 5]) for number in range(start, start + count))


def begin(officer, text, name="library.bib"):
    upload = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return importing.begin(officer, upload, topics=["labelling"], sectors=[], at=clock.now())


def imported():
    return Record.objects.filter(origin="import")


def test_a_file_comes_in_once_with_its_troubles_told(officer, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 4)
    making.record("here", identifiers=[["doi", "10.1000/Imported.3"]], title="Under another title")
    making.record("titled", title="Ímported work, number 6: on WATERMARKS!", year=2021)
    job = begin(officer, library(10) + "@article{broken, title = {No end\n\n" + library(1) + "@misc{untitled, year = 2020}\n")
    assert importing.carry_on.func(job.pk) == "done"
    job.refresh_from_db()
    assert (job.total, job.made, job.known, job.failed) == (13, 8, 3, 2)
    assert [(line, slug) for line, _rule, slug in job.problems] == [(11, ""), (14, ""), (4, "here"), (7, "titled"), (13, job_slug("0"))]
    assert imported().count() == 8
    version = Version.objects.get(title="Imported work number 1 on watermarks")
    assert (version.venue, version.topics, version.doi, version.year) == ("Journal 1", ["labelling"], "10.1000/imported.1", 2021)
    assert version.record.state == "published"
    assert Event.objects.filter(verb="record.imported", after__import=job.pk).count() == 8
    assert chain.verify()[1] == []


def job_slug(number):
    return Version.objects.get(title__startswith=f"Imported work number {number} ").record.slug


def test_reading_the_same_file_again_makes_nothing(officer):
    importing.carry_on.func(begin(officer, library(6)).pk)
    again = begin(officer, library(6))
    importing.carry_on.func(again.pk)
    again.refresh_from_db()
    assert (again.made, again.known, imported().count()) == (0, 6, 6)


@pytest.mark.parametrize("where", ["filing.file_new", "importing.record_many", "importing._take"])
def test_a_worker_killed_in_mid_import_loses_and_doubles_nothing(officer, monkeypatch, where):
    """Killed at the worst places: before, within and after the writing of a chunk, each time in another chunk."""
    monkeypatch.setattr(importing, "CHUNK", 5)
    job = begin(officer, library(23))
    module, name = where.split(".")
    target = {"filing": filing, "importing": importing}[module]
    real, calls = getattr(target, name), []

    class Killed(BaseException):
        pass

    def deadly(*args, **kwargs):
        calls.append(1)
        found = real(*args, **kwargs)
        if len(calls) in {2, 5}:
            raise Killed
        return found

    monkeypatch.setattr(target, name, deadly)
    importing._prepare(job)
    deaths = 0
    for _turn in range(20):
        try:
            with transaction.atomic():  # the database undoes what the dead worker had not committed
                if importing.file_chunk(job.pk) == "done":
                    break
        except Killed:
            deaths += 1
    job.refresh_from_db()
    assert deaths == 2
    assert (job.made, job.known, job.failed) == (23, 0, 0)
    titles = list(imported().values_list("title", flat=True))
    assert len(titles) == len(set(titles)) == 23


def test_a_worker_killed_while_reading_begins_anew(officer):
    job = begin(officer, library(3))
    default_storage.save(f"{job.path}.drafts", ContentFile(b'[1, {"title": "half a li'))  # as far as the dead worker came
    assert importing.carry_on.func(job.pk) == "done"
    assert imported().count() == 3


def test_two_workers_on_one_job_do_its_work_once(officer, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    job = begin(officer, library(7))
    importing._prepare(job)
    importing._prepare(ImportJob.objects.get(pk=job.pk))
    states = [importing.file_chunk(job.pk) for _turn in range(6)]
    assert states[-2:] == ["done", "done"]
    assert imported().count() == 7


def test_long_work_is_done_in_slices(officer, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    monkeypatch.setattr(importing, "SLICE", -1.0)
    job = begin(officer, library(5))
    queued = []
    monkeypatch.setattr(type(importing.carry_on), "enqueue", lambda self, *args: queued.append(args))
    assert importing.carry_on.func(job.pk) == "running"
    assert queued == [(job.pk,)]
    job.refresh_from_db()
    assert job.position > 0
    assert (job.made, job.total) == (2, 5)


def test_an_import_can_be_stopped_and_stays_stopped(officer, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    job = begin(officer, library(5))
    importing._prepare(job)
    importing.file_chunk(job.pk)
    importing.stop(officer, job.pk, at=clock.now())
    importing.stop(officer, job.pk, at=clock.now())
    assert importing.carry_on.func(job.pk) == "stopped"
    assert imported().count() == 2
    assert Event.objects.filter(verb="import.stopped").count() == 1


def test_an_identifier_taken_in_between_is_found_out(officer, monkeypatch):
    job = begin(officer, library(3))
    importing._prepare(job)
    real = importing._Chunk._owners
    late = []

    def blind_once(self, good):
        if not late:
            late.append(making.record("late", identifiers=[["doi", "10.1000/imported.1"]]))
            return {}
        return real(self, good)

    monkeypatch.setattr(importing._Chunk, "_owners", blind_once)
    assert "done" in [importing.file_chunk(job.pk) for _turn in range(6)]
    job.refresh_from_db()
    # The record made within the undone chunk went with it, so here all three come in; what counts is that none is doubled.
    assert job.made + job.known == 3
    assert imported().count() == job.made


def test_what_the_database_refuses_is_passed_over(officer, monkeypatch):
    job = begin(officer, library(2))
    importing._prepare(job)
    real = filing.file_new

    def refuse(pairs, *, at):
        if any("number 0" in version.title for _record, version in pairs):
            raise IntegrityError("made up")
        real(pairs, at=at)

    monkeypatch.setattr(filing, "file_new", refuse)
    assert "done" in [importing.file_chunk(job.pk) for _turn in range(6)]
    job.refresh_from_db()
    assert (job.made, job.failed) == (1, 1)


def test_near_duplicates_are_told_and_made(officer):
    words = "A watermark for the output of large language models embeds a statistical signal that detectors recover without access to the model itself"
    making.record("near", title=words, summary="", year=2019)
    job = begin(officer, f"@misc{{a, title = {{{words}}}, year = 2024}}\n")
    importing.carry_on.func(job.pk)
    job.refresh_from_db()
    assert job.made == 1
    assert [slug for _line, _rule, slug in job.problems] == ["near"]


@pytest.mark.parametrize("text", ["", "nothing that we read", b"%PDF-1.7", b"\x00" * 100])
def test_no_bibliography_is_refused_at_once(officer, text):
    with pytest.raises(Refused) as refused:
        begin(officer, text)
    assert refused.value.problems[0].field == "file"
    assert not ImportJob.objects.exists()


def test_only_officers_import(officer):
    with pytest.raises(NotAllowed):
        begin(Viewer(person_id=officer.person_id, roles=frozenset({Role.MEMBER})), library(1))


def test_a_silent_job_is_revived(officer):
    job = begin(officer, library(1))
    assert importing.revive(clock.now()) == 0
    assert importing.revive(clock.now() + making.DAY) == 1
    assert importing.carry_on.func(job.pk) == "done"
    assert importing.revive(clock.now() + making.DAY) == 0
