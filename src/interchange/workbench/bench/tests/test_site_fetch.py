"""A site fetched for a person: off by default, for those who are signed in, each request shown, nothing inside reached, noted in the journal."""

import socket

import pytest
from django.test import Client

from interchange.ground.accounts.models import Person
from interchange.ground.journal.models import Event, Remark
from interchange.workbench.signals.reservations import visiting
from interchange.workbench.signals.reservations.tests.test_fetching import serving
from interchange.workbench.signals.reservations.tests.test_visiting import HERE, SITE

pytestmark = pytest.mark.django_db
FETCH = "/workbench/site-check/fetch/"


@pytest.fixture
def signed_in():
    client = Client()
    client.force_login(Person.objects.create_user("ada@example.org", given_name="Ada", family_name="Sample"))
    return client


@pytest.fixture
def switched_on(settings):
    settings.SITE_FETCH = True


@pytest.fixture
def no_traffic(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))


def asked(client, url):
    answer = client.post(FETCH, {"url": url})
    return answer.status_code, answer.content.decode()


def test_it_is_off_by_default(signed_in, no_traffic):
    status, page = asked(signed_in, "https://e.example/")
    assert status == 422
    assert "Fetching is switched off here." in page
    assert "Fetch and check" not in signed_in.get("/workbench/site-check/").content.decode()
    assert not Event.objects.filter(verb="site.fetched").exists()


def test_visitors_may_not_and_are_told_how(client, switched_on, no_traffic):
    assert client.post(FETCH, {"url": "https://e.example/"}).status_code == 302
    page = client.get("/workbench/site-check/").content.decode()
    assert "Sites are fetched for people who have" in page
    assert "Fetch and check" not in page


def test_a_site_is_fetched_and_every_request_is_shown(signed_in, switched_on, monkeypatch):
    monkeypatch.setattr(visiting, "Limits", lambda: HERE)
    with serving(SITE) as (base, seen):
        status, page = asked(signed_in, f"{base}/page")
        assert [agent for _, agent, _ in seen] == ["InterchangeSiteCheck/1.0 (+http://127.0.0.1:8000/uses/)"] * 3
    assert status == 200
    for path, _, _ in seen:
        assert f"{base}{path}" in page
    assert page.count("<td>200</td>") == 3
    assert "127.0.0.1" in page
    assert f"About {base}/page." in page
    assert "Content-Usage: train-ai=n" in page  # what was fetched stands in the form, to be changed and checked again
    event = Event.objects.get(verb="site.fetched")
    assert event.after == {"requests": 3, "ended": ""}
    assert "127.0.0.1" not in f"{event.subject_id}{event.after}"
    assert Remark.objects.get(event=event).text == "127.0.0.1"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1/", "Only sites on the public internet are fetched."),
        ("http://[::1]/", "Only sites on the public internet are fetched."),
        ("http://169.254.169.254/latest/meta-data/", "Only sites on the public internet are fetched."),
        ("http://10.1.2.3/", "Only sites on the public internet are fetched."),
        ("http://8.8.8.8:6379/", "Leave the port out of the address."),
        ("http://ada:secret@8.8.8.8/", "names no user"),
        ("ftp://e.example/", "This is no address of a page."),
        ("", "Give the address that you ask about."),
    ],
)
def test_what_must_not_be_fetched_is_refused_without_traffic(signed_in, switched_on, no_traffic, url, words):
    status, page = asked(signed_in, url)
    assert (status, words in page) == (422, True)


def test_a_site_that_asks_us_to_stay_away_is_left_alone(signed_in, switched_on, monkeypatch):
    monkeypatch.setattr(visiting, "Limits", lambda: HERE)
    with serving(SITE) as (base, seen):
        status, page = asked(signed_in, f"{base}/closed/x")
    assert status == 422
    assert "robots.txt asks us not to fetch" in page
    assert "Paste what it says instead" in page
    assert [path for path, _, _ in seen] == ["/robots.txt"]


def test_an_hour_has_an_end(signed_in, switched_on, no_traffic, monkeypatch):
    monkeypatch.setattr("interchange.workbench.bench.actions.sites.site_visits", lambda: 1)
    assert "public internet" in asked(signed_in, "http://10.0.0.1/")[1]
    assert "You may have 1 sites fetched in an hour." in asked(signed_in, "http://10.0.0.1/")[1]


def test_asking_for_the_address_leads_to_the_page(signed_in):
    assert signed_in.get(FETCH)["Location"] == "/workbench/site-check/"
