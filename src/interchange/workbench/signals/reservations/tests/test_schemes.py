"""Each scheme's reader: the drafts' own examples, and what is nearly right."""

import pytest
from lxml import etree

from interchange.workbench.signals import xmp
from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations import (
    aipref,
    aitxt,
    contentsignals,
    embedded,
    headers,
    metarobots,
    page,
    robots,
    rsl,
    tdmrep,
)
from interchange.workbench.signals.reservations.statements import TRAINING, Reading, Target

NO, YES, MAYBE = Stance.DISALLOWED, Stance.ALLOWED, Stance.CONDITIONAL


def stances(reading):
    return {use: one.stance for one in reading.statements for use in one.uses}


# --- AIPREF -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("train-ai=n", {"train-ai": NO}),
        ("train-ai=y, search=n", {"train-ai": YES, "search": NO}),
        ('train-ai=y, train-ai, search=n, search="n"', {}),  # vocab 6.5.1
        ("train-ai;allow=n, train-ai=y", {"train-ai": YES}),  # vocab 6.5.2
        ('train-ai;has;parameters="?"', {}),
        ("Train-AI=n", {}),
        ("train-ai=N", {}),
        ("train-ai=n;", {}),
        ("train-ai=n,", {}),
        ("train-ai: n", {}),
        ("train-ai = n", {}),
        ("train-ai=n search=n", {}),
        ("train-ai=no", {}),
        ("train-ai=?0", {}),
        ("train-ai=0", {}),
        ("genai=n, train-ai=n", {"train-ai": NO}),
        ("", {}),
    ],
)
def test_aipref_values(value, found):
    assert aipref.preferences(value)[0] == found


@pytest.mark.parametrize(
    ("value", "reason"),
    [("Train-AI=n", "lower case"), ("train-ai: n", "not by “:”"), ("train-ai=n,", "ends with a separator"), ("train-ai = n", "no blank"), ("train-ai=n search=y", "commas"), ("train-ai=“n”", "ASCII"), ("genai=n", "earlier drafts"), ("train-ai=no", "tokens y and n")],
)  # fmt: skip
def test_nearly_valid_fields_are_refused_with_the_reason(value, reason):
    stances_, troubles = aipref.preferences(value)
    assert stances_ == {}
    assert any(reason in words for words in troubles), troubles


EXAMPLE = "User-Agent: *\nAllow: /\nDisallow: /never/\nContent-Usage: train-ai=n\nContent-Usage: /ai-ok/ train-ai=y\n\nUser-Agent: ExampleBot\nAllow: /\nContent-Usage: train-ai=y\n"


@pytest.mark.parametrize(
    ("path", "agent", "code"),
    [("/test", "", "train-ai=n"), ("/never/test", "", None), ("/ai-ok/test", "", "train-ai=y"), ("/test", "ExampleBot", "train-ai=y")],
)
def test_the_example_of_the_attachment_draft(path, agent, code):
    found = aipref.from_robots(robots.read(EXAMPLE), Target(f"https://e.example{path}", agent))
    assert [one.code for one in found.statements] == ([code] if code else [])
    if code is None:
        assert "may not be crawled" in found.notes[0].words


def test_content_usage_lines_of_one_path_combine_and_stray_ones_are_told():
    read = robots.read(
        "Content-Usage: search=n\nUser-agent: *\nAllow: /\nContent-Usage:\t/a\ttrain-ai=n # x\ncontent-usage : /a search=y\n"
    )
    found = aipref.from_robots(read, Target("https://e.example/a/b"))
    assert {one.code for one in found.statements} == {"train-ai=n", "search=y"}
    assert [note.place for note in found.notes] == ["robots.txt line 1"]


def test_content_signals():
    read = robots.read("User-Agent: *\nContent-Signal: search=yes, ai-input=no,ai-train=NO, other=1\nAllow: /\n")
    found = contentsignals.from_robots(read, Target())
    assert stances(found) == {Use.SEARCH: YES, Use.AI_INPUT: NO, Use.AI_INDEX: NO, Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO}
    assert len(found.notes) == 1
    assert stances(contentsignals.from_header(["ai-train=yes"])) == dict.fromkeys(TRAINING, YES)


# --- TDMRep -----------------------------------------------------------------------------------------------------------
GROUPS = '[{"location": "/directory-a/", "tdm-reservation": 1}, {"location": "/directory-b/html/", "tdm-reservation": 1, "tdm-policy": "https://provider.example/policies/policy.json"}, {"location": "/directory-b/images/*.jpg", "tdm-reservation": 0}]'


@pytest.mark.parametrize(
    ("path", "stance", "terms"),
    [("/directory-a/x.pdf", NO, ""), ("/directory-b/html/x", NO, "https://provider.example/policies/policy.json"), ("/directory-b/images/1.jpg", YES, ""), ("/elsewhere", None, "")],
)  # fmt: skip
def test_the_example_of_tdmrep(path, stance, terms):
    found = tdmrep.from_file(GROUPS, Target(f"https://e.example{path}"))
    assert [(one.stance, one.terms) for one in found.statements] == ([(stance, terms)] if stance else [])


def test_the_first_rule_in_sequence_decides_even_if_it_is_broken():
    text = '[{"location": "/", "tdm-reservation": 2}, {"location": "/", "tdm-reservation": 1}]'
    found = tdmrep.from_file(text, Target())
    assert found.statements == []
    assert "counts as unset" in found.notes[0].words


@pytest.mark.parametrize("text", ['{"location": "/", "tdm-reservation": 1}', "[1, null, {}]", "tdm-reservation: 1", "", "[" * 5000, '[{"location": "/", "tdm-reservation": true}]', '[{"location": "/", "tdm-reservation": 1.0e400}]', '[{"location": ["/"], "tdm-reservation": 1}]'])  # fmt: skip
def test_broken_files_say_nothing_and_are_told(text):
    found = tdmrep.from_file(text, Target())
    assert found.statements == []
    assert found.notes


def test_tdmrep_in_headers_and_pages():
    assert stances(headers.read([("TDM-Reservation", "1"), ("tdm-policy", "https://e.example/p")])) == {Use.MINING: NO}
    assert headers.read([("tdm-reservation", "1"), ("tdm-reservation", "0")]).statements == []
    assert headers.read([("tdm-policy", "https://e.example/p")]).notes
    found = page.read('<meta NAME="TDM-Reservation" content=" 1 "><meta name="tdm_reservation" content="0">', Target())
    assert stances(found) == {Use.MINING: NO}
    assert "nearly the name" in found.notes[0].words


def test_tdmrep_in_epub_2_and_3():
    three = '<package xmlns="http://www.idpf.org/2007/opf" prefix="tdm: http://www.w3.org/ns/tdmrep#"><metadata><meta property="tdm:reservation">1</meta><meta property="tdm:policy">https://e.example/p</meta></metadata></package>'
    two = '<package xmlns="http://www.idpf.org/2007/opf"><metadata><meta name="tdm:reservation" content="1"/></metadata></package>'

    def read(package):
        return embedded.from_package(etree.fromstring(package), "OEBPS/content.opf")

    assert [(one.stance, one.terms) for one in read(three).statements] == [(NO, "https://e.example/p")]
    assert stances(read(two)) == {Use.MINING: NO}
    assert read(three.replace(" prefix=", " other=")).notes[0].kind == "deviation"
    assert read("<package/>") == Reading()


XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tdm="http://www.w3.org/ns/tdmrep/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"{attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta>'


def in_packet(packet):
    return embedded.from_xmp(list(xmp.properties(xmp.parse(packet), "packet")))


def test_xmp_as_elements_and_attributes():
    element = XMP.format(attributes="", elements="<tdm:reservation>1</tdm:reservation><tdm:policy>https://e.example/p</tdm:policy>")
    attribute = XMP.format(attributes=' tdm:reservation="1"', elements="")
    for packet in (element, attribute, f'<?xpacket begin=""?>{element}   <?xpacket end="w"?>', f"junk{element}\0\0"):
        assert stances(in_packet(packet.encode())) == {Use.MINING: NO}, packet
    hash_ns = element.replace("tdmrep/", "tdmrep#")
    assert in_packet(hash_ns.encode()).notes[0].kind == "deviation"


def test_entity_bombs_are_not_unpacked():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + XMP.format(
        attributes="", elements="<tdm:reservation>1&b;</tdm:reservation>"
    )
    with pytest.raises(xmp.Refused):
        in_packet(b"<?xml version='1.0'?>" + bomb.encode())
    assert rsl.from_file('<!DOCTYPE x [<!ENTITY a "aa">]><rsl xmlns="https://rslstandard.org/rsl"/>', Target()).notes


# --- PLUS, CAWG -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ALLOWED", {Use.MINING: YES, Use.AI_TRAINING: YES, Use.GENERATIVE_TRAINING: YES}),
        ("PROHIBITED", {Use.MINING: NO, Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO, Use.SEARCH: NO}),
        ("PROHIBITED-AIMLTRAINING", {Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO}),
        ("PROHIBITED-GENAIMLTRAINING", {Use.GENERATIVE_TRAINING: NO}),
        ("PROHIBITED-EXCEPTSEARCHENGINEINDEXING", {Use.MINING: NO, Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO, Use.SEARCH: YES}),
        ("PROHIBITED-SEECONSTRAINT", {Use.MINING: NO, Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO}),
        ("PROHIBITED-SEELINKEDRIGHTSEXPR", {Use.MINING: MAYBE, Use.AI_TRAINING: MAYBE, Use.GENERATIVE_TRAINING: MAYBE}),
        ("UNSPECIFIED", {}),
        ("NONSENSE", {}),
    ],
)
def test_the_values_of_plus(code, expected):
    packet = XMP.format(attributes="", elements=f'<plus:DataMining rdf:resource="http://ns.useplus.org/ldf/vocab/DMI-{code}"/>')
    assert stances(in_packet(packet.encode())) == expected
    assert stances(embedded.data_mining(f"https://ns.useplus.org/ldf/vocab/DMI-{code}", "XMP")) == expected


def test_a_constraint_makes_conditions():
    found = embedded.data_mining("http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-SEECONSTRAINT", "XMP", "research only")
    assert stances(found)[Use.MINING] is MAYBE
    assert found.statements[0].data == {"constraint": "research only"}


@pytest.mark.parametrize("prefix", ["cawg.", "c2pa."])
def test_training_and_data_mining_assertions(prefix):
    entries = {"data_mining": {"use": "allowed"}, "ai_inference": {"use": "constrained", "constraint_info": "ask"}, "ai_training": {"use": "constrained"}, "ai_generative_training": {"use": "notAllowed"}, "other": {"use": "allowed"}}  # fmt: skip
    found = embedded.from_assertion({"entries": {prefix + key: value for key, value in entries.items()}})
    assert stances(found) == {Use.MINING: YES, Use.AI_INPUT: MAYBE, Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO}
    assert len(found.notes) == 1
    assert embedded.from_assertion({"entries": 3}).notes


# --- RSL --------------------------------------------------------------------------------------------------------------
def licence(inner, url="/", attributes=""):
    return f'<rsl xmlns="https://rslstandard.org/rsl"><content url="{url}"{attributes}>{inner}</content></rsl>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('<license><prohibits type="usage">ai-all</prohibits></license>', dict.fromkeys((*TRAINING, Use.AI_INPUT, Use.AI_INDEX), NO)),
        ('<license><permits type="usage">search</permits></license>', {Use.SEARCH: YES, **dict.fromkeys((*TRAINING, Use.AI_INPUT, Use.AI_INDEX), NO)}),
        ('<license><permits type="usage">all</permits><prohibits type="usage">ai-train</prohibits></license>', {**dict.fromkeys((Use.SEARCH, Use.AI_INPUT, Use.AI_INDEX, Use.MINING), YES), **dict.fromkeys(TRAINING, NO)}),
        ('<license><permits type="usage">all</permits><payment type="crawl"><amount currency="USD">0.015</amount></payment></license>', dict.fromkeys((Use.SEARCH, *TRAINING, Use.AI_INPUT, Use.AI_INDEX, Use.MINING), MAYBE)),
        ('<license><permits type="usage">all</permits><permits type="user">non-commercial</permits><payment type="free"/></license>', dict.fromkeys((Use.SEARCH, *TRAINING, Use.AI_INPUT, Use.AI_INDEX, Use.MINING), MAYBE)),
        ('<license><prohibits type="usage">train-ai</prohibits></license>', dict.fromkeys(TRAINING, NO)),
        ("", {}),
    ],
)  # fmt: skip
def test_rsl_licences(inner, expected):
    assert stances(rsl.from_file(licence(inner), Target())) == expected


def test_rsl_deviations_and_addresses():
    found = rsl.from_file(licence('<license><permits type="usage">train-ai, search, fun</permits><magic/></license>'), Target())
    assert len([note for note in found.notes if note.kind == "deviation"]) == 4
    both = '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><permits type="usage">all</permits></license></content><content url="https://e.example/closed/*.pdf$"><license><prohibits type="usage">all</prohibits></license></content></rsl>'
    assert stances(rsl.from_file(both, Target("https://e.example/closed/a.pdf")))[Use.SEARCH] is NO
    assert stances(rsl.from_file(both, Target("https://other.example/closed/a.pdf")))[Use.SEARCH] is YES
    assert rsl.from_file(licence("", "/elsewhere/"), Target()).notes[0].kind == "hint"
    assert (
        stances(
            rsl.from_file(
                licence('<license><permits type="usage">all</permits></license>', attributes=' server="https://s.example"'), Target()
            )
        )[Use.SEARCH]
        is MAYBE
    )
    for text in ("<rsl/>", "not xml", '<rsl xmlns="http://rslstandard.org/rsl"/>', b"\xff\xfe"):
        assert rsl.from_file(text, Target()).notes[0].kind == "refused"


def test_ways_to_an_rsl_file():
    text = "License: https://e.example/all.xml\nUser-agent: *\nAllow: /\n\nUser-agent: GPTBot\nAllow: /\nLicense: https://e.example/gpt.xml\nLicense: /relative.xml\n"
    read = robots.read(text)
    assert [one.address for one in rsl.from_robots(read, Target()).pointers] == ["https://e.example/all.xml"]
    own = rsl.from_robots(read, Target(agent="GPTBot"))
    assert [one.address for one in own.pointers] == ["https://e.example/gpt.xml"]
    assert own.notes[0].kind == "refused"
    link = (
        '<https://e.example/l.xml>; rel="license"; type="application/rsl+xml", <https://creativecommons.org/licenses/by/4.0/>; rel=license'
    )
    assert [one.scheme for one in headers.read([("link", link)]).pointers] == ["rsl", "link-licence"]
    html = (
        '<link rel="license" type="application/rsl+xml" href="https://e.example/l.xml"><script type="application/rsl+xml">'
        + licence('<license><prohibits type="usage">ai-train</prohibits></license>')
        + "</script>"
    )
    found = page.read(html, Target())
    assert [one.scheme for one in found.pointers] == ["rsl"]
    assert stances(found) == dict.fromkeys(TRAINING, NO)


# --- ai.txt, directives, schema.org -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("path", "stance"), [("/a.jpg", NO), ("/A.JPG", NO), ("/a.txt", YES), ("/a.unknown", None), ("/a.jpg.html", None)])
def test_spawnings_ai_txt(path, stance):
    text = "# Spawning AI\nUser-Agent: *\nDisallow: *.jpg\nDisallow: .png\nAllow: *.txt\n"
    assert [one.stance for one in aitxt.read(text, Target(f"https://e.example{path}")).statements] == ([stance] if stance else [])


def test_other_files_called_ai_txt_are_told_apart_and_not_read():
    assert "another proposal" in aitxt.read("Spec-Version: 1.0\nTraining: deny\n", Target()).notes[0].words
    assert "free words" in aitxt.read("Please do not train on this.", Target()).notes[0].words
    assert stances(aitxt.read("User-Agent: *\nDisallow: /\n", Target())) == dict.fromkeys(TRAINING, NO)


def test_directives_of_pages_and_headers():
    found = page.read(
        '<meta name="robots" content="NoAI, noimageai"><meta name="googlebot" content="nosnippet"><meta name="GPTBot" content="noindex">',
        Target(),
    )
    assert {(one.code, one.agent, one.image_only) for one in found.statements} == {
        ("noai", "", False),
        ("noimageai", "", True),
        ("nosnippet", "googlebot", False),
        ("noindex", "gptbot", False),
    }
    tagged = metarobots.from_values([("", "googlebot: noindex, nofollow"), ("", "max-snippet:0, noai")], "X")
    assert {(one.code, one.agent) for one in tagged.statements} == {("noindex", "googlebot"), ("max-snippet:0", "Googlebot"), ("noai", "")}


def test_linked_data_points_to_terms():
    html = '<script type="application/ld+json">{"@graph": [{"@type": "ImageObject", "license": {"@id": "https://e.example/l"}, "usageInfo": "https://e.example/u"}]}</script><script type="application/ld+json">{broken</script><a rel="license" href="/cc">x</a>'
    found = page.read(html, Target())
    assert {one.address for one in found.pointers} == {"https://e.example/l", "https://e.example/u", "/cc"}
    assert found.statements == []
    assert [note.kind for note in found.notes] == ["broken"]


def test_pasted_headers():
    fields, notes = headers.parsed("HTTP/1.1 200 OK\r\nContent-Usage: train-ai=n,\r\n search=y\r\n< X-Robots-Tag: noai\r\nrubbish line\r\n")
    assert fields == [("content-usage", "train-ai=n, search=y"), ("x-robots-tag", "noai")]
    assert len(notes) == 1
    assert stances(headers.read(fields))[Use.GENERATIVE_TRAINING] is NO
