"""What is taken away over HTTP: a record, a search, a list, citations, the feed, the site map; signposts on every answer."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.exchange.writers import FORMATS
from interchange.knowledge.repository.models import ReadingItem, ReadingList, Version
from interchange.knowledge.repository.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.BASE_URL = "http://testserver"
    making.hide_starter()
    shown = making.record("shown", identifiers=[["doi", "10.1000/182"]], title="Shown to everybody", at=clock.now())
    making.file(shown)
    making.record("members", level="members", title="QXmembersZQ")
    making.record("later", embargo_until=clock.now() + timedelta(days=3), title="QXlaterZQ")
    return shown


def test_a_record_in_every_format(world, client):
    for one in FORMATS.values():
        answer = client.get(f"/repository/shown.{one.suffix}")
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, one.media_type)
        assert b"Shown to everybody" in answer.content.replace(b"{", b"").replace(b"}", b"")
        assert '<http://testserver/repository/shown/>; rel="describes"' in answer["Link"]
    assert client.get("/repository/shown.exe").status_code == 404
    assert client.get("/repository/none.bib").status_code == 404


def test_what_is_not_public_has_no_formats_for_the_public(world, client):
    for slug in ("members", "later"):
        for suffix in ("bib", "linkset.json", "datacite.xml"):
            assert client.get(f"/repository/{slug}.{suffix}").status_code == 404
        assert client.get(f"/repository/{slug}/cite/").status_code == 404
    everything = client.get("/repository/export.csl.json")
    assert [item["id"] for item in json.loads(everything.content) if item["id"] in {"shown", "members", "later"}] == ["shown"]


def test_link_sets_are_read_by_the_signposting_library(world, client):
    from signposting.linkset import Linkset, LinksetJSON, _parse_linkset, _parse_linkset_json

    place = "http://testserver/repository/shown/"
    answers = [client.get(f"/repository/shown.{suffix}") for suffix in ("linkset.json", "linkset")]
    assert [answer["Content-Type"] for answer in answers] == ["application/linkset+json", "application/linkset"]
    found = [
        _parse_linkset_json(LinksetJSON(answers[0].content.decode(), answers[0]["Content-Type"], place, place)),
        _parse_linkset(Linkset(answers[1].content.decode(), answers[1]["Content-Type"], place, place)),
    ]
    for parsed in found:
        here = parsed.for_context(place)
        assert str(here.citeAs.target) == "https://doi.org/10.1000/182"
        assert len(here.items) == 1
        assert len(here.describedBy) == len(FORMATS)


def test_a_withdrawn_record_is_gone_and_a_merged_one_moved(world, client):
    making.end(making.record("gone"))
    assert client.get("/repository/gone.bib").status_code == 410
    twin = making.record("twin")
    twin.state, twin.merged_into, twin.ended_at, twin.ended_reason = "merged", world, clock.now(), "The same work."
    filing.file_record(twin, twin.current, at=clock.now())
    assert client.get("/repository/twin.ris")["Location"] == "/repository/shown.ris"


def test_a_search_is_taken_away_as_it_is_listed(world, client):
    making.records(5, title="Findable findable", year=1999)
    answer = client.get("/repository/export.ris?q=findable&from=1999&to=1999")
    assert answer.content.count(b"ER  - ") == 5
    assert answer["X-Total-Count"] == "5"
    assert client.get("/repository/export.bib?q=findable&to=1998").content == b""
    assert client.get("/repository/export.datacite.xml").status_code == 404


def test_a_list_is_taken_away_in_its_order_without_what_is_hidden(world, client):
    owner = Person.objects.create(email="reader@example.org")
    made = ReadingList.objects.create(owner=owner, title="Mine", level="public", created_at=clock.now(), changed_at=clock.now())
    other = making.record("another")
    hidden = making.record("hidden", level="members")
    for place, record in enumerate((other, hidden, world)):
        ReadingItem.objects.create(list=made, record=record, added_at=clock.now() + timedelta(seconds=place))
    assert [item["id"] for item in json.loads(client.get(f"/repository/lists/{made.pk}.csl.json").content)] == ["another", "shown"]
    ReadingList.objects.update(level="restricted")
    assert client.get(f"/repository/lists/{made.pk}.bib").status_code == 404


def test_citations_in_every_style_are_kept_until_the_record_changes(world, client):
    from interchange.knowledge.repository.exchange.writers import styles

    page = client.get("/repository/shown/cite/")
    assert "Example, A. (2024). Shown to everybody. Journal of Examples, 12(3), 4–5." in page.content.decode()
    made = styles.cite.cache_info().misses
    assert client.get("/repository/shown/cite/").status_code == 200
    record = client.get("/repository/shown/").content.decode()
    assert "Example, A. (2024). Shown to everybody." in record
    assert "/repository/shown/cite/" in record
    assert styles.cite.cache_info().misses == made, "nothing was made anew"
    Version.objects.filter(record__slug="shown").update(title="Shown in another light")
    assert "Example, A. (2024). Shown in another light." in client.get("/repository/shown/cite/").content.decode()


def test_the_feed_is_read_by_feedparser(world, client):
    import feedparser

    answer = client.get("/repository/feed.atom?topic=labelling")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert read.version == "atom10"
    first = next(entry for entry in read.entries if entry.title == "Shown to everybody")
    assert first.link == first.id == "http://testserver/repository/shown/"
    assert first.author == "Ada Example"
    assert b"QX" not in answer.content
    staff = Client()
    staff.force_login(Person.objects.create(email="somebody@example.org"))
    assert b"QX" not in staff.get("/repository/feed.atom").content


def test_the_site_map_names_what_is_public(world, client):
    from lxml import etree

    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    index = etree.fromstring(client.get("/sitemap.xml").content)
    parts = index.xpath("//*[local-name()='loc']/text()")
    assert {"http://testserver/sitemap-repository.xml", "http://testserver/sitemap-pages.xml"} <= set(parts), (
        "other rooms have parts of their own"
    )
    named = []
    for part in parts:
        named += etree.fromstring(client.get(part.removeprefix("http://testserver")).content).xpath("//*[local-name()='loc']/text()")
    assert "http://testserver/repository/shown/" in named
    assert "http://testserver/about/" in named
    assert not {f"http://testserver/repository/{slug}/" for slug in ("members", "later")} & set(named)
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_queries_do_not_grow_with_the_list(world, client, django_assert_max_num_queries):
    making.records(40, title="Countable")
    client.get("/repository/export.bib?q=countable")
    for count in (3, 40):
        with django_assert_max_num_queries(12):
            client.get(f"/repository/export.bib?q=countable&count={count}")
