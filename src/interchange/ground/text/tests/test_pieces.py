"""Texts in pieces: sections with addresses for the page, blocks for paper."""

from interchange.ground.text.blocks import blocks
from interchange.ground.text.sections import sections


def test_sections_have_ids_of_their_headings_and_two_of_a_name_differ():
    found = sections("Before.\n\n# What *was* tried\n\nA <b>\n\n## What was tried\n\n## نص\n\n## ***")
    assert [(one.id, one.title, one.level) for one in found] == [
        ("", "", 0), ("s-what-was-tried", "What was tried", 2), ("s-what-was-tried-2", "What was tried", 3), ("s-نص", "نص", 3), ("s-section", "***", 3),
    ]  # fmt: skip
    assert "&lt;b&gt;" in found[1].body


def test_no_text_has_no_sections():
    assert sections("") == []


def test_blocks_hold_words_as_words_and_only_safe_links():
    found = blocks(
        "# T\n\nA **b** `#set page()` [x](javascript:1) [y](https://example.org)\n\n3. one\n4. two\n\n> q\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode\n```"
    )
    assert [one["kind"] for one in found] == ["heading", "paragraph", "item", "item", "quote", "table", "code"]
    runs = {run["text"]: run for run in found[1]["runs"]}
    assert runs["b"]["strong"]
    assert runs["#set page()"]["code"]
    assert [run["link"] for run in found[1]["runs"] if run["link"]] == ["https://example.org"]
    assert [one["mark"] for one in found[2:4]] == ["3.", "4."]
    assert [[cell[0]["text"] for cell in row] for row in found[5]["rows"]] == [["a", "b"], ["1", "2"]]
