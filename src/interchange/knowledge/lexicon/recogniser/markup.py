"""Links in finished HTML: the first use of each term in a section. Works on what `ground.text.render` made: clean, balanced HTML."""

import re
from collections.abc import Callable

from interchange.knowledge.lexicon.recogniser.context import settled
from interchange.knowledge.lexicon.recogniser.matcher import Hit, Matcher

_TAG = re.compile(r"(<(?:[^>\"]|\"[^\"]*\")*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What is left as it is: code, quotations, links and headings.
_CLOSED = _HEADINGS | {"a", "code", "pre", "blockquote", "q", "kbd", "samp"}
_APART = "\n\n"
Card = Callable[[str, Hit], str]


def link(html: str, matcher: Matcher, card: Card, *, own: str = "") -> str:
    """The HTML with the first use of each term in each section put through `card(words as written, hit)`; own terms are left alone."""
    pieces = _TAG.split(html)
    open_pieces: list[tuple[int, int]] = []  # (piece, section)
    depth, section = 0, 0
    for index, piece in enumerate(pieces):
        if index % 2:
            name = _NAME.match(piece)
            if name is None:
                continue
            closing = piece.startswith("</")
            if name[1] in _HEADINGS and not closing:
                section += 1
            if name[1] in _CLOSED:
                depth += -1 if closing else 1
        elif piece.strip() and depth == 0:
            open_pieces.append((index, section))
    if not open_pieces:
        return html
    texts = [pieces[index] for index, _section in open_pieces]
    joined = _APART.join(texts)
    seen: set[tuple[int, str]] = set()
    hits = iter(settled(matcher.find(joined), joined, own=own))
    hit = next(hits, None)
    start = 0
    for (index, section), text in zip(open_pieces, texts, strict=True):
        end, parts, position = start + len(text), [], 0
        while hit is not None and hit.start < end:
            mark = (section, hit.entry.concept)
            if mark not in seen and hit.end <= end and not (hit.entry.avoid and (hit.entry.condition or hit.entry.everyday)):
                seen.add(mark)
                first, last = hit.start - start, hit.end - start
                parts += [text[position:first], card(text[first:last], hit)]
                position = last
            hit = next(hits, None)
        if parts:
            pieces[index] = "".join(parts) + text[position:]
        start = end + len(_APART)
    return "".join(pieces)
