"""Markdown as a tree of plain data, for paper: typst draws it without ever reading a word of it as markup.

A block is {"kind": "heading" | "paragraph" | "item" | "quote" | "code" | "table" | "rule", ...}; running text is a list of
{"text", "strong", "emph", "code", "link"}. Lists are flat: an item carries its depth and its mark.
"""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Run = dict[str, Any]
Block = dict[str, Any]
_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable(["table", "strikethrough"])


def blocks(markdown: str) -> list[Block]:
    """The text as blocks, in order."""
    found: list[Block] = []
    lists: list[int | None] = []  # per open list the next number, None where it has bullets
    quotes = 0
    first_of_item = False
    row: list[list[Run]] | None = None
    tokens = _markdown.parse(markdown)
    for index, token in enumerate(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(None if token.type.startswith("bullet") else int(token.attrs.get("start", 1)))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            first_of_item = True
        elif token.type in {"blockquote_open", "blockquote_close"}:
            quotes += 1 if token.type.endswith("open") else -1
        elif token.type == "table_open":
            found.append({"kind": "table", "rows": []})
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            found[-1]["rows"].append(row)
            row = None
        elif token.type == "inline":
            said = runs(token.children or [])
            if row is not None:
                row.append(said)
            elif tokens[index - 1].type == "heading_open":
                found.append({"kind": "heading", "level": int(tokens[index - 1].tag[1]), "runs": said})
            elif lists:
                found.append({"kind": "item", "depth": len(lists), "mark": _mark(lists) if first_of_item else "", "runs": said})
                first_of_item = False
            else:
                found.append({"kind": "quote" if quotes else "paragraph", "runs": said})
        elif token.type in {"fence", "code_block"}:
            found.append({"kind": "code", "text": token.content.rstrip("\n")})
        elif token.type == "hr":
            found.append({"kind": "rule"})
    return found


def _mark(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return "•"
    lists[-1] = number + 1
    return f"{number}."


def runs(children: Sequence[Token]) -> list[Run]:
    """Running text: stretches of equal make-up."""
    found: list[Run] = []
    strong = emph = 0
    link = ""
    for token in children:
        if token.type in {"strong_open", "strong_close"}:
            strong += 1 if token.nesting > 0 else -1
        elif token.type in {"em_open", "em_close"}:
            emph += 1 if token.nesting > 0 else -1
        elif token.type == "link_open":
            link = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            link = ""
        elif token.type in {"text", "code_inline", "softbreak", "hardbreak", "image"}:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            if text:
                safe = link if link.startswith(("http://", "https://", "mailto:")) else ""
                found.append({"text": text, "strong": strong > 0, "emph": emph > 0, "code": token.type == "code_inline", "link": safe})
    return found
