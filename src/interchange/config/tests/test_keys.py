"""Kept keys and the command: a backup holds none in clear, and they are encrypted anew under a newer secret."""

import pytest

from interchange.config import work
from interchange.config.archive import writing
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


def test_a_backup_takes_no_picture_that_is_held_for_minutes(tmp_path, monkeypatch):
    (tmp_path / "files/held").mkdir(parents=True)
    (tmp_path / "files/held/x").write_bytes(b"held")
    (tmp_path / "files/kept").write_bytes(b"kept")
    monkeypatch.setattr(writing, "storage_folder", lambda: tmp_path / "files")
    writing._link_files(tmp_path / "staging")
    assert [path.name for path in (tmp_path / "staging").rglob("*") if path.is_file()] == ["kept"]


def test_no_row_holds_a_key_in_clear(key):
    row = "\n".join(str(value) for value in SigningKey.objects.filter(pk=key.pk).values_list().get())
    assert samples.ca().key.split("\n")[2] not in row
    assert key.locked in row


def test_the_command_encrypts_anew_and_says_what_no_secret_opens(key, settings, capsys, monkeypatch):
    monkeypatch.setattr(work, "open_house", lambda: None)
    settings.KEY_SECRETS = ["a newer secret"]
    assert work.keys(None) == 0
    assert "1 keys encrypted anew" in capsys.readouterr().out
    settings.KEY_SECRETS, settings.SECRET_KEY = ["another"], "house"
    assert work.keys(None) == 1
    assert "1 are opened by no secret" in capsys.readouterr().out
