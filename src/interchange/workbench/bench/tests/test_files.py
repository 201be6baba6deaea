"""Files on the bench: the page, the command and the interface say the same; nothing is kept unless asked; links open and close."""

import base64
import io
import json
import re
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.files.models import StoredFile
from interchange.ground.journal.models import Event
from interchange.workbench.bench import actions, drawing, filed
from interchange.workbench.bench.models import KeptReport
from interchange.workbench.signals.inspecting import inspect
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.writing import credential
from interchange.workbench.signals.writing.label import Label, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plain():
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (180, 60, 40)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def labelled(plain):
    return write(plain, Label(source_type="trainedAlgorithmicMedia", ai_system="Sample <b>Model</b>", data_mining="DMI-PROHIBITED")).content


@pytest.fixture
def person():
    return Person.objects.create_user("ada@example.org", given_name="Ada", family_name="Sample")


@pytest.fixture
def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def upload(content, name="red.png"):
    return SimpleUploadedFile(name, content, "image/png")


def sent(client, *files, **more):
    return client.post("/workbench/inspect/", {"files": list(files), **more})


def read(response):
    """The words of a page that comes in parts."""
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def test_a_visitor_reads_what_the_file_says_and_nothing_is_kept(client, labelled):
    page = read(sent(client, upload(labelled)))
    assert "Made by AI" in page
    assert "cannot be checked" in page
    assert "What machines may do with it" in page
    assert "Sample &lt;b&gt;Model" in page
    assert "<b>Model" not in page
    assert KeptReport.objects.count() == StoredFile.objects.count() == Event.objects.filter(verb__startswith="report.").count() == 0


def test_no_signal_is_never_made_by_a_person(client, plain):
    page = read(sent(client, upload(plain)))
    assert "That does not mean that a person made it" in page
    assert "Made by a person" not in page


def test_page_interface_and_package_make_the_same_report(client, labelled):
    here = inspect(labelled, name="red.png").json()
    given = client.post("/api/v1/bench/inspect", {"file": upload(labelled)})
    assert given.json() == json.loads(json.dumps(here))
    import jsonschema

    jsonschema.validate(given.json(), client.get("/api/v1/bench/report.schema.json").json())
    assert [one["meaning"] for one in here["findings"]]
    page = read(sent(client, upload(labelled)))
    from django.utils.html import escape

    assert all(escape(one["meaning"]) in page for one in here["findings"])


def test_two_files_stand_side_by_side_differences_first(client, plain, labelled):
    page = read(sent(client, upload(plain, "before.png"), upload(labelled, "after.png")))
    assert "Side by side" in page
    compared = filed.compare([inspect(one, name=name).json() for one, name in ((plain, "before.png"), (labelled, "after.png"))])
    assert all(second and not first for _scheme, _said, first, second in compared.rows)


def test_faults_of_an_upload_are_all_told(client, plain, monkeypatch):
    page = client.post("/workbench/inspect/", {"keep": ""})
    assert page.status_code == 422
    assert "Choose one or more files" in page.content.decode()
    monkeypatch.setattr(actions, "file_mb", lambda: 1)
    answer = sent(client, *[upload(plain, f"{number}.png") for number in range(9)], upload(b"x" * 1_100_000, "big.bin"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "These are 10 files" in text
    assert "“big.bin” is larger than 1 MB" in text


def test_a_broken_file_makes_a_report_not_an_error(client):
    page = read(sent(client, upload(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "broken.png")))
    assert page.count('class="signal-report"') == 1


def test_visitors_have_an_hourly_limit_and_people_do_not(client, signed_in, plain, monkeypatch):
    monkeypatch.setattr(actions, "visitor_files", lambda: 2)
    assert sent(client, upload(plain), upload(plain)).status_code == 200
    refused = sent(client, upload(plain))
    assert refused.status_code == 422
    assert "in an hour" in refused.content.decode()
    assert client.post("/api/v1/bench/inspect", {"file": upload(plain)}).status_code == 422
    assert sent(signed_in, upload(plain)).status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.9").post("/workbench/inspect/", {"files": [upload(plain)]}).status_code == 200


def test_a_kept_report_is_its_owner_s_alone_until_the_link_is_given_and_again_after(signed_in, client, labelled, person):
    page = read(sent(signed_in, upload(labelled), keep="on"))
    kept = KeptReport.objects.get()
    assert f"/workbench/reports/{kept.pk}/" in page
    assert "The report is kept." in page
    other = Client()
    other.force_login(Person.objects.create_user("bo@example.org", given_name="Bo", family_name="Sample"))
    address = f"/workbench/reports/{kept.pk}/"
    assert other.get(address).status_code == other.get(f"{address}report.json").status_code == 404
    assert "red.png" not in other.get("/workbench/reports/").content.decode()
    assert signed_in.get(f"{address}report.json").json()["subject"]["name"] == "red.png"
    shared = signed_in.post(address, {"do": "share"}, follow=True).content.decode()
    assert "Whoever has the link reads this report" in shared
    secret = KeptReport.objects.get().secret
    open_page = client.get(f"/workbench/shared/{secret}/")
    assert open_page.headers["X-Robots-Tag"] == "noindex"
    assert "Made by AI" in open_page.content.decode()
    assert "Delete the report" not in open_page.content.decode()
    assert "opens nothing any more" in signed_in.post(address, {"do": "unshare"}, follow=True).content.decode()
    assert client.get(f"/workbench/shared/{secret}/").status_code == 404
    assert "The report is deleted." in signed_in.post(address, {"do": "delete"}, follow=True).content.decode()
    assert [event.verb for event in Event.objects.filter(verb__startswith="report.").order_by("seq")] == [
        "report.kept",
        "report.shared",
        "report.unshared",
        "report.deleted",
    ]


def test_kept_reports_are_listed_with_own_data_and_go_with_the_person_or_after_their_time(person, plain, viewer_of):
    from datetime import timedelta

    from interchange.ground.jobs.retention import RETENTIONS

    at = clock.now()
    actions.keep_report(viewer_of(person), inspect(plain, name="a.png").json(), at=at)
    room = ROOMS["bench"]
    assert room.collect(person.pk)["reports"][0]["name"] == "a.png"
    assert len(list(room.plan(person.pk))) == 1
    rule = RETENTIONS["bench.reports"]
    assert list(rule.due(at + timedelta(days=300))) == []
    (due,) = rule.due(at + timedelta(days=400))
    assert str(due.pk) in rule.describe(due)
    rule.erase(due, at)
    assert not KeptReport.objects.exists()
    actions.keep_report(viewer_of(person), inspect(plain, name="a.png").json(), at=at)
    room.erase(person.pk, at)
    assert not KeptReport.objects.exists()


def test_the_page_begins_before_the_files_are_read_and_each_report_comes_as_it_is_ready(client, plain, labelled, monkeypatch):
    done = []
    ordinary = actions.one_report
    monkeypatch.setattr(actions, "one_report", lambda one: done.append(one.name) or ordinary(one))
    parts = iter(sent(client, upload(plain, "a.png"), upload(labelled, "b.png")).streaming_content)
    first = next(parts).decode()
    assert "<h1" in first
    assert 'href="#file-2"' in first
    assert done == []
    assert "Reading a.png, 1 of 2" in next(parts).decode()
    assert 'id="file-1"' in next(parts).decode()
    assert done == ["a.png"]
    rest = b"".join(parts).decode()
    assert rest.index("Reading b.png, 2 of 2") < rest.index('id="file-2"') < rest.index("Side by side") < rest.index("</html>")


def test_a_compressed_page_holds_no_part_back(client, plain):
    response = client.post("/workbench/inspect/", {"files": [upload(plain)]}, headers={"accept-encoding": "br, gzip"})
    assert response["Content-Encoding"] == "gzip"
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    parts = iter(response.streaming_content)
    assert b"<h1" in unpack.decompress(next(parts))
    assert b"</html>" in unpack.decompress(b"".join(parts))


def test_the_same_form_sent_twice_keeps_each_report_once(signed_in, plain, labelled):
    form = {"keep": "on", "form_key": "3f6f0f0e-5a44-4a4e-9a51-0d3f5d0a1111"}
    for _ in range(2):
        page = read(sent(signed_in, upload(plain, "a.png"), upload(labelled, "b.png"), **form))
        assert "The reports are kept." in page
    assert sorted(KeptReport.objects.values_list("name", flat=True)) == ["a.png", "b.png"]
    assert Event.objects.filter(verb="report.kept").count() == 2
    read(sent(signed_in, upload(plain, "a.png"), keep="on", form_key=""))
    read(sent(signed_in, upload(plain, "a.png"), keep="on", form_key=""))
    assert KeptReport.objects.count() == 4


def test_pictures_of_a_credential_are_shown_with_the_report_and_kept_only_with_it(signed_in, client):
    whole = credential.sign(
        samples.jpeg(size=(320, 240)), "image/jpeg", credential.Statement("collage", "digitalCapture", parts=(("flower", samples.signed(), "image/jpeg"),)),
        samples.ca().chain, samples.ca().key,
    )  # fmt: skip
    page = read(sent(signed_in, upload(whole, "collage.jpg"), keep="on"))
    shown = re.findall(r'(?:src|href)="data:image/webp;base64,([A-Za-z0-9+/=]+)"', page)
    assert len(shown) == 3, "the file beside its name, and both files in the drawing"
    for text in shown:
        with Image.open(io.BytesIO(base64.b64decode(text))) as picture:
            assert max(picture.size) <= 176
    kept = KeptReport.objects.get()
    assert set(kept.pictures.values()) == set(shown)
    assert shown[0] in signed_in.get(f"/workbench/reports/{kept.pk}/").content.decode()
    assert "webp" not in json.dumps(kept.data)
    bad = filed.shown(kept.data, dict.fromkeys(kept.pictures, '"><script>'))
    assert "script" not in str(bad.graph) + bad.picture


def test_steps_are_told_from_the_first_file_to_the_last(client):
    parent = samples.signed("trainedAlgorithmicMedia")
    said = credential.Statement("edited", parent=parent, actions=({"action": "c2pa.cropped"}, {"action": "org.example.own"}))
    data = inspect(credential.sign(parent, "image/jpeg", said, samples.ca().chain, samples.ca().key), name="x.jpg", isolated=False).json()
    stages = filed.shown(data).stages
    assert [stage["node"]["title"] for stage in stages] == ["photo", "edited"]
    assert [step["action"] for step in stages[1]["steps"]] == ["c2pa.opened", "c2pa.cropped", "org.example.own"]
    assert stages[1]["steps"][2]["words"] == ""


def test_every_label_is_explained_and_an_unknown_one_is_not_there(client):
    page = client.get("/workbench/labels/").content.decode()
    for scheme in ("c2pa", "gb-45438", "iscc"):
        assert f"/workbench/labels/{scheme}/" in page
        assert "What it does not prove" in client.get(f"/workbench/labels/{scheme}/").content.decode()
    assert client.get("/workbench/labels/nothing/").status_code == 404
    assert client.get("/workbench/").status_code == 200


def test_a_history_is_drawn_and_rings_end():
    standings = {"a": "sound", "b": "broken", "c": "revoked"}
    nodes = [{"id": key, "title": key * 40, "standing": word, "active": key == "a", "signer": "S"} for key, word in standings.items()]
    ring = {
        "nodes": nodes,
        "edges": [{"from": "b", "to": "a"}, {"from": "c", "to": "b"}, {"from": "a", "to": "c"}, {"from": "x", "to": "a"}],
    }
    svg = drawing.provenance(ring)
    assert svg.count("<rect") == 3
    assert svg.count("prov-line") == 3
    for words in ("a check failed", "certificate revoked", "unchanged, signed"):
        assert words in svg
    assert "style=" not in svg
    assert 'width="274"' in svg, "a chain stands upright"
    assert list(drawing.depths(ring).items()) == [("a", 0), ("b", 1), ("c", 2)]
    twice = {"nodes": nodes, "edges": [{"from": "b", "to": "a"}, {"from": "c", "to": "a"}, {"from": "c", "to": "b"}]}
    assert drawing.depths(twice) == {"a": 0, "b": 1, "c": 2}, "what a part was made of stands before the part"
    beside = drawing.provenance({"nodes": nodes, "edges": [{"from": "b", "to": "a"}, {"from": "c", "to": "a"}]})
    assert 'width="596"' in beside
    assert drawing.provenance({"nodes": nodes[:1], "edges": []}) == ""


def test_thirty_reports_cost_no_more_queries_than_three(signed_in, person, plain, viewer_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    data, costs = inspect(plain, name="a.png").json(), []
    for rows in (3, 27):
        for _number in range(rows):
            actions.keep_report(viewer_of(person), data, at=clock.now())
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get("/workbench/reports/?per=50").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
