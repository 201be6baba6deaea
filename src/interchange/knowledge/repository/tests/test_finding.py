"""Words that most records hold: the count and the facets stay exact, the newest are put in order, and nobody's hits take a place of theirs."""

import random
from array import array

import pytest

from interchange.ground.policy.viewer import VISITOR
from interchange.ground.search import queries
from interchange.knowledge.repository import finding, shelf
from interchange.knowledge.repository.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(at, monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 6)
    making.hide_starter()
    made = making.records(10, at=at - making.DAY, title="Zebrafish marks", summary="Of zebrafish and their marks.")
    best = making.record("best", title="Zebrafish zebrafish zebrafish", summary="Zebrafish " * 20, kind="report")
    hidden = [making.record(f"hidden-{number}", title="Zebrafish zebrafish", level="members") for number in range(8)]
    return made, best, hidden


def test_of_too_many_hits_the_newest_are_ordered_and_all_are_counted(people, many):
    made, best, hidden = many
    found = finding.search(VISITOR, "q=zebrafish")
    assert (found.count, found.is_cut) == (11, True)
    assert {facet.label: {value.label: value.count for value in facet.values} for facet in found.facets}["Kind"] == {
        "Paper": 10,
        "Report": 1,
    }
    shown = [row.record.pk for row in found.rows]
    assert shown[0] == best.pk
    assert sorted(shown) == sorted([best.pk, *(record.pk for record in made[-5:])])
    mine = finding.search(people.ada, "q=zebrafish")
    assert mine.count == 19
    assert {row.record.pk for row in mine.rows} == {record.pk for record in hidden[2:]}


def test_few_hits_are_all_ordered(many):
    _made, best, _hidden = many
    found = finding.search(VISITOR, "q=zebrafish&kind=report")
    assert (found.count, found.is_cut, [row.record.pk for row in found.rows]) == (1, False, [best.pk])


def test_the_page_says_that_only_the_newest_are_ordered(client, many):
    page = client.get("/repository/", {"q": "zebrafish"}).content.decode()
    assert "only the newest two thousand are put in order" in page
    assert "only the newest" not in client.get("/repository/", {"q": "zebrafish", "kind": "report"}).content.decode()


def test_the_quick_way_from_hits_to_records_gives_what_the_plain_one_gives():
    chance = random.Random(1)
    made = shelf.Shelved()
    made.entries = array("q", (chance.choice([0, number]) for number in range(5000)))
    made.entry_of = {record: entry for entry, record in enumerate(made.entries) if record}
    for size in (0, 1, 999, 1000, 4000):
        hits = array("q", chance.sample(range(5000), size))
        assert made.bits_of(hits) == shelf.bits(made.records_of(hits))
    late = array("q", range(3000, 6000))  # found, but made since the shelf was read
    assert made.bits_of(late) == shelf.bits(made.records_of(late))


def test_all_hits_come_from_the_index_whoever_may_see_them(many):
    made, best, hidden = many
    ids = queries.row_ids(["zebrafish"])
    assert isinstance(ids, array)
    assert sorted(shelf.current().records_of(ids)) == sorted(record.pk for record in [*made, best, *hidden])
    assert list(queries.row_ids(["nosuchword"])) == []
