"""Who opened whose data by an office is noted, once an hour; one's own is not, and what was refused is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.jobs import retention
from interchange.ground.policy.vocabulary import Role
from interchange.ground.privacy import actions, looking
from interchange.ground.privacy.models import Look
from interchange.network.states.tests.world import AT, DAY
from tests.hand import Hand


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(looking, "_written", set())


def lines():
    return list(Look.objects.order_by("pk").values_list("by_id", "model", "subject_id", "about_id"))


def test_opening_somebody_else_leaves_one_line_an_hour(world):
    admin, ada = world.person("admin", Role.ADMINISTRATOR), world.person("ada")
    hand = Hand(admin)
    for _again in range(2):
        hand.open(f"/roles/{ada.pk}/")
    assert lines() == [(admin.pk, "accounts.person", str(ada.pk), ada.pk)]
    hand.open("/roles/")
    assert lines()[1:] == [(admin.pk, "accounts.person", "", None)], "a list of many people"
    hand.open(f"/roles/{admin.pk}/")
    Hand(ada).client.get(f"/roles/{ada.pk}/")
    Hand(ada).open("/account/")
    assert Hand(world.officer.person_id).client.get(f"/roles/{ada.pk}/").status_code == 404
    assert len(lines()) == 2, "one's own, people without an office, and what was refused leave nothing"
    world.now = AT + timedelta(hours=1)
    hand.open(f"/roles/{ada.pk}/")
    assert len(lines()) == 3
    looking._written.clear()
    hand.open(f"/roles/{ada.pk}/")
    assert len(lines()) == 3, "another process writes no second line of the same hour"
    assert [one["subject_id"] for one in ROOMS["privacy"].collect(ada.pk)["looks_at_my_data"]] == [str(ada.pk)] * 2


def test_auditors_read_it_by_numbers_and_it_goes_after_a_year_but_not_during_an_incident(world):
    admin, ada = world.person("admin", Role.ADMINISTRATOR), world.person("ada")
    looking.write({(admin.pk, "accounts.person", str(ada.pk), ada.pk): None}, AT)
    page = Hand(world.person("auditor", Role.AUDITOR)).open("/privacy/looks/")
    assert f"person {ada.pk}" in page.words
    assert "ada@" not in page.words
    assert Hand(world.officer.person_id).client.get("/privacy/looks/").status_code == 404
    later = AT + 370 * DAY
    rule = retention.RETENTIONS["privacy.looks"]
    assert list(rule.due(AT + 300 * DAY)) == []
    assert len(list(rule.due(later))) == 1
    actions.open_incident(world.officer, {"title": "A", "what": "B", "noticed_at": AT}, at=AT)
    assert (list(rule.due(later)), len(list(rule.held(later)))) == ([], 1)


def test_thirty_rows_cost_no_more_queries_than_three(world):
    auditor, officer = Hand(world.person("auditor", Role.AUDITOR)), Hand(world.officer.person_id)
    people = [world.person(f"p{number}") for number in range(30)]
    costs = {}
    for many in (3, 30):
        looking._written.clear()
        looking.write({(world.second.person_id, "accounts.person", str(one.pk), one.pk): None for one in people[:many]}, AT)
        for number in range(many):
            actions.open_incident(world.officer, {"title": f"{number}", "what": "B", "noticed_at": AT}, at=AT)
        for hand, url in ((auditor, "/privacy/looks/"), (officer, "/privacy/incidents/")):
            hand.open(url)
            with CaptureQueriesContext(connection) as found:
                hand.open(url)
            costs.setdefault(url, []).append(len(found))
    for url, (few, more) in costs.items():
        assert more <= few <= 15, url
