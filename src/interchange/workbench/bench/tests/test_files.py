"""Files on the bench: the page, the command and the interface say the same; nothing is kept unless asked; links open and close."""

import io
import json

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


def test_a_visitor_reads_what_the_file_says_and_nothing_is_kept(client, labelled):
    page = sent(client, upload(labelled)).content.decode()
    assert "Made by AI" in page
    assert "cannot be checked" in page
    assert "What machines may do with it" in page
    assert "Sample &lt;b&gt;Model" in page
    assert "<b>Model" not in page
    assert KeptReport.objects.count() == StoredFile.objects.count() == Event.objects.filter(verb__startswith="report.").count() == 0


def test_no_signal_is_never_made_by_a_person(client, plain):
    page = sent(client, upload(plain)).content.decode()
    assert "That does not mean that a person made it" in page
    assert "Made by a person" not in page


def test_page_interface_and_package_make_the_same_report(client, labelled):
    here = inspect(labelled, name="red.png").json()
    given = client.post("/api/v1/bench/inspect", {"file": upload(labelled)})
    assert given.json() == json.loads(json.dumps(here))
    import jsonschema

    jsonschema.validate(given.json(), client.get("/api/v1/bench/report.schema.json").json())
    assert [one["meaning"] for one in here["findings"]]
    page = sent(client, upload(labelled)).content.decode()
    from django.utils.html import escape

    assert all(escape(one["meaning"]) in page for one in here["findings"])


def test_two_files_stand_side_by_side_differences_first(client, plain, labelled):
    page = sent(client, upload(plain, "before.png"), upload(labelled, "after.png")).content.decode()
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
    page = sent(client, upload(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "broken.png"))
    assert page.status_code == 200


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
    page = sent(signed_in, upload(labelled), keep="on").content.decode()
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


def test_a_picture_is_labelled_previewed_first_and_read_back(client, plain):
    form = {"source_type": "trainedAlgorithmicMedia", "ai_system": "Sample Model", "data_mining": "DMI-PROHIBITED-AIMLTRAINING"}
    preview = client.post("/workbench/label/", {**form, "file": upload(plain), "do": "preview"}).content.decode()
    assert "Iptc4xmpExt:DigitalSourceType" in preview
    made = client.post("/workbench/label/", {**form, "file": upload(plain), "do": "write"})
    assert made.headers["Content-Disposition"] == 'attachment; filename="red-labelled.png"'
    with Image.open(io.BytesIO(made.content)) as after, Image.open(io.BytesIO(plain)) as before:
        assert after.tobytes() == before.tobytes()
    claims = {one.claim for one in inspect(made.content, name="x.png").findings}
    assert {"made-by-ai", "reserved"} <= {str(one) for one in claims}
    again = client.post("/workbench/label/", {**form, "file": upload(made.content), "do": "preview"}).content.decode()
    assert "it says all this already" in again


def test_what_cannot_be_labelled_is_refused_with_its_reason(client, plain):
    nothing = client.post("/workbench/label/", {"file": upload(plain), "do": "write"})
    assert nothing.status_code == 422
    assert "Say at least one thing" in nothing.content.decode()
    wrong = client.post("/workbench/label/", {"ai_system": "A", "file": upload(b"%PDF-1.7 no picture", "a.pdf"), "do": "write"})
    assert wrong.status_code == 422
    assert 'value="A"' in wrong.content.decode()


def test_every_label_is_explained_and_an_unknown_one_is_not_there(client):
    page = client.get("/workbench/labels/").content.decode()
    for scheme in ("c2pa", "gb-45438", "iscc"):
        assert f"/workbench/labels/{scheme}/" in page
        assert "What it does not prove" in client.get(f"/workbench/labels/{scheme}/").content.decode()
    assert client.get("/workbench/labels/nothing/").status_code == 404
    assert client.get("/workbench/").status_code == 200


def test_a_history_is_drawn_and_rings_end():
    nodes = [
        {"id": key, "title": key * 40, "standing": "broken" if key == "b" else "valid", "active": key == "a", "signer": "S"}
        for key in "abc"
    ]
    ring = {
        "nodes": nodes,
        "edges": [{"from": "b", "to": "a"}, {"from": "c", "to": "b"}, {"from": "a", "to": "c"}, {"from": "x", "to": "a"}],
    }
    svg = drawing.provenance(ring)
    assert svg.count("<rect") == 3
    assert svg.count("prov-line") == 3
    assert "a check failed" in svg
    assert "style=" not in svg
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
