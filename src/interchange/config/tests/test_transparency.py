"""`interchange transparency` counts the database and an exported journal alike."""

import json

import pytest
from django.db import transaction

from interchange.config.command import main
from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.journal.auditing import as_json_lines, events
from interchange.ground.policy.viewer import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_database_and_an_exported_journal_are_counted_alike(tmp_path, capsys):
    at = clock.now()
    with transaction.atomic():
        for number in range(3):
            record(SYSTEM, "review.recused", ("calls.application", number), at=at)
    (tmp_path / "journal.jsonl").write_text("".join(as_json_lines(events(SYSTEM))), encoding="utf-8")
    assert main(["transparency"]) == 0
    here = json.loads(capsys.readouterr().out)
    assert main(["transparency", "--journal", str(tmp_path / "journal.jsonl")]) == 0
    assert json.loads(capsys.readouterr().out) == here
    assert here["figures"]["stepped-aside"][str(at.astimezone(clock.network_zone()).year)] == 3
