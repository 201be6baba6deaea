"""Operators, times, phrases, typing errors and tabs, asked of the index as pages ask it; and what the search must not give away."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.policy import rules
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.search import actions, index, queries, spelling
from interchange.ground.search.models import SearchWord
from interchange.ground.search.queries import search
from interchange.ground.search.spelling import near
from interchange.ground.vocabulary.models import Term

pytestmark = pytest.mark.django_db
OFFICER = Viewer(person_id=1, roles=frozenset({Role.OFFICER}))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
# code: (title, body, marks, begins, ends); what begins with "h" is hidden from everyone but officers
THINGS = {
    "harvest": ("Zebrawood inventory", "Confidential zebrawood watermarking", (("sector", "music"),), None, None),
    "open": ("Call for watermarking experts", "Durable marks and soft binding", (("sector", "music"),), NOW - timedelta(days=1), NOW + timedelta(days=1)),
    "coming": ("Second call", "Binding that is soft", (("sector", "visual-arts"), ("is", "agreed")), NOW + timedelta(days=3), NOW + timedelta(days=9)),
    "over": ("Old call", "Watermarking of sheet music", (("sector", "music"),), datetime(2025, 11, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)),
    "timeless": ("Provenance", "Labelling, watermarking and provenance", (("topic", "labelling"),), None, None),
}  # fmt: skip


def document(term):
    title, body, marks, begins, ends = THINGS[term.code]
    return index.Document(title, body, f"/things/{term.code}/", marks, begins, ends)


@pytest.fixture(autouse=True)
def things(monkeypatch):
    with patch.dict(rules.RULES):  # the same table: who imported it sees what is defined here
        rules.rule("test.find", Term, who=rules.anyone, which=lambda v: rules.EVERYTHING if v.has(Role.OFFICER) else rules.Q(retired=False))
        kinds = {"thing": index.Kind("thing", "Things", Term, "test.find", document, {"report": "Report"}, {"agreed": "Agreed"})}
        for module in (index, actions, queries):
            monkeypatch.setattr(module, "KINDS", kinds)
        monkeypatch.setattr(clock, "now", lambda: NOW)
        spelling.forget()
        made = {code: Term.objects.create(scheme="test", code=code, label=code, retired=code.startswith("h")) for code in THINGS}
        for one in made.values():
            actions.put(one)
        spelling.learn(NOW)
        yield made


def found(text, viewer=VISITOR, **more):
    return {hit.url.split("/")[2] for hit in search(viewer, text, **more).hits}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("watermarking", {"open", "over", "timeless"}),
        ("watermarking sector:music", {"open", "over"}),
        ("watermarking -sector:music", {"timeless"}),
        ("watermarking -sheet", {"open", "timeless"}),
        ('"soft binding"', {"open"}),
        ("soft binding", {"open", "coming"}),
        ('binding -"soft binding"', {"coming"}),
        ("sector:music", {"open", "over"}),
        ("topic:labelling", {"timeless"}),
        ("is:agreed", {"coming"}),
        ("is:open", {"open"}),
        ("is:coming", {"coming"}),
        ("is:over", {"over"}),
        ("before:2026", {"over"}),
        ("after:2026-06", set()),
        ("after:2026-05", {"open", "coming"}),
        ("after:2026-06-15 sector:visual-arts", {"coming"}),
        ("kind:thing call", {"open", "coming", "over"}),
        ("kind:other call", set()),
        ("sector:nothing", set()),
        ("-watermarking", set()),
        ("-watermarking kind:thing", {"coming"}),
        ("0sector0music", {"open", "over"}),
    ],
)
def test_operators_hold(text, codes):
    assert found(text) == codes


def test_a_slip_is_mended_and_said():
    results = search(VISITOR, "watermarkign")
    assert results.mended == "watermarking"
    assert {hit.url for hit in results.hits} == {"/things/open/", "/things/over/", "/things/timeless/"}
    assert search(VISITOR, "wattermarking sector:music").mended == "watermarking sector:music"
    assert search(VISITOR, "Provenence lebelling").mended == "provenance labelling"
    assert search(VISITOR, "watermarkign", mending=False).total == 0
    page = Client().get("/search/?q=watermarkign").content.decode()
    assert "Shown is what holds <strong>watermarking</strong>" in page
    assert 'href="/search/?q=watermarkign&amp;exact=1"' in page
    assert "3 things found" in page
    assert "0 things found" in Client().get("/search/?q=watermarkign&exact=1").content.decode()


@pytest.mark.parametrize("text", ["xyzzyq", "sof", "watermarking zebra1", "2026", "著作権", "wtrmrkng"])
def test_nothing_far_is_guessed(text):
    assert search(VISITOR, text).mended == ""


def test_words_of_hidden_things_are_never_offered(things):
    assert search(OFFICER, "zebrawod").mended == "zebrawood"
    assert search(VISITOR, "zebrawod").mended == ""
    page = Client().get("/search/?q=zebrawod").content.decode()
    assert "zebrawood" not in page.lower()
    assert search(VISITOR, "confidentail").mended == ""
    before = Client().get("/search/?q=zebrawod").content
    actions.drop(things["harvest"])
    assert Client().get("/search/?q=zebrawod").content == before, "what is hidden changes no sign of the page"


def test_what_is_hidden_later_is_not_offered_any_more(things):
    assert search(VISITOR, "provenanse").mended == "provenance"
    Term.objects.filter(scheme="test", code="timeless").update(retired=True)
    assert search(VISITOR, "provenanse").mended == ""


def test_words_are_learnt_once_and_of_what_changed():
    assert SearchWord.objects.filter(word="watermarking").exists()
    assert not SearchWord.objects.filter(word__startswith="0").exists()
    assert spelling.learn(NOW + timedelta(minutes=1)) == 0
    THINGS["fresh"] = ("Fresh", "Kaleidoscope", (), None, None)
    try:
        actions.put(Term.objects.create(scheme="test", code="fresh", label="fresh"))
        assert spelling.learn(NOW + timedelta(minutes=2)) >= 1
        assert search(VISITOR, "kaleidoscpe").mended == "kaleidoscope"
    finally:
        del THINGS["fresh"]


def test_nearness():
    words = ["watermark", "watermarks", "landmark", "mark", "bark"]
    assert near("watermrak", words) == [(1, "watermark"), (2, "watermarks")]
    assert near("mrak", words) == [(1, "mark")]
    assert near("abc", words) == []
    assert near("watermark1", words) == []


def test_each_question_stays_within_its_queries(django_assert_max_num_queries):
    spelling.forget()
    with django_assert_max_num_queries(10):
        assert search(VISITOR, "watermarkign").mended
    search(VISITOR, "watermarking sector:music")  # the words of the vocabulary are in memory from here on
    with django_assert_max_num_queries(4):  # counts, the newest, their ranks, the page
        search(VISITOR, "watermarking sector:music -sheet")


def test_tabs_carry_the_question_and_the_count(monkeypatch):
    monkeypatch.setattr(
        queries, "ANSWERS", [lambda viewer, words: [index.Answer("Watermark", f"What {words} means.", "Agreed", "/lexicon/w")]]
    )
    page = Client().get("/search/", {"q": 'kind:thing watermarking "sheet music"'}).content.decode()
    assert 'href="/search/?q=watermarking+%22sheet+music%22&amp;kind=thing" aria-current="page"' in page
    assert "What " not in page, "definitions come first only where all kinds are asked for"
    page = Client().get("/search/", {"q": "watermarking sector:music"}).content.decode()
    assert "What watermarking means." in page
    assert page.index("What watermarking means.") < page.index("Call for watermarking experts")
    page = Client().get("/search/", {"q": "colour:red"}).content.decode()
    assert "There is no “colour:”" in page
    assert "How to ask" in page


def test_nothing_but_operators_lists_the_newest_first():
    assert [hit.url for hit in search(VISITOR, "kind:thing").hits][:3] == ["/things/coming/", "/things/open/", "/things/over/"]


def test_more_than_a_page_goes_on_under_the_same_question(monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    page = Client().get("/search/?q=watermarking&kind=thing").content.decode()
    assert "/search/?q=watermarking&amp;kind=thing&amp;page=2" in page
    assert len(search(VISITOR, "watermarking", page=2).hits) == 1
