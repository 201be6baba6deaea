"""What is written is read back by readers that are not ours (protego, http-sf, lxml, json) and by ours, and says the same."""

import json
from itertools import product

import http_sf
import pytest
from lxml import etree, html
from protego import Protego

from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations import writers
from interchange.workbench.signals.reservations.crawlers import Crawler, register
from interchange.workbench.signals.reservations.site import Site, check
from interchange.workbench.signals.reservations.statements import TRAINING, USES
from interchange.workbench.signals.reservations.writers import Declaration, Place

NO, YES = Stance.DISALLOWED, Stance.ALLOWED
AI = (*TRAINING, Use.AI_INPUT, Use.AI_INDEX)
RESERVED = Declaration(
    {Use.SEARCH: YES, Use.MINING: NO, **dict.fromkeys(AI, NO)},
    policy="https://e.example/policy?a=1&b=2",
    licence="https://e.example/rsl.xml",
)
OPEN = Declaration(dict.fromkeys(USES, YES))


def test_tdmrep_is_plain_json_with_the_narrowest_rule_first():
    rules = json.loads(writers.tdmrep_file([Place("/", RESERVED), Place("/open/", OPEN), Place("/silent/", Declaration())]))
    assert rules == [
        {"location": "/open/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://e.example/policy?a=1&b=2"},
    ]
    assert json.loads(writers.tdmrep_file([])) == []


def test_header_fields_read_by_another_parser():
    fields = writers.header_fields(RESERVED)
    assert http_sf.parse(fields["Content-Usage"].encode(), tltype="dictionary") == {
        "train-ai": (http_sf.Token("n"), {}),
        "search": (http_sf.Token("y"), {}),
    }
    assert (fields["tdm-reservation"], fields["tdm-policy"]) == ("1", RESERVED.policy)
    assert writers.header_fields(Declaration()) == {}
    assert "tdm-policy" not in writers.header_fields(Declaration({Use.MINING: YES}, policy="https://e.example/p"))


def test_html_metadata_read_by_lxml():
    root = html.fromstring("<html><head>" + writers.html_meta(RESERVED) + "</head><body></body></html>")
    assert [(one.get("name"), one.get("content")) for one in root.iter("meta")] == [
        ("tdm-reservation", "1"),
        ("tdm-policy", RESERVED.policy),
    ]


def test_robots_read_by_protego():
    crawlers = writers.away(RESERVED)
    tokens = {one.token for one in crawlers}
    assert {"GPTBot", "Google-Extended", "ChatGPT-User", "CCBot"} <= tokens
    assert not tokens & {"Googlebot", "Bingbot", "Applebot"}
    text = writers.robots_file(
        RESERVED, closed=["/account/"], crawlers=crawlers, sitemaps=["https://e.example/sitemap.xml"], comment="Two\nlines"
    )
    read = Protego.parse(text)
    assert read.can_fetch("https://e.example/x", "Googlebot")
    assert not read.can_fetch("https://e.example/account/x", "Googlebot")
    for token in tokens:
        assert not read.can_fetch("https://e.example/x", token), token
    assert list(read.sitemaps) == ["https://e.example/sitemap.xml"]


def test_rsl_read_by_lxml():
    root = etree.fromstring(writers.rsl_file([Place("/open/", OPEN), Place("/", RESERVED)], terms="https://e.example/terms").encode())
    space = {"r": "https://rslstandard.org/rsl"}
    assert root.tag == "{https://rslstandard.org/rsl}rsl"
    assert root.xpath("//r:content/@url", namespaces=space) == ["/open/", "/"]
    assert root.xpath("//r:content[@url='/']//r:prohibits[@type='usage']/text()", namespaces=space) == ["ai-train ai-input ai-index"]
    assert root.xpath("//r:content[@url='/']//r:permits/text()", namespaces=space) == ["search"]
    assert root.xpath("//r:content[@url='/open/']//r:permits/text()", namespaces=space) == ["all"]


def test_silence_is_not_turned_into_a_closed_list():
    assert writers.rsl_tokens(Declaration({Use.SEARCH: YES})) == ([], [])
    assert writers.rsl_tokens(Declaration({Use.SEARCH: YES, **dict.fromkeys(TRAINING, NO)})) == ([], ["ai-train"])


@pytest.mark.parametrize("chosen", list(product((None, YES, NO), repeat=3)))
def test_every_choice_comes_back_from_every_form_without_contradiction(chosen):
    """Search, all AI, mining: each allowed, refused, or not spoken of. No form says more or other than was chosen."""
    search, ai, mining = chosen
    stances = {use: stance for use, stance in [(Use.SEARCH, search), *((use, ai) for use in AI), (Use.MINING, mining)] if stance}
    declaration = Declaration(stances)
    fields = "".join(f"{name}: {value}\n" for name, value in writers.header_fields(declaration).items())
    forms = {
        "headers": Site(headers=fields), "robots": Site(robots=writers.robots_file(declaration)), "tdmrep": Site(tdmrep=writers.tdmrep_file([Place("/", declaration)])),
        "html": Site(html=writers.html_meta(declaration)), "rsl": Site(rsl=writers.rsl_file([Place("/", declaration)])),
    }  # fmt: skip
    for name, site in forms.items():
        report = check(site)
        assert not [note for note in report.reading.notes if note.kind in ("refused", "deviation")], (name, report.reading.notes)
        for verdict in report.verdicts:
            if verdict.winner and verdict.use in verdict.winner.uses:
                assert stances.get(verdict.use) is verdict.stance, (name, verdict.use)
    whole = check(
        Site(
            headers=fields,
            robots=writers.robots_file(declaration),
            tdmrep=writers.tdmrep_file([Place("/", declaration)]),
            html=writers.html_meta(declaration),
        )
    )
    for verdict in whole.verdicts:
        if verdict.use in (Use.SEARCH, Use.MINING, Use.GENERATIVE_TRAINING, Use.AI_INPUT) and verdict.use in stances:
            covered = verdict.use in TRAINING and mining is NO  # refusing mining refuses training
            assert verdict.stance is (NO if covered else stances[verdict.use])


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        "/relative",
        "https://e.example/\r\nSet-Cookie: a",
        "https://e.example/<x>",
        'https://e.example/"',
        "https://",
        "https://é.example/",
    ],
)
def test_addresses_that_break_out_are_refused(bad):
    for make in (lambda: Declaration(policy=bad), lambda: Declaration(licence=bad), lambda: writers.robots_file(OPEN, sitemaps=[bad])):
        with pytest.raises(ValueError, match="address"):
            make()


def test_paths_and_names_that_break_out_are_refused():
    for bad in ("x", "/a b", "/a\nDisallow: /", "/a#b"):
        with pytest.raises(ValueError, match="path"):
            writers.robots_file(OPEN, closed=[bad])
    with pytest.raises(ValueError, match="token"):
        writers.robots_snippet([Crawler("Bad\nAllow: /", "x", ("training",), "https://e.example/")])
    assert writers.robots_snippet([]) == ""
    assert writers.robots_snippet(register().of("training")).endswith("Disallow: /\n")
