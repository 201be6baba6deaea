"""Quorum, sums of polls and balance, in numbers."""

import pytest

from interchange.work.meetings.counting import REST, Unheard, quorum, sums, unheard

CHOICES = ["support", "live-with", "cannot"]


@pytest.mark.parametrize(
    ("present", "entitled", "percent", "needed", "met"),
    [
        (range(30), range(90), 33, 30, True),
        (range(29), range(90), 33, 30, False),
        (range(1), range(1), 33, 1, True),
        ([], range(10), 0, 0, True),
        ([], [], 33, 1, False),
        (range(34), range(100), 34, 34, True),
        (range(33), range(100), 34, 34, False),
        (range(4), range(10), 33, 4, True),  # 3.3 is rounded up
    ],
)
def test_quorum(present, entitled, percent, needed, met):
    found = quorum(present, entitled, percent)
    assert (found.needed, found.met) == (needed, met)


def test_guests_count_for_nothing_and_who_is_barred_is_not_counted():
    found = quorum([1, 2, 3, 99, 98], [1, 2, 3, 4, 5, 6], 50, barred=[3])
    assert (found.present, found.needed, found.of, found.missing, found.met) == (2, 3, 6, 1, False)


def test_totals_are_always_there_and_groups_only_from_five_on():
    answers = [("creator", "support")] * 3 + [("academic", "cannot")]
    found = sums(answers, CHOICES, least=5)
    assert (found.total, found.by_choice, found.by_group) == (4, {"support": 3, "live-with": 0, "cannot": 1}, [])


def test_a_rest_that_subtraction_would_show_takes_the_smallest_group_with_it():
    answers = [("creator", "support")] * 9 + [("academic", "live-with")] * 6 + [("ai-developer", "cannot")] * 2
    found = sums(answers, CHOICES, least=5)
    assert found.by_group == [
        ("creator", {"support": 9, "live-with": 0, "cannot": 0}),
        (REST, {"support": 0, "live-with": 6, "cannot": 2}),
    ]
    assert sums(answers[:9] + answers[15:], CHOICES, least=5).by_group == []  # nine and two: nothing may be shown by profile


def test_groups_add_up_to_the_total():
    answers = [(f"p{n % 4}", CHOICES[n % 3]) for n in range(60)] + [("small", "support")] * 7
    found = sums(answers, CHOICES, least=5)
    for choice in CHOICES:
        assert sum(row[choice] for _group, row in found.by_group) == found.by_choice[choice]
    assert sum(found.by_choice.values()) == found.total == 67


def test_who_has_not_been_heard():
    present = {
        1: {"profiles": "creator", "regions": "africa"},
        2: {"profiles": "creator", "regions": "asia"},
        3: {"profiles": "academic", "regions": "asia"},
        4: {"profiles": "academic", "regions": ""},
    }
    assert unheard(present, heard=[1], waiting=[3]) == [Unheard("profiles", "academic", 2, 1), Unheard("regions", "asia", 2, 1)]
    assert unheard(present, heard=[1, 3], waiting=[]) == []
    assert unheard({}, heard=[], waiting=[]) == []
