"""Precision and recall on two texts that were annotated by hand, passage by passage, with the starter collection as lexicon.

The first was read when two rules were still changed after seeing its errors; the second was written afterwards, and no rule has been touched since.

`python -m interchange.knowledge.lexicon.tests.test_held_out` lists every error.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from interchange.knowledge.lexicon.load import starter
from interchange.knowledge.lexicon.recogniser import Entry, Matcher
from interchange.knowledge.lexicon.recogniser.context import read

TEXTS = {name: Path(__file__).parent / "data" / f"{name}.txt" for name in ("held-out", "held-out-2")}
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


def passages(name):
    """(text, {(start, end, id, to avoid)}) of each annotated passage."""
    for passage in TEXTS[name].read_text(encoding="utf-8").split("\n\n"):
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


def measure(name):
    """(right, wrong, missed): counts and the words in question."""
    right, wrong, missed = 0, [], []
    for text, wanted in passages(name):
        hits = [hit for hit in read(starter_matcher(), text) if not (hit.entry.avoid and (hit.entry.condition or hit.entry.everyday))]
        found = {(hit.start, hit.end, hit.entry.concept, hit.entry.avoid) for hit in hits}
        right += len(found & wanted)
        wrong += [f"{text[a:b]} → {slug} in “…{text[max(0, a - 30) : b + 20]}…”" for a, b, slug, _avoid in sorted(found - wanted)]
        missed += [f"{text[a:b]} → {slug} in “…{text[max(0, a - 30) : b + 20]}…”" for a, b, slug, _avoid in sorted(wanted - found)]
    return right, wrong, missed


@pytest.mark.parametrize(("name", "precision", "recall"), [("held-out", 0.97, 0.92), ("held-out-2", 0.95, 0.90)])
def test_precision_and_recall_on_the_held_out_texts(name, precision, recall):
    right, wrong, missed = measure(name)
    assert right > 80
    assert right / (right + len(wrong)) >= precision, wrong
    assert right / (right + len(missed)) >= recall, missed


if __name__ == "__main__":
    for name in TEXTS:
        right, wrong, missed = measure(name)
        print(f"{name}: right {right}, wrong {len(wrong)}, missed {len(missed)}")  # noqa: T201
        print(f"precision {right / (right + len(wrong)):.3f}, recall {right / (right + len(missed)):.3f}")  # noqa: T201
        print("\n".join(["wrong:", *wrong, "missed:", *missed, ""]))  # noqa: T201
