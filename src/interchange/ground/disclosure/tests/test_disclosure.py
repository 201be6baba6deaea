"""Small groups give nobody away: not in a table, not by subtraction, not by keeping yesterday's page."""

import random

import pytest
from django.db import IntegrityError, transaction

from interchange.ground import clock
from interchange.ground.disclosure import actions, queries
from interchange.ground.disclosure.cells import SMALL, STEP, hide_small, steady
from interchange.ground.disclosure.models import Cell
from interchange.ground.errors import NotAllowed
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import SYSTEM, VISITOR


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"a": 9, "b": 5}, {"a": 9, "b": 5}),
        ({"a": 9, "b": 6, "c": 4}, {"a": 9, "b": None, "c": None}),
        ({"a": 20, "b": 3, "c": 4, "d": 9}, {"a": 20, "b": None, "c": None, "d": 9}),
        ({"a": 20, "b": 1, "c": 1, "d": 9}, {"a": 20, "b": None, "c": None, "d": None}),
        ({"a": 20, "b": 0}, {"a": 20, "b": 0}),
        ({"a": 3}, {"a": None}),
        ({}, {}),
    ],
)
def test_a_hidden_number_is_not_found_by_subtraction(counts, found):
    assert hide_small(counts) == found


def test_groups_that_overlap_hide_only_themselves():
    assert hide_small({"a": 20, "b": 3, "c": 9}, exclusive=False) == {"a": 20, "b": None, "c": 9}


def test_who_keeps_every_edition_never_learns_of_fewer_than_five():
    """Any history of comings and goings, seen at every step: a figure moves by five at least, and one that is hidden was never just passed."""
    dice = random.Random(7)
    for _world in range(200):
        counts = {group: dice.randrange(12) for group in "abcd"}
        shown = steady({}, counts)
        last_true = dict(counts)  # as it was when each figure last moved
        for _day in range(60):
            group = dice.choice("abcd")
            counts[group] = max(0, counts[group] + dice.choice((-2, -1, 1, 1, 2)))
            fresh = steady(shown, counts)
            for name, value in fresh.items():
                before = shown[name]
                if value is not None and before is not None and value != before:
                    assert abs(value - before) >= STEP
                    assert value == counts[name]
                if value is not None and before is None:
                    assert value >= SMALL + STEP - 1
                if value != before:
                    last_true[name] = counts[name]
                assert value is None or value == 0 or value >= SMALL
            hidden = [name for name, value in fresh.items() if value is None]
            assert len(hidden) != 1 or all(not fresh[name] for name in fresh if name not in hidden)
            shown = fresh


@pytest.mark.django_db
def test_a_table_is_published_and_moves_only_in_steps():
    at = clock.now()
    with pytest.raises(NotAllowed):
        actions.publish(VISITOR, "t", {"a": 9}, at=at)
    assert actions.publish(SYSTEM, "t", {"a": 9, "b": 7}, at=at) == {"a": 9, "b": 7}
    for close in ({"a": 10, "b": 7}, {"a": 13, "b": 4}):
        assert actions.publish(SYSTEM, "t", close, at=at) == {"a": 9, "b": 7}
    assert Event.objects.filter(verb="figures.published").count() == 1
    assert actions.publish(SYSTEM, "t", {"a": 14, "b": 7, "c": 2}, at=at) == {"a": 14, "b": None, "c": None}
    assert queries.shown(["t", "u"]) == {"t": {"a": 14, "b": None, "c": None}, "u": {}}
    assert queries.moved_at(["t"]) == at


@pytest.mark.django_db
def test_the_database_holds_no_small_number_to_show():
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(table="t", group="a", shown=3, since=clock.now())
