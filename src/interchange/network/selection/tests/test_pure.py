"""Arithmetic of marks, strictness, matching and the suggested set, each against an independent reckoning."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.network.selection import matching, scoring, severity, solver
from interchange.network.selection.vocabulary import Method, Obstacle, SuggestReason

WEIGHTS = {1: 35, 2: 25, 3: 20, 4: 10, 5: 10}
mark_sets = st.fixed_dictionaries({key: st.integers(1, 5) for key in WEIGHTS})


def test_points_run_from_nothing_to_a_hundred():
    assert scoring.points(dict.fromkeys(WEIGHTS, 1), WEIGHTS) == 0
    assert scoring.points(dict.fromkeys(WEIGHTS, 5), WEIGHTS) == 100
    assert scoring.points({1: 5, 2: 1, 3: 1, 4: 1, 5: 1}, WEIGHTS) == Decimal("35.00")


@given(mark_sets, mark_sets)
def test_a_third_review_is_asked_for_exactly_where_the_rule_says(first, second):
    totals = [sum(WEIGHTS[key] * marks[key] for key in WEIGHTS) / 100 for marks in (first, second)]
    by_hand = any(abs(first[key] - second[key]) > 1 for key in WEIGHTS) or round(abs(totals[0] - totals[1]), 6) >= 0.8
    assert scoring.diverges(first, second, WEIGHTS) is by_hand
    assert scoring.diverges(second, first, WEIGHTS) is by_hand


def test_totals_alone_can_call_for_a_third_review():
    low, high = dict.fromkeys(WEIGHTS, 3), {1: 4, 2: 4, 3: 4, 4: 3, 5: 3}
    assert not scoring.diverging(low, high, WEIGHTS)
    assert scoring.diverges(low, high, WEIGHTS)
    assert not scoring.diverges(low, {1: 4, 2: 4, 3: 3, 4: 4, 5: 3}, WEIGHTS)


@given(mark_sets, mark_sets, mark_sets)
def test_three_reviews_give_the_median_and_two_that_differ_stay_open(a, b, c):
    three = scoring.combine([a, b, c], WEIGHTS)
    assert three.method == Method.MEDIAN
    assert three.points == sorted(scoring.points(marks, WEIGHTS) for marks in (a, b, c))[1]
    two = scoring.combine([a, b], WEIGHTS)
    assert (two.method == Method.OPEN) is scoring.diverges(a, b, WEIGHTS)
    assert scoring.combine([], WEIGHTS) is None
    assert scoring.combine([a], WEIGHTS).method == Method.ONE


def test_an_unfinished_review_has_no_total():
    with pytest.raises(KeyError):
        scoring.share({1: 3}, WEIGHTS)
    assert scoring.share(dict.fromkeys(WEIGHTS, 3), WEIGHTS) == Fraction(1, 2)


def test_strictness_agrees_with_a_plain_least_squares_fit():
    generator = np.random.default_rng(7)
    truth = {1: 0.5, 2: 0.0, 3: -0.5, 4: 0.0}
    rows = []
    for file in range(60):
        for reviewer in generator.choice([1, 2, 3, 4], 2, replace=False):
            rows.append((file, int(reviewer), 3 + (file % 5) / 4 - truth[int(reviewer)] + generator.normal(0, 0.2)))
    ours = {entry.reviewer: entry.stricter for entry in severity.severities(rows, shrinkage=1e-9)}
    design = np.zeros((len(rows), 64))
    for index, (file, reviewer, _) in enumerate(rows):
        design[index, file] = 1
        design[index, 59 + reviewer] = 1
    fit = np.linalg.lstsq(design, np.array([row[2] for row in rows]), rcond=None)[0][60:]
    fit -= fit.mean()
    assert [round(ours[r], 4) for r in truth] == [round(-value, 4) for value in fit]
    shrunk = severity.severities(rows)
    assert shrunk[0].reviewer == 1
    assert shrunk[0].clear
    assert abs(shrunk[0].stricter) < abs(ours[1])


def test_one_shared_file_is_not_proof_of_anything():
    found = severity.severities([(1, 1, 5.0), (1, 2, 1.0), (2, 3, 4.0)])
    assert abs(found[0].stricter) < 1
    assert {entry.reviewer: entry.shared for entry in found} == {1: 1, 2: 1, 3: 0}
    assert severity.severities([]) == []


def test_an_organisation_has_one_key_in_any_spelling():
    assert matching.organisation_key("Acme Média, Inc.") == matching.organisation_key("ACME MEDIA GmbH") == "acme media"
    assert matching.organisation_key("S.A.") == "sa"
    assert matching.organisation_keys("Acme Ltd", "") == {"acme"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana María López", "lopez ana maria", True),
        ("A. Lopez", "Ana López", True),
        ("Ana Lopez", "Ben Lopez", False),
        ("Lopez", "Ana Lopez", False),
        ("李 小龙", "小龙 李", True),
        ("", "Ana Lopez", False),
    ],
)
def test_names_are_compared_as_people_write_them(one, other, same):
    assert matching.same_person(one, other) is same


def test_obstacles_are_named_and_the_fitting_free_reader_comes_first():
    file = matching.File(
        1, 10, "BR", frozenset({"acme"}), frozenset({"t1", "t2"}), frozenset({"creator"}), ("R. Four",), frozenset({5}), frozenset({6})
    )
    readers = [
        matching.Reader(1, "One", 5, 0, "FR", frozenset(), frozenset({"t1", "t2"}), frozenset({"creator"})),
        matching.Reader(2, "Two", 5, 1, "BR"),
        matching.Reader(3, "Three", 5, 1, "FR", frozenset({"acme"})),
        matching.Reader(4, "Rita Four", 5),
        matching.Reader(5, "Five", 5),
        matching.Reader(6, "Six", 5),
        matching.Reader(7, "Seven", 5, 5),
        matching.Reader(10, "Ten", 5),
        matching.Reader(8, "Eight", 5, 4, "FR", frozenset(), frozenset({"t1"})),
    ]
    named = {reader.id: matching.obstacles(file, reader, avoid_country=True) for reader in readers}
    assert named[1] == named[8] == []
    expected = {
        2: Obstacle.COUNTRY,
        3: Obstacle.AFFILIATION,
        4: Obstacle.CO_AUTHOR,
        5: Obstacle.CONFLICT,
        6: Obstacle.ALREADY,
        7: Obstacle.FULL,
        10: Obstacle.SELF,
    }
    assert {key: value[0] for key, value in named.items() if value} == expected
    offered = matching.offer(file, readers, avoid_country=True)
    assert [entry.reader for entry in offered] == [1, 8]
    assert offered[0].reasons == (SuggestReason.TOPICS, SuggestReason.PROFILE, SuggestReason.LOAD)
    assert not matching.obstacles(file, readers[1], avoid_country=False)


def test_the_load_is_spread_evenly_over_a_batch():
    files = [matching.File(number, 1000 + number) for number in range(30)]
    readers = [matching.Reader(number, f"Reader {number}", 30) for number in range(1, 7)]
    made = matching.offer_all(files, readers, [(file.id, 2) for file in files], avoid_country=True)
    load = {reader.id: sum(entry.reader == reader.id for entries in made.values() for entry in entries) for reader in readers}
    assert max(load.values()) - min(load.values()) <= 1
    assert all(len({entry.reader for entry in entries}) == 2 for entries in made.values())


candidate_lists = st.lists(
    st.tuples(st.integers(0, 100), st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y"])), min_size=1, max_size=9
)
bound = st.one_of(st.none(), st.integers(0, 3))


@settings(max_examples=60, deadline=None)
@given(candidate_lists, st.integers(1, 5), st.integers(1, 3), bound, bound, bound)
def test_the_suggested_set_is_the_best_of_all_sets(rows, places, cap, minimum, aim, maximum):
    people = [
        solver.Candidate(index, float(points), {"org": (org,), "region": (region,)}) for index, (points, org, region) in enumerate(rows)
    ]
    problem = solver.Problem(people, places, [solver.Goal("region", "x", minimum, aim, maximum)], [solver.Limit("org", "", cap)])
    found = solver.suggest(problem)
    sets = [group for size in range(places + 1) for group in combinations(people, size) if solver.within(problem, group)]
    assert found.feasible
    assert found.finished
    assert found.value == pytest.approx(max(solver.worth(problem, group) for group in sets), abs=1e-3)
    chosen = [person for person in people if person.id in found.chosen]
    assert solver.within(problem, chosen)
    assert set(found.reasons) == {person.id for person in people}
    assert found == solver.suggest(problem)


def test_choices_that_break_a_cap_are_named():
    people = [solver.Candidate(index, 50.0, {"org": ("acme",)}) for index in range(3)]
    problem = solver.Problem(people, 5, limits=[solver.Limit("org", "", 2)], kept=frozenset({0, 1, 2}))
    found = solver.suggest(problem)
    assert not found.feasible
    assert found.conflicts == (("org", "acme"),)
    raised = solver.Problem(people, 5, limits=[solver.Limit("org", "", 2, {"acme": 3})], kept=frozenset({0, 1, 2}))
    assert solver.suggest(raised).chosen == (0, 1, 2)
    assert solver.suggest(solver.Problem(people, 2, kept=frozenset({0, 1, 2}))).over_places


def test_reasons_name_the_cap_the_target_and_the_cheapest_swap():
    def person(number, points, org, region):
        return solver.Candidate(number, points, {"org": (org,), "region": (region,)})

    people = [
        person(1, 90, "acme", "x"),
        person(2, 80, "acme", "x"),
        person(3, 70, "beta", "x"),
        person(4, 60, "gamma", "y"),
        person(5, 40, "delta", "x"),
    ]
    problem = solver.Problem(people, 3, [solver.Goal("region", "y", minimum=1)], [solver.Limit("org", "acme", 1)])
    found = solver.suggest(problem)
    assert found.chosen == (1, 3, 4)
    assert found.reasons[1].code == "in-rank"
    assert found.reasons[2] == solver.Reason("out-cap", 2, (("org", "acme"),), 1, 10.0)
    assert found.reasons[4].code == "in-target"
    assert found.reasons[4].keys == (("region", "y"),)
    assert found.reasons[5] == solver.Reason("out-rank", 5, (), 3, 30.0)


def test_five_hundred_candidates_are_solved_within_the_limit():
    generator = np.random.default_rng(3)
    people = [
        solver.Candidate(
            index,
            round(float(generator.uniform(20, 100)), 2),
            {"org": (f"o{generator.integers(120)}",), "region": (f"r{generator.integers(7)}",), "profile": (f"p{generator.integers(5)}",)},
        )
        for index in range(500)
    ]
    goals = [solver.Goal("region", f"r{number}", minimum=9) for number in range(7)] + [
        solver.Goal("profile", f"p{number}", aim=18) for number in range(5)
    ]
    found = solver.suggest(solver.Problem(people, 90, goals, [solver.Limit("org", "", 2)]))
    assert found.finished
    assert len(found.chosen) == 90
