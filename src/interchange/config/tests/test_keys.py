"""Kept keys and the command: a backup holds none in clear, and they are encrypted anew under a newer secret."""

import gzip
import tarfile

import pytest

from interchange.config import archive, work
from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.bench.actions import keys
from interchange.workbench.bench.models import SigningKey
from interchange.workbench.signals.tests import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    ca = samples.ca()
    member = Viewer(person_id=Person.objects.create_user("ada@example.org").pk, roles=frozenset({Role.MEMBER}))
    return keys.bring_key(member, name="Mine", key=ca.key, chain=ca.chain, form_key="k", at=clock.now())


def test_a_backup_holds_no_key_in_clear_and_no_held_picture(key, tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    (tmp_path / "files/held").mkdir(parents=True)
    (tmp_path / "files/held/x").write_bytes(b"held")
    (tmp_path / "files/kept").write_bytes(b"kept")
    dump = tmp_path / "dump"
    dump.write_text("\n".join(str(value) for value in SigningKey.objects.filter(pk=key.pk).values_list().get()))
    monkeypatch.setattr(archive, "_dump", lambda folder: ("database", dump))
    archive.write(tmp_path / "all.tar.gz")
    with tarfile.open(tmp_path / "all.tar.gz") as made:
        assert {"about.json", "database", "files", "files/kept"} == set(made.getnames())
    whole = gzip.decompress((tmp_path / "all.tar.gz").read_bytes())
    assert samples.ca().key.split("\n")[2].encode() not in whole
    assert key.locked.encode() in whole


def test_the_command_encrypts_anew_and_says_what_no_secret_opens(key, settings, capsys, monkeypatch):
    monkeypatch.setattr(work, "_open_house", lambda: None)
    settings.KEY_SECRETS = ["a newer secret"]
    assert work.keys(None) == 0
    assert "1 keys encrypted anew" in capsys.readouterr().out
    settings.KEY_SECRETS, settings.SECRET_KEY = ["another"], "house"
    assert work.keys(None) == 1
    assert "1 are opened by no secret" in capsys.readouterr().out
