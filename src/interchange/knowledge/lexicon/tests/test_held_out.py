"""Precision and recall on a text that was annotated by hand, passage by passage, with the starter collection as lexicon.

`python -m interchange.knowledge.lexicon.tests.test_held_out` lists every error.
"""

import re
from functools import lru_cache
from pathlib import Path

from interchange.knowledge.lexicon.load import starter
from interchange.knowledge.lexicon.recogniser import Entry, Matcher
from interchange.knowledge.lexicon.recogniser.context import read

TEXT = Path(__file__).parent / "data" / "held-out.txt"
_MARK = re.compile(r"\[\[(.+?)\|(.+?)\]\]|\{\{(.+?)\|(.+?)\}\}")


@lru_cache(maxsize=1)
def starter_matcher() -> Matcher:
    """The starter collection as the recogniser knows it."""
    neighbours: dict[str, set[str]] = {}
    for content in starter():
        for other in (*content.broader, *content.related):
            neighbours.setdefault(content.slug, set()).add(other)
            neighbours.setdefault(other, set()).add(content.slug)
    return Matcher(
        Entry(
            content.slug, label.text, avoid=label.status == "deprecated", everyday=label.everyday, condition=label.condition,
            replacement=content.slug if label.status == "deprecated" else "", neighbours=frozenset(neighbours.get(content.slug, ())),
        )
        for content in starter()
        for label in content.labels
    )  # fmt: skip


def passages():
    """(text, {(start, end, id, to avoid)}) of each annotated passage."""
    for passage in TEXT.read_text(encoding="utf-8").split("\n\n"):
        if passage.startswith("#"):
            continue
        text, wanted, last = "", set(), 0
        for mark in _MARK.finditer(passage):
            text += passage[last : mark.start()]
            words, slug = (mark[1], mark[2]) if mark[1] else (mark[3], mark[4])
            wanted.add((len(text), len(text) + len(words), slug, bool(mark[3])))
            text += words
            last = mark.end()
        yield text + passage[last:], wanted


def measure():
    """(right, wrong, missed): counts and the words in question."""
    right, wrong, missed = 0, [], []
    for text, wanted in passages():
        hits = [hit for hit in read(starter_matcher(), text) if not (hit.entry.avoid and (hit.entry.condition or hit.entry.everyday))]
        found = {(hit.start, hit.end, hit.entry.concept, hit.entry.avoid) for hit in hits}
        right += len(found & wanted)
        wrong += [f"{text[a:b]} → {slug} in “…{text[max(0, a - 30) : b + 20]}…”" for a, b, slug, _avoid in sorted(found - wanted)]
        missed += [f"{text[a:b]} → {slug} in “…{text[max(0, a - 30) : b + 20]}…”" for a, b, slug, _avoid in sorted(wanted - found)]
    return right, wrong, missed


def test_precision_and_recall_on_the_held_out_text():
    right, wrong, missed = measure()
    assert right > 100
    assert right / (right + len(wrong)) >= 0.97, wrong
    assert right / (right + len(missed)) >= 0.92, missed


if __name__ == "__main__":
    right, wrong, missed = measure()
    print(f"right {right}, wrong {len(wrong)}, missed {len(missed)}")  # noqa: T201
    print(f"precision {right / (right + len(wrong)):.3f}, recall {right / (right + len(missed)):.3f}")  # noqa: T201
    print("\n".join(["wrong:", *wrong, "missed:", *missed]))  # noqa: T201
