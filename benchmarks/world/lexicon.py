"""Concepts of made-up words with a Zipf distribution, and running text that says them."""

import random
from typing import Any

SYLLABLES = [
    "ba",
    "ke",
    "lo",
    "mi",
    "nu",
    "ra",
    "ti",
    "so",
    "ve",
    "zu",
    "pra",
    "con",
    "ter",
    "lig",
    "men",
    "tra",
    "fil",
    "por",
    "sem",
    "dor",
]


def made_up(concepts: int) -> tuple[list[Any], list[str], list[str]]:
    """Contents with four labels each, and the words that texts are made of."""
    from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, SourcePart

    chance = random.Random(1)

    def word() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))

    words = sorted({word() for _ in range(30_000)})
    chance.shuffle(words)
    taken: set[str] = set()

    def label() -> str:
        while True:
            made = " ".join(chance.choice(words[:12_000]) for _ in range(chance.choice([1, 2, 2, 2, 3, 3])))
            if made not in taken:
                taken.add(made)
                return made

    contents = []
    for number in range(concepts):
        labels = (
            LabelPart(label(), "preferred"),
            LabelPart(label(), "admitted"),
            LabelPart(label(), "admitted"),
            LabelPart(label(), "deprecated"),
        )
        definition = DefinitionPart(
            " ".join(chance.choice(words) for _ in range(18)), True, (SourcePart("A source", "https://source.example/"),)
        )
        broader = (f"c{chance.randrange(number // 4, number)}",) if number > 20 and number % 3 else ()
        contents.append(Content(f"c{number}", labels, (definition,), broader=broader, topics=("labelling",)))
    return contents, words, [one.text for content in contents for one in content.labels]


def text_of(size: int, words: list[str], labels: list[str]) -> str:
    """Running text of about so many characters; one place in twenty says a label."""
    chance, parts, length = random.Random(2), [], 0
    while length < size:
        if chance.random() < 0.05:
            piece = chance.choice(labels)
        else:
            piece = words[
                min(len(words) - 1, int(chance.paretovariate(0.6)) + 12_000 if chance.random() < 0.9 else chance.randrange(len(words)))
            ]
        piece += "." if chance.random() < 0.05 else ""
        parts.append(piece)
        length += len(piece) + 1
    return " ".join(parts)
