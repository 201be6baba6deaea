"""From a file that was found to evidence that a stranger checks: by the pages, with a real authority, OpenSSL and a script without our code."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from interchange.ground import clock
from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.jobs.retention import RETENTIONS
from interchange.ground.journal.models import Event
from interchange.ground.post.models import Letter
from interchange.workbench.codes import bundle as bundles
from interchange.workbench.codes import make
from interchange.workbench.registry import reading, sealing
from interchange.workbench.registry.actions import cases, works
from interchange.workbench.registry.models import Bundle, Candidate, Case
from interchange.workbench.registry.tests import authority, stranger
from interchange.workbench.signals.writing.label import Label, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("authority") / "tsa"
    authority.made(found)
    return found


@pytest.fixture
def tsa(folder, settings):
    serving = authority.Authority(folder)
    settings.TSA_URL, settings.TSA_CERTIFICATES = serving.url, str(folder / "root.pem")
    yield serving
    serving.close()


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(reading, "_made", lambda told: told["here"])
    monkeypatch.setattr(reading, "shared", lambda options: Here())
    monkeypatch.setattr(cases, "inspect", lambda content, name: cases_inspect(content, name=name, isolated=False))


class Here:
    """Codes made in this process; what the limited one does is tested by `test_pages`."""

    def codes(self, name, *, path="", content=None, asking=False, seconds=0):
        return {"here": make.codes_of(path or content, name, asking=asking)}


cases_inspect = cases.inspect


@pytest.fixture
def found(registered, people, upload, picture):
    """A case with a labelled, mirrored copy of a registered picture in it."""
    registered("ada", 5, title="Harbour at dusk", contact="rights@example.org")
    case = cases.open_case(people("bo"), title="Poster shop", note="Seen by a friend.", at=clock.now())
    copy = write(picture(5, "mirrored"), Label(source_type="trainedAlgorithmicMedia", data_mining="DMI-PROHIBITED")).content
    cases.add_exhibit(people("bo"), case.pk, upload(copy), url="https://example.org/shop", keep=True, at=clock.now())
    return case


def test_evidence_is_checked_by_our_command_by_openssl_and_by_a_stranger_and_one_byte_more_fails(
    found, people, tsa, folder, tmp_path, capsys
):
    bo = people("bo")
    candidate = Candidate.objects.get()
    assert candidate.found["distance"] <= 8
    cases.judge(bo, candidate.pk, verdict="same", reason="Same picture, mirrored.", at=clock.now())
    made = cases.make_bundle(bo, found.pk, at=clock.now())
    assert made.stamp == "held", made.problem
    data = default_storage.open(made.path).read()
    path, key = tmp_path / "bundle.zip", tmp_path / "key.pem"
    path.write_bytes(data)
    key.write_bytes(sealing.public_pem())
    checks = {one.name: one.good for one in bundles.verify(data, key_pem=key.read_bytes(), authority=(folder / "root.pem").read_bytes())}
    assert set(checks.values()) == {True}
    assert set(checks) == {"archive", "contents", "signature", "key", "time-stamp"}
    assert stranger.check(str(path), str(key), str(folder / "root.pem")) == []
    script = [sys.executable, str(Path(stranger.__file__)), str(path), str(key), str(folder / "root.pem")]
    assert subprocess.run(script, env={"PATH": "/usr/bin:/bin"}).returncode == 0
    from interchange.workbench.registry.tests.line import main

    assert main(["registry", "verify", str(path), "--key", str(key), "--authority", str(folder / "root.pem")]) == 0
    assert "The bundle holds." in capsys.readouterr().out
    place = data.index(b"Poster shop")
    path.write_bytes(data[:place] + b"Q" + data[place + 1 :])
    assert main(["registry", "verify", str(path), "--key", str(key)]) == 1
    with pytest.raises((zipfile.BadZipFile, AssertionError)):
        assert stranger.check(str(path), str(key), str(folder / "root.pem")) == []
    _what_it_holds(data, found)


def _what_it_holds(data, case):
    archive = zipfile.ZipFile(io.BytesIO(data))
    told = json.loads(archive.read("case.json"))
    exhibit = told["exhibits"][0]
    assert archive.read(exhibit["file"])[:4] == b"\x89PNG"
    assert exhibit["found_at_url"] == "https://example.org/shop"
    assert any("mining" in line.lower() for line in exhibit["report"]["lines"]), "the reservation that the file itself carries"
    (candidate,) = exhibit["candidates"]
    assert candidate["verdict"] == "same"
    assert candidate["registered"]["reservations"] == ["ai-training"]
    assert "at most 1 in" in candidate["statement"]
    links = json.loads(archive.read("journal.json"))
    assert [one["verb"] for one in links] == ["case.opened", "exhibit.given", "candidate.found", "candidate.judged", "evidence.made"]
    kept = {event.seq: event.hash for event in Event.objects.all()}
    assert all(kept[one["seq"]] == one["hash"] for one in links)
    assert archive.read("evidence.pdf").startswith(b"%PDF")
    from pypdf import PdfReader

    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(archive.read("evidence.pdf"))).pages)
    for part in ("Harbour at dusk", "Ada Works", "Training of AI", case.number, "Chain of custody"):
        assert part in words


def test_an_authority_that_is_away_or_wrong_leaves_evidence_without_a_stamp_and_says_so(found, people, tsa, settings, folder):
    bo = people("bo")
    for mode, url, stamp in (
        ("html", tsa.url, "wrong"),
        ("", "http://127.0.0.1:9/", "away"),
        ("", "", "off"),
        ("", tsa.url, "held"),
        ("old", tsa.url, "wrong"),
    ):
        tsa.mode, settings.TSA_URL = mode, url
        made = cases.make_bundle(bo, found.pk, at=clock.now())
        assert made.stamp == stamp
        checks = bundles.verify(
            default_storage.open(made.path).read(), key_pem=sealing.public_pem(), authority=(folder / "root.pem").read_bytes()
        )
        assert bundles.holds(checks)
        assert [one.good for one in checks if one.name == "time-stamp"] == [True if stamp == "held" else None]
    tsa.mode, settings.TSA_URL, settings.TSA_CERTIFICATES = "", tsa.url, "/nowhere"
    assert cases.make_bundle(bo, found.pk, at=clock.now()).stamp == "wrong", "nobody says by which certificate it is proved"
    assert Bundle.objects.count() == 6


def test_a_case_is_its_owner_s_alone_and_nothing_in_a_closed_one_changes(found, people, upload, picture):
    candidate = Candidate.objects.get()
    for verb in (
        lambda who: cases.judge(who, candidate.pk, verdict="same", reason="x", at=clock.now()),
        lambda who: cases.make_bundle(who, found.pk, at=clock.now()),
        lambda who: cases.draft_letter(who, candidate.pk, "takedown", at=clock.now()),
        lambda who: cases.add_exhibit(who, found.pk, upload(picture(6)), keep=False, at=clock.now()),
        lambda who: cases.close(who, found.pk, at=clock.now()),
    ):
        with pytest.raises(NotAllowed):
            verb(people("ada"))
    with pytest.raises(Refused):
        cases.judge(people("bo"), candidate.pk, verdict="guilty", reason="", at=clock.now())
    cases.close(people("bo"), found.pk, at=clock.now())
    with pytest.raises(NotAllowed):
        cases.judge(people("bo"), candidate.pk, verdict="same", reason="x", at=clock.now())
    cases.reopen(people("bo"), found.pk, at=clock.now())
    cases.judge(people("bo"), candidate.pk, verdict="same", reason="x", at=clock.now())


def test_letters_are_drafts_to_oneself_and_only_after_a_person_looked(found, people):
    bo, candidate = people("bo"), Candidate.objects.get()
    with pytest.raises(Refused, match="before a person"):
        cases.draft_letter(bo, candidate.pk, "takedown", at=clock.now())
    cases.judge(bo, candidate.pk, verdict="derived", reason="Cut and mirrored.", at=clock.now())
    for kind in ("takedown", "licence", "takedown"):
        cases.draft_letter(bo, candidate.pk, kind, at=clock.now())
    letters = Letter.objects.filter(template__startswith="registry.")
    assert {one.address for one in letters} == {"bo@example.org"}
    assert letters.count() == 2
    assert "Cut and mirrored." in letters.first().body


def test_a_case_keeps_what_was_registered_that_day_and_goes_after_its_time(found, people):
    work = Candidate.objects.get().work
    works.withdraw(people("ada"), work.pk, at=clock.now())
    assert Candidate.objects.get().snapshot["title"] == "Harbour at dusk"
    paths = [Case.objects.get().exhibits.get().path]
    cases.close(people("bo"), found.pk, at=clock.now())
    rule = RETENTIONS["registry.cases"]
    assert list(rule.due(clock.now())) == []
    (due,) = rule.due(clock.now() + clock.days(61 * 30))
    assert found.number in rule.describe(due)
    assert ROOMS["registry"].collect(people("bo").me)["cases"][0]["exhibits"][0]["found_at"] == "https://example.org/shop"
    rule.erase(due, clock.now())
    assert not Case.objects.exists()
    assert paths[0]
