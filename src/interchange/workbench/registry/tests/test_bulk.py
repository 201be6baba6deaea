"""Many at once: a killed worker loses and doubles nothing; each refused line is named; lists and the signed index answer alike."""

import io
import json
import sys

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.viewer import VISITOR
from interchange.workbench.codes import make, reference, signed
from interchange.workbench.codes.manifest import Faulty, question
from interchange.workbench.registry import command, indexing, queries, reading, sealing
from interchange.workbench.registry.actions import bulk
from interchange.workbench.registry.models import Batch, IndexEdition, Work

pytestmark = pytest.mark.django_db
GOOD = 0x0F0F33AA55CC9966


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def lines(count):
    made = []
    for number in range(count):
        bits = (GOOD * (2 * number + 1)) & ((1 << 64) - 1)
        made.append({"title": f"Work {number}", "kind": "image", "sha256": f"{number:064x}", "codes": [["image", f"{bits:016x}", 0, 0, 0]], "reference": str(number)})  # fmt: skip
    return made


def manifest(entries, name="works.jsonl"):
    return SimpleUploadedFile(name, "".join(one if isinstance(one, str) else json.dumps(one) + "\n" for one in entries).encode())


DEFAULTS = {"rights_holder": "Archive", "reservations": ["mining"], "visibility": "public"}


def begun(viewer, upload, **more):
    return bulk.begin_manifest(viewer, upload, {**DEFAULTS, **more}, at=clock.now())


def test_a_worker_killed_between_any_two_chunks_loses_and_doubles_nothing(people, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(bulk, "CHUNK", 7)
    good = [one for one in lines(30) if 12 <= bin(int(one["codes"][0][1], 16)).count("1") <= 52]
    batch = begun(
        people("ada"), manifest([*good[:10], "{broken\n", {**good[0], "title": ""}, {**good[1], "reservations": ["dancing"]}, *good[10:]])
    )
    real, calls = bulk.works.register, []

    def dies(*args, **kwargs):
        calls.append(1)
        if len(calls) == 10:
            raise SystemExit("killed")
        return real(*args, **kwargs)

    monkeypatch.setattr(bulk.works, "register", dies)
    assert bulk.one_chunk(batch.pk) == "running"
    with pytest.raises(SystemExit):
        bulk.one_chunk(batch.pk)
    batch.refresh_from_db()
    assert batch.made == Work.objects.count() == 7
    monkeypatch.setattr(bulk.works, "register", real)
    with django_capture_on_commit_callbacks(execute=True):
        assert bulk.carry_on.func(batch.pk) == "done"
    batch.refresh_from_db()
    assert (batch.made, batch.known, batch.refused) == (len(good), 0, 3)
    assert Work.objects.count() == len(good)
    assert [(where, code) for where, code, _values in batch.problems] == [(11, "no-json"), (12, "no-title"), (13, "unknown-use")]
    assert not default_storage.exists(batch.path)
    again = begun(people("ada"), manifest(good))
    bulk.carry_on.func(again.pk)
    again.refresh_from_db()
    assert (again.made, again.known) == (0, len(good))
    assert Work.objects.first().reservations == ["mining"]


def test_files_of_a_folder_are_read_one_by_one_and_deleted(people, picture, monkeypatch):
    monkeypatch.setattr(reading, "of_path", lambda path, name: make.codes_of(path, name))
    from PIL import Image

    blank = io.BytesIO()
    Image.new("RGB", (90, 90)).save(blank, "PNG")
    files = [SimpleUploadedFile("harbour.png", picture(5)), SimpleUploadedFile("blank.png", blank.getvalue())]
    batch = bulk.begin_folder(people("ada"), files, DEFAULTS, at=clock.now())
    assert bulk.one_file(batch) == "running"
    assert bulk.one_file(batch) == "running", "a second worker with an old row changes nothing"
    assert Work.objects.get().title == "harbour"
    assert bulk.carry_on.func(batch.pk) == "done"
    batch.refresh_from_db()
    assert (batch.made, batch.refused) == (1, 1)
    assert "one colour" in batch.problems[0][2]["words"]
    assert batch.percent == 100


def test_what_is_no_manifest_is_refused_and_a_stopped_batch_stays_stopped(people):
    with pytest.raises(Refused, match="no manifest"):
        begun(people("ada"), manifest(["hello\n"]))
    with pytest.raises(Refused):
        bulk.begin_folder(people("ada"), [], {**DEFAULTS, "rights_holder": ""}, at=clock.now())
    batch = begun(people("ada"), manifest(lines(3)))
    bulk.stop(people("ada"), batch.pk, at=clock.now())
    assert bulk.carry_on.func(batch.pk) == "stopped"
    assert not Work.objects.exists()
    waiting = begun(people("ada"), manifest(lines(3)))
    assert bulk.revive(clock.now() + clock.days(1)) == 1
    assert Batch.objects.get(pk=waiting.pk).state == "waiting"


def test_house_and_signed_index_answer_a_list_alike(registered, tmp_path, monkeypatch, capsys, codes):
    registered("ada", 5)
    registered("bo", 6, contact="rights@example.org")
    hidden = registered("bo", 7, visibility="private")
    edition = indexing.make_edition(clock.now())
    assert edition.works == 2
    assert indexing.make_edition(clock.now()) is None, "nothing changed"
    path = tmp_path / "index.jsonl"
    path.write_bytes(default_storage.open(edition.path).read())
    assert hidden.number not in path.read_text()
    assert signed.check(path, sealing.public_pem())["works"] == 2
    asked = [str(codes(5).codes[0]), f"sha256:{codes(6).sha256}", codes(6).iscc, codes(7).sha256, "image:1", "image:" + f"{GOOD:016x}"]
    index = signed.Index(path)
    for line, found in queries.lookup(VISITOR, asked):
        if isinstance(found, Faulty):
            assert line == "image:1"
            continue
        assert [one["number"] for one in found] == [one["number"] for one in index.answer(question(line))]
    listed, key = tmp_path / "list.txt", tmp_path / "key.pem"
    listed.write_text("\n".join(asked) + "\n")
    key.write_bytes(sealing.public_pem())
    from interchange.workbench.registry.tests.line import main

    assert main(["registry", "check-index", str(path), "--key", str(key)]) == 0
    assert main(["registry", "lookup", str(listed), "--index", str(path), "--key", str(key), "--hits"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()[1:]]
    assert [len(one.get("works", [])) for one in told] == [1, 1, 1, 0]
    monkeypatch.setattr("django.setup", lambda: None)
    assert main(["registry", "lookup", str(listed), "--hits"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    path.write_bytes(path.read_bytes().replace(b"Ada", b"Eve"))
    assert main(["registry", "check-index", str(path)]) == 1
    for _number in range(4):
        Work.objects.filter(visibility="public").first().__class__.objects.filter(pk=hidden.pk).update(visibility="public", revision=Work.objects.get(pk=hidden.pk).revision + 1)  # fmt: skip
        indexing.make_edition(clock.now())
    assert IndexEdition.objects.count() == indexing.KEPT


def test_a_list_is_streamed_not_read(monkeypatch):
    """A list that never ends is answered from its start; what waits in memory does not grow with it."""
    read = []

    def endless():
        number = 0
        while True:
            number += 1
            read.append(number)
            yield f"image:{GOOD:016x}\n"

    chunks = command._chunks(endless(), 100)
    assert len(next(chunks)) == 100
    assert len(next(chunks)) == 100
    assert len(read) == 200


def test_codes_of_a_folder_become_a_manifest_that_the_house_takes(tmp_path, picture, people, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/harbour.png").write_bytes(picture(5))
    (tmp_path / "in/silence.txt").write_text("short")
    (tmp_path / "in/poem.txt").write_text(reference.writing(3, 200))
    from interchange.workbench.registry.tests.line import main

    assert main(["registry", "codes", str(tmp_path / "in"), "--holder", "Archive", "--reserve", "ai-training"]) == 1
    out = capsys.readouterr()
    assert "silence.txt: no code (too-short)" in out.err
    batch = begun(people("ada"), SimpleUploadedFile("works.jsonl", out.out.encode()), rights_holder="")
    assert bulk.carry_on.func(batch.pk) == "done"
    assert sorted(Work.objects.values_list("title", "kind", "rights_holder")) == [
        ("harbour", "image", "Archive"),
        ("poem", "text", "Archive"),
    ]
    monkey = [line for line in out.out.splitlines() if '"harbour"' in line]
    assert json.loads(monkey[0])["codes"][0][1] in str(Work.objects.get(kind="image").codes.first())
    sys.stdout.flush()
