"""Help without any AI: the main sentences, the terms of the lexicon and the phrases that it lacks, similar works."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.words import tokens
from interchange.knowledge.lexicon import reports
from interchange.knowledge.lexicon.linking import book
from interchange.knowledge.repository.finding import search

_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n{2,}")
_COMMON = frozenset(
    [
        "about",
        "after",
        "also",
        "because",
        "been",
        "before",
        "between",
        "both",
        "but",
        "can",
        "could",
        "does",
        "each",
        "every",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "into",
        "its",
        "itself",
        "may",
        "more",
        "most",
        "not",
        "only",
        "other",
        "our",
        "over",
        "same",
        "shall",
        "should",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "under",
        "until",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "without",
        "would",
        "your",
    ]
)


def sentences(text: str) -> list[str]:
    """The text's sentences, without empty ones."""
    return [" ".join(one.split()) for one in _SENTENCE.split(text) if one.strip()]


def main_sentences(text: str, most: int = 5) -> list[str]:
    """The sentences that hold most of the text's own frequent words, in their order (Luhn 1958: frequency within the text marks what it is about)."""
    found = sentences(text)
    if len(found) <= most:
        return found
    words = [[word for word in tokens(one) if len(word) > 3 and word not in _COMMON] for one in found]
    weight = Counter(word for one in words for word in set(one))
    value = {place: sum(weight[word] for word in set(one)) / (len(one) + 3) for place, one in enumerate(words)}
    best = sorted(value, key=lambda place: (-value[place], place))[:most]
    return [found[place] for place in sorted(best)]


def subject_words(text: str, most: int = 6) -> list[str]:
    """The words that the text says most, without the common ones."""
    counted = Counter(word for word in tokens(text) if len(word) > 4 and word not in _COMMON and not word.isdecimal())
    return [word for word, _times in counted.most_common(most)]


def of(viewer: Viewer, text: str) -> dict[str, Any]:
    """All aids for a text, as plain data: `main` sentences, `terms` (label, slug) that it says, `wanted` phrases, `similar` works (title, address)."""
    report = reports.report(book(), text)
    subject = subject_words(text)
    similar: dict[int, tuple[str, str]] = {}
    for first, second in pairwise(subject):
        for row in search(viewer, f"q={first}+{second}", per_page=3).rows:
            similar.setdefault(row.record.pk, (row.record.title, row.record.url))
    return {
        "main": main_sentences(text),
        "terms": [[one.label, one.slug, one.count] for one in report.used][:30],
        "avoid": list(dict.fromkeys(text[one.start : one.end] for one in report.avoided))[:20],
        "wanted": [list(pair) for pair in report.wanted][:20],
        "similar": [list(pair) for pair in list(similar.values())[:6]],
    }
