"""Files that others bring: what is dangerous is refused, what is in doubt is shown, what is killed half-way is gone on with."""

import json

import pytest
from django.conf import settings as house
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.knowledge.lexicon import actions, store
from interchange.knowledge.lexicon.actions import importing
from interchange.knowledge.lexicon.content import SourcePart
from interchange.knowledge.lexicon.exports import skos, tbx
from interchange.knowledge.lexicon.imports import read
from interchange.knowledge.lexicon.models import Concept, ImportItem, ImportRun
from interchange.knowledge.lexicon.tests.test_publishing import EDITION, entries
from interchange.knowledge.lexicon.tests.world import AT, content

THEIRS = SourcePart("Quilters’ vocabulary", "https://quilt.example/")
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="https://q.example/1"><skos:prefLabel xml:lang="en">{}</skos:prefLabel></skos:Concept></rdf:RDF>'
TBX = '<tbx xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="x"><langSec xml:lang="en"><termSec><term>{}</term></termSec></langSec></conceptEntry></body></text></tbx>'
TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix q: <https://quilt.example/> .
q:seam a skos:Concept ; skos:prefLabel "seam"@en, "couture"@fr ; skos:altLabel "stitched line"@en ; skos:definition "line along which cloth is sewn"@en ; skos:broader q:line .
q:line a skos:Concept ; skos:prefLabel "sewing line"@en-GB ; skos:hiddenLabel "sowing line"@en ; skos:definition "line that is drawn on cloth"@en .
"""


def refused(name: str, body: bytes | str) -> str:
    with pytest.raises(Refused) as found:
        read(name, body if isinstance(body, bytes) else body.encode(), base=house.BASE_URL, default=THEIRS)
    return str(found.value)


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">'])
@pytest.mark.parametrize(("name", "body"), [("x.rdf", RDF), ("x.tbx", TBX)])
def test_entities_and_document_types_are_refused(head, name, body):
    assert "attack" in refused(name, head + body.format("&b;" if head is BOMB else "x"))


def test_old_tbx_with_its_bare_document_type_is_read_and_one_with_entities_is_not():
    old = '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX"><text><body><termEntry id="a"><descrip type="subjectField">sewing</descrip><langSet xml:lang="en"><descripGrp><descrip type="definition">line along which cloth is sewn</descrip><admin type="source">Quilters</admin></descripGrp><tig><term>seam</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet></termEntry></body></text></martif>'  # fmt: skip
    (found,) = read("old.tbx", old.encode(), base=house.BASE_URL, default=THEIRS).contents
    assert (found.slug, found.domain, found.adopted.text) == ("seam", "sewing", "line along which cloth is sewn")
    assert found.adopted.sources == (SourcePart("Quilters", "https://quilt.example/"),)
    assert "attack" in refused("old.tbx", old.replace('.dtd">', '.dtd" [<!ENTITY a "b">]>'))


def test_huge_texts_wrong_formats_and_broken_files_are_refused():
    assert "20,001 characters" in refused("x.rdf", RDF.format("x" * 20_001))
    assert "20,001 characters" in refused("x.tbx", TBX.format("x" * 20_001))
    assert "larger" in refused("x.ttl", b"x" * 20_000_001)
    assert "Not a format" in refused("x.docx", b"PK")
    assert "well-formed" in refused("x.rdf", "<rdf:RDF")
    assert "cannot be read" in refused("x.ttl", "this is not turtle")
    assert "No concept" in refused("x.ttl", "<a:b> <c:d> <e:f> .")
    assert "JSON" in refused("x.jsonld", "{")
    assert "JSON" in refused("x.jsonld", "[" * 100_000)


@pytest.mark.parametrize("context", ["https://evil.example/context", ["https://evil.example/c"], {"@import": "https://evil.example/c"}])
def test_contexts_elsewhere_are_not_fetched(context):
    assert "elsewhere" in refused("x.jsonld", json.dumps({"@context": context, "@id": "urn:x"}))


def test_a_foreign_vocabulary_is_previewed_then_written(world):
    with pytest.raises(NotAllowed):
        actions.begin_import(world.member, "quilt.ttl", TURTLE.encode(), source=THEIRS, at=AT)
    run = actions.begin_import(world.curator, "quilt.ttl", TURTLE.encode(), source=THEIRS, at=AT)
    assert actions.begin_import(world.curator, "quilt.ttl", TURTLE.encode(), source=THEIRS, at=AT).pk == run.pk
    assert not Concept.objects.filter(slug="seam").exists()
    assert dict(run.items.values_list("slug", "verdict")) == {"seam": "new", "sewing-line": "new"}
    actions.write_import(world.curator, run.pk, at=AT)
    seam = Concept.objects.get(slug="seam")
    kept = store.content_of(seam)
    assert (seam.state, seam.origin) == ("proposed", "import")
    assert kept.broader == ("sewing-line",)
    assert [(label.text, label.status, label.language) for label in kept.labels] == [
        ("seam", "preferred", "en"), ("stitched line", "admitted", "en"), ("couture", "preferred", "fr"),
    ]  # fmt: skip
    assert kept.adopted.sources == (THEIRS,)
    assert [one.uri for one in kept.mappings] == ["https://quilt.example/seam"]


def test_conflicts_are_shown_and_nothing_is_overwritten_unasked(world):
    world.agreed("seam", "line where two cloths meet")
    world.agreed("hem", "edge that is folded and sewn", domain="sewing")
    brought = entries([
        content("seam", "line along which cloth is sewn", slug="seam"), content("hem", slug="hem-2"), content("tuck", slug="tuck"),
        content("dart", slug="dart", definitions=()), store.content_of(Concept.objects.get(slug="watermark")).within({"watermark"}),
    ])  # fmt: skip
    run = actions.begin_import(world.curator, "x.tbx", tbx.write(brought, EDITION), source=THEIRS, at=AT)
    found = {item.slug: item for item in run.items.all()}
    assert {slug: item.verdict for slug, item in found.items()} == {
        "seam": "changed",
        "hem-2": "clash",
        "tuck": "new",
        "dart": "new",
        "watermark": "changed",
    }
    assert {slug: item.choice for slug, item in found.items()} == {
        "seam": "skip",
        "hem-2": "skip",
        "tuck": "take",
        "dart": "take",
        "watermark": "skip",
    }
    with pytest.raises(Refused, match="cannot be taken"):
        actions.choose_item(world.curator, found["hem-2"].pk, "take", at=AT)
    actions.choose_item(world.curator, found["seam"].pk, "take", at=AT)
    actions.write_import(world.curator, run.pk, at=AT)
    assert store.content_of(Concept.objects.get(slug="seam")).adopted.text == "line along which cloth is sewn"
    assert Concept.objects.get(slug="seam").state == "agreed"
    assert not Concept.objects.filter(slug="hem-2").exists()
    with pytest.raises(NotAMove):
        actions.discard_import(world.curator, run.pk, at=AT)


def test_what_is_added_stands_beside_ours_and_takes_nothing_away(world):
    world.agreed("seam", "line where two cloths meet")
    before = store.content_of(Concept.objects.get(slug="seam"))
    run = actions.begin_import(world.curator, "quilt.ttl", TURTLE.replace("q:seam", f"<{house.BASE_URL}/lexicon/seam>").encode(), source=THEIRS, at=AT)  # fmt: skip
    item = run.items.get(slug="seam")
    actions.choose_item(world.curator, item.pk, "add", at=AT)
    assert actions.write_import(world.curator, run.pk, at=AT).state == "done"
    after = store.content_of(Concept.objects.get(slug="seam"))
    assert after.labels[: len(before.labels)] == before.labels
    assert [(one.text, one.status, one.language) for one in after.labels[len(before.labels) :]] == [
        ("stitched line", "admitted", "en"),
        ("couture", "preferred", "fr"),
    ]
    assert after.adopted == before.adopted
    assert [one.text for one in after.definitions] == [before.adopted.text, "line along which cloth is sewn"]
    assert after.broader == ("sewing-line",)


def test_an_entry_that_changed_after_the_preview_is_left_and_told(world):
    world.agreed("seam", "line where two cloths meet")
    brought = entries([content("seam", "line along which cloth is sewn", slug="seam")])
    run = actions.begin_import(world.curator, "x.tbx", tbx.write(brought, EDITION), source=THEIRS, at=AT)
    actions.choose_item(world.curator, run.items.get().pk, "take", at=AT)
    actions.edit(world.curator, "seam", content("seam", "line that holds two cloths", slug="seam"), revision=None, at=AT)
    actions.write_import(world.curator, run.pk, at=AT)
    assert store.content_of(Concept.objects.get(slug="seam")).adopted.text == "line that holds two cloths"
    assert "since the preview" in run.items.get().problem


def test_killed_half_way_it_goes_on_where_it_stopped(world, monkeypatch):
    brought = entries([content(f"patch {n}", slug=f"patch-{n}", broader=() if n == 9 else ("patch-9",)) for n in range(10)])
    body = skos.write(brought, skos.Edition(1, "x", AT, house.BASE_URL), "nt")
    run = actions.begin_import(world.curator, "x.nt", body, source=THEIRS, at=AT)
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    write_item, done = importing._write_item, []

    def killed(actor, item, at):
        if len(done) == 4:
            raise KeyboardInterrupt
        done.append(item.pk)
        write_item(actor, item, at)

    monkeypatch.setattr(importing, "_write_item", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.write_import(world.curator, run.pk, at=AT)
    assert ImportRun.objects.get(pk=run.pk).state == "running"
    assert ImportItem.objects.filter(run=run, written_at__isnull=False).count() == 3  # whole transactions only
    monkeypatch.setattr(importing, "_write_item", write_item)
    finished = actions.write_import(world.curator, run.pk, at=AT)
    assert finished.state == "done"
    assert Concept.objects.filter(slug__startswith="patch-").count() == 10
    assert store.content_of(Concept.objects.get(slug="patch-0")).broader == ("patch-9",)
    assert actions.write_import(world.curator, run.pk, at=AT).state == "done"


def test_thirty_rows_of_a_preview_cost_no_more_queries_than_three(world, signed):
    client = signed("curator")

    def count(rows):
        here = [world.proposed(f"hem {rows} {n}", slug=f"hem-{rows}-{n}") for n in range(rows // 2)]
        mine = [content(f"hem {rows} {n}", slug=one.slug, note="Differs.", broader=("watermark",)) for n, one in enumerate(here)]
        new = [content(f"yarn {rows} {n}", slug=f"yarn-{rows}-{n}") for n in range(rows - len(here))]
        body = skos.write(entries([*mine, *new]), skos.Edition(1, "x", AT, house.BASE_URL), "nt")
        run = actions.begin_import(world.curator, "x.nt", body, source=THEIRS, at=AT)
        client.get(f"/lexicon/import/{run.pk}/")
        with CaptureQueriesContext(connection) as found:
            answer = client.get(f"/lexicon/import/{run.pk}/")
        assert answer.context["listing"].page.paginator.count == rows
        return len(found)

    assert count(4) == count(30)
