"""The starter collection: loaded once, brought up to date, never over people's edits."""

import yaml

from interchange.ground.journal.models import Event
from interchange.knowledge.repository import actions, load
from interchange.knowledge.repository.models import Identifier, Record
from interchange.knowledge.repository.vocabulary import RecordState


def test_all_records_are_here_with_their_ids(db):
    entries = load.entries()
    assert len(entries) == 300
    assert set(Record.objects.filter(origin="starter").values_list("slug", flat=True)) == {entry["id"] for entry in entries}
    one = Record.objects.select_related("current").get(slug="dathathri-2024-synthid-text")
    assert one.state == RecordState.PUBLISHED
    assert one.current.doi == "10.1038/s41586-024-08025-4"
    assert one.current.creators[0] == {"family": "Dathathri", "given": "Sumanth"}
    assert one.current.tools == ["synthid-text", "synthid"]
    assert one.current.more_creators
    licensed = Record.objects.filter(origin="starter").exclude(current__licence="")
    assert licensed.count() == sum(1 for entry in entries if load.values(entry)["licence"]) > 10


def test_loading_again_changes_nothing(db, django_assert_max_num_queries):
    before = list(Record.objects.order_by("pk").values_list("pk", "touched"))
    with django_assert_max_num_queries(2):
        assert load.load() == {"added": 0, "updated": 0, "left": 0}
    assert list(Record.objects.order_by("pk").values_list("pk", "touched")) == before


def changed(tmp_path, **changes):
    entries = [dict(entry) for entry in load.entries()[:3]]
    for number, (name, value) in enumerate(changes.items()):
        entries[number][name] = value
    path = tmp_path / "records.yaml"
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    return path


def test_a_changed_entry_is_brought_up_to_date_once(db, tmp_path):
    path = changed(tmp_path, summary="A summary that was written anew, about the same watermark.")
    first = load.entries()[0]["id"]
    assert load.load(path) == {"added": 0, "updated": 1, "left": 0}
    record = Record.objects.select_related("current").get(slug=first)
    assert record.current.summary.startswith("A summary that was written anew")
    assert record.versions.count() == 1
    assert load.load(path) == {"added": 0, "updated": 0, "left": 0}
    assert Identifier.objects.filter(record=record, scheme="arxiv").count() == 1


def test_what_a_person_corrected_stays(people, at, tmp_path):
    record = Record.objects.get(slug=load.entries()[0]["id"])
    actions.correct(people.officer, record.pk, {"title": "A better title"}, reason="It was misspelt.", at=at)
    assert load.load(changed(tmp_path, title="The starter's new title")) == {"added": 0, "updated": 0, "left": 1}
    record.refresh_from_db()
    assert record.title == "A better title"


def test_what_was_withdrawn_does_not_come_back(people, at, tmp_path):
    record = Record.objects.get(slug=load.entries()[0]["id"])
    actions.withdraw(people.officer, record.pk, kind="rights", reason="A question of rights.", at=at)
    assert load.load(changed(tmp_path, title="Back again?"))["left"] == 1
    record.refresh_from_db()
    assert record.state == RecordState.WITHDRAWN


def test_the_journal_tells_of_every_record_once(db, tmp_path):
    for kind, verb in (("repository.record", "record.loaded"), ("repository.version", "version.loaded")):
        told = Event.objects.filter(subject_kind=kind, verb=verb, after__state="published").values_list("subject_id", flat=True)
        assert len(told) == len(set(told)) == len(load.entries())
    before = Event.objects.count()
    load.load()
    assert Event.objects.count() == before
    load.load(changed(tmp_path, summary="A summary that was written anew, about the same watermark."))
    assert list(Event.objects.filter(seq__gt=before).values_list("verb", flat=True)) == ["record.reloaded"]
