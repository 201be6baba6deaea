"""Searching: the same on both databases, nothing that the viewer may not see, and no text that breaks it."""

from unittest.mock import patch

import pytest
from django.db.models import Q
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from interchange.ground.policy import rules
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.search import actions, index
from interchange.ground.search.models import SearchEntry
from interchange.ground.search.queries import PER_PAGE, search, snippet, visible
from interchange.ground.search.words import begun, indexed, tokens
from interchange.ground.vocabulary.models import NumberSeries, Term

pytestmark = pytest.mark.django_db
OFFICER = Viewer(person_id=1, roles=frozenset({Role.OFFICER}))
DOCUMENTS = {
    "marks": ("Provenance marks", "Durable marks in photographs: C2PA manifests, soft bindings and watermarks."),
    "cafe": ("Café Ünlü", "Meetings over coffee. Straße, naïve, Łódź, façade."),
    "licence": ("Licences", "How policies of licensing are labelled, and which label stays."),
    "japan": ("著作権と生成AI", "日本の著作権法と画像生成について話し合う。"),
    "korea": ("저작권", "한국의 저작권 등록"),
    "greek": ("Δικαιώματα", "Πνευματική ιδιοκτησία"),
    "numbers": ("TEN/APP/2026/0001", "Version 1.2.3 of 4 January 2026, 1e5 rows, foo_bar"),
    "hidden": ("Secret provenance", "A secret watermark nobody may read about: zebra."),
}


@pytest.fixture(autouse=True)
def things(monkeypatch):
    """A kind of thing whose retired entries only officers may see, and the documents above."""
    with patch.dict(rules.RULES):  # the same table: who imported it sees what is defined here
        rules.rule("test.find", Term, who=rules.anyone, which=lambda v: Q() if v.has(Role.OFFICER) else Q(retired=False))
        rules.rule("test.series", NumberSeries, who=rules.role(Role.OFFICER), which=lambda v: Q())
        kinds = {
            "thing": index.Kind("thing", "Things", Term, "test.find", lambda term: index.Document(term.label, term.description, f"/things/{term.code}/") if term.scheme == "test" else None),
            "series": index.Kind("series", "Series", NumberSeries, "test.series", lambda one: index.Document(one.series, "provenance", "/series/")),
        }  # fmt: skip
        for module in (index, actions, __import__("interchange.ground.search.queries", fromlist=["KINDS"])):
            monkeypatch.setattr(module, "KINDS", kinds)
        made = {}
        for code, (title, body) in DOCUMENTS.items():
            made[code] = Term.objects.create(scheme="test", code=code, label=title, description=body, retired=code == "hidden")
            actions.put(made[code])
        yield made


def found(text, viewer=VISITOR, **more):
    return {hit.url.split("/")[2] for hit in search(viewer, text, **more).hits}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("provenance", {"marks"}),
        ("PROVENANCE Marks", {"marks"}),
        ("prov", {"marks"}),
        ("provenan", {"marks"}),
        ("p", {"marks", "licence"}),
        ("soft marks", {"marks"}),
        ("marks soft zebra", set()),
        ("photograph", {"marks"}),
        ("licences", {"licence"}),
        ("licence", {"licence"}),
        ("licensing", {"licence"}),
        ("policy label", {"licence"}),
        ("labels stay", {"licence"}),
        ("labelling", {"licence"}),
        ("the label", set()),
        ("and which label", {"licence"}),
        ("cafe", {"cafe"}),
        ("CAFÉ", {"cafe"}),
        ("cafe\u0301 unlu", {"cafe"}),
        ("strasse", {"cafe"}),
        ("STRASSE naive", {"cafe"}),
        ("facade", {"cafe"}),
        ("著作権", {"japan"}),
        ("著", {"japan"}),
        ("画像生成", {"japan"}),
        ("生成AI", {"japan"}),
        ("著作 画像", {"japan"}),
        ("権作", set()),
        ("저작권", {"korea"}),
        ("등록", {"korea"}),
        ("δικαιωματα", {"greek"}),
        ("ΠΝΕΥΜΑΤΙΚΗ", {"greek"}),
        ("TEN/APP/2026/0001", {"numbers"}),
        ("ten app 2026", {"numbers"}),
        ("1.2.3", {"numbers"}),
        ("1e5", {"numbers"}),
        ("foo_bar", {"numbers"}),
        ("C2PA", {"marks"}),
        ('C2PA "soft', {"marks"}),
        ("c2pa AND soft", {"marks"}),
        ("c2pa OR soft", set()),
        ("", set()),
        ("   ", set()),
        ("!?*", set()),
    ],
)
def test_what_is_found(text, codes):
    assert found(text) == codes


HOSTILE = [
    'C2PA "foo AND -bar* (x:y', "'", '"', "''", '" OR 1=1 --', "title_norm:marks", "marks*", "-marks", "NEAR(a b)", "a & b | !c", "a <-> b", "':*", "\\",
    "%", "_", "\x00", "a\x00b", "{}", "%s %(x)s", "[marks]", "^marks", "marks:A", ")(", "🙂", "ﬁ", "\u202e", "x" * 5000, "a " * 3000, "İ", "ß" * 150, "１２", "²",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_punctuation_breaks_it(text):
    search(OFFICER, text)
    assert Client().get("/search/", {"q": text}).status_code == 200


@given(st.text(max_size=60))
@trials(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_breaks_it(text):
    search(OFFICER, text)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=12))
@trials(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_put_in_is_found_by_its_own_words(text):
    thing = Term.objects.create(scheme="test", code="own", label="Own", description=f"before {text} after")
    actions.put(thing)
    try:
        assert not tokens(text) or "own" in found(text)
    finally:
        actions.drop(thing)
        thing.delete()


def test_long_texts_can_be_indexed(things):
    thing = Term.objects.create(scheme="test", code="long", label="Long", description="word " * 400_000 + "x" * 100_000)
    actions.put(thing)
    assert "long" in found("word")


def test_hits_counts_and_snippets_hold_nothing_hidden(things):
    NumberSeries.objects.create(series="SER", year=2027)
    actions.put(NumberSeries.objects.get(series="SER"))
    open_to_all = search(VISITOR, "provenance")
    assert (open_to_all.total, open_to_all.kinds) == (1, [("thing", "Things", 1)])
    assert found("zebra") == found("secret") == set()
    assert search(VISITOR, "zebra").total == 0
    page = Client().get("/search/?q=zebra").content.decode()
    assert "Secret provenance" not in page
    assert "nobody may read" not in page
    assert "0 things found" in page
    everything = search(OFFICER, "provenance")
    assert everything.total == 3
    assert sorted(everything.kinds) == [("series", "Series", 1), ("thing", "Things", 2)]
    assert search(VISITOR, "provenance", kind="series").total == 0
    assert search(OFFICER, "provenance", kind="series").total == 1
    assert not visible(VISITOR).filter(title__contains="Secret").exists()


def test_what_is_hidden_later_is_hidden_at_the_next_question(things):
    assert found("durable") == {"marks"}
    Term.objects.filter(code="marks", scheme="test").update(retired=True)
    assert found("durable") == set()


def test_a_thing_changes_and_goes(things):
    thing = things["marks"]
    thing.label, thing.description = "Seals", "Wax"
    actions.put(thing)
    assert found("durable") == set()
    assert found("wax") == {"marks"}
    assert SearchEntry.objects.filter(kind="thing", object_id=thing.pk).count() == 1
    actions.drop(thing)
    assert found("wax") == set()
    thing.scheme = "other"
    actions.put(thing)
    assert found("wax") == set()


def test_the_index_can_be_made_anew(things):
    entries = SearchEntry.objects.values_list("kind", "object_id", "title_norm", "body_norm")
    before = set(entries.filter(kind="thing"))
    SearchEntry.objects.all().delete()
    assert actions.rebuild() == entries.count()
    assert set(entries.filter(kind="thing")) == before
    assert found("provenance") == {"marks"}


def test_a_word_in_the_title_comes_first(things):
    for code, label, body in (("in-body", "Other", "kestrel " + "filler " * 30), ("in-title", "Kestrel", "Other " * 30)):
        actions.put(Term.objects.create(scheme="test", code=code, label=label, description=body))
    assert [hit.url for hit in search(VISITOR, "kestrel").hits] == ["/things/in-title/", "/things/in-body/"]


def test_pages(things, django_assert_max_num_queries):
    for number in range(45):
        actions.put(Term.objects.create(scheme="test", code=f"many-{number}", label=f"Many {number}", description="ocelot"))
    with django_assert_max_num_queries(4):
        first = search(VISITOR, "ocelot")
    assert (first.total, first.pages, len(first.hits)) == (45, 3, PER_PAGE)
    seen = [hit.url for page in (1, 2, 3) for hit in search(VISITOR, "ocelot", page=page).hits]
    assert len(seen) == len(set(seen)) == 45
    assert search(VISITOR, "ocelot", page=99).page == 3
    for page in ("²", "-1", "x", "99999999", ""):
        assert Client().get(f"/search/?q=ocelot&page={page}").status_code == 200


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt; <b>mark</b>", "</mark><i>"])
def test_nothing_in_a_thing_or_a_question_becomes_html(things, text):
    actions.put(Term.objects.create(scheme="test", code="evil", label=f"{text} kestrel", description=f"{text} kestrel script mark amp lt"))
    for asked in ("kestrel", "script", "mark", "amp", "lt", f"{text} kestrel"):
        page = Client().get("/search/", {"q": asked}).content.decode()
        body = page[page.index("<main") :]
        for piece in ("<script>", "<img src=x", "<b>", "<i>", 'onerror=alert(1)>"'):
            assert piece not in body, asked


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("Durable marks", "marks", "Durable <mark>marks</mark>"),
        ("Le Café bleu", "cafe", "Le <mark>Café</mark> bleu"),
        ("日本の著作権法", "著作権", "日本の<mark>著作権</mark>法"),
        ("a < b & c", "c", "a &lt; b &amp; <mark>c</mark>"),
        ("amp & lt", "amp", "<mark>amp</mark> &amp; lt"),
        ("Labelling of labels", "label", "<mark>Labelling</mark> of <mark>labels</mark>"),
        ("nothing here", "zebra", "nothing here"),
    ],
)
def test_snippets_mark_the_words(body, text, expected):
    assert snippet(body, tokens(text)) == expected


def test_snippets_begin_near_the_word():
    made = snippet("filler " * 500 + "zebra " + "filler " * 500, ["zebra"])
    assert made.startswith("… ")
    assert made.endswith(" …")
    assert "<mark>zebra</mark>" in made
    assert len(made) < 300


def test_snippets_cut_no_word():
    made = snippet("astonishing " * 40 + "zebra " + "extraordinary " * 40, ["zebra"])
    assert set(made.split()) == {"…", "astonishing", "<mark>zebra</mark>", "extraordinary"}


def test_what_is_called_so_comes_first():
    for code, title, body in (("often", "Giraffe giraffe", "giraffe"), ("exact", "giraffe", "giraffe " + "other words " * 200)):
        actions.put(Term.objects.create(scheme="test", code=code, label=title, description=body))
    assert [hit.url for hit in search(VISITOR, "Giraffe").hits] == ["/things/exact/", "/things/often/"]


@given(st.text(max_size=120), st.text(min_size=1, max_size=8))
@trials(max_examples=200, deadline=None)
def test_snippets_lose_nothing_and_add_only_marks(body, word):
    from django.utils.html import escape

    made = snippet(body, tokens(word))
    assert made.replace("<mark>", "").replace("</mark>", "") == escape(body)


def test_words():
    assert indexed("Ça va_bien, TEN/APP/2026") == "ca vabien ten app 2026"
    assert tokens("著作権AI法") == ["著作", "作権", "ai", "法"]
    assert begun("labels", last=False) == ("label", True)
    assert begun("c2pa", last=False) == ("c2pa", False)
    assert begun("ai", last=False) == ("ai", False)
    assert begun("ai", last=True) == ("ai", True)
    assert begun("policies", last=True) == ("polic", True)
