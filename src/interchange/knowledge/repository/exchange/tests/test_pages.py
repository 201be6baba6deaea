"""The record's page as machines see it, and the officers' pages: import with its progress, DOI."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository.exchange import importing
from interchange.knowledge.repository.exchange.writers import FORMATS
from interchange.knowledge.repository.models import ImportJob
from interchange.knowledge.repository.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    person = Person.objects.create(email="officer@example.org")
    grant_role(SYSTEM, person.pk, Role.OFFICER, at=clock.now(), reason="A test.")
    client = Client()
    client.force_login(person)
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


def test_a_record_s_page_for_machines(client, settings):
    import extruct
    from lxml import html
    from signposting.linkheader import find_signposting_http_link

    settings.BASE_URL = "http://testserver"
    shown = making.record("shown", identifiers=[["doi", "10.1000/182"]], title="Shown & <named>")
    paper = making.file(shown)
    page = client.get("/repository/shown/")
    found = find_signposting_http_link([page["Link"]], "http://testserver/repository/shown/")
    assert str(found.citeAs.target) == "https://doi.org/10.1000/182"
    assert {str(one.target) for one in found.items} == {f"http://testserver/repository/shown/files/{paper.pk}/"}
    assert len(found.describedBy) == len(FORMATS)
    text = page.content.decode()
    data = next(one for one in extruct.extract(text, syntaxes=["json-ld"])["json-ld"] if "name" in one)
    assert (data["@type"], data["name"]) == ("ScholarlyArticle", "Shown & <named>")
    metas = {one.get("name"): one.get("content") for one in html.fromstring(text).iter("meta") if one.get("name")}
    assert metas["citation_title"] == "Shown & <named>"
    assert metas["citation_pdf_url"].endswith(f"/files/{paper.pk}/")
    assert "Example, A. (2024)." in text
    assert "/repository/shown.bib" in text
    file = client.get(f"/repository/shown/files/{paper.pk}/")
    about = find_signposting_http_link([file["Link"]], "http://testserver/x")
    assert str(about.collection.target) == "http://testserver/repository/shown/"


def test_another_form_of_the_page_for_who_asks(client):
    making.record("shown")
    answer = client.get("/repository/shown/", headers={"Accept": "application/vnd.citationstyles.csl+json, text/html;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (303, "/repository/shown.csl.json")
    assert "Accept" in answer["Vary"]
    page = client.get("/repository/shown/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status_code, "Accept" in page["Vary"]) == (200, True)


def test_what_only_some_may_see_has_no_tags_for_machines(officer):
    making.record("inside", level="members", title="QXinsideZQ")
    page = officer.get("/repository/inside/")
    assert page.status_code == 200
    assert "Link" not in page
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "citation_title" not in page.content.decode()


def test_an_import_from_the_page_with_its_progress(officer, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    text = b"@misc{a, title = {First of many}}\n@misc{b, title = {Second of many}}\n@misc{broken, title = {x\n"
    answer = officer.post("/repository/import/", {"file": SimpleUploadedFile("library.bib", text), "topics": ["labelling"]})
    job = ImportJob.objects.get()
    assert answer["Location"] == f"/repository/import/{job.pk}/"
    assert "The file is being read." in officer.get(answer["Location"]).content.decode()
    importing._prepare(job)
    importing.file_chunk(job.pk)
    page = officer.get(answer["Location"]).content.decode()
    assert 'data-again="2"' in page
    assert '<progress class="progress" id="done" max="3" value="2">' in page
    importing.carry_on.func(job.pk)
    page = officer.get(answer["Location"]).content.decode()
    assert "data-again" not in page
    assert "Line 3:" in page
    assert "library.bib" in officer.get("/repository/import/").content.decode()


def test_a_refused_file_is_told_beside_its_field(officer):
    answer = officer.post("/repository/import/", {"file": SimpleUploadedFile("x.bib", b"no bibliography")})
    assert answer.status_code == 422
    assert "none of: BibTeX" in answer.content.decode()
    assert officer.post("/repository/import/", {}).status_code == 422


def test_a_running_import_is_stopped_from_its_page(officer):
    officer.post("/repository/import/", {"file": SimpleUploadedFile("x.bib", b"@misc{a, title = {One}}")})
    job = ImportJob.objects.get()
    officer.post(f"/repository/import/{job.pk}/")
    job.refresh_from_db()
    assert job.state == "stopped"


def test_the_page_of_a_doi(officer, settings):
    making.record("work", identifiers=[])
    assert "not set up" in officer.get("/repository/work/doi/").content.decode()
    settings.DATACITE_URL, settings.DATACITE_PREFIX, settings.DATACITE_USER, settings.DATACITE_PASSWORD = (
        "http://127.0.0.1:9",
        "10.5072",
        "u",
        "p",
    )
    assert "Register 10.5072/work.v1" in officer.get("/repository/work/doi/").content.decode()
    officer.post("/repository/work/doi/")
    assert "is on its way" in officer.get("/repository/work/doi/").content.decode()
