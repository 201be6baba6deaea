"""Papers and pictures that the house makes say of themselves what the house says of them, and are signed where it has a key."""

import io

import encypher_c2pa
import pypdfium2
import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader

from interchange.ground.text import papers
from interchange.ground.text.papers import Said
from interchange.workbench.bench import marking
from interchange.workbench.bench.middleware import UsesMiddleware
from interchange.workbench.signals import Options, inspect
from interchange.workbench.signals.model import Claim, Stance, Use
from interchange.workbench.signals.reservations import writers
from interchange.workbench.signals.reservations.writers import Declaration
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.writing import documents
from interchange.workbench.signals.writing.images import NotWritable

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>T</title><path d="M0 0h9v9z"/></svg>'
NO, YES = Stance.DISALLOWED, Stance.ALLOWED


@pytest.fixture(scope="module")
def pdf():
    return papers.typeset(b'#set document(title: "Kept")\n= One\n#sys.inputs.data', {"words": "#not(markup"})


@pytest.fixture
def signed(settings, tmp_path):
    samples.ca().save(tmp_path / "signer")
    settings.SIGNER = str(tmp_path / "signer")


def read(content, **more):
    return inspect(content, name="x", isolated=False, options=Options((samples.own_list(),)), **more)


def stances(report):
    return {one.use: one.stance for one in report.decisions}


def test_a_paper_says_what_the_site_says_and_keeps_everything_else(pdf):
    made = papers.finished(pdf, "application/pdf", Said("Kept", "assisted"))
    report = read(made)
    assert made.startswith(pdf)
    assert {one.raw for one in report.findings if one.code == "dc:title"} == {"Kept"}
    found = stances(report)
    assert (found[Use.MINING], found[Use.GENERATIVE_TRAINING], found[Use.AI_TRAINING], found[Use.SEARCH]) == (NO, NO, NO, YES)
    assert not any(one.conflict for one in report.decisions)
    assert report.summary.origin == "says-ai-edited"
    assert {one.raw for one in report.findings if one.code == "xmpRights:WebStatement"} == {"http://127.0.0.1:8000/uses/"}
    assert not [one for one in report.findings if one.scheme == "c2pa"]  # no key, no signature
    page = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()  # another reader of PDF
    assert "#not(markup" in page


@pytest.mark.parametrize(("kind", "make"), [("application/pdf", None), ("image/svg+xml", SVG)])
def test_with_a_key_it_is_signed_and_a_second_reader_agrees(signed, pdf, kind, make):
    made = papers.finished(make or pdf, kind, Said("Kept", "none"))
    report = read(made)
    credential = next(one for one in report.findings if one.code == "credential")
    assert {check.name: check.outcome.value for check in credential.checks} == dict.fromkeys(
        ("content-hash", "signature", "signer", "time", "chain"), "yes"
    )
    assert Claim.MADE_BY_PERSON in {one.claim for one in report.findings}
    assert {one.uses for one in report.findings if one.scheme == "cawg-training-mining"} == {
        (Use.MINING,), (Use.AI_TRAINING,), (Use.GENERATIVE_TRAINING,),
    }  # fmt: skip
    assert (stances(report)[Use.MINING], stances(report)[Use.SEARCH]) == (NO, YES)
    other = encypher_c2pa.verify(made, kind, trust_pem=samples.ca().root, no_default_trust=True, telemetry=False, online=False)
    assert (other["integrity"], other["hard_binding"]) == ("valid", "match")
    if kind == "application/pdf":
        assert len(PdfReader(io.BytesIO(made)).pages) == len(pypdfium2.PdfDocument(made)) == 1


def test_a_paper_that_says_nothing_of_ai_has_no_source_type_and_its_credential_only_that_a_program_set_it(signed, pdf):
    report = read(papers.finished(pdf, "application/pdf", Said("Kept")))
    assert {one.scheme for one in report.findings if one.claim is Claim.MADE_BY_PROGRAM} == {"c2pa"}


def test_a_licence_of_its_own_goes_before_the_site(pdf):
    found = stances(read(papers.finished(pdf, "application/pdf", Said("Kept", licence="https://creativecommons.org/licenses/by/4.0/"))))
    assert (found[Use.MINING], found[Use.GENERATIVE_TRAINING]) == (YES, Stance.UNKNOWN)


def test_what_cannot_be_marked_or_signed_reaches_its_readers_all_the_same(settings, tmp_path, caplog, pdf):
    assert papers.finished(b"%PDF-1.7 broken", "application/pdf", Said("x")) == b"%PDF-1.7 broken"
    assert papers.finished(b"a,b", "text/csv", Said("x")) == b"a,b"
    folder = tmp_path / "broken"
    folder.mkdir()
    for name in ("chain.pem", "key.pem"):
        (folder / name).write_text("no certificate")
    settings.SIGNER = str(folder)
    assert read(papers.finished(pdf, "application/pdf", Said("x"))).findings
    assert "could not be signed" in caplog.text
    settings.SIGNER = str(tmp_path / "nowhere")
    with pytest.raises(ImproperlyConfigured, match="INTERCHANGE_SIGNER"):
        UsesMiddleware(lambda request: None)


def test_the_edition_changes_with_what_would_be_written(settings, tmp_path):
    before = papers.edition()
    settings.USES = "search=allow"
    between = papers.edition()
    samples.ca().save(tmp_path / "signer")
    settings.SIGNER = str(tmp_path / "signer")
    assert len({before, between, papers.edition()}) == 3


def test_the_demo_has_a_test_ca_made_once(settings, tmp_path):
    settings.DATA_DIR, settings.DEMO, settings.SIGNER = tmp_path, True, ""
    assert marking.signer() is None
    marking.make_demo_signer(samples.NOW)
    first = marking.signer()
    marking.make_demo_signer(samples.NOW)
    assert marking.signer() == first is not None
    assert (tmp_path / "test-signer" / "key.pem").stat().st_mode & 0o077 == 0


def test_a_drawing_keeps_its_own_metadata():
    first = documents.write(SVG, "image/svg+xml", {"tdm:reservation": "1"})
    second = documents.write(first, "image/svg+xml", {"plus:DataMining": "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"})
    assert {one.code for one in read(second).findings} >= {"tdm-reservation=1", "DMI-ALLOWED"}
    assert second.count(b"<metadata") == 1
    for wrong in (b"<html/>", b"<svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'):
        with pytest.raises(NotWritable):
            documents.write(wrong, "image/svg+xml", {"tdm:reservation": "1"})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({Use.MINING: NO, Use.SEARCH: YES}, "PROHIBITED-EXCEPTSEARCHENGINEINDEXING"),
        ({Use.MINING: NO, Use.SEARCH: NO}, "PROHIBITED"),
        ({Use.MINING: NO}, ""),  # PLUS has no word for it: each names search
        ({Use.MINING: YES}, ""),
        ({Use.AI_TRAINING: NO, Use.GENERATIVE_TRAINING: NO}, "PROHIBITED-AIMLTRAINING"),
        ({Use.GENERATIVE_TRAINING: NO, Use.MINING: YES}, "PROHIBITED-GENAIMLTRAINING"),
        ({Use.MINING: YES, Use.AI_TRAINING: YES, Use.GENERATIVE_TRAINING: YES}, "ALLOWED"),
    ],
)
def test_plus_is_written_only_where_it_says_just_this(said, code):
    assert writers.xmp_properties(Declaration(said)).get("plus:DataMining", "").rpartition("DMI-")[2] == code
