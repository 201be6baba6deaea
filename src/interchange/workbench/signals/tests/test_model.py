"""The report's model: JSON that keeps its schema, words that remember their template, the way through JSON and back."""

import copy
import json
import pickle

import jsonschema
import pyld
import pytest

from interchange.workbench.signals import inspect, revive, schema, schemes, sourcetypes
from interchange.workbench.signals.model import Claim, Use, plain, say
from interchange.workbench.signals.registry import readers
from interchange.workbench.signals.tests import samples


def test_words_remember_their_template_and_never_run_their_values():
    words = say("Made by {name}.", name="{evil.__class__}")
    assert words == "Made by {evil.__class__}."
    for twin in (copy.deepcopy(words), pickle.loads(pickle.dumps(words))):
        assert (twin, twin.template, twin.values) == (words, "Made by {name}.", {"name": "{evil.__class__}"})


FILES = {
    "plain.jpg": samples.jpeg(),
    "labelled.png": samples.png(
        samples.xmp(Iptc4xmpExt_DigitalSourceType=samples.SOURCE + "trainedAlgorithmicMedia", plus_DataMining="DMI-PROHIBITED")
    ),
    "signed.jpg": samples.signed(),
    "book.epub": samples.epub('<meta property="tdm:reservation">1</meta>'),
    "broken.pdf": b"%PDF-1.7\nnothing",
    "empty": b"",
}


@pytest.mark.parametrize("name", FILES)
def test_every_report_keeps_the_schema(name):
    data = inspect(FILES[name], name=name, isolated=False).json()
    jsonschema.Draft202012Validator(schema.load("report.schema.json")).validate(data)


def test_the_schema_is_valid_itself_and_refuses_what_is_not_a_report():
    jsonschema.Draft202012Validator.check_schema(schema.load("report.schema.json"))
    data = inspect(FILES["plain.jpg"], name="x.jpg", isolated=False).json()
    data["findings"] = [{"scheme": "c2pa"}]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema.load("report.schema.json"))


def test_the_schema_knows_every_claim_and_use():
    finding = schema.load("report.schema.json")["$defs"]["finding"]["properties"]
    assert finding["claim"]["enum"] == [claim.value for claim in Claim]
    assert finding["uses"]["items"]["enum"] == [use.value for use in Use]


def test_the_context_makes_linked_data_of_a_report():
    data = inspect(FILES["labelled.png"], name="l.png", isolated=False).json()
    data["@context"] = schema.load("context.jsonld")["@context"]
    (expanded,) = pyld.jsonld.expand(data)
    claims = [one["urn:interchange:signals:claim"][0]["@id"] for one in expanded["urn:interchange:signals:finding"][0]["@list"]]
    assert "urn:interchange:signals:made-by-ai" in claims


def test_findings_come_back_from_json_as_they_were():
    for finding in inspect(FILES["signed.jpg"], name="s.jpg", isolated=False).findings:
        again = revive.finding(plain(finding))
        assert plain(again) == plain(finding)
        assert getattr(again.meaning, "template", "") == finding.meaning.template


@pytest.mark.parametrize("data", [{}, {"claim": 3, "uses": "x", "reasons": [1], "asserter": [], "data": 5, "raw_length": "x"}, {"meaning": "x", "meaning_template": "{0.__class__}", "meaning_values": {}}, {"meaning": "x", "meaning_template": "{a}", "meaning_values": {"b": "c"}}])  # fmt: skip
def test_nonsense_from_the_limited_process_is_survived(data):
    made = revive.finding(data)
    assert made.claim in (Claim.DESCRIBED,)
    assert not hasattr(made.meaning, "template")


def test_every_scheme_says_what_it_proves_and_what_not():
    for reader in readers():
        for scheme in reader.schemes:
            assert scheme.proves
            assert scheme.does_not_prove
            assert scheme == schemes.ALL[scheme.id]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia/", "trainedAlgorithmicMedia"),
        ("trainedalgorithmicmedia", "trainedAlgorithmicMedia"),
        ("https://schema.org/TrainedAlgorithmicMediaDigitalSource", "trainedAlgorithmicMedia"),
        ("digsrctype:digitalCapture", "digitalCapture"),
        ("http://c2pa.org/digitalsourcetype/empty", "empty"),
        ("banana", ""),
        ("", ""),
    ],
)
def test_source_types_in_all_their_spellings(value, code):
    assert sourcetypes.code_of(value) == code


def test_every_source_type_of_schema_org_is_known():
    assert set(sourcetypes.MEMBERS.values()) <= set(sourcetypes.TYPES)


def test_half_a_surrogate_pair_does_not_reach_the_report():
    data = samples.png(texts={"AIGC": '{"Label": "1", "ContentProducer": "\\ud800", "ProduceID": "\\udfff"}'})
    report = inspect(data, name="x.png", isolated=False)
    json.dumps(report.json(), ensure_ascii=False).encode()
    assert report.json() == inspect(data, name="x.png").json()
