"""How alike two short texts are: the cosine of their words' weights, rare words weighing more. Pure; words are prepared as the search room's are."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from interchange.ground.search.words import begun, tokens

TITLE_WEIGHT = 3  # a word of a title says more than one of the text
ALIKE = (
    0.45  # between two proposals about one topic in other words (0.5 and more in the tests) and two about neighbouring topics (under 0.35)
)


def weighed(title: str, text: str) -> Counter[str]:
    """The words of a text without their English endings, those of the title counted thrice."""
    found: Counter[str] = Counter()
    for words, weight in ((tokens(title), TITLE_WEIGHT), (tokens(text), 1)):
        for word in words:
            if len(word) > 2:
                found[begun(word, last=False)[0]] += weight
    return found


def nearest(one: Mapping[str, int], others: Sequence[Mapping[str, int]]) -> list[float]:
    """The likeness of one text to each of many, 0 to 1."""
    everywhere: Counter[str] = Counter()
    for other in [one, *others]:
        everywhere.update(other.keys())
    total = len(others) + 1
    rare = {word: math.log(1 + total / number) for word, number in everywhere.items()}

    def length(words: Mapping[str, int]) -> float:
        return math.sqrt(sum((math.sqrt(number) * rare[word]) ** 2 for word, number in words.items()))

    mine = length(one)
    found = []
    for other in others:
        shared = sum(math.sqrt(one[word] * other[word]) * rare[word] ** 2 for word in one.keys() & other.keys())
        theirs = length(other)
        found.append(shared / (mine * theirs) if mine and theirs else 0.0)
    return found
