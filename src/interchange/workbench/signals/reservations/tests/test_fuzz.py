"""All text readers against seeded rubbish: nothing raises, nothing hangs, and ten times the text takes no hundred times the time."""

import json
import random
import time

import pytest

from interchange.workbench.signals import xmp
from interchange.workbench.signals.reservations import aipref, aitxt, headers, page, robots, rsl, tdmrep
from interchange.workbench.signals.reservations.site import Site, check
from interchange.workbench.signals.reservations.statements import Target
from interchange.workbench.signals.reservations.tests.test_schemes import EXAMPLE, GROUPS, XMP, in_packet, licence

RUNS = 150  # for each reader; a longer run: INTERCHANGE_FUZZ_RUNS
TARGET = Target("https://e.example/a/b.jpg?c=d")


def of_packet(text):
    try:
        return in_packet(text.encode("utf-8", "replace"))
    except xmp.Refused:
        return []


SEEDS = {
    "robots": (EXAMPLE + "License: https://e.example/l\nContent-Signal: ai-train=no\nSitemap: x\n", lambda text: check(Site("https://e.example/a", robots=text)).json()),
    "headers": ("HTTP/1.1 200 OK\r\nContent-Usage: train-ai=n;a=\"b\", search=y\r\ntdm-reservation: 1\r\nX-Robots-Tag: googlebot: noai, max-snippet:0\r\nLink: <https://e.example/l>; rel=\"license\"; type=\"application/rsl+xml\"\r\n", lambda text: check(Site("https://e.example/a", headers=text)).json()),
    "html": ('<!DOCTYPE html><html><head><meta name="tdm-reservation" content="1"><meta name=robots content="noai"><link rel=license href=x><script type="application/ld+json">{"@type": "X", "license": ["a", {"@id": "b"}]}</script></head></html>', lambda text: check(Site("https://e.example/a", html=text)).json()),
    "tdmrep": (GROUPS, lambda text: check(Site("https://e.example/directory-a/x", tdmrep=text)).json()),
    "ai.txt": ("User-Agent: *\nDisallow: *.jpg\nAllow: /a/\nTraining: deny\n", lambda text: aitxt.read(text, TARGET)),
    "rsl": (licence('<license><permits type="usage">search, train-ai</permits><payment type="crawl"><amount currency="USD">1</amount></payment></license>'), lambda text: rsl.from_file(text, TARGET)),
    "aipref": ('train-ai=y, search=n;a=1, x="y", z=(a b);q, d=@1, e=%"f%c3%bc", b=:aGk=:', aipref.preferences),
    "xmp": (XMP.format(attributes=' tdm:reservation="1"', elements='<plus:DataMining rdf:resource="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>'), of_packet),
}  # fmt: skip
_BITS = ["", "\x00", "\ufeff", "\r", "\n", "\r\n", "*", "$", "%", "%zz", "%E3", "\ud800", "\udcff", "\u202e", "<", ">", "&a;", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "]]>", "{", "[" * 50, "\"", "'", ":", ";", ",", "=", "é", "𝒳", "1e999", "9" * 500, "-0", "null", "User-agent: *\n", "(" * 40]  # fmt: skip


def mangled(text, chance):
    """A text with a few cuts, doublings, swaps and foreign pieces."""
    for _ in range(chance.randint(1, 8)):
        at, to = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        kind = chance.randint(0, 4)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:to] + text[at:to] * chance.randint(1, 4) + text[to:]
        elif kind == 2:
            text = text[:at] + chance.choice(_BITS) + text[at:]
        elif kind == 3:
            text = (
                text[:at]
                + "".join(chr(chance.choice([chance.randint(0, 127), chance.randint(128, 0x2FFF)])) for _ in range(chance.randint(1, 12)))
                + text[at:]
            )
        else:
            text = text[:at] + text[at:to][::-1] + text[to:]
        text = text[:20_000]
    return text


def runs():
    import os

    return int(os.environ.get("INTERCHANGE_FUZZ_RUNS", RUNS))


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_no_text_reader_raises_or_hangs(name):
    seed, read = SEEDS[name]
    chance = random.Random(f"reservations {name}")
    worst = 0.0
    for _ in range(runs()):
        text = mangled(seed, chance)
        start = time.process_time()
        found = read(text)
        worst = max(worst, time.process_time() - start)
        json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")  # no lone surrogates get into a report
    assert worst < 1.0


def deep(opening, closing):
    return lambda size: opening * size + closing * size


GROWING = {
    "agents and rules": lambda size: ("robots", "".join(f"User-agent: a{n}\n" for n in range(size)) + "".join(f"Disallow: /{n}*\nAllow: /{n}*\n" for n in range(size))),
    "groups of one name": lambda size: ("robots", "".join(f"User-agent: *\nDisallow: /*{n}\n" for n in range(size))),
    "usage groups that fall through": lambda size: ("robots", "".join(f"User-agent: b{n}\nUser-agent: *\nContent-Usage: /{n} train-ai=n\n" for n in range(size))),
    "stars": lambda size: ("robots", "User-agent: *\nDisallow: /" + "*a" * size + "\n"),
    "one long line": lambda size: ("robots", "User-agent: " + "x " * size * 4),
    "rules": lambda size: ("tdmrep", json.dumps([{"location": f"/*{n}*", "tdm-reservation": 1} for n in range(size)])),
    "deep JSON": lambda size: ("tdmrep", deep("[", "]")(size * 4)),
    "deep HTML": lambda size: ("html", deep("<b>", "</b>")(size)),
    "metas": lambda size: ("html", '<meta name="robots" content="noai, noai">' * size),
    "linked data": lambda size: ("html", '<script type="application/ld+json">' + json.dumps([{"license": [str(n)]} for n in range(size)]) + "</script>"),
    "links": lambda size: ("headers", "Link: " + "<a>; rel=license; x=" * size),
    "folded fields": lambda size: ("headers", "X-A: b\n" + " c\n" * size),
    "quotes": lambda size: ("aipref", 'a="' + '\\"' * size),
    "parameters": lambda size: ("aipref", "a" + ";b=1" * size),
    "contents": lambda size: ("rsl", '<rsl xmlns="https://rslstandard.org/rsl">' + '<content url="/*a"><license><permits type="usage">all</permits></license></content>' * size + "</rsl>"),
    "deep XML": lambda size: ("rsl", '<rsl xmlns="https://rslstandard.org/rsl">' + deep("<content>", "</content>")(size) + "</rsl>"),
    "file types": lambda size: ("ai.txt", "User-Agent: *\n" + "Disallow: *.x*y*z\n" * size),
    "descriptions": lambda size: ("xmp", XMP.format(attributes="", elements="<tdm:reservation>1</tdm:reservation>" * size)),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(GROWING))
def test_time_grows_with_the_text_and_not_with_its_square(kind):
    def seconds(size):
        name, text = GROWING[kind](size)
        read = SEEDS[name][1]
        best = 9e9
        for _ in range(2):
            start = time.process_time()
            read(text)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(200), seconds(2000)
    assert large < 35 * max(small, 0.002), (small, large)
    assert large < 3.0


def test_texts_beyond_the_limits_are_cut_and_told():
    long = "a" * 1_200_000
    assert page.read(long, TARGET).notes[0].kind == "deviation"
    assert tdmrep.from_file(f'["{long}"]', TARGET).notes
    assert rsl.from_file(f"<rsl>{long}</rsl>", TARGET).notes
    assert aipref.preferences("a=" + long)[0] == {}
    assert robots.read("User-agent: *\n" + long).notes
    assert len(headers.parsed("a: b\n" * 100_000)[0]) <= headers.FIELDS
