"""The report and its editions: what is shown, to whom, and that it can be counted again."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from interchange.desk.transparency import actions
from interchange.desk.transparency.models import LIVE, Report
from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role

pytestmark = pytest.mark.django_db
AT = clock.now()
LAST = AT.replace(year=AT.year - 1, month=6, day=1)


def happened(verb, subject, *, times=1, at=AT, **after):
    with transaction.atomic():
        for number in range(times):
            record(SYSTEM, verb, (subject, f"{verb}-{at.year}-{number}"), at=at, after=after)


@pytest.fixture
def officers():
    made = []
    for name in ("first", "second"):
        person = Person.objects.create(email=f"{name}@example.org", given_name=name.title(), family_name="Officer")
        grant_role(SYSTEM, person.pk, Role.OFFICER, at=LAST, starts_at=LAST, reason="x")
        made.append(Viewer(person_id=person.pk, roles=frozenset({Role.OFFICER})))
    return made


@pytest.fixture
def counted():
    happened("call.published", "calls.call", times=2, at=LAST)
    happened("call.published", "calls.call")
    happened("review.recused", "calls.application", times=3)
    happened("conflict.recorded", "calls.application", times=7)
    happened("action.given", "meetings.actionpoint", times=2, at=LAST, due=LAST.date().isoformat())
    with transaction.atomic():
        record(SYSTEM, "action.finish", ("meetings.actionpoint", f"action.given-{LAST.year}-0"), at=LAST.replace(day=9))
    return actions.count_anew(SYSTEM, at=AT)


def test_everybody_reads_the_figures_with_their_meaning_in_three_forms(counted, client):
    page = client.get("/transparency/").content.decode()
    assert "Calls for applications opened to the public." in page
    data = client.get("/transparency/?format=json").json()
    assert data["figures"]["calls-published"] == {str(AT.year): 1, str(LAST.year): 2}
    assert data["waits"]["actions"][str(LAST.year)] == {"count": 1, "median_days": 8.0, "late": 1}
    table = list(csv.DictReader(io.StringIO(client.get("/transparency/?format=csv").content.decode("utf-8-sig"))))
    assert [row["value"] for row in table if row["figure"] == "Calls published"] == ["1", "2"]
    assert all(row["definition"] for row in table)


def test_small_numbers_about_people_are_hidden_in_every_form_and_in_the_database(counted, client):
    year = str(AT.year)
    assert client.get("/transparency/?format=json").json()["figures"]["stepped-aside"][year] is None
    assert Report.objects.get(year=LIVE).data["figures"]["stepped-aside"][year] is None
    assert "&lt; 5" in client.get("/transparency/").content.decode()
    assert "fewer than 5" in client.get("/transparency/?format=csv").content.decode()


def test_two_reports_do_not_tell_what_happened_between_them(counted, client):
    year = str(AT.year)
    said = [counted.data["figures"]["conflicts"][year]]
    for _hour in range(6):
        happened("conflict.recorded", "calls.application")
        said.append(actions.count_anew(SYSTEM, at=AT).data["figures"]["conflicts"][year])
    assert said == [7, 7, 7, 7, 7, 12, 12]
    happened("review.recused", "calls.application", times=2)
    assert actions.count_anew(SYSTEM, at=AT).data["figures"]["stepped-aside"][year] is None, "five now, four before: still hidden"


def test_an_edition_is_drafted_by_one_officer_and_released_by_another(counted, officers, client):
    first, second = officers
    year = LAST.year
    with pytest.raises(NotAllowed):
        actions.draft_edition(VISITOR, year, at=AT)
    with pytest.raises(Refused, match="not over"):
        actions.draft_edition(first, AT.year, at=AT)
    with pytest.raises(Refused, match="Nothing was counted"):
        actions.draft_edition(first, 2001, at=AT)
    actions.draft_edition(first, year, note="A quiet year.", at=AT)
    assert client.get(f"/transparency/{year}/").status_code == 404
    assert str(year) not in [
        link for link in client.get("/transparency/").content.decode().split('"') if link.startswith("/transparency/2")
    ]
    with pytest.raises(Refused, match="Another officer"):
        actions.release_edition(first, year, at=AT)
    actions.release_edition(second, year, at=AT)
    assert "A quiet year." in client.get(f"/transparency/{year}/").content.decode()
    data = client.get(f"/transparency/{year}/?format=json").json()
    assert data["figures"]["calls-published"] == {str(year): 2}
    happened("call.published", "calls.call", times=4, at=LAST)
    actions.count_anew(SYSTEM, at=AT)
    assert client.get(f"/transparency/{year}/?format=json").json() == data
    with pytest.raises(NotAMove):
        actions.draft_edition(first, year, at=AT)
    assert actions.release_edition(first, year, at=AT).released_by_id == second.person_id, "releasing twice is harmless"


def test_the_database_keeps_an_edition_from_being_released_by_its_drafter(counted, officers):
    made = actions.draft_edition(officers[0], LAST.year, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=made.pk).update(released_by=made.drafted_by, released_at=AT)


def test_officers_make_an_edition_in_the_browser(counted, officers):
    browsers = []
    for officer in officers:
        browser = Client()
        browser.force_login(Person.objects.get(pk=officer.person_id))
        session = browser.session
        session["demo-sign-in"] = True
        session.save()
        browsers.append(browser)
    wrong = browsers[0].post("/transparency/", {"year": AT.year, "note": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    assert browsers[0].post("/transparency/", {"year": LAST.year}).headers["Location"] == f"/transparency/{LAST.year}/"
    assert browsers[0].post(f"/transparency/{LAST.year}/").status_code == 422
    released = browsers[1].post(f"/transparency/{LAST.year}/", follow=True)
    assert "It does not change any more" in released.content.decode()


def test_a_stranger_confirms_every_number_from_the_exported_journal(counted, client, tmp_path):
    from interchange.ground.journal.auditing import as_json_lines, events

    (tmp_path / "journal.jsonl").write_text("".join(as_json_lines(events(SYSTEM))), encoding="utf-8")
    (tmp_path / "report.json").write_text(client.get("/transparency/?format=json").content.decode(), encoding="utf-8")

    def recount():
        script = Path(__file__).parent / "recount.py"
        return subprocess.run(
            [sys.executable, script, "report.json", "journal.jsonl"], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    fair = recount()
    assert fair.returncode == 0, fair.stdout + fair.stderr
    assert int(fair.stdout.split()[0]) > 60
    false = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    false["figures"]["calls-published"][str(LAST.year)] += 1
    (tmp_path / "report.json").write_text(json.dumps(false), encoding="utf-8")
    caught = recount()
    assert caught.returncode == 1
    assert "calls-published" in caught.stdout


def test_the_schedule_counts(counted):
    from interchange.desk.transparency.schedule import count

    happened("call.published", "calls.call")
    assert count(AT) > counted.data["journal"]["links"]
