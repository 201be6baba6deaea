"""What people type never becomes more than text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.ground.text.render import LIMIT, plain, render


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        '<img src=x onerror="alert(1)">',
        "![x](http://elsewhere.example/pixel.png)",
        "<a href='vbscript:x'>y</a>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(hostile):
    html = render(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'href="vbscript' not in html


def test_headings_start_below_the_page_s_own():
    assert render("# Title\n\n## Part") == "<h2>Title</h2>\n<h3>Part</h3>\n"
    assert render("###### Deep", level=4) == "<h6>Deep</h6>\n"


def test_links_lead_out_politely():
    assert 'rel="nofollow noopener"' in render("[WIPO](https://www.wipo.int/)")


def test_tables_are_shown():
    assert "<td>1</td>" in render("| a | b |\n|---|---|\n| 1 | 2 |")


def test_plain_text_has_no_marks():
    assert plain("# Title\n\nSome *strong* [words](https://example.org).") == "Title Some strong words."


def test_deep_and_huge_texts_take_bounded_time():
    begun = time.monotonic()
    render("> " * 20_000 + "x")
    render("[" * 20_000)
    assert render("y" * (LIMIT + 1)).startswith("<pre>")
    assert time.monotonic() - begun < 10


@given(st.text(max_size=400))
def test_any_text_gives_clean_html(text):
    html = render(text)
    assert "<script" not in html.lower()
