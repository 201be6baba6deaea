"""What we write, read by others: pybtex, pybtexris, citeproc-py, two XML schema validators, extruct and pyld."""

import json
import re
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from interchange.knowledge.repository.exchange import venues
from interchange.knowledge.repository.exchange.readers import read
from interchange.knowledge.repository.exchange.work import Name, Part, Relation, Work, from_plain, to_plain
from interchange.knowledge.repository.exchange.writers import (
    FORMATS,
    bibtex,
    by_suffix,
    csl,
    datacite_json,
    datacite_xml,
    dublin_core,
    for_accept,
    highwire,
    jsonld,
    ris,
    signposting,
    styles,
)
from tests import judges

WORK = Work(
    title="Watermarks & {labels}: 100% of <all> SynthID_text", kind="paper", key="example-2024", issued="2024-10-23",
    authors=(Name("Müller", "Józef", orcid="0000-0002-1825-0097", affiliation="A Place", ror="05dxps055"), Name("de la Cruz", "Ana"), Name(literal="Bureau for This and That", ror="05dxps055")),
    venue="Nature", volume="634", issue="8035", pages="818-823", publisher="Springer", doi="10.1000/abc_(1)", arxiv="2301.10226",
    url="https://example.org/a_b%20c?x=1&y=2", abstract="One.\n\nTwo $x$ \\ ~ ^ # “three”.", language="en", licence="CC-BY-4.0",
    keywords=("one", "two words"), subjects=("Labelling",), address="https://ten.example.org/repository/example-2024/", version="2",
    parts=(Part("https://ten.example.org/repository/example-2024/files/1/", "application/pdf", 1234, "ab" * 32, "paper.pdf"),),
    relations=(Relation("IsNewVersionOf", "https://ten.example.org/repository/example-2024/v/1/"),), access="open",
    published="2024-11-01T10:00:00+00:00", modified="2024-11-02T10:00:00+00:00", repository="A Network",
    alternate=tuple((one.suffix, one.media_type) for one in FORMATS.values()),
)  # fmt: skip
BARE = Work(title="Nothing but a title", kind="report", key="bare", address="https://ten.example.org/repository/bare/")
ODD = WORK.but(title="\x0b]]> &amp; \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), kind="practice", more_authors=True, doi="", licence="MIT OR Apache-2.0", issued="2024")  # fmt: skip
ALL = [WORK, BARE, ODD, *(WORK.but(kind=kind, venue="") for kind in ("standard", "guideline", "dataset", "software", "legal-text"))]


def test_bibtex_is_read_by_pybtex():
    from pybtex.database import parse_string

    found = parse_string(bibtex.write(ALL).decode(), "bibtex")
    assert len(found.entries) == len(ALL)
    entry = found.entries["muller2024watermarks"]
    assert [str(person) for person in entry.persons["author"]] == ["Müller, Józef", "de la Cruz, Ana", "{Bureau for This and That}"]
    assert entry.persons["author"][1].prelast_names == ["de", "la"]
    assert (entry.type, entry.fields["doi"], entry.fields["year"], entry.fields["pages"]) == ("article", WORK.doi, "2024", "818--823")
    assert entry.fields["title"].replace("{", "").replace("}", "").replace("\\", "") == WORK.title.replace("{", "").replace("}", "")


def test_ris_is_read_by_pybtexris():
    from pybtexris import RISParser

    found = RISParser().parse_string(ris.write([WORK, BARE]).decode())
    assert len(found.entries) == 2
    entry = next(one for one in found.entries.values() if "634" in one.fields.get("volume", ""))
    assert entry.fields["title"] == WORK.title
    assert entry.fields["doi"] == WORK.doi
    assert next(person.last_names for person in entry.persons["author"]) == ["Müller"]
    assert ris.write([WORK]).startswith(b"TY  - JOUR\r\nAU  - ")
    assert ris.write([WORK]).endswith(b"ER  - \r\n")


def test_csl_json_is_read_by_citeproc_and_every_style_renders():
    for code in styles.STYLES:
        text = styles.cite(WORK, code)
        assert "Müller" in text
        assert "2024" in text
        assert not re.search(r"None|\.\.|<|^\s*\[?1[\]. ]", text.replace("<all>", ""))
        assert styles.cite(BARE, code)
    with pytest.raises(LookupError):
        styles.cite(WORK, "vancouver")


def test_the_styles_say_what_their_guides_say():
    work = WORK.but(
        title="Scalable watermarking for texts",
        doi="10.1038/s41586-024-08025-4",
        authors=(Name("Dathathri", "Sumanth"), Name("See", "Abigail")),
    )
    assert styles.cite(work, "apa") == (
        "Dathathri, S., & See, A. (2024). Scalable watermarking for texts. Nature, 634(8035), 818–823. https://doi.org/10.1038/s41586-024-08025-4"
    )
    assert styles.cite(work, "ieee") == (
        "S. Dathathri and A. See, “Scalable watermarking for texts,” Nature, vol. 634, no. 8035, pp. 818–823, Oct. 2024, doi: 10.1038/s41586-024-08025-4."
    )
    assert styles.cite(work, "chicago-author-date") == (
        "Dathathri, Sumanth, and Abigail See. 2024. “Scalable Watermarking for Texts.” Nature 634 (8035): 818–23. https://doi.org/10.1038/s41586-024-08025-4."
    )
    assert styles.cite(work.but(more_authors=True), "apa").startswith("Dathathri, S., See, A., & others. (2024).")
    assert styles.cite(work, "nature") == "Dathathri, S. & See, A. Scalable watermarking for texts. Nature 634, 818–823 (2024)."


def test_datacite_xml_is_valid_in_two_validators():
    import xmlschema

    schema = xmlschema.XMLSchema(str(judges.datacite_schema_file()))
    for work in ALL:
        data = datacite_xml.write([work])
        judges.datacite().assertValid(etree.fromstring(data))
        schema.validate(data.decode())
    wrong = datacite_xml.write([WORK]).replace(b"IsNewVersionOf", b"IsNewerThan")
    assert not judges.datacite().validate(etree.fromstring(wrong))
    assert not schema.is_valid(wrong.decode())


def test_datacite_json_is_valid_and_comes_back():
    import datacite
    from datacite import schema45

    assert datacite
    for work in ALL:
        made = datacite_json.attributes(work)
        if work.doi and work.kind != "practice":
            schema45.validator.validate(made)
        back = read(json.dumps(made).encode()).drafts[0].work
        assert (back.doi, back.issued, back.kind if work.kind not in {"guideline", "legal-text", "practice"} else "") == (
            work.doi, work.issued, work.kind if work.kind not in {"guideline", "legal-text", "practice"} else "",
        )  # fmt: skip


def test_datacite_json_keeps_to_the_lists_of_4_7():
    """No JSON schema of 4.6 or 4.7 is published as a package: the structure of 4.5's, with the lists of values of the official 4.7 XML schema."""
    from copy import deepcopy

    from datacite import schema45

    schema = deepcopy(schema45.validator.schema)
    lists = {
        "resourceTypeGeneral": "resourceType", "relationType": "relationType", "relatedIdentifierType": "relatedIdentifierType", "dateType": "dateType",
        "descriptionType": "descriptionType", "contributorType": "contributorType", "titleType": "titleType",
    }  # fmt: skip
    for name, file in lists.items():
        tree = etree.parse(str(judges.datacite_folder()[0] / "include" / f"datacite-{file}-v4.xsd"))
        values = tree.xpath("//x:enumeration/@value", namespaces={"x": "http://www.w3.org/2001/XMLSchema"})
        assert len(values) > 3
        schema["definitions"][name]["enum"] = values
    judge = type(schema45.validator)(schema)
    judged = [datacite_json.attributes(work) for work in ALL if work.doi]
    assert judged
    for made in judged:
        judge.validate(made)
    assert not judge.is_valid(judged[0] | {"types": {"resourceTypeGeneral": "Pamphlet"}})


def test_dublin_core_and_xml_hold_any_text():
    for work in ALL:
        tree = etree.fromstring(dublin_core.write([work]))
        assert tree.findtext("{http://purl.org/dc/elements/1.1/}title") == work.title.replace("\x0b", "")
    with pytest.raises(ValueError, match="one work"):
        dublin_core.write([WORK, BARE])


def test_json_ld_is_found_by_extruct_and_expands_in_pyld():
    import extruct
    from pyld import jsonld as processor

    page = f'<html><head><script type="application/ld+json">{jsonld.dumps([WORK])}</script></head><body></body></html>'
    found = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert found[0]["@type"] == "ScholarlyArticle"
    assert [one["name"] for one in found[0]["author"]] == ["Józef Müller", "Ana de la Cruz", "Bureau for This and That"]
    vocabulary = {"@context": {"@vocab": "https://schema.org/", "@base": "https://ten.example.org/"}}
    for works in ([WORK], ALL):
        data = json.loads(jsonld.write(works)) | vocabulary
        expanded = processor.expand(data)
        assert len(processor.to_rdf(expanded)["@default"]) > 10 * len(works)
    assert "</script" not in jsonld.dumps([WORK.but(title="</script><script>alert(1)</script>")])


def test_highwire_tags():
    tags = list(highwire.tags(WORK))
    assert tags[0] == ("citation_title", WORK.title)
    assert [value for name, value in tags if name == "citation_author"] == ["Müller, Józef", "de la Cruz, Ana", "Bureau for This and That"]
    assert dict(tags)["citation_pdf_url"] == WORK.parts[0].url
    assert dict(tags)["citation_publication_date"] == "2024/10/23"


def test_signposting_is_read_by_its_own_library():
    from signposting.linkheader import find_signposting_http_link
    from signposting.linkset import Linkset, LinksetJSON, _parse_linkset, _parse_linkset_json

    plain = WORK.but(doi="10.1000/182")
    found = find_signposting_http_link([signposting.header(plain, signposting.landing(plain))], plain.address)
    assert str(found.citeAs.target) == "https://doi.org/10.1000/182"
    assert {str(one.target) for one in found.items} == {plain.parts[0].url}
    assert str(found.license.target) == "https://spdx.org/licenses/CC-BY-4.0"
    assert {str(one.target) for one in found.authors} == {"https://orcid.org/0000-0002-1825-0097", "https://ror.org/05dxps055"}
    assert {str(one.target) for one in found.types} == {"https://schema.org/AboutPage", "https://schema.org/ScholarlyArticle"}
    assert len(found.describedBy) == len(FORMATS)
    assert {one.type for one in found.linksets} == {"application/linkset+json", "application/linkset"}
    as_json = LinksetJSON(signposting.linkset_json(plain).decode(), signposting.LINKSET_JSON, plain.address, plain.address)
    as_text = Linkset(signposting.linkset_text(plain).decode(), signposting.LINKSET_TEXT, plain.address, plain.address)
    for parsed in (_parse_linkset_json(as_json), _parse_linkset(as_text)):
        relations = {(str(one.context), str(one.rel), str(one.target)) for one in parsed.signposts}
        assert (plain.parts[0].url, "collection", plain.address) in relations
        assert (plain.address, "item", plain.parts[0].url) in relations
        assert (f"{plain.address.rstrip('/')}.bib", "describes", plain.address) in relations


def test_a_link_header_stays_short_and_the_link_set_holds_all():
    parts = tuple(Part(f"https://ten.example.org/repository/example-2024/files/{number}/", "application/pdf") for number in range(300))
    crowd = tuple(Name("Example", str(number), orcid="0000-0002-1825-0097") for number in range(300))
    work = WORK.but(parts=parts, authors=crowd)
    header = signposting.header(work, signposting.landing(work))
    assert len(header.encode()) <= signposting.LIMIT
    assert 'rel="cite-as"' in header
    assert 'rel="linkset"' in header
    assert len(json.loads(signposting.linkset_json(work))["linkset"][0]["item"]) == 300
    assert "\n" not in signposting.header(
        WORK.but(url="https://x.example/\r\nSet-Cookie: a=b", doi="", address=""), signposting.landing(WORK)
    )


def test_who_asks_for_what():
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    assert for_accept(browser) is None
    assert for_accept("*/*") is None
    assert for_accept("") is None
    assert for_accept("text/html;q=0.5, application/ld+json").code == "jsonld"
    assert for_accept("text/html, application/ld+json;q=0.9") is None
    assert for_accept("application/x-bibtex;q=zero") is None
    assert for_accept("application/vnd.citationstyles.csl+json, text/x-bibtex;q=0.5").code == "csl-json"
    assert by_suffix("datacite.xml").code == "datacite-xml"
    assert by_suffix("exe") is None


PLAIN = st.text(alphabet=string.ascii_letters + string.digits + " .,:;!?%$#_{}~^\\'\"-éüß漢字()@=/*+|", min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(lambda text: re.search(r"\w", text))  # fmt: skip
WORD = st.text(alphabet=string.ascii_letters + "éüßØ漢-", min_size=2, max_size=12).filter(lambda text: text[0].isupper() and text.lower() not in {"and", "others"})  # fmt: skip
NAMES = st.one_of(st.builds(Name, family=WORD, given=WORD), st.builds(lambda text: Name(literal=text), WORD))
WORKS = st.builds(
    Work, title=PLAIN, authors=st.lists(NAMES, min_size=1, max_size=4).map(tuple), issued=st.sampled_from(["", "1999", "2024-05", "2024-05-17"]),
    venue=st.sampled_from(["", "Journal of Examples", "AT&T Reports"]), abstract=PLAIN, doi=st.sampled_from(["", "10.1000/a_b", "10.1000/182"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORKS, min_size=1, max_size=3))
def test_what_we_write_we_read_again(works):
    for writer, depth in ((bibtex, 7), (ris, 10), (csl, 10), (datacite_json, 10)):
        data = writer.write(works)
        reading = read(data)
        assert not [trouble for trouble in reading.problems if trouble.fatal], (data, reading.problems)
        assert len(reading.drafts) == len(works)
        for work, draft in zip(works, reading.drafts, strict=True):
            back = draft.work
            assert (back.title, back.authors, back.issued[:depth], back.doi) == (work.title, work.authors, work.issued[:depth], work.doi), (
                data
            )
            assert back.abstract == work.abstract


@given(WORKS)
@settings(max_examples=15, deadline=None)
def test_plain_data_and_back(work):
    assert from_plain(json.loads(json.dumps(to_plain(work)))) == work


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Nature 634, 818-823", ("Nature", "634", "", "818-823")),
        ("Nature 634(8035), 818-823", ("Nature", "634", "8035", "818-823")),
        ("Journal of Examples 12", ("Journal of Examples", "12", "", "")),
        ("AAAI 2024", ("AAAI 2024", "", "", "")),
        ("International Conference (ICML 2023)", ("International Conference (ICML 2023)", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_where_a_work_appeared(line, parts):
    assert venues.split(line) == parts
    assert venues.join(*parts) == line
