"""What stands in PDF, Word, EPUB and HTML."""

import pytest

from interchange.workbench.signals import inspect
from interchange.workbench.signals.model import Claim, Outcome
from interchange.workbench.signals.tests import samples


def found(data: bytes, name: str):
    return inspect(data, name=name, isolated=False).findings


def test_properties_of_a_pdf_and_its_signature():
    data = samples.pdf({"/Author": "C. Author", "/Producer": "P 1"}, signed=True)
    by_code = {one.code: one for one in found(data, "x.pdf")}
    assert by_code["Author"].raw == "C. Author"
    signature = by_code["ETSI.CAdES.detached"]
    assert (signature.claim, signature.asserter.name, signature.data["pades"]) == (Claim.SIGNED, "A. Signer", True)
    (check,) = signature.checks
    assert check.outcome is Outcome.NO
    assert str(len(data) - 500) in check.words  # the bytes behind the signed range
    assert "not verified" in signature.reasons[0].words


def test_a_signature_without_a_proper_range_is_told():
    data = samples.pdf(signed=True).replace(b"[ 0 100 200 300 ]", b"[ 0 -99 200 300 ]")
    assert [one.claim for one in found(data, "x.pdf") if one.scheme == "pades"] == [Claim.UNREADABLE]


def test_word_properties():
    by_code = {
        one.code: one
        for one in found(samples.docx({"DigitalSourceType": samples.SOURCE + "compositeWithTrainedAlgorithmicMedia"}), "x.docx")
    }
    assert by_code["creator"].raw == "A. Writer"
    assert by_code["compositeWithTrainedAlgorithmicMedia"].claim is Claim.EDITED_WITH_AI


@pytest.mark.parametrize(
    ("metas", "claim"),
    [
        ('<meta property="tdm:reservation">1</meta>', Claim.RESERVED),
        ('<meta name="tdm:reservation" content="1"/><meta name="tdm:policy" content="https://x.example/p"/>', Claim.RESERVED),
        ('<meta property="tdm:reservation">0</meta>', Claim.PERMITTED),
    ],
)
def test_tdmrep_in_epub(metas, claim):
    made = found(samples.epub(metas), "book.epub")
    assert next(one.claim for one in made if one.scheme == "tdmrep") is claim
    assert "B. Author" in {one.raw for one in made}


PAGE = """<!doctype html><html><head><meta name="author" content="D. Writer"><meta name="tdm-reservation" content="1"><link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article", "digitalSourceType": "https://schema.org/TrainedAlgorithmicMediaDigitalSource", "author": {"name": "E."},
"image": {"@type": "ImageObject", "contentUrl": "https://x.example/a.jpg", "digitalSourceType": "digitalCapture", "license": "https://x.example/l"}}</script></head><body></body></html>"""


def test_schema_org_tells_the_page_from_the_pictures_in_it():
    report = inspect(PAGE.encode(), name="page.html", isolated=False)
    about = {(one.code, one.about): one.claim for one in report.findings}
    assert about["trainedAlgorithmicMedia", "file"] is Claim.MADE_BY_AI
    assert about["digitalCapture", "https://x.example/a.jpg"] is Claim.CAPTURED
    assert report.summary.origin == "says-ai"  # the picture's own origin contradicts nothing
    assert {one.scheme for one in report.findings} == {"schema-org", "document-properties", "tdmrep", "link-licence"}


@pytest.mark.parametrize(
    ("script", "what"),
    [("{not json", Claim.UNREADABLE), ("[" * 50_000, Claim.UNREADABLE), ('{"a":' * 300 + "1" + "}" * 300, None), ('{"author": 5}', None)],
)
def test_broken_and_endless_json_ld(script, what):
    made = found(f'<html><script type="application/ld+json">{script}</script></html>'.encode(), "p.html")
    assert [one.claim for one in made] == ([what] if what else [])


def test_microdata():
    (made,) = found(
        b'<html><body><link itemprop="digitalSourceType" href="https://schema.org/DigitalCaptureDigitalSource"></body></html>', "p.html"
    )
    assert made.claim is Claim.CAPTURED


def test_microdata_about_a_part_of_the_page_is_not_about_the_page():
    part = b'<span itemscope itemtype="https://schema.org/CreativeWork" itemid="/comments/3/">x<meta itemprop="digitalSourceType" content="https://schema.org/TrainedAlgorithmicMediaDigitalSource"></span>'
    report = inspect(b"<html><body>" + part + b"</body></html>", name="p.html", isolated=False)
    assert [(one.claim, one.about) for one in report.findings] == [(Claim.MADE_BY_AI, "/comments/3/")]
    assert report.summary.origin == "nothing-said"
