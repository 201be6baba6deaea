"""The name check, measured on the hand-made set, and case by case."""

import re
from itertools import pairwise

import pytest

from interchange.work.meetings.names import Kind, Somebody, find
from interchange.work.meetings.tests.names_set import LINES, ORDINARY, PEOPLE, SOURCES


def labelled(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The line without its marks, and where the marked places are; a marked place with nothing visible in it counts for nothing."""
    text, spans, start = "", [], 0
    for piece in re.split("([⟦⟧])", line):
        if piece == "⟦":
            start = len(text)
        elif piece == "⟧":
            if text[start:].strip("\u200b"):
                spans.append((start, len(text)))
        else:
            text += piece
    return text, spans


def measure() -> tuple[float, float, list[str]]:
    hit = missed = false = 0
    wrong = []
    for line in LINES:
        text, spans = labelled(line)
        found = [(one.start, one.end) for one in find(text, PEOPLE, sources=SOURCES, ordinary=ORDINARY)]
        for start, end in spans:
            if any(a < end and start < b for a, b in found):
                hit += 1
            else:
                missed += 1
                wrong.append(f"missed “{text[start:end]}” in: {text}")
        for a, b in found:
            if not any(a < end and start < b for start, end in spans):
                false += 1
                wrong.append(f"false “{text[a:b]}” in: {text}")
    return hit / (hit + false), hit / (hit + missed), wrong


def test_precision_and_recall_on_the_set():
    precision, recall, wrong = measure()
    assert recall >= 0.97, "\n".join(wrong)
    assert precision >= 0.97, "\n".join(wrong)


def kinds(text: str, *people: Somebody, **more) -> list[tuple[Kind, str]]:
    return [(one.kind, one.text) for one in find(text, people or PEOPLE, **more)]


def test_each_finding_says_whose_it_may_be():
    one, two = Somebody(7, "Ada", "Lim"), Somebody(8, "Bo", "Lim", organisation="Northern Sound Trust")
    assert [one.who for one in find("Ada Lim spoke, then Lim; Northern Sound Trust wrote.", [one, two])] == [{7}, {7, 8}, {8}]


def test_places_are_exact_and_in_order_and_do_not_overlap():
    text = "Jane Smith of Acme Media Ltd said “we will never pay for this”; Wang Xiaoming asked."
    found = find(text, PEOPLE)
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [one.kind for one in found] == [Kind.NAME, Kind.ORGANISATION, Kind.QUOTE, Kind.NAME]


@pytest.mark.parametrize("name", ["Price", "Rose", "Mark", "Art", "Summer"])
def test_names_that_are_words_count_only_in_the_middle_of_a_sentence(name):
    person = Somebody(1, "Zoltanka", name)
    assert kinds(f"{name} lists are needed. They will {name.lower()} it.\n\n# {name} and rights\n\n- {name} tables", person) == []
    assert kinds(f"The table of {name} was adopted.", person) == [(Kind.NAME, name)]
    assert kinds(f"{name}, Zoltanka: the table.", person) == [(Kind.NAME, f"{name}, Zoltanka")]


def test_months_and_countries_are_never_a_name_alone():
    people = [Somebody(1, "April", "Chad"), Somebody(2, "Jordan", "May")]
    assert kinds("In April and May the file of Chad and that of Jordan were read.", *people, ordinary=["Chad", "Jordan"]) == []
    assert kinds("Then April Chad and J. May spoke.", *people, ordinary=["Chad", "Jordan"]) == [
        (Kind.NAME, "April Chad"),
        (Kind.NAME, "J. May"),
    ]


def test_parts_of_two_sentences_are_not_one_name():
    person = Somebody(1, "Art", "Price")
    assert kinds("It is called art. Price is another matter.", person) == []


def test_somebody_without_a_name_or_an_organisation_finds_nothing():
    assert kinds("A text about de la and (AI).", Somebody(1), Somebody(2, "", "", organisation="  "), Somebody(3, "", "De")) == []


def test_short_quotations_are_terms_and_long_ones_speech_in_any_script():
    assert kinds("The term “soft binding”, «le terme exact», 「用語」 and 'it''s' stay.") == []
    assert [kind for kind, _text in kinds("「我们永远不会为此付钱」 „das werden wir niemals bezahlen“ »das ist es nun einmal«")] == [
        Kind.QUOTE
    ] * 3
    assert [kind for kind, _text in kinds("»das ist es nun einmal«")] == [Kind.QUOTE]


def test_words_of_a_source_are_a_quotation_from_seven_on():
    source = "Nobody has shown that a label survives a second upload to another platform."
    assert kinds("So a label survives a second upload, it seems.", sources=[source]) == []
    assert kinds("So a LABEL survives — a second upload, to another; place.", sources=[source]) == [
        (Kind.QUOTE, "a LABEL survives — a second upload, to another")
    ]


def test_it_is_quick_for_a_full_room_and_a_long_text():
    import time

    people = [Somebody(n, f"Given{n}a", f"Family{n}b", organisation=f"House{n} of Sound") for n in range(200)]
    text = "The network looked at labels that stay with a file, in tests that others can repeat. " * 300
    begun = time.process_time()  # of the processor: others may be at work beside us
    assert find(text, people) == []
    assert time.process_time() - begun < 3
