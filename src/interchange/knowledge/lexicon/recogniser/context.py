"""What a hit means where it stands: homographs told apart, everyday words left alone, sections counted."""

import re
from collections import Counter
from collections.abc import Iterable

from interchange.knowledge.lexicon.recogniser.matcher import Entry, Hit, Matcher

# After one of these an everyday word is a verb ("they label it"), not a term.
_BEFORE_VERBS = frozenset(
    ["to", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "we", "they", "i", "you", "who", "did", "does", "do", "let", "please"]
)  # fmt: skip
SECOND_DEGREE = 2  # terms that share a neighbour with an everyday word and so speak of its field
_BEFORE = re.compile(r"([A-Za-z’']+)[\s]*$")
_CAPITAL_AFTER = re.compile(r"[ \u00a0][A-Z][a-z]+")
_CAPITAL_BEFORE = re.compile(r"[A-Z][a-z]+[ \u00a0]$")


def settled(hits: Iterable[Hit], text: str, *, own: str = "") -> list[Hit]:
    """The hits that stand: without the term's own, homographs decided by the neighbours that the text names, everyday words only among theirs.

    A homograph whose neighbours the text does not name stays ambiguous. An everyday word counts where the text also names a neighbour
    of its concept, or two terms that share a neighbour with it, and not where it is plainly a verb.
    """
    found = [hit for hit in hits if not (own and any(entry.concept == own for entry in hit.entries))]
    sure = [hit.entry for hit in found if len(hit.entries) == 1 and not hit.entry.everyday and not hit.entry.condition]
    named = Counter(entry.concept for entry in sure)
    around = {entry.concept: entry.neighbours for entry in sure}
    standing = []
    for hit in found:
        entries = hit.entries
        if _is_in_a_name(text, hit):
            continue
        if len(entries) > 1 and not hit.entry.avoid:
            marks = [sum(named[concept] for concept in entry.neighbours) for entry in entries]
            best = max(marks)
            if best and marks.count(best) == 1:
                entries = (entries[marks.index(best)],)
        everyday = all(entry.everyday for entry in entries)
        if everyday and (_is_verb(text, hit) or not any(_is_near(entry, around) for entry in entries)):
            continue
        standing.append(hit if entries is hit.entries else Hit(hit.start, hit.end, entries))
    return standing


def _is_near(entry: Entry, around: dict[str, frozenset[str]]) -> bool:
    """Whether the terms named (with their neighbours) speak of the entry's field."""
    if not entry.neighbours.isdisjoint(around):
        return True
    return sum(not entry.neighbours.isdisjoint(others) for concept, others in around.items() if concept != entry.concept) >= SECOND_DEGREE


def _is_in_a_name(text: str, hit: Hit) -> bool:
    """Whether the words are capitalised as a piece of a longer name: "Authenticity" in "Content Authenticity Initiative"."""
    written = text[hit.start : hit.end]
    if not (written[0].isupper() and written[1:2].islower() and hit.entry.label[:1].islower()):
        return False
    after = _CAPITAL_AFTER.match(text, hit.end)
    before = _CAPITAL_BEFORE.search(text[max(0, hit.start - 40) : hit.start])
    return bool(after and not written[-1].isupper()) or bool(before)


def _is_verb(text: str, hit: Hit) -> bool:
    before = _BEFORE.search(text[max(0, hit.start - 24) : hit.start])
    return bool(before) and before.group(1).lower() in _BEFORE_VERBS  # type: ignore[union-attr]


def read(matcher: Matcher, text: str, *, own: str = "") -> list[Hit]:
    """Find and settle."""
    return settled(matcher.find(text), text, own=own)
