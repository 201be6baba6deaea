"""From where an agenda is built: another room offers something, and hears that it was taken."""

import pytest

from interchange.ground.errors import Refused
from interchange.work.meetings import actions, sources
from interchange.work.meetings.tests.world import AT


@pytest.fixture
def session(world):
    world.members(2)
    return world.convened()


def test_another_room_offers_items_and_hears_that_one_was_taken(world, session, monkeypatch):
    monkeypatch.setattr(sources, "SOURCES", dict(sources.SOURCES))
    heard = []
    offer = sources.Offer("other.thing", "7", "A thing of another room", "/other/7/", "Words.")
    sources.define(
        "other", "Another room", lambda viewer, found: [offer], taken=lambda actor, one, item, at: heard.append((one.key, item.pk))
    )
    with pytest.raises(ValueError, match="exists already"):
        sources.define("other", "Another room", lambda viewer, found: [])
    item = actions.add_from_source(world.officer, session.pk, kind="other.thing", key="7", at=AT)
    assert heard == [("7", item.pk)]
    assert (item.about, item.links.get().url) == ("Words.", "/other/7/")
    with pytest.raises(Refused, match="on the agenda already"):
        actions.add_from_source(world.officer, session.pk, kind="other.thing", key="7", at=AT)
    assert heard == [("7", item.pk)]


def test_the_old_address_of_questions_leads_to_the_session(session, client):
    answer = client.get(f"{session.get_absolute_url()}questions/")
    assert (answer.status_code, answer["Location"]) == (301, session.get_absolute_url())
