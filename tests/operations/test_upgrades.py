"""From one version to the next: no unsafe migration, and what an older version gave out is still read."""

import contextlib
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from interchange.config.command import main
from scripts import migrations as linter


@contextlib.contextmanager
def migrations_as_they_are():
    """The run's databases are made without migrations; here they are what is asked about."""
    with override_settings(MIGRATION_MODULES={}):
        yield


KEPT = Path(__file__).resolve().parents[1] / "kept"


on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="the rules are about PostgreSQL's SQL")


@on_postgresql
def test_no_migration_since_the_last_release_needs_the_house_to_stand_still(db):
    with migrations_as_they_are():
        assert linter.faults(linter.ours() - linter.released()) == []


@on_postgresql
def test_the_linter_finds_what_is_unsafe(db):
    """A column that became NOT NULL at once, from the days before the first release."""
    with migrations_as_they_are():
        (fault,) = linter.faults({("post", "0002_letter_part")})
        assert fault == "post 0002_letter_part: NOT NULL constraint on columns"
        assert linter.faults({("vocabulary", "0002_holidays")}) == []


def test_what_a_release_holds_is_never_taken_away():
    with migrations_as_they_are():
        assert linter.released() - linter.ours() == set()


def test_no_room_has_two_ends_of_migrations():
    with migrations_as_they_are():
        loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("interchange.")}
    assert {app: names for app, names in loader.detect_conflicts().items() if app in ours} == {}


def test_the_journal_of_an_older_version_is_read(capsys, tmp_path):
    kept = KEPT / "journal-0.1.0.jsonl"
    assert main(["journal", "verify", str(kept)]) == 0
    assert "12 links read, 0 faults found" in capsys.readouterr().out
    lines = kept.read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[4])
    changed["verb"] = "term.agreed"
    later = tmp_path / "later.jsonl"
    later.write_text("\n".join([json.dumps(json.loads(line) | {"of-a-later-version": 1}) for line in lines]))
    assert main(["journal", "verify", str(later)]) == 0, "fields that later versions add are not looked at"
    capsys.readouterr()
    forged = tmp_path / "forged.jsonl"
    forged.write_text("\n".join([*lines[:4], json.dumps(changed), *lines[5:]]))
    assert main(["journal", "verify", str(forged)]) == 1
    assert "link 5: does not hold" in capsys.readouterr().out
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join([*lines[:4], *lines[6:]]))
    assert main(["journal", "verify", str(cut)]) == 1
    assert main(["journal", "verify", str(KEPT / "README.md")]) == 65
