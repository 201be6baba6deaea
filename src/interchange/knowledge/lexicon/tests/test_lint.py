"""Advice after ISO 704: each rule speaks where it should, and stays silent on good definitions."""

import pytest

from interchange.knowledge.lexicon.lint import lint
from interchange.knowledge.lexicon.load import starter
from interchange.knowledge.lexicon.recogniser import Entry, Matcher

MATCHER = Matcher([Entry("style-mimicry", "style theft", avoid=True, replacement="style-mimicry"), Entry("watermark", "watermark")])


def codes(text: str, **kwargs) -> set[str]:
    return {remark.code for remark in lint(text, **kwargs)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("signal that is hidden in content. It can be read by software", "one-sentence"),
        ("signal that is hidden in content.", "full-stop"),
        ("when a signal is hidden in content", "opening"),
        ("means a signal hidden in content", "opening"),
        ("signal that is when content is marked", "is-when"),
        ("a signal that is hidden in content", "article"),
        ("Signal that is hidden in content", "capital"),
        ("not a label that people see", "negative"),
        ("signal that is not visible to people", "negative"),
        ("signal hidden in pictures, sound, etc.", "open-list"),
        ("widely used signal that is hidden in content", "chatter"),
        ("something that is hidden in content", "genus"),
        ("type of signal that is hidden in content", "genus"),
        ("ensure that content can be traced", "genus"),
        ("hidden signal", "difference"),
        ("signal that " + "very " * 45 + "quietly hides", "long"),
        ("practice of style theft in pictures", "deprecated-word"),
        ("signal that is checked by the QXR method", "undefined"),
    ],
)  # fmt: skip
def test_each_rule_speaks(text, code):
    assert code in codes(text, hits=MATCHER.find(text))


def test_circles():
    assert "circular" in codes("watermark that is hidden in content", own=["watermark"])
    assert "circular" in codes("use of watermarks in content for tracing", own=["watermark"])
    assert "circle-of-two" in codes("signal that is read by a detector", defined_by=["detector"])


def test_the_broader_concept_comes_first():
    assert "broader" in codes("picture that carries a hidden mark", genera=["signal"])
    assert "broader" not in codes("hidden signal that is added to content", genera=["signal"])


def test_good_definitions_get_no_advice():
    """The starter collection was written after ISO 704: the shape rules find next to nothing in it."""
    shape = {"one-sentence", "full-stop", "opening", "is-when", "article", "capital", "genus", "negative"}
    spoken = [content.slug for content in starter() if codes(content.adopted.text) & shape]
    assert len(spoken) <= len(starter()) * 0.05, spoken
