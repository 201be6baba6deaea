"""Markdown (CommonMark 0.31 with tables) to safe HTML: raw HTML is escaped by the parser, and the result is cleaned again by nh3."""

import re
from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LIMIT = 200_000  # characters; beyond it the text is shown as typed
_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "s", "code", "pre", "blockquote",
    "ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable(["table", "strikethrough"])


def _shift(tokens: list[Token], level: int) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + level - 1)}"


@lru_cache(maxsize=2048)
def _render(text: str, level: int) -> str:
    tokens = _markdown.parse(text)
    _shift(tokens, level)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener"
    )


def render(text: str, level: int = 2) -> SafeString:
    """The text as safe HTML. Headings start at `level`, so that the page keeps its one h1. Kept in memory by content."""
    if len(text) > LIMIT:
        return mark_safe(f"<pre>{nh3.clean_text(text)}</pre>")  # noqa: S308 - escaped on the same line
    return mark_safe(_render(text, level))  # noqa: S308 - cleaned by nh3


def passages(text: str) -> str:
    """The running text alone, block by block with empty lines between: no code, no addresses. For readers that look for words."""
    html = re.sub(r"<(pre|code)\b.*?</\1>", " ", _render(text[:LIMIT], 2), flags=re.DOTALL)
    html = re.sub(r"</?(p|h\d|li|ul|ol|blockquote|table|tr|th|td|hr|br)\b[^>]*>", "\n\n", html)
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


def plain(text: str) -> str:
    """The text without its marks, for mails, search and previews."""
    return re.sub(r"\s+", " ", nh3.clean(_render(text[:LIMIT], 2), tags=set())).strip()
