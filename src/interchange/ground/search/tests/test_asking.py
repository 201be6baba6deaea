"""Reading questions: pure, and nothing that is typed breaks it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from interchange.ground.search.asking import Asked, mark_word, read, without_kinds
from interchange.ground.search.words import tokens

KNOWN = {
    "kind": lambda: ["tool", "call"], "sector": lambda: ["music", "visual-arts"], "topic": lambda: ["labelling"], "type": lambda: ["report"],
    "lang": lambda: ["en", "fr"], "is": lambda: ["agreed"],
}  # fmt: skip


def asked(text: str) -> Asked:
    return read(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("durable marks", {"words": ("durable", "marks")}),
        ("kind:tool sector:music is:open", {"kinds": ("tool",), "marks": (("sector", "music"),), "standings": ("open",)}),
        ("KIND:Tool Sector:MUSIC", {"kinds": ("tool",), "marks": (("sector", "music"),)}),
        ('"soft binding" marks', {"phrases": (("soft", "binding"),), "words": ("marks",)}),
        ('"soft', {"words": ("soft",)}),
        ('"soft binding', {"phrases": (("soft", "binding"),)}),
        ('""', {}),
        ("-draft marks", {"without": (("draft",),), "words": ("marks",)}),
        ('-"soft binding" marks', {"without": (("soft", "binding"),), "words": ("marks",)}),
        ("-sector:music x", {"without": ((mark_word("sector", "music"),),), "words": ("x",)}),
        ("soft-binding", {"words": ("soft", "binding")}),
        ("- marks", {"words": ("marks",)}),
        ("before:2026-01", {"until": date(2026, 1, 1)}),
        ("before:2026", {"until": date(2026, 1, 1)}),
        ("after:2026-01", {"since": date(2026, 2, 1)}),
        ("after:2026-12", {"since": date(2027, 1, 1)}),
        ("after:2026", {"since": date(2027, 1, 1)}),
        ("after:2024-02-28 before:2024-03-01", {"since": date(2024, 2, 29), "until": date(2024, 3, 1)}),
        ('sector:"visual-arts"', {"marks": (("sector", "visual-arts"),)}),
        ("kind:tool kind:call", {"kinds": ("tool", "call")}),
        ("is:agreed", {"marks": (("is", "agreed"),)}),
        ("https://example.org/a", {"words": ("https", "example", "org", "a")}),
        ("10:30", {"words": ("10", "30")}),
        ("著作権 kind:tool", {"words": ("著作", "作権"), "kinds": ("tool",)}),
        ("", {}),
        ("  \x00 ", {}),
    ],
)
def test_what_is_understood(text, expected):
    found = asked(text)
    for name in ("words", "phrases", "without", "kinds", "marks", "standings", "since", "until"):
        assert getattr(found, name) == expected.get(name, Asked.__dataclass_fields__[name].default), name
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("colour:red", "There is no “colour:”; looked for as words", ("colour", "red")),
        ("author:lovelace x", "kind:, is:, before:, after:", ("author", "lovelace", "x")),
        ("before:2026-13", "“2026-13” is not a date; left out", ()),
        ("before:0000", "is not a date", ()),
        ("after:soon", "Write 2026, 2026-01 or 2026-01-31", ()),
        ("after:2026-02-30", "is not a date", ()),
        ("sector:musik", "There is no “sector:musik”. There are: music, visual-arts", ()),
        ("kind:zebra", "There is no “kind:zebra”. There are: call, tool", ()),
        ("is:blue", "agreed, coming, open, over", ()),
        ("kind:", "“kind:” says nothing without a word behind it", ()),
        ("-kind:tool", "A minus before “kind:” means nothing", ()),
        ("-before:2026", "A minus before “before:” means nothing", ()),
        ("-draft", "say what to look for, too", ()),
        ("w " * 40, "Only the first 12", ("w",) * 12),
    ],
)
def test_what_is_not_understood_is_said_plainly(text, said, words):
    found = asked(text)
    assert any(said in remark for remark in found.remarks), found.remarks
    assert found.words == words


def test_after_the_last_day_of_the_calendar_is_no_error():
    assert asked("after:9999-12-31").since == date(9999, 12, 31)
    assert asked("after:9999").since == date(9999, 1, 1)


def test_a_mark_is_a_word_that_the_index_keeps_whole():
    for operator, code in (("sector", "visual-arts"), ("is", "in-production"), ("type", "ÆØ"), ("topic", "")):
        assert tokens(mark_word(operator, code)) == [mark_word(operator, code)]


def test_tabs_take_the_kind_off():
    assert without_kinds('marks kind:tool "soft binding" -draft Kind:call') == 'marks "soft binding" -draft'


@given(st.text(alphabet=st.sampled_from("ab\"-: \x00kind:is:before:2026(){}*%_\\'ö著🙂"), max_size=80))
@trials(max_examples=400, deadline=None)
def test_no_question_breaks_the_reader(text):
    found = asked(text)
    assert asked(found.text).words == found.words
    for word in (*found.words, *(word for part in (*found.phrases, *found.without) for word in part)):
        assert tokens(word) == [word] or len(word) <= 2


@given(st.text(max_size=500))
@trials(max_examples=200, deadline=None)
def test_nor_does_any_text_at_all(text):
    assert len(asked(text).words) <= 12
