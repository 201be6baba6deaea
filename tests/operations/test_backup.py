"""Backup and restore, rehearsed: a lived-in house, sealed, brought back elsewhere, byte by byte; and every way in which an archive may not hold."""

import gzip
import io
import json
import os
import tarfile

import pytest

from interchange.config.archive import parts, sealing
from interchange.config.archive.verifying import verify
from interchange.config.archive.writing import write
from interchange.ground import clock
from interchange.ground.accounts.actions import make_link, person_for
from interchange.ground.files.models import StoredFile
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post.actions import Draft, send
from tests.faults.test_commands import elsewhere, run, tools_path
from tests.faults.workers import Beside


def made_of(**contents: bytes) -> bytes:
    """A plain archive with these parts."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name.replace("__", "/").replace("_json", ".json"))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


ABOUT = {"format": parts.FORMAT, "interchange": "0.1.0", "vendor": "sqlite", "database": "db", "made_at": "2026", "migrations": [], "journal": {"seq": 0, "hash": ""}, "lost_before": []}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no whole archive"),
        (b"not an archive", "no whole archive"),
        (made_of(other=b"x"), "no archive of Interchange"),
        (made_of(about_json=json.dumps(ABOUT | {"format": 99}).encode(), manifest_json=b"{}"), "format 2, not 99"),
        (made_of(about_json=json.dumps(ABOUT).encode(), manifest_json=b'{"db": {"sha256": "00", "size": 1}}', db=b"x"), "db was changed"),
        (made_of(about_json=json.dumps(ABOUT).encode(), manifest_json=b'{"db": {"sha256": "00", "size": 1}}'), "db is missing"),
        (made_of(about_json=json.dumps(ABOUT).encode(), manifest_json=b"{}", extra=b"x"), "extra is not in the manifest"),
        (
            made_of(about_json=json.dumps(ABOUT | {"lost_before": ["cv/aa/x"]}).encode(), manifest_json=b"{}"),
            "cv/aa/x was not in the storage",
        ),
        (gzip.compress(b"x" * 2000)[:-9], "no whole archive"),
    ],
    ids=["empty", "not-one", "another", "later-format", "changed", "missing", "added", "lost-before", "cut-off"],
)
def test_an_archive_that_does_not_hold_is_told_in_one_line(tmp_path, content, words):
    file = tmp_path / "a.tar.gz"
    file.write_bytes(content)
    try:
        faults, _facts = verify(file)
    except SystemExit as refused:
        faults = [str(refused)]
    assert any(words in fault for fault in faults), faults


def test_an_archive_cannot_write_outside_its_folder(tmp_path):
    file = tmp_path / "a.tar.gz"
    file.write_bytes(made_of(**{"..__..__evil": b"x"}))
    with pytest.raises(SystemExit, match="no whole archive"):
        verify(file)
    assert not list(tmp_path.parent.glob("evil"))


def test_keys_are_made_once_and_only_the_right_one_opens(tmp_path):
    public = sealing.make_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(SystemExit, match="exists already"):
        sealing.make_key(tmp_path / "key")
    sealing.make_key(tmp_path / "other")
    file = tmp_path / "a.age"
    with file.open("wb") as out:
        sealing.write(out, lambda archive: archive.addfile(tarfile.TarInfo("x")), public)
    assert file.read_bytes().startswith(sealing.MAGIC)
    for identity, words in ((None, "name the private key"), (tmp_path / "other", "does not open"), (file, "no private age key")):
        with pytest.raises(SystemExit, match=words):
            verify(file, identity=identity)
    assert verify(file, identity=tmp_path / "key")[0] == ["this is no archive of Interchange, or it was cut off"]
    changed = bytearray(file.read_bytes())
    changed[-5] ^= 1
    file.write_bytes(changed)
    with pytest.raises(SystemExit, match="was changed"):
        verify(file, identity=tmp_path / "key")


def test_what_fails_while_an_archive_is_written_is_raised_and_not_half_kept(tmp_path):
    def fill(archive):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"), (tmp_path / "x").open("wb") as out:
        sealing.write(out, fill, sealing.make_key(tmp_path / "key"))


def test_a_real_house_writes_nothing_in_the_clear_by_mistake(settings, tmp_path):
    settings.PRODUCTION, settings.BACKUP_RECIPIENT = True, ""
    with pytest.raises(SystemExit, match="BACKUP_RECIPIENT"):
        write(tmp_path / "x")
    with pytest.raises(SystemExit, match="no age public key"):
        write(tmp_path / "x", recipient="age1nonsense")
    assert not (tmp_path / "x").exists()
    (tmp_path / "x").write_bytes(b"an older backup")
    with pytest.raises(SystemExit, match="exists already"):
        write(tmp_path / "x", recipient="nobody")
    assert (tmp_path / "x").read_bytes() == b"an older backup"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_rehearsal(tmp_path, monkeypatch):
    """Sealed to a key, verified, brought back elsewhere: people, files, journal; letters that were due wait, sign-in links are void."""
    at = clock.now()
    for number in range(3):
        person = person_for(f"p{number}@example.org", at=at)
    send(SYSTEM, Draft("accounts.mail", {"heading": "Words", "text": "Text"}, address="p0@example.org"), at=at)
    send(SYSTEM, Draft("accounts.mail", {"heading": "Secret", "text": "Text"}, address="p1@example.org", secret=True), at=at)
    make_link("p0@example.org", "/desk/", at=at)
    kept = StoredFile.objects.create(
        purpose="cv", owner=person, name="cv.pdf", media_type="application/pdf", size=5, sha256="", stored_at=at
    )
    StoredFile.objects.filter(pk=kept.pk).update(sha256="277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9")
    links = Event.objects.count()
    house = Beside(tmp_path)
    stored = tmp_path / "files" / kept.path
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"bytes")
    public = sealing.make_key(tmp_path / "key")
    env = {
        **house.env,
        "PATH": f"{tools_path()}{os.pathsep}{os.environ['PATH']}",
        "INTERCHANGE_BACKUP_RECIPIENT": public,
        "INTERCHANGE_SECRET_KEY": "s" * 50,
    }
    (tmp_path / "kept").mkdir()
    code, out = run(env, "backup", str(tmp_path / "kept"))
    assert code == 0, out
    (archive,) = (tmp_path / "kept").iterdir()
    assert (archive.name.endswith(".tar.gz.age"), archive.stat().st_mode & 0o777) == (True, 0o600)
    assert not list(tmp_path.glob("staging-*")), "nothing is left in the clear"
    monkeypatch.setenv("PATH", env["PATH"])
    faults, facts = verify(archive, identity=tmp_path / "key")
    assert (faults, facts[-1]) == ([], f"journal: {links} links read, head at {links}")

    with elsewhere(tmp_path) as (folder, url, tamper, sql):
        there = env | {"INTERCHANGE_DATA_DIR": str(folder), "INTERCHANGE_DATABASE_URL": url, "INTERCHANGE_SECRET_KEY": "t" * 50}
        code, out = run(there, "restore", str(archive), "--identity", str(tmp_path / "key"))
        assert code == 0, out
        assert "1 letters wait for an officer" in out
        assert (folder / "files" / kept.path).read_bytes() == b"bytes"
        assert (folder / "restored-secret-key").read_text() == "s" * 50
        assert sorted(sql("SELECT state FROM post_letter")) == [("cancelled",), ("unconfirmed",)]
        code, out = run(there, "restore", str(archive), "--identity", str(tmp_path / "key"))
        assert (code, "not empty" in out) == (1, True)
        assert run(there, "journal", "verify") == (0, f"{links + 1} links read, 0 faults found\n"), "the letter that waits is one link more"
        tamper()
        code, out = run(there, "backup", str(tmp_path / "bad.tar.gz"), "--to", "nobody")
        assert code == 0, out
        assert verify(tmp_path / "bad.tar.gz")[0] == ["the journal breaks at link 3"]


def test_a_restore_that_was_cut_off_lets_no_house_start(tmp_path, settings):
    from interchange.config import work

    settings.DATA_DIR = tmp_path
    (tmp_path / parts.UNFINISHED).touch()
    with pytest.raises(SystemExit, match="restore was not finished"):
        work.prepare()
