"""The recogniser: what it finds, what it leaves, and that it agrees with a slow and simple reading of the same rules."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.knowledge.lexicon.recogniser import Entry, Matcher, label_key, lookalikes, tokens
from interchange.knowledge.lexicon.recogniser.context import read
from interchange.knowledge.lexicon.recogniser.markup import link
from interchange.knowledge.lexicon.recogniser.replacing import replacement
from interchange.knowledge.lexicon.recogniser.scanner import Numbering, Places
from interchange.knowledge.lexicon.recogniser.words import key


def found(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.entry.concept) for hit in matcher.find(text)]


FIELD = Matcher(
    [
        Entry("ai", "AI"), Entry("ai", "artificial intelligence"), Entry("ai-system", "AI system"), Entry("ai-system", "an AI", avoid=True, replacement="ai-system"),
        Entry("watermark", "watermark"), Entry("watermarking", "watermarking"), Entry("pre-training", "pre-training"), Entry("database", "database"),
        Entry("rag", "RAG"), Entry("lora", "LoRA"), Entry("open-weight", "open-weight model"), Entry("robots", "robots.txt"), Entry("analysis", "analysis"),
        Entry("licence", "licence"), Entry("organisation", "organisation"), Entry("label", "AI-generated content label"),
        Entry("agc", "AI-generated content"), Entry("zh", "人工智能", language="zh"), Entry("ja", "電子透かし", language="ja"), Entry("th", "ลายน้ำ", language="th"),
        Entry("ar", "علامة مائية", language="ar"), Entry("he", "סימן מים", language="he"), Entry("hi", "जलचिह्न", language="hi"), Entry("fr", "filigrane numérique", language="fr"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Watermarks and a watermark’s payload", [("Watermarks", "watermark"), ("watermark’s", "watermark")]),
        ("databases, analyses, licenses, organizations", [("databases", "database"), ("analyses", "analysis"), ("licenses", "licence"), ("organizations", "organisation")]),
        ("pretraining, pre-training, pre training, pre‑trained", [("pretraining", "pre-training"), ("pre-training", "pre-training"), ("pre training", "pre-training"), ("pre‑trained", "pre-training")]),
        ("WATERMARK of an ai system", [("WATERMARK", "watermark"), ("ai system", "ai-system")]),
        ("open weight models read robots.txt", [("open weight models", "open-weight"), ("robots.txt", "robots")]),
        # longest match, and a label that is the beginning of another
        ("AI-generated content labels on AI-generated content", [("AI-generated content labels", "label"), ("AI-generated content", "agc")]),
        # borders: inside words nothing is found, and sentences part
        ("again, paragraph, waterm ark, watermarkable", []),
        ("This is AI. Systems differ.", [("AI", "ai")]),
        ("one AI\n\nsystem", [("AI", "ai")]),
        # letter case is part of short acronyms
        ("a rag for lora, but RAG with LoRAs", [("RAG", "rag"), ("LoRAs", "lora")]),
        # no-space scripts, right to left, points, zero width, widths, look-alikes
        ("关于人工智能系统的讨论", [("人工智能", "zh")]),
        ("人工\u200b智能", [("人工\u200b智能", "zh")]),
        ("動画の電子透かしを調べる", [("電子透かし", "ja")]),
        ("ภาพนี้มีลายน้ำอยู่", [("ลายน้ำ", "th")]),
        ("هذه عَلامةٌ مائيّةٌ جديدة", [("عَلامةٌ مائيّةٌ", "ar")]),
        ("זהו סִימָן מַיִם נסתר", [("סִימָן מַיִם", "he")]),
        ("यह जलचिह्न है", [("जलचिह्न", "hi")]),
        ("un filigrane nume\u0301rique", [("filigrane nume\u0301rique", "fr")]),
        ("water\u200bmark, wa\u00adtermark, ＷＡＴＥＲＭＡＲＫ, w\u0430termark", [("water\u200bmark", "watermark"), ("wa\u00adtermark", "watermark"), ("ＷＡＴＥＲＭＡＲＫ", "watermark"), ("w\u0430termark", "watermark")]),
        # a deprecated label with an article is one only where it stands for a thing
        ("An AI can paint; an AI company; an AI system", [("An AI", "ai-system"), ("AI", "ai"), ("AI system", "ai-system")]),
    ],
)  # fmt: skip
def test_what_is_found(text, expected):
    assert found(FIELD, text) == expected


def test_a_label_that_another_concept_uses_is_not_flagged():
    """Deprecated in one concept, preferred in another: the one that uses it has it."""
    matcher = Matcher([Entry("credential", "AI label", avoid=True, replacement="credential"), Entry("ai-label", "AI label")])
    (hit,) = matcher.find("an AI label")
    assert [entry.concept for entry in hit.entries] == ["ai-label"]
    assert not hit.entry.avoid


def test_homographs_are_told_apart_by_the_neighbours_a_text_names():
    matcher = Matcher(
        [
            Entry("claim-c2pa", "claim", neighbours=frozenset({"manifest"})), Entry("claim-law", "claim", neighbours=frozenset({"court"})),
            Entry("manifest", "manifest"), Entry("court", "court"),
        ]
    )  # fmt: skip
    assert [hit.entry.concept for hit in read(matcher, "The manifest holds a claim.") if not hit.ambiguous] == ["manifest", "claim-c2pa"]
    assert [hit.entry.concept for hit in read(matcher, "The court heard the claim.") if not hit.ambiguous] == ["court", "claim-law"]
    (alone,) = read(matcher, "A claim.")
    assert {entry.concept for entry in alone.entries} == {"claim-c2pa", "claim-law"}


def test_everyday_words_only_near_neighbours_and_not_as_verbs():
    matcher = Matcher([Entry("label", "label", everyday=True, neighbours=frozenset({"watermark"})), Entry("watermark", "watermark")])
    assert [hit.entry.concept for hit in read(matcher, "The jar has a label.")] == []
    assert [hit.entry.concept for hit in read(matcher, "A label is no watermark.")] == ["label", "watermark"]
    assert [hit.entry.concept for hit in read(matcher, "They label it beside the watermark.")] == ["watermark"]


def test_never_inside_its_own_text():
    assert [hit.entry.concept for hit in read(FIELD, "a watermark of an AI system", own="watermark")] == ["ai-system"]


# --- links in HTML


def marked(html: str, **kwargs) -> str:
    return link(html, FIELD, lambda words, hit: f"[{words}|{hit.entry.concept}]", **kwargs)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A watermark, a watermark.</p><h2>watermark</h2><p>The watermarks.</p>", "<p>A [watermark|watermark], a watermark.</p><h2>watermark</h2><p>The [watermarks|watermark].</p>"),
        ("<p><code>watermark</code> <a href=\"/x>y\">watermark</a></p>", "<p><code>watermark</code> <a href=\"/x>y\">watermark</a></p>"),
        ("<blockquote><p>watermark</p></blockquote><pre><code>watermark</code></pre><p>watermark</p>", "<blockquote><p>watermark</p></blockquote><pre><code>watermark</code></pre><p>[watermark|watermark]</p>"),
        ("<p>AI</p><p>system</p>", "<p>[AI|ai]</p><p>system</p>"),
        ("<p>A <em>watermark</em> &amp; AI &lt;AI system&gt;</p>", "<p>A <em>[watermark|watermark]</em> &amp; [AI|ai] &lt;[AI system|ai-system]&gt;</p>"),
    ],
)  # fmt: skip
def test_first_use_in_each_section_and_nothing_in_code_quotes_links_headings(html, expected):
    assert marked(html) == expected


def test_no_link_in_its_own_definition():
    assert marked("<p>a watermark of an AI system</p>", own="watermark") == "<p>a watermark of an [AI system|ai-system]</p>"


# --- agreement with a simple reading


def oracle(labels: list[str], text: str) -> list[tuple[int, int]]:
    """Leftmost longest by comparing keys token by token."""
    wanted = {tuple(key(token) for token in tokens(label)) for label in labels}
    spans = [match.span() for match in re.finditer(r"[a-z]+|[.,]", text)]
    keys = [key(text[a:b]) for a, b in spans]
    at, hits = 0, []
    while at < len(keys):
        length = next((n for n in range(len(keys) - at, 0, -1) if tuple(keys[at : at + n]) in wanted), 0)
        if length:
            hits.append((spans[at][0], spans[at + length - 1][1]))
        at += max(1, length)
    return hits


WORDS = st.sampled_from(["ab", "abs", "abba", "bab", "b", "ba", "cab"])


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6),
    st.lists(WORDS | st.sampled_from([".", ","]), max_size=14).map(" ".join),
)
def test_the_matcher_agrees_with_a_slow_reading(labels, text):
    hits = Matcher([Entry(str(n), label) for n, label in enumerate(labels)]).find(text)
    assert [(hit.start, hit.end) for hit in hits] == oracle(labels, text)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab'’ʼ-‐ .,\n\u200b\u00ad人智ลaé–“Аع\u0661\U0001f600\U00020001\u0301\ufe0f5_\x1c", max_size=30))
def test_tokens_found_all_at_once_are_those_of_the_expression(text):
    places = Places(text)
    ours = [places.token(index).rstrip("\u200b\u00ad\ufe0f") for index in range(len(places.starts))]
    assert ours == [token.rstrip("\u200b\u00ad\ufe0f") for token in tokens(text) if not token.startswith("\n")]
    spans = list(zip(places.in_characters(places.starts), places.in_characters(places.ends), strict=True))
    assert [text[start:end] for start, end in spans] == [places.token(index) for index in range(len(places.starts))]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=40), min_size=1, max_size=300))
def test_each_distinct_token_keeps_its_number_whatever_its_length(words):
    asked = []
    numbering = Numbering(lambda token: asked.append(token) or len(token), remembered=200)
    text = " ".join(words)
    assert numbering.of(Places(text)).tolist() == [len(word) for word in words]
    assert sorted(asked) == sorted(set(words))
    assert numbering.of(Places(text)).tolist() == [len(word) for word in words]


def test_a_token_longer_than_any_word_is_no_term_and_harms_nothing():
    long = "w" * 300
    matcher = Matcher([Entry("watermark", "watermark"), Entry("long", long), Entry("longer", long[:200])])
    assert found(matcher, f"watermark {long} watermark {long[:200]}") == [
        ("watermark", "watermark"),
        ("watermark", "watermark"),
        (long[:200], "longer"),
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read_and_hits_are_in_order(text):
    last = 0
    for hit in FIELD.find(text):
        assert last <= hit.start < hit.end <= len(text)
        last = hit.end


def test_keys_and_look_alikes():
    assert label_key("AI systems") == label_key("AI system") == "AI system"
    assert key("classes") == key("class")
    assert key("uses") == key("use")
    assert key("us") != key("use")
    assert lookalikes("w\u0430termark")
    assert not lookalikes("водяной")
    assert not lookalikes("watermark")


@pytest.mark.parametrize(
    ("text", "written", "label", "preferred", "expected"),
    [
        ("An AI can paint.", "An AI", "an AI", "AI system", "An AI system can paint."),
        ("Use a bot here.", "bot", "bot", "AI agent", "Use an AI agent here."),
        ("Bots are here.", "Bots", "bot", "AI agent", "AI agents are here."),
        ("Style theft hurts.", "Style theft", "style theft", "style mimicry", "Style mimicry hurts."),
        ("an AI video", "AI video", "AI video", "deepfake", "a deepfake"),
    ],
)  # fmt: skip
def test_replacements_keep_number_capital_and_article(text, written, label, preferred, expected):
    start = text.index(written)
    first, last, words = replacement(text, start, start + len(written), label, preferred)
    assert text[:first] + words + text[last:] == expected


def test_a_piece_of_a_proper_name_is_no_term():
    matcher = Matcher([Entry("authenticity", "authenticity"), Entry("watermark", "watermark")])
    assert [hit.entry.concept for hit in read(matcher, "The Content Authenticity Initiative met. Authenticity matters.")] == [
        "authenticity"
    ]
    assert [hit.entry.concept for hit in read(matcher, "Watermarks and WATERMARKS")] == ["watermark", "watermark"]
