"""A State's file on the desk: the same for main and alternate, empty for whoever was replaced, nothing of another State's."""

from datetime import timedelta

import pytest

from interchange.ground.policy.levels import Level
from interchange.network.states import actions as states
from interchange.work.statements.actions import treating
from interchange.work.statements.tests.world import World
from tests.hand import Hand

ANA, BIA = "ana@example.org", "bia@example.org"


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)


def test_the_file_of_a_state_is_its_own_and_follows_the_note(world, django_assert_max_num_queries):
    ana, bia = world.delegation("BR", ANA, BIA)
    mine = world.filed(by=ana, title="What waits", level=Level.RESTRICTED)
    asked = world.filed(by=bia, title="What is asked")
    treating.acknowledge(world.officer, asked.pk, at=world.now)
    treating.ask_back(world.officer, asked.pk, text="Which offices?", at=world.now)
    world.filed(by=world.kenya, title="QXkenyaZQ", level=Level.RESTRICTED)
    round_ = world.opened()
    for viewer in (ana, bia):
        hand = Hand(viewer.person_id)
        desk = hand.open("/desk/")
        assert "The file of Brazil 2 statements wait" in desk.words
        assert "The Secretariat asks something." in desk.words
        [address] = desk.tree.xpath("//a[text()='Open the State’s file']/@href")
        with django_assert_max_num_queries(15):
            page = hand.open(address)
        for words in (
            "What waits",
            "What is asked",
            "its clock stands still",
            round_.title,
            f"Answer to {mine.number} is due",
            "Counsellor",
            "NV BR",
        ):
            assert words in page.words
        assert "QXkenyaZQ" not in page.words
        assert hand.client.get("/desk/states/KE/").status_code == 404
    world.now = mine.target_at + timedelta(seconds=1)
    assert "Overdue" in Hand(ana.person_id).open("/desk/").words
    world.comment(round_, by=ana, at=world.now)
    assert "your State commented" in Hand(bia.person_id).open("/desk/states/BR/").words

    note = world.note("BR", BIA, by=bia, reference="NV 2")
    states.verify_note(world.officer, note.pk, at=world.now)
    replaced = Hand(ana.person_id)
    assert replaced.client.get("/desk/states/BR/").status_code == 404
    assert "Brazil" not in replaced.open("/desk/").words.replace("You no longer speak for Brazil", "")
    assert "What waits" in Hand(bia.person_id).open("/desk/states/BR/").words, "the file is the State’s"
    assert Hand(world.officer.person_id).client.get("/desk/states/BR/").status_code == 404
