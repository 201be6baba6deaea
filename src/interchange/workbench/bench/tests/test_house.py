"""The house as its own example: what it says of itself is one thing, in every place, and other readers understand it."""

import json

import http_sf
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory
from protego import Protego

from interchange.workbench.bench import house
from interchange.workbench.bench.middleware import UsesMiddleware
from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations.site import Site, check

NO, YES = Stance.DISALLOWED, Stance.ALLOWED
CC_BY = '<https://creativecommons.org/licenses/by/4.0/> ; rel="license"'
CC_NC = '<https://creativecommons.org/licenses/by-nc/4.0/> ; rel="license"'
CC_ZERO = "<https://creativecommons.org/publicdomain/zero/1.0/>; rel=license"


def answered(link="", status=200):
    """The header fields that an answer leaves with."""

    def view(request):
        made = HttpResponse("x", status=status)
        if link:
            made["Link"] = link
        return made

    made = UsesMiddleware(view)(RequestFactory().get("/"))
    return {name: value for name, value in made.items() if name != "Content-Type"}


def stances(client, path, **fields):
    """What the site check makes of an address of ours, with all that the house says."""
    site = Site(
        f"http://testserver{path}", headers="".join(f"{name}: {value}\n" for name, value in fields.items()),
        robots=client.get("/robots.txt").content, tdmrep=client.get("/.well-known/tdmrep.json").content,
    )  # fmt: skip
    report = check(site)
    assert not [note for note in report.reading.notes if note.kind in ("refused", "deviation")], report.reading.notes
    assert not [one.use for one in report.verdicts if one.conflict]
    return {one.use: one.stance for one in report.verdicts}


def test_every_page_and_the_files_beside_it_say_the_same(client, db):
    answer = client.get("/about/")
    assert answer["tdm-reservation"] == "1"
    assert answer["tdm-policy"].endswith("/uses/")
    assert http_sf.parse(answer["Content-Usage"].encode(), tltype="dictionary") == {
        "train-ai": (http_sf.Token("n"), {}),
        "search": (http_sf.Token("y"), {}),
    }
    found = stances(client, "/about/", **{name: answer[name] for name in ("tdm-reservation", "tdm-policy", "Content-Usage")})
    assert found == {
        Use.SEARCH: YES,
        Use.GENERATIVE_TRAINING: NO,
        Use.AI_TRAINING: NO,
        Use.MINING: NO,
        Use.AI_INPUT: Stance.UNKNOWN,
        Use.AI_INDEX: Stance.UNKNOWN,
    }
    assert json.loads(client.get("/.well-known/tdmrep.json").content) == [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": answer["tdm-policy"]}
    ]


def test_robots_keeps_its_closed_pages_and_its_map(client, db):
    text = client.get("/robots.txt").content.decode()
    read = Protego.parse(text)
    assert not read.can_fetch("http://testserver/desk/", "Googlebot")
    assert read.can_fetch("http://testserver/about/", "GPTBot")
    assert [one.endswith("/sitemap.xml") for one in read.sitemaps] == [True]


@pytest.mark.parametrize("path", ["/repository/some-paper/", "/files/0b1c/"])
def test_an_items_own_licence_goes_before_the_site_without_contradiction(client, db, path):
    by = answered(CC_BY)
    assert (by["tdm-reservation"], by["Content-Usage"]) == ("0", "search=y")
    found = stances(client, path, **by)
    assert (found[Use.MINING], found[Use.GENERATIVE_TRAINING], found[Use.SEARCH]) == (YES, Stance.UNKNOWN, YES)
    zero = stances(client, path, **answered(CC_ZERO))
    assert (zero[Use.MINING], zero[Use.GENERATIVE_TRAINING]) == (YES, YES)
    closed = stances(client, path, **answered(CC_NC))
    assert (closed[Use.MINING], closed[Use.GENERATIVE_TRAINING]) == (NO, NO)


def test_only_whole_and_partial_answers_are_marked():
    assert answered(status=304) == {}
    assert answered(status=404) == {}
    assert "tdm-reservation" in answered(status=206)
    assert answered('</x>; rel="describes"')["tdm-reservation"] == "1"


def test_the_setting_is_read_or_stops_the_start(settings):
    settings.USES = "search=allow, training=allow,mining=allow,input=allow"
    assert answered() == {"tdm-reservation": "0", "Content-Usage": "train-ai=y, search=y"}
    settings.USES = ""
    assert answered() == {}
    assert house.tdmrep() == "[]\n"
    settings.USES_POLICY = "javascript:alert(1)"
    with pytest.raises(ImproperlyConfigured, match="USES_POLICY"):
        UsesMiddleware(lambda request: HttpResponse())
    for wrong in ("training=maybe", "everything=refuse", "search"):
        settings.USES_POLICY, settings.USES = "", wrong
        with pytest.raises(ImproperlyConfigured, match="INTERCHANGE_USES"):
            UsesMiddleware(lambda request: HttpResponse())


def test_crawlers_whose_every_purpose_is_refused_can_be_asked_away(settings, client, db):
    settings.USES_CRAWLERS_AWAY = True
    read = Protego.parse(client.get("/robots.txt").content.decode())
    assert not read.can_fetch("http://testserver/about/", "GPTBot")
    assert not read.can_fetch("http://testserver/about/", "CCBot")
    assert read.can_fetch("http://testserver/about/", "ChatGPT-User")  # input of answers is not spoken of
    assert read.can_fetch("http://testserver/about/", "Googlebot")


def test_the_page_with_the_terms_says_what_the_fields_say(client, db):
    page = client.get("/uses/").content.decode()
    assert "tdm-reservation: 1" in page
    assert "Not spoken of" in page
    assert page.count("Reserved") >= 3


def test_linked_data_of_records_points_to_the_terms():
    from interchange.knowledge.repository.exchange.work import Work
    from interchange.knowledge.repository.exchange.writers import jsonld

    made = jsonld.describe(Work(title="A", licence="CC-BY-4.0", address="https://net.example/repository/a/"))
    assert (made["usageInfo"], made["license"]) == ("https://net.example/uses/", "https://spdx.org/licenses/CC-BY-4.0")
    assert "usageInfo" not in jsonld.describe(Work(title="A"))


@pytest.mark.parametrize(
    ("licence", "mining", "training"), [("CC-BY-4.0", YES, Stance.UNKNOWN), ("CC0-1.0", YES, YES), ("CC-BY-NC-4.0", NO, NO), ("", NO, NO)]
)
def test_records_and_their_files_carry_what_their_licence_says(client, db, settings, licence, mining, training):
    from interchange.knowledge.repository.tests import making

    settings.BASE_URL = "http://testserver"
    shown = making.record("shown", licence=licence)
    paper = making.file(shown)
    for path in ("/repository/shown/", f"/repository/shown/files/{paper.pk}/"):
        answer = client.get(path)
        assert answer.status_code == 200
        told = {name: answer[name] for name in ("tdm-reservation", "tdm-policy", "Content-Usage", "Link") if name in answer}
        found = stances(client, path, **told)
        assert (found[Use.MINING], found[Use.GENERATIVE_TRAINING]) == (mining, training), path
        assert found[Use.SEARCH] is YES
