"""Pages and doors: negotiation, forms without scripts, check and reports, API."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from rdflib import Graph

from interchange.ground.consensus import actions as consensus
from interchange.ground.consensus.models import Call as Asked
from interchange.ground.shell.templatetags.shell import md
from interchange.ground.threads import actions as threads
from interchange.knowledge.lexicon import actions, linking, store
from interchange.knowledge.lexicon.content import LabelPart
from interchange.knowledge.lexicon.models import Amendment, Concept, Edition, ImportRun, Release, ReleaseFile
from interchange.knowledge.lexicon.tests.test_importing import TURTLE
from interchange.knowledge.lexicon.tests.world import AT, DAY, content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/rdf+xml;q=0.9,text/turtle;q=0.5", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("*/*", "text/html"),
        ("image/png", "text/html"),
    ],
)
def test_one_address_many_forms(client, accept, kind):
    answer = client.get("/lexicon/watermark", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(kind)
    assert "Accept" in answer["Vary"]
    if kind != "text/html":
        suffix = {"text/turtle": "ttl", "application/rdf+xml": "rdf", "application/ld+json": "jsonld", "application/n-triples": "nt"}[kind]
        assert client.get(f"/lexicon/watermark.{suffix}").content == answer.content
        graph = Graph().parse(data=answer.content, format={"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}[suffix])
        assert len(graph) > 20


def test_the_whole_lexicon_asked_for_as_rdf_leads_to_the_newest_release(client):
    answer = client.get("/lexicon/", headers={"accept": "text/turtle"})
    assert (answer.status_code, answer["Location"]) == (303, "/lexicon/releases/1.ttl")


@pytest.mark.parametrize("kind", ["ttl", "tbx", "csv", "json", "pdf"])
def test_release_files_are_made_once(client, kind):
    answer = client.get(f"/lexicon/releases/1.{kind}")
    assert answer.status_code == 200
    row = ReleaseFile.objects.get(format=kind)
    assert (row.done, row.total) == (260, 260)
    assert client.get(f"/lexicon/releases/1.{kind}").content == answer.content
    assert client.get("/lexicon/releases/1.exe").status_code == 404


def test_a_large_release_is_written_by_the_worker_with_progress(client, monkeypatch):
    from interchange.knowledge.lexicon.views import publishing

    monkeypatch.setattr(publishing, "AT_ONCE", 10)
    page = client.get("/lexicon/releases/1.nt")
    assert page.status_code == 202
    assert 'http-equiv="refresh"' in page.content.decode()
    seen = []
    monkeypatch.setattr("interchange.knowledge.lexicon.actions.releasing.STEP", 100)
    update = ReleaseFile.objects.all().__class__.update
    monkeypatch.setattr(
        ReleaseFile.objects.all().__class__, "update", lambda self, **values: (seen.append(values), update(self, **values))[1]
    )
    actions.make_file(Release.objects.get(number=1).pk, "nt", at=AT)
    assert [values["done"] for values in seen if "done" in values] == [0, 100, 200] or {100, 200} <= {v.get("done") for v in seen}
    assert client.get("/lexicon/releases/1.nt").status_code == 200


def test_proposing_without_scripts(world, signed):
    member = signed("member")
    typed = {"preferred": "Quilt mark", "definition_0": "when a mark is sewn", "sources_0": "ISO 1087 https://www.iso.org/62330", "adopted": "0", "broader": "no such term", "related": "", "admitted": "QM | abbreviation", "avoided": "stamp | as a synonym", "obsolete": "", "other_languages": "fr | marque", "mappings": "", "note": "", "example": "", "domain": "", "reason": ""}  # fmt: skip
    page = member.post("/lexicon/propose/", typed)
    assert page.status_code == 422
    assert "There is no term “no such term”." in page.content.decode()
    assert "when a mark is sewn" in page.content.decode()  # nothing typed is lost
    checked = member.post("/lexicon/propose/", {**typed, "broader": "watermarks", "what": "check"}).content.decode()
    assert "Begin with what the thing is" in checked
    assert not Concept.objects.filter(slug="quilt-mark").exists()
    made = member.post("/lexicon/propose/", {**typed, "preferred": "quilt mark", "broader": "watermarks", "definition_0": "watermark that is sewn into a quilt", "what": "save"})  # fmt: skip
    assert made["Location"] == "/lexicon/quilt-mark"
    kept = store.content_of(Concept.objects.get(slug="quilt-mark"))
    assert kept.broader == ("watermark",)
    assert [(one.text, one.status, one.kind, one.condition, one.language) for one in kept.labels[1:]] == [
        ("QM", "admitted", "abbreviation", "", "en"), ("stamp", "deprecated", "", "as a synonym", "en"), ("marque", "admitted", "", "", "fr"),
    ]  # fmt: skip
    assert signed().get("/lexicon/quilt-mark").status_code == 404
    assert signed("outsider").get("/lexicon/propose/").status_code == 404


def test_the_form_gives_back_exactly_what_it_showed(world, signed):
    """Opening an entry and saving it unchanged changes nothing: also conditions, replacements, kinds and everyday words."""
    world.agreed("seam mark", "mark that is sewn on a seam")
    rich = content(
        admit=["QM"], avoid=[LabelPart("stamp", "deprecated", condition="as a synonym", replacement="seam-mark"), LabelPart("token", "deprecated", everyday=True), LabelPart("sign", "deprecated", replacement="seam-mark")],
        note="A note.", example="One.\n\nTwo.", domain="sewing", related=("seam-mark",), topics=("labelling",),
    )  # fmt: skip
    made = actions.propose(world.member, rich, at=AT)
    curator = signed("curator")
    for slug in (made.slug, "training", "watermark", "sound-recording", "retrieval-augmented-generation"):
        before = store.content_of(Concept.objects.get(slug=slug))
        form = curator.get(f"/lexicon/{slug}/edit/").context["form"]
        values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        answer = curator.post(f"/lexicon/{slug}/edit/", {**values, "what": "save"})
        assert answer.status_code == 302, answer.context["form"].errors
        assert store.content_of(Concept.objects.get(slug=slug)) == before
        assert Concept.objects.get(slug=slug).revision == 1


def test_a_late_edit_is_shown_beside_the_newer_text(world, signed):
    made = world.proposed()
    form = signed("member").get(f"/lexicon/{made.slug}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    actions.edit(world.curator, made.slug, content(note="A curator was here."), revision=1, at=AT)
    page = signed("member").post(f"/lexicon/{made.slug}/edit/", {**values, "note": "Mine.", "what": "save"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "A curator was here." in text
    assert "Mine." in text
    assert store.content_of(made).note == "A curator was here."
    again = signed("member").post(
        f"/lexicon/{made.slug}/edit/", {**values, "note": "Mine.", "revision": page.context["form"].data["revision"], "what": "save"}
    )
    assert again.status_code == 302
    assert store.content_of(made).note == "Mine."


def test_amend_decide_history_and_undo_by_pages(world, signed):
    made = world.agreed()
    member, curator = signed("member"), signed("curator")
    form = member.get(f"/lexicon/{made.slug}/amend/").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert member.post(f"/lexicon/{made.slug}/amend/", {**values, "note": "No stamp."}).status_code == 422  # a reason is needed
    member.post(f"/lexicon/{made.slug}/amend/", {**values, "note": "No stamp.", "reason": "Clearer."})
    amendment = Amendment.objects.get()
    address = f"/lexicon/{made.slug}/amendments/{amendment.pk}/"
    assert "No stamp." in curator.get(address).content.decode()
    assert member.post(address, {"what": "adopt"}).status_code == 404
    assert curator.post(address, {"what": "adopt"}).status_code == 302
    version = Concept.objects.get(pk=made.pk).revision
    assert "No stamp." in signed().get(f"/lexicon/{made.slug}/history/").content.decode()
    curator.post(f"/lexicon/{made.slug}/history/{version}/undo/", {"reason": "After all."})
    assert store.content_of(made).note == ""
    curator.post(f"/lexicon/{made.slug}/decide/", {"what": "deprecate", "reason": "Old.", "replaced_by": "watermark"})
    assert "Say instead" in signed().get(f"/lexicon/{made.slug}").content.decode()


def test_a_text_is_checked_and_mended_without_scripts(client):
    page = client.post("/lexicon/check/", {"text": "An AI can make fake content. A bot reads."}).content.decode()
    assert "AI-generated content" in page
    assert "Look again" in page
    mended = client.post("/lexicon/check/", {"text": "An AI can make fake content. A bot reads.", "replace": "all"})
    assert mended.context["corrected"] == "An AI system can make AI-generated content. A bot reads."
    one = client.post("/lexicon/check/", {"text": "A bot reads.", "replace": "2:5:ai-agent"})
    assert one.context["corrected"] == "An AI agent reads."


def test_reports_only_of_texts_that_one_may_read(world, signed):
    from interchange.network.calls.models import Call

    call = Call.objects.create(
        slug="q", number="TEN/CALL/2027/7", title="Q", body="Watermarks by a tech company.", opens_at=AT, closes_at=AT.replace(year=2028)
    )
    address = f"/lexicon/report/calls.call/{call.pk}/"
    assert signed("member").get(address).status_code == 404
    page = signed("curator").get(address).content.decode()
    assert "tech company" in page
    assert 'href="/lexicon/watermark"' in page
    assert "avoid,tech company" in signed("curator").get(f"{address}?format=csv").content.decode()
    assert signed().get("/lexicon/report/no.kind/1/").status_code == 404


def test_import_by_pages(world, signed):
    from django.core.files.uploadedfile import SimpleUploadedFile

    curator = signed("curator")
    typed = {"source_title": "Quilters", "source_url": "https://quilt.example/"}
    bad = curator.post("/lexicon/import/", {**typed, "file": SimpleUploadedFile("x.rdf", b"<!DOCTYPE x [<!ENTITY a 'b'>]><a/>")})
    assert bad.status_code == 422
    assert "attack" in bad.content.decode()
    answer = curator.post("/lexicon/import/", {**typed, "file": SimpleUploadedFile("q.ttl", TURTLE.encode())})
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/lexicon/import/{run.pk}/"
    item = run.items.get(slug="seam")
    curator.post(answer["Location"], {"what": f"skip-{item.pk}"})
    curator.post(answer["Location"], {"what": "write"})
    assert list(Concept.objects.filter(origin="import").values_list("slug", flat=True)) == ["sewing-line"]
    assert signed("member").get(answer["Location"]).status_code == 404


def test_the_list_finds_by_any_label_letter_and_topic(client):
    assert "retrieval-augmented-generation" in client.get("/lexicon/?q=RAG").content.decode()
    assert "watermark" in client.get("/lexicon/?letter=W").content.decode()
    assert client.get("/lexicon/?letter=Q").status_code == 200
    page = client.get("/lexicon/?topic=licensing&format=csv").content.decode()
    assert "licensing" in page
    assert "No term fits" in client.get("/lexicon/?q=zzzz").content.decode()


def test_graph_tree_and_card_are_plain_html(client):
    page = client.get("/lexicon/graph/?at=watermark").content.decode()
    assert "<svg" in page
    assert page.count("robust watermark") >= 2  # in the picture and in the list
    assert client.get("/lexicon/graph/?at=no-such").status_code == 404
    assert "robust watermark" in client.get("/lexicon/tree/").content.decode()
    html = md("A **watermark** & <b>fingerprints</b>.")
    assert '<a class="term" href="/lexicon/watermark">watermark<span class="term-card"> <b>watermark</b> signal inserted' in html


def test_machines(world, signed):
    anybody, member = signed(), signed("member")
    world.proposed("secret seam")
    assert [one["id"] for one in anybody.get("/api/v1/lexicon/suggest?q=rag").json()] == ["retrieval-augmented-generation"]
    assert anybody.get("/api/v1/lexicon/suggest?q=secret").json() == []
    assert [one["id"] for one in member.get("/api/v1/lexicon/suggest?q=secret").json()] == ["secret-seam"]

    def post(client, path, body):
        return client.post(f"/api/v1/lexicon/{path}", json.dumps(body), content_type="application/json")

    found = post(anybody, "recognise", {"text": "Watermarks of an AI. 人"}).json()
    assert [(one["words"], one["ids"]) for one in found["terms"]] == [("Watermarks", ["watermark"])]
    assert found["findings"][0]["offers"][0]["words"] == "an AI system"
    assert post(anybody, "recognise", {"text": "x" * 200_001}).status_code == 422
    assert post(anybody, "lint", {"definition": "when"}).status_code == 401
    assert "opening" in [one["code"] for one in post(member, "lint", {"definition": "when a mark is sewn", "label": "seam"}).json()]
    assert anybody.get("/api/v1/lexicon/concepts/watermark").json()["reliability"]["level"] == 3
    assert anybody.get("/api/v1/lexicon/concepts/secret-seam").status_code == 404
    assert anybody.get("/api/v1/lexicon/releases").json()["items"][0]["number"] == 1
    described = anybody.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/v1/lexicon/recognise" in described["paths"]


def test_a_concept_with_everything_at_once_costs_at_most_fifteen_queries(world, signed):
    """Objection, edited comment, amendment, homograph, neighbours and uses in several sorts of texts; for a curator, who is asked the most."""
    from interchange.network.calls.models import Call

    made = world.proposed("quilt mark", domain="sewing", broader=("watermark",), related=("deepfake",), admit=["QM"])
    world.proposed("quilt mark", slug="quilt-mark-2", domain="trade")
    actions.discuss(world.curator, made.slug, at=AT)
    actions.check(world.curator, made.slug, at=AT)
    said = threads.say(world.member, made, text="Good.", at=AT)
    threads.edit(world.member, said.pk, text="Very good.", revision=None, at=AT)
    actions.open_call(world.curator, made.slug, at=AT)
    consensus.object_to(world.other, Asked.objects.get(subject_kind="lexicon.concept").pk, reason="Not yet.", at=AT)
    Concept.objects.filter(pk=made.pk).update(state="agreed", agreed_at=AT)
    linking.forget()
    actions.amend(world.member, made.slug, replace(store.content_of(made), note="A note."), reason="A note.", at=AT)
    for n in range(3):
        words = {
            "slug": f"q{n}",
            "number": f"TEN/CALL/2027/{n}",
            "state": "published",
            "published_at": AT,
            "opens_at": AT,
            "closes_at": AT + DAY,
        }
        Call.objects.create(title=f"Call {n}", body="Two quilt marks and a watermark.", **words)
    Edition.objects.update(number=F("number") + 1)
    linking.forget()
    actions.read_texts(at=AT)
    client = signed("curator")
    client.get("/lexicon/quilt-mark")
    with CaptureQueriesContext(connection) as found:
        page = client.get("/lexicon/quilt-mark").content.decode()
    for words in ("Call 1", "Not yet.", "Very good.", "A note.", "quilt-mark-2", "watermark", "deepfake"):
        assert words in page, words
    assert len(found) <= 15, "\n".join(one["sql"][:200] for one in found)
    used = client.get("/lexicon/quilt-mark/used/").content.decode()
    assert "Call 2" in used
    assert client.get("/lexicon/wanted/").status_code == 200
    assert "Agreed" in client.get("/lexicon/unused/").content.decode()


def test_a_search_is_answered_with_the_term_itself_and_not_with_what_is_to_be_avoided(world, signed):
    world.proposed("secret seam")
    agreed = signed().get("/search/?q=watermarks").content.decode()
    assert 'class="hit-answer"><h2><a href="/lexicon/watermark">' in agreed
    assert agreed.count('class="hit-answer"') == 1
    assert "hit-answer" not in signed().get("/search/?q=secret+seam").content.decode()
    assert "hit-answer" not in signed().get("/search/?q=watermark&kind=term").content.decode()


def test_thirty_uses_cost_no_more_queries_than_three(world, signed):
    from interchange.network.calls.models import Call

    client, costs = signed("curator"), []
    made = world.proposed("quilt mark")
    Concept.objects.filter(pk=made.pk).update(state="agreed", agreed_at=AT)
    for rows in (range(3), range(3, 24)):
        for n in rows:
            words = {
                "slug": f"u{n}",
                "number": f"TEN/CALL/2028/{n}",
                "state": "published",
                "published_at": AT,
                "opens_at": AT,
                "closes_at": AT + DAY,
            }
            Call.objects.create(title=f"Use {n}", body="A quilt mark.", **words)
        Edition.objects.update(number=F("number") + 1)
        linking.forget()
        actions.read_texts(at=AT)
        client.get("/lexicon/quilt-mark/used/")
        with CaptureQueriesContext(connection) as found:
            page = client.get("/lexicon/quilt-mark/used/").content.decode()
        assert page.count("Use ") >= len(rows)
        costs.append(len(found))
    assert costs[0] == costs[1]
