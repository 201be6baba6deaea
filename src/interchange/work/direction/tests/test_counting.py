"""Counting, against other libraries and against what must hold for any votes. No database."""

import json
import random
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.work.direction.counting import agreement, methods, result
from interchange.work.direction.counting.sheet import Rule, Unreadable, read
from interchange.work.direction.tests.recounting import ranks_of

PROFILES = ["academic", "creator", "tech-professional"]


def items(count):
    return [{"id": f"i{number}"} for number in range(count)]


def ballot(marks, profile="academic", organisation=""):
    return {"profile": profile, "organisation": organisation, "marks": marks}


def by_id(found):
    return {one["id"]: one for one in found["items"]}


def test_consensus_is_red_dwarf_s_to_nine_digits():
    """Polis' group-aware consensus, as red-dwarf reckons it on random matrices, is our geometric mean to the power of the number of groups."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        from reddwarf.utils.stats import calculate_comment_statistics
    rng = np.random.default_rng(7)
    for turn in range(25):
        groups, count = int(rng.integers(2, 5)), 9
        labels = np.concatenate([np.repeat(np.arange(groups), 5), rng.integers(0, groups, 50)])
        votes = rng.choice([1.0, -1.0, 0.0, np.nan], size=(len(labels), count), p=[0.4, 0.3, 0.15, 0.15])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = calculate_comment_statistics(pd.DataFrame(votes), cluster_labels=labels)[-1]
        ballots = [
            ballot({f"i{place}": int(mark) for place, mark in enumerate(row) if not np.isnan(mark)}, profile=f"g{label}")
            for row, label in zip(votes, labels, strict=True)
        ]
        sheet = read(Rule("statements", cap=0), [f"i{n}" for n in range(count)], ballots)
        every = agreement.parts(sheet)
        assert np.allclose([np.prod([part.p for part in parts]) for parts in every], theirs[0], rtol=0, atol=1e-9), turn
        assert np.allclose([np.prod([part.p_against for part in parts]) for parts in every], theirs[1], rtol=0, atol=1e-9), turn
        if all(part.is_enough for parts in every for part in parts):
            score = methods.scores(sheet, np.ones(len(sheet.groups), dtype=bool))
            assert np.allclose(score**groups, theirs[0], rtol=0, atol=1e-9)


def test_schulze_is_a_second_library_s_on_a_thousand_random_profiles():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from schulze_voting import SchulzeVote, evaluate_schulze
    chance = random.Random(11)
    for turn in range(1000):
        count = chance.randint(2, 6)
        levels = [[chance.randint(0, count - 1) for _item in range(count)] for _ballot in range(chance.randint(1, 12))]
        theirs = [set(group) for group in evaluate_schulze([SchulzeVote(one) for one in levels], count).candidate_wins]
        marks = [[[f"i{item}" for item in range(count) if one[item] == level] for level in sorted(set(one))] for one in levels]
        found = by_id(result.count({"method": "ranking", "cap": 0}, items(count), [ballot(one) for one in marks]))
        mine = [
            {int(one["id"][1:]) for one in found.values() if one["rank"] == rank}
            for rank in sorted({one["rank"] for one in found.values()})
        ]
        assert mine == theirs, (turn, levels)


def test_proportional_choice_is_votelib_s_where_nothing_ties():
    from votelib.evaluate.approval import SequentialProportionalApproval

    chance, compared = random.Random(3), 0
    for _turn in range(200):
        votes: dict[frozenset, int] = {}
        for _ballot in range(30):
            chosen = frozenset(chance.sample([f"i{n}" for n in range(6)], chance.randint(1, 4)))
            votes[chosen] = votes.get(chosen, 0) + 1
        try:
            theirs = SequentialProportionalApproval().evaluate(votes, 3)
        except NotImplementedError:  # a tie, which that library refuses
            continue
        ballots = [ballot(sorted(one)) for one, number in votes.items() for _copy in range(number)]
        found = result.count({"method": "choice", "cap": 0, "seats": 3}, items(6), ballots)
        assert [one["id"] for one in found["items"] if one["chosen"]] == theirs
        compared += 1
    assert compared > 60


def test_a_minority_gets_its_share_of_a_choice():
    ballots = [ballot(["i0", "i1", "i2"])] * 20 + [ballot(["i3"])] * 10
    found = by_id(result.count({"method": "choice", "cap": 0, "seats": 3}, items(4), ballots))
    assert found["i3"]["chosen"], "a third of the voters fills a third of the places"
    assert sum(one["chosen"] for one in found.values()) == 3


def _pairs(chance, number, choose):
    made = []
    for _pair in range(number):
        one, other = chance.sample(range(12), 2)
        winner = choose(one, other)
        made.append([f"i{winner}", f"i{other if winner == one else one}"])
    return made


def manipulated(cap):
    """The attack of the research note: eight organisations vote honestly on twelve items, the ninth pushes the worst with 220 pairs."""
    chance = random.Random(1)

    def honest(one, other):
        return min(one, other) if chance.random() < 0.8 else max(one, other)

    ballots = [ballot(_pairs(chance, 20, honest), PROFILES[house % 3], f"o{house}") for house in range(8) for _member in range(3)]
    for member in range(11):
        pushed = [["i11", f"i{number}"] for number in range(11)]
        ballots.append(ballot(pushed + _pairs(chance, 9, honest), PROFILES[member % 3], "o9"))
    return by_id(result.count({"method": "pairs", "cap": cap, "pairs": 20}, items(12), ballots))["i11"]


def test_an_organisation_that_pushes_an_item_is_seen_and_held():
    free, held = manipulated(0), manipulated(1)
    assert free["rank"] <= 2, "without the cap the worst item comes out on top"
    assert free["organisations"] == [free["rank"], 12]
    assert free["lever"] == {"organisation": "o9", "rank": 12, "ballots": 11}
    assert held["rank"] >= 5, "the cap takes most of it"
    assert held["uncapped"] == free["rank"]
    assert held["lever"]["organisation"] == "o9", "what is left of it is named still"
    assert held["push"] == {"organisation": "o9", "uncapped": free["rank"], "without": 12, "ballots": 11}, "and what the cap held back"
    assert free["push"] is None


def test_no_organisation_counts_more_than_its_cap():
    ballots = [ballot({"i0": 4}, organisation="o1")] * 8 + [ballot({"i1": 4})] * 2
    found = by_id(result.count({"method": "points", "cap": 1}, items(2), ballots))
    assert (found["i0"]["score"], found["i1"]["score"]) == (4, 8), (
        "eight colleagues count one ballot, people without an organisation each their own"
    )
    assert (found["i1"]["rank"], found["i1"]["uncapped"]) == (1, 2)


def test_few_votes_say_nothing():
    ballots = [ballot({"i0": 1, "i1": -1}, "academic")] * 6 + [ballot({"i0": 1}, "creator")] * 4
    found = by_id(result.count({"method": "statements", "cap": 0}, items(2), ballots))
    said = {one["profile"]: one for one in found["i0"]["profiles"]}
    assert said["creator"] == {"profile": "creator", "enough": False}
    assert said["academic"]["p"] == pytest.approx(7 / 8)
    assert found["i0"]["kind"] == "unsure", "one profile alone agrees with nobody"
    assert found["i0"]["agreement"] == pytest.approx(7 / 8)


def test_what_divides_is_told_from_what_is_agreed():
    ballots = [ballot({"i0": 1, "i1": 1, "i2": -1}, "academic")] * 12 + [ballot({"i0": 1, "i1": -1, "i2": -1}, "creator")] * 12
    found = by_id(result.count({"method": "statements", "cap": 0}, items(3), ballots))
    assert {name: one["kind"] for name, one in found.items()} == {"i0": "agreed", "i1": "divides", "i2": "rejected"}
    assert found["i1"]["lowest"]["profile"] == "creator"
    part = found["i0"]["profiles"][0]
    assert part["low"] < part["p"] < part["high"]


def test_twins_are_found():
    chance = random.Random(4)
    ballots = []
    for _voter in range(20):
        mark = chance.choice([1, -1])
        ballots.append(ballot({"i0": mark, "i1": mark, "i2": chance.choice([1, -1])}))
    assert result.count({"method": "statements", "cap": 0}, items(3), ballots)["twins"] == [["i0", "i1"]]


def test_two_items_that_nobody_wants_are_no_twins():
    ballots = [ballot({"i0": 4, "i1": 3})] * 15 + [ballot({"i0": 4})] * 15 + [ballot({"i2": 1, "i3": 1})]
    assert result.count({"method": "points", "cap": 0}, items(4), ballots)["twins"] == []


@given(st.lists(st.permutations([f"i{n}" for n in range(4)]), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_a_clone_does_not_lift_its_sibling_above_a_condorcet_winner(orders):
    """A clone stands right behind its sibling on every ballot; whoever beat everybody still does."""
    plain = by_id(result.count({"method": "ranking", "cap": 0}, items(4), [ballot([[item] for item in one]) for one in orders]))
    wins = {
        item: all(sum(one.index(item) < one.index(other) for one in orders) * 2 > len(orders) for other in orders[0] if other != item)
        for item in orders[0]
    }
    winner = next((item for item, won in wins.items() if won), None)
    if winner is None:
        return
    assert plain[winner]["rank"] == 1
    sibling = next(item for item in orders[0] if item != winner)
    cloned = [[[item] for item in one] for one in orders]
    for one in cloned:
        one.insert(one.index([sibling]) + 1, ["i4"])
    after = by_id(result.count({"method": "ranking", "cap": 0}, items(5), [ballot(one) for one in cloned]))
    assert after[winner]["rank"] == 1


@given(st.lists(st.fixed_dictionaries({}, optional={f"i{n}": st.sampled_from([1, 0, -1]) for n in range(3)}), min_size=1, max_size=25))
@settings(max_examples=60, deadline=None)
def test_whoever_says_nothing_changes_nothing(marks):
    spoken = [ballot(one, PROFILES[number % 3]) for number, one in enumerate(marks)]
    silent = [ballot({}, one) for one in PROFILES]
    rule = {"method": "statements", "cap": 0}
    heads = {one["profile"] for one in spoken}
    before = result.count(rule, items(3), spoken)
    after = result.count(rule, items(3), spoken + [one for one in silent if one["profile"] in heads])
    assert before["items"] == after["items"]


@pytest.mark.parametrize("method", ["statements", "points", "ranking", "choice", "pairs"])
def test_another_script_finds_the_same_ranks(method):
    chance = random.Random(method)
    names = [f"i{n}" for n in range(6)]

    def marks():
        if method == "statements":
            return {name: chance.choice([1, 1, 0, -1]) for name in names if chance.random() < 0.9}
        if method == "points":
            return {name: chance.randint(0, 4) for name in names}
        if method == "choice":
            return chance.sample(names, chance.randint(1, 4))
        if method == "pairs":
            return [
                sorted(chance.sample(names, 2)) if chance.random() < 0.7 else [*chance.sample(names, 2), 0]
                for _pair in range(chance.randint(1, 9))
            ]
        order = chance.sample(names, 6)
        return [order[:1], order[1:3], order[3:4]]

    ballots = [ballot(marks(), chance.choice([*PROFILES, ""]), chance.choice(["", "o1", "o2", "o3"])) for _voter in range(60)]
    file = {"rule": {"method": method, "cap": 1, "seats": 2, "pairs": 6}, "items": items(6), "ballots": ballots}
    assert ranks_of(file) == {one["id"]: one["rank"] for one in result.count(file["rule"], file["items"], ballots)["items"]}


def made_file():
    ballots = [ballot({"i0": 1, "i1": -1}, PROFILES[n % 3], f"o{n}") for n in range(12)]
    rule = {"method": "statements", "cap": 1}
    return {
        "format": result.FORMAT,
        "rule": rule,
        "items": items(2),
        "ballots": ballots,
        "ballots_sha256": result.digest(ballots),
        "result": result.count(rule, items(2), ballots),
    }


def test_a_file_is_counted_again_and_a_forged_one_is_found():
    file = json.loads(json.dumps(made_file()))
    assert result.recount(file) == []
    file["ballots"].reverse()
    assert result.recount(file) == [], "the order of ballots says nothing"
    file["ballots"][0]["marks"]["i1"] = 1
    said = result.recount(file)
    assert said[0].startswith("the hash of the ballots")
    assert any("result.items" in line for line in said)
    file = made_file()
    file["result"]["items"][0]["rank"] = 2
    assert result.recount(file) == ["result.items[0].rank: the file says 2, the count gives 1"]


@pytest.mark.parametrize("bad", [{"i9": 1}, {"i0": 7}, ["i0"], None])
def test_ballots_that_cannot_be_read_are_named(bad):
    with pytest.raises(Unreadable, match="ballot 2 cannot be read"):
        result.count({"method": "statements"}, items(2), [ballot({"i0": 1}), ballot(bad)])


@pytest.mark.parametrize("bad", [{}, [], {"format": "other"}, {"format": result.FORMAT}, {**made_file(), "rule": {"method": "coin"}}])
def test_what_is_no_file_of_a_round_is_refused(bad):
    with pytest.raises(Unreadable):
        result.recount(bad)


@pytest.mark.parametrize("method", ["statements", "pairs", "ranking", "points", "choice"])
def test_a_round_without_ballots_is_counted_too(method):
    found = result.count({"method": method, "cap": 1, "seats": 1, "pairs": 3}, items(3), [])
    assert [one["rank"] for one in found["items"]] == [1, 1, 1]
    assert {one["kind"] for one in found["items"]} == {"unsure"}
