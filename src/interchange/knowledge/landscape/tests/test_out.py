"""What the map gives out, held against judges that are not ours; and what it takes in."""

import csv
import io
import json

import jsonschema
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from rdflib import DCAT, DCTERMS, RDF, Graph

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape import load, queries, snapshot
from interchange.knowledge.landscape.actions import importing, releasing
from interchange.knowledge.landscape.exports import tables
from interchange.knowledge.landscape.models import Challenge, MapRelease, Proposal, Relation, Tool

pytestmark = pytest.mark.django_db


def body(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content


def test_json_fits_the_published_schema(client):
    rules = json.loads(body(client, "/landscape/schema.json"))
    jsonschema.Draft202012Validator.check_schema(rules)
    judge = jsonschema.Draft202012Validator(rules)
    data = json.loads(body(client, "/landscape/releases/1.0/map.json"))
    assert [error.message for error in judge.iter_errors(data)][:3] == []
    assert (len(data["tools"]), len(data["challenges"])) == (330, 120)
    data["tools"][0]["status"] = "wonderful"
    del data["challenges"][0]["title"]
    assert len(list(judge.iter_errors(data))) == 2


def test_xlsx_read_back_equals_the_csv_cell_by_cell(client):
    book = load_workbook(io.BytesIO(body(client, "/landscape/releases/1.0/map.xlsx")), read_only=True)
    assert book.sheetnames == ["Tools", "Challenges", "Relations", "Answers", "Claims", "Gaps", "Settings"]
    for title in ("Tools", "Challenges", "Relations"):
        text = body(client, f"/landscape/releases/1.0/{title.lower()}.csv").decode("utf-8-sig")
        plain = list(csv.reader(io.StringIO(text, newline="")))
        held = [["" if value is None else str(value) for value in row] for row in book[title].iter_rows(values_only=True)]
        assert held == plain
        assert len(plain) > 100


def test_a_formula_stays_a_text(client):
    Tool.objects.filter(code="trustmark").update(name='=HYPERLINK("http://evil","x")', summary="+1+1", steward="@SUM(A1)", licence="-2+3")
    text = body(client, "/landscape/tools/?q=HYPERLINK&format=csv").decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text)))[1]
    assert row[1] == '\'=HYPERLINK("http://evil","x")'
    assert "'@SUM(A1)" in row
    page = load_workbook(io.BytesIO(body(client, "/landscape/tools/?q=HYPERLINK&format=xlsx")))["Tools"]
    dangerous = [
        cell for line in page.iter_rows() for cell in line if cell.data_type == "f" or str(cell.value or "").startswith(("=", "+", "@"))
    ]
    assert page.max_row == 2
    assert dangerous == []


def test_control_characters_do_not_break_the_workbook():
    made = tables.workbook([("T", ["a"], [[tables.cell("x\x00\x0by")]])])
    assert load_workbook(io.BytesIO(made))["T"]["A2"].value == "xy"


# The constraints of DCAT-AP 3.0.1 on catalogue, data set, distribution, agent and concept (mandatory and recommended properties, ranges, authority
# tables), written down as SHACL for this test from the specification. The official shapes judge in `test_judges.py` where they are at hand.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix spdx: <http://spdx.org/rdf/terms#> . @prefix dcatap: <http://data.europa.eu/r5r/> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ; sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] , [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
  [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] , [ sh:path dcat:dataset ; sh:class dcat:Dataset ; sh:minCount 1 ] ,
  [ sh:path dct:language ; sh:class dct:LinguisticSystem ; sh:pattern "^http://publications.europa.eu/resource/authority/language/" ] , [ sh:path dct:license ; sh:maxCount 1 ; sh:class dct:LicenseDocument ] ,
  [ sh:path dct:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] , [ sh:path dct:modified ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
  [ sh:path foaf:homepage ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Document ] , [ sh:path dcat:themeTaxonomy ; sh:minCount 1 ; sh:class skos:ConceptScheme ] , [ sh:path dct:spatial ; sh:minCount 1 ; sh:class dct:Location ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] , [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
  [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] , [ sh:path dcat:distribution ; sh:class dcat:Distribution ; sh:minCount 1 ] , [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
  [ sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] , [ sh:path dcat:landingPage ; sh:class foaf:Document ] , [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Kind ] ,
  [ sh:path dcat:keyword ; sh:minCount 1 ; sh:nodeKind sh:Literal ] , [ sh:path dcat:theme ; sh:minCount 1 ; sh:class skos:Concept ; sh:pattern "^http://publications.europa.eu/resource/authority/data-theme/" ] ,
  [ sh:path dct:accessRights ; sh:maxCount 1 ; sh:class dct:RightsStatement ; sh:pattern "^http://publications.europa.eu/resource/authority/access-right/" ] , [ sh:path dcat:previousVersion ; sh:class dcat:Dataset ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ; sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] , [ sh:path dct:description ; sh:minCount 1 ] ,
  [ sh:path dct:format ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dct:MediaTypeOrExtent ; sh:pattern "^http://publications.europa.eu/resource/authority/file-type/" ] ,
  [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:class dct:MediaType ; sh:pattern "^https?://www.iana.org/assignments/media-types/" ] , [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dct:LicenseDocument ] ,
  [ sh:path dcatap:availability ; sh:minCount 1 ; sh:maxCount 1 ; sh:class skos:Concept ] , [ sh:path dct:conformsTo ; sh:class dct:Standard ] , [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] , [ sh:path dct:type ; sh:minCount 1 ; sh:maxCount 1 ; sh:class skos:Concept ] .
[] a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ] , [ sh:path skos:inScheme ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass skos:ConceptScheme ; sh:property [ sh:path dct:title ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ; sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ; sh:class spdx:ChecksumAlgorithm ] , [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:datatype xsd:hexBinary ] .
"""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
def test_the_catalogue_is_dcat_ap_in_three_writings(client):
    from pyshacl import validate

    shapes = Graph().parse(data=SHAPES, format="turtle")
    sizes = set()
    for ending, kind in (("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")):
        graph = Graph().parse(data=body(client, f"/landscape/catalogue.{ending}"), format=kind)
        conforms, _report, words = validate(graph, shacl_graph=shapes)
        assert conforms, words
        sizes.add(len(graph))
    assert len(sizes) == 1
    assert len(list(graph.subjects(RDF.type, DCAT.Distribution))) == 3
    graph.remove((None, DCTERMS.title, None))
    assert not validate(graph, shacl_graph=shapes)[0]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # the reader's own
def test_json_ld_is_read_by_another_program(client):
    text = body(client, "/landscape/releases/1.0/map.jsonld").decode()
    graph = Graph().parse(data=text, format="json-ld")
    from rdflib import URIRef

    c2pa = next(
        subject for subject in graph.subjects(RDF.type, URIRef("https://schema.org/CreativeWork")) if str(subject).endswith("/tools/c2pa/")
    )
    embeds = [str(other) for predicate, other in graph.predicate_objects(c2pa) if str(predicate).endswith("relations#embeds")]
    assert [one.rsplit("/", 2)[1] for one in embeds] == ["jumbf"]


# What the data file of landscape2 needs (its own documentation, `data.yml`): written down here as the judge of the test.
LANDSCAPE2 = {
    "type": "object", "required": ["categories"], "additionalProperties": False,
    "properties": {"categories": {"type": "array", "minItems": 1, "items": {
        "type": "object", "required": ["name", "subcategories"], "additionalProperties": False,
        "properties": {"name": {"type": "string", "minLength": 1}, "subcategories": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["name", "items"], "additionalProperties": False,
            "properties": {"name": {"type": "string", "minLength": 1}, "items": {"type": "array", "items": {
                "type": "object", "required": ["name", "homepage_url", "logo"], "additionalProperties": False,
                "properties": {"name": {"type": "string"}, "homepage_url": {"type": "string", "pattern": "^https?://"}, "logo": {"type": "string", "pattern": r"\.svg$"}, "description": {"type": "string"},
                               "project": {"enum": ["graduated", "incubating", "sandbox", "archived"]}, "extra": {"type": "object"}}}}}}}}}}},
}  # fmt: skip


def test_landscape2_can_read_the_map(client):
    data = yaml.safe_load(body(client, "/landscape/releases/1.0/landscape2.yml"))
    jsonschema.validate(data, LANDSCAPE2)
    items = [item["name"] for one in data["categories"] for part in one["subcategories"] for item in part["items"]]
    assert len(items) == len(set(items)) == 330
    del data["categories"][0]["subcategories"][0]["items"][0]["logo"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, LANDSCAPE2)


def test_a_release_never_changes_and_the_next_tells_the_difference(people, client):
    officer = people("officer", Role.OFFICER)
    before = body(client, "/landscape/releases/1.0/map.json")
    with pytest.raises(Refused):
        releasing.make_release(officer, number="1.1", title="Nothing new", at=clock.now())
    Tool.objects.filter(code="trustmark").update(since=1999)
    Relation.objects.filter(source__code="c2pa", target__code="jumbf").update(ended_at=clock.now())
    for number, wrong in (("1.0", "number"), ("0.9", "number"), ("one", "number")):
        with pytest.raises(Refused) as refused:
            releasing.make_release(officer, number=number, title="x", at=clock.now())
        assert refused.value.problems[0].field == wrong
    with pytest.raises(NotAllowed):
        releasing.make_release(people("ada"), number="1.1", title="Mine", at=clock.now())
    made = releasing.make_release(officer, number="1.1", title="A year corrected", at=clock.now())
    assert body(client, "/landscape/releases/1.0/map.json") == before
    found = snapshot.compare(snapshot.unpack(MapRelease.objects.get(number="1.0")), snapshot.unpack(made))
    assert [(code, [(one.name, one.new) for one in changes]) for code, _name, changes in found.changed["tools"]] == [
        ("trustmark", [("since", "1999")])
    ]
    assert [(one["from"], one["to"]) for one in found.relations_gone] == [("c2pa", "jumbf")]
    page = body(client, "/landscape/releases/compare/?from=1.0&to=1.1").decode()
    assert "1999" in page
    assert "Relations taken off" in page


def test_the_digest_of_a_release_is_that_of_its_json(client):
    import hashlib

    release = MapRelease.objects.get(number="1.0")
    assert hashlib.sha256(body(client, "/landscape/releases/1.0/map.json")).hexdigest() == release.digest


def test_the_report_is_printed_in_the_worker_with_matrix_gaps_and_sources(people, client, monkeypatch):
    from pypdf import PdfReader

    officer, release = people("officer", Role.OFFICER), MapRelease.objects.get(number="1.0")
    assert client.get("/landscape/releases/1.0/report.pdf").status_code == 404
    job = releasing.order_report(officer, release, at=clock.now())
    assert releasing.order_report(officer, release, at=clock.now()).pk == job.pk
    from interchange.knowledge.landscape.tasks import print_report

    print_report.call(job.pk)
    book = load_workbook(io.BytesIO(bytes(queries.printed(release, "xlsx"))), read_only=True)
    asked = load_workbook(io.BytesIO(tables.workbook(tables.sheets(snapshot.unpack(release), tables.about(release)))), read_only=True)
    assert [list(page.values) for page in book] == [list(page.values) for page in asked]
    monkeypatch.setattr(tables, "workbook", lambda made: pytest.fail("the workbook of a release is made once, by the worker"))
    assert body(client, "/landscape/releases/1.0/map.xlsx")[:2] == b"PK"
    answer = client.get("/landscape/releases/1.0/report.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text() for page in pages)
    for words in (
        "State of the infrastructure",
        "Sectors and functions",
        "Where nothing was found",
        "TrustMark",
        "Sources",
        release.digest[:8],
    ):
        assert words in text.replace("\n", " "), words


def test_a_report_that_fails_says_so_and_can_be_ordered_again(people, monkeypatch):
    from interchange.knowledge.landscape import tasks

    job = releasing.order_report(people("officer", Role.OFFICER), MapRelease.objects.get(number="1.0"), at=clock.now())
    monkeypatch.setattr(tasks, "paper", lambda *given: (_ for _ in ()).throw(RuntimeError("no ink")))
    tasks.print_report.call(job.pk)
    job.refresh_from_db()
    assert (job.phase, job.problem) == ("failed", "no ink")
    assert releasing.order_report(people("officer"), job.release, at=clock.now()).phase == "waiting"


def test_programs_read_the_same_numbers(client):
    made = json.loads(body(client, "/api/v1/landscape/matrix?rows=sector&cols=function"))
    cell = next(one for one in made["cells"] if (one["row"], one["column"]) == ("music", "watermark"))
    assert cell["count"] == json.loads(body(client, "/api/v1/landscape/tools?sector=music&function=watermark"))["count"] == 5
    ways = json.loads(body(client, "/api/v1/landscape/paths?from=isrc&to=c2pa"))["items"]
    assert len(ways[0]) == 4
    assert client.get("/api/v1/landscape/paths?from=isrc&to=x").status_code == 400
    one = json.loads(body(client, "/api/v1/landscape/tools/c2pa"))
    assert "by" not in one["claims"]["name"]
    assert json.loads(body(client, "/api/v1/landscape/gaps"))["count"] > 12
    assert json.loads(body(client, "/api/v1/landscape/challenges/unlearning-limits"))["tools"] == []


HEAD = ["name", "kind", "summary", "functions", "sectors", "topics", "status", "since", "steward", "openness", "licence", "url"]
GOOD = [
    "Table Marker",
    "tool",
    "Marks tables.",
    "label; detect",
    "music",
    "labelling",
    "draft",
    "2025",
    "Example Works",
    "open-source",
    "MIT",
    "https://example.org/tables",
]


def xlsx(*rows):
    book = Workbook()
    book.active.title = "Tools"
    for row in (HEAD, *rows):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("tools.xlsx", buffer.getvalue())


def read(people, file, interest="none"):
    return importing.read_table(people("ada"), file, title="A survey", url="https://example.org/survey", interest=interest, at=clock.now())


def changed(**cells):
    return [cells.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]


def test_good_rows_are_previewed_and_bad_ones_named_by_cell(people):
    made = read(
        people,
        xlsx(
            GOOD,
            changed(name="Odd one", kind="gadget", since="soon"),
            changed(name="TrustMark"),
            changed(name="Table marker!", url="https://example.org/other"),
        ),
    )
    assert [row["values"]["name"] for row in made.good] == ["Table Marker"]
    assert [one["cell"] for one in made.bad] == ["Tools!B3", "Tools!H3", "Tools!A4", "Tools!A5"]
    assert not Proposal.objects.exists()
    assert importing.file_rows(people("ada"), made.pk, at=clock.now()) == 1
    assert importing.file_rows(people("ada"), made.pk, at=clock.now()) == 0
    assert Proposal.objects.get().changes["functions"] == ["label", "detect"]
    with pytest.raises(NotAllowed):
        importing.file_rows(people("ben"), made.pk, at=clock.now())


def test_files_that_are_no_tables_are_refused(people):
    for file in (
        SimpleUploadedFile("x.xlsx", b"PK\x03\x04nonsense"),
        SimpleUploadedFile("x.csv", b"\xff\xfe\x00"),
        SimpleUploadedFile("x.csv", b"name,kind\na,b\n"),
        SimpleUploadedFile("x.xlsx", b"a" * 2_000_001),
        SimpleUploadedFile("x.csv", b""),
    ):
        with pytest.raises(Refused) as refused:
            read(people, file)
        assert refused.value.problems[0].field == "file"


def test_our_own_export_reads_back_as_what_the_map_has(people, client):
    made = read(people, SimpleUploadedFile("tools.csv", body(client, "/landscape/tools/?sector=games&format=csv")))
    assert made.good == []
    assert all("The map has this already" in one["words"] for one in made.bad)


def test_the_import_s_pages(client, sign_in):
    sign_in("ada", Role.MEMBER)
    answer = client.post(
        "/landscape/import/",
        {"file": xlsx(GOOD, changed(kind="gadget")), "source_title": "A survey", "source_url": "https://example.org/s", "interest": "none"},
    )
    page = client.get(answer["Location"]).content.decode()
    assert "Tools!B3" in page
    assert client.post(answer["Location"]).status_code == 302
    assert Proposal.objects.count() == 1


def test_loading_again_adds_nothing_and_leaves_edits_alone(monkeypatch):
    assert load.load() == {"added": 0, "updated": 0, "left": 0}
    tools, challenges, relations = load.starter()
    newer = [{**one, "summary": f"{one['summary']} Newer."} if one["id"] in {"trustmark", "iscc"} else one for one in tools]
    monkeypatch.setattr(load, "starter", lambda: (newer, challenges, relations))
    Tool.objects.filter(code="iscc").update(edited=True, summary="Ours.")
    assert load.load() == {"added": 0, "updated": 1, "left": 1}
    assert Tool.objects.get(code="iscc").summary == "Ours."
    assert Tool.objects.get(code="trustmark").summary.endswith("Newer.")
    assert Tool.objects.get(code="trustmark").revision == 2
    Relation.objects.filter(source__code="c2pa", target__code="jumbf").update(ended_at=clock.now())
    load.load()
    assert not Relation.objects.filter(source__code="c2pa", target__code="jumbf", ended_at__isnull=True).exists()


def test_the_starter_map_is_whole_linked_and_says_what_it_rests_on():
    assert (Tool.objects.count(), Challenge.objects.count()) == (330, 120)
    assert Relation.objects.filter(kind="works-with").count() < Relation.objects.count() / 1.8
    unsure = [one.code for one in Tool.objects.all() if any(claim["doubt"] for name, claim in one.claims.items() if name != "countries")]
    assert len(unsure) > 130
    assert all(one.sources and set(one.claims) >= {"name", "kind", "status", "url"} for one in Tool.objects.all())
    assert not Tool.objects.filter(countries=[]).exists()
