"""Reading foreign files: what is good is offered, what is broken is named with its line."""

import json

import pytest

from interchange.knowledge.repository.exchange.readers import read
from interchange.knowledge.repository.exchange.work import Name

BIBTEX = r"""
@comment{made by hand}
@string{press = "World Press"}
@article{one, author = {M{\"u}ller, J{\'o}zef and de la Cruz, Ana and {World Example Organization} and others},
  title = {{A {LLM} \& Watermarks}: 50% of $x^2$}, journaltitle = {Journal}, date = {2024-03-05}, pages = {12--19},
  doi = {https://doi.org/10.1000/ABC.1}, url = {https://example.org/a\_b%20c}, keywords = {one, two; three}}
@article{broken, title = {No end, author = {A, B},
  year = 2020

@inproceedings{two, title = "Good one", author = "John Smith", booktitle = "Proceedings", publisher = press, year = "2023", month = feb}
@article{two, title = "Doubled key", author = "Smith, John"}
@article{three, title = {Twice}, title = {Again}}
@article{four, author = {Nobody, A}}
@misc{five, title = {On arXiv}, eprint = {2301.10226v2}, archivePrefix = {arXiv}, year = {3023}}
@article{six title = {No comma}, year = 2000}
"""


def test_a_broken_block_among_good_ones_is_listed_with_its_line():
    reading = read(BIBTEX.encode(), "library.bib")
    assert reading.format == "bibtex"
    assert [(draft.line, draft.work.title) for draft in reading.drafts] == [
        (4, "A LLM & Watermarks: 50% of x^2"), (10, "Good one"), (11, "Doubled key"), (14, "On arXiv"),
    ]  # fmt: skip
    assert [(trouble.line, trouble.fatal) for trouble in reading.problems] == [(7, True), (12, True), (13, True), (14, False), (15, True)]
    assert all(trouble.rule and trouble.remedy for trouble in reading.problems)


def test_bibtex_in_detail():
    first, second, _third, fourth = (draft.work for draft in read(BIBTEX.encode()).drafts)
    assert first.authors == (Name("Müller", "Józef"), Name("de la Cruz", "Ana"), Name(literal="World Example Organization"))
    assert first.more_authors
    assert (first.issued, first.pages, first.doi, first.url) == ("2024-03-05", "12-19", "10.1000/abc.1", "https://example.org/a_b%20c")
    assert first.keywords == ("one", "two", "three")
    assert (second.authors, second.issued, second.publisher) == ((Name("Smith", "John"),), "2023-02", "World Press")
    assert (fourth.arxiv, fourth.issued) == ("2301.10226", "")


RIS = """Provider: a database
TY  - RPRT
AU  - Example, Ada
A1  - World Example Organization
TI  - A report
PY  - 2021///
DO  - doi:10.1000/Report
KW  - one
KW  - two
SP  - 1
EP  - 9
ER  -

TY  - JOUR
TI  - Never ended
TY  - JOUR
T1  - A paper
JO  - Journal
Y1  - 2020/05/17
UR  - https://arxiv.org/abs/2301.10226
ER  - \r
ER  -
TY  - JOUR
TI  - Cut off
"""


def test_ris_and_its_troubles():
    reading = read(RIS.encode(), "")
    assert reading.format == "ris"
    report, paper = (draft.work for draft in reading.drafts)
    assert (report.kind, report.doi, report.issued, report.pages, report.keywords) == (
        "report",
        "10.1000/report",
        "2021",
        "1-9",
        ("one", "two"),
    )
    assert set(report.authors) == {Name("Example", "Ada"), Name(literal="World Example Organization")}
    assert (paper.title, paper.venue, paper.issued, paper.arxiv) == ("A paper", "Journal", "2020-05-17", "2301.10226")
    assert [trouble.line for trouble in reading.problems] == [14, 22, 23]


def test_csl_json_list_single_lines_and_broken():
    item = {"id": 1, "type": "report", "title": "One", "author": [{"family": "Example", "given": "Ada", "non-dropping-particle": "van"}, {"literal": "An Organization"}], "issued": {"date-parts": [["2024", 5]]}}  # fmt: skip
    for text in (json.dumps([item]), json.dumps(item), json.dumps(item) + "\n" + json.dumps(item)):
        reading = read(text.encode())
        assert reading.format == "csl-json"
        work = reading.drafts[0].work
        assert work.authors == (Name("van Example", "Ada"), Name(literal="An Organization"))
        assert (work.kind, work.issued) == ("report", "2024-05")
    broken = json.dumps([item], indent=1)[:-2] + ',\n{"title": "Two",\n "author": [}\n]'
    reading = read(broken.encode())
    assert len(reading.drafts) == 1
    assert reading.problems[0].line == broken[: broken.index("[}")].count("\n") + 1
    assert [trouble.rule for trouble in read(b'[1, "two", {"title": {"a": 1}, "author": 5}]').problems]


def test_crossref_answers():
    item = {
        "DOI": "10.1000/XYZ", "type": "journal-article", "title": ["A <i>title</i> &amp; more"], "subtitle": ["With a subtitle"],
        "author": [{"given": "Ada", "family": "Example", "ORCID": "http://orcid.org/0000-0002-1825-0097", "affiliation": [{"name": "Somewhere"}]}, {"name": "A Group"}],
        "container-title": ["Journal"], "volume": "1", "issue": "2", "page": "3-4", "issued": {"date-parts": [[2024, 1, 31]]},
        "abstract": "<jats:title>Abstract</jats:title><jats:p>First.</jats:p><jats:p>Second.</jats:p>", "language": "en",
        "license": [{"URL": "https://creativecommons.org/licenses/by/4.0/"}], "URL": "https://doi.org/10.1000/xyz", "subject": ["Law"],
    }  # fmt: skip
    for text in ({"status": "ok", "message": item}, {"message": {"items": [item]}}, {"items": [item]}, item):
        reading = read(json.dumps(text).encode(), "")
        assert (reading.format, reading.problems) == ("crossref", [])
        work = reading.drafts[0].work
    assert work.title == "A title & more: With a subtitle"
    assert work.authors == (Name("Example", "Ada", orcid="0000-0002-1825-0097", affiliation="Somewhere"), Name(literal="A Group"))
    assert (work.licence, work.issued, work.doi) == ("CC-BY-4.0", "2024-01-31", "10.1000/xyz")
    assert work.abstract.endswith("First.\n\nSecond.")


def test_datacite_answers():
    attributes = {
        "doi": "10.5072/ABC", "titles": [{"title": "Data"}, {"title": "of many", "titleType": "Subtitle"}], "publisher": {"name": "Press"},
        "creators": [
            {"name": "Example, Ada", "nameType": "Personal", "nameIdentifiers": [{"nameIdentifier": "0000-0002-1825-0098", "nameIdentifierScheme": "ORCID"}]},
            {"name": "An Organization", "nameType": "Organizational"},
        ],
        "types": {"resourceTypeGeneral": "Dataset"}, "publicationYear": 2023, "dates": [{"date": "2023-04-05", "dateType": "Issued"}],
        "rightsList": [{"rightsIdentifier": "cc-by-4.0", "rightsIdentifierScheme": "SPDX"}], "language": "eng", "version": "2",
        "descriptions": [{"description": "What it is.", "descriptionType": "Abstract"}], "subjects": [{"subject": "law"}],
    }  # fmt: skip
    for text in ({"data": {"id": "x", "attributes": attributes}}, {"data": [{"attributes": attributes}]}, attributes):
        reading = read(json.dumps(text).encode(), "")
        assert reading.format == "datacite"
        work = reading.drafts[0].work
    assert (work.title, work.kind, work.licence, work.language) == ("Data: of many", "dataset", "CC-BY-4.0", "en")
    assert work.authors[0] == Name("Example", "Ada")  # the check digit of the ORCID iD is wrong


@pytest.mark.parametrize(
    ("data", "format"),
    [(b"", ""), (b"   \n", ""), (b"%PDF-1.7 not a bibliography", ""), (b"\x00\x01\x02", ""), (b"[" * 100_000, "csl-json"), (b"@" * 5000, ""), (b"{}", "csl-json")],
)  # fmt: skip
def test_what_is_no_bibliography_says_so_and_breaks_nothing(data, format):
    reading = read(data, "x.bib")
    assert (reading.drafts, reading.format) == ([], format)
    assert reading.problems[0].rule


def test_encodings():
    text = "@misc{a, title = {Élan}}"
    assert [draft.work.title for draft in read(text.encode("utf-16")).drafts] == ["Élan"]
    assert [draft.work.title for draft in read(b"\xef\xbb\xbf" + text.encode()).drafts] == ["Élan"]
    old = read(text.encode("cp1252"))
    assert [draft.work.title for draft in old.drafts] == ["Élan"]
    assert [(trouble.line, trouble.fatal) for trouble in old.problems] == [(0, False)]
