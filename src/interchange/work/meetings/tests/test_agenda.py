"""Agendas: built from items and proposals, put out, adopted, revised; minutes that add up."""

import pytest

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions
from interchange.work.meetings.actions.agenda import changed_since
from interchange.work.meetings.models import AgendaItem
from interchange.work.meetings.tests import papers_world
from interchange.work.meetings.tests.papers_world import ITEM
from interchange.work.meetings.tests.world import AT


@pytest.fixture
def built(world):
    return papers_world.built(world)


def test_provisional_adopted_and_revised_agendas_have_their_marks_and_stay_readable(world, built):
    session, chair, _person, items = built
    viewer = world.viewer(chair)
    first = actions.publish_agenda(viewer, session.pk, at=AT)
    assert actions.publish_agenda(viewer, session.pk, at=AT).pk == first.pk
    actions.move_item(viewer, items[2].pk, earlier=True, at=AT)
    second = actions.publish_agenda(viewer, session.pk, at=AT)
    adopted = actions.adopt_agenda(viewer, session.pk, at=AT)
    assert actions.adopt_agenda(viewer, session.pk, at=AT).pk == adopted.pk
    assert changed_since(session) is None
    actions.edit_item(viewer, items[0].pk, {**ITEM, "title": "Opening words"}, revision=1, at=AT)
    assert changed_since(session) == adopted
    with pytest.raises(Refused, match="what is new"):
        actions.revise_agenda(viewer, session.pk, note="", at=AT)
    revised = actions.revise_agenda(viewer, session.pk, note="Title of item 1.", at=AT)
    symbols = [one.issue.symbol for one in (first, second, adopted, revised)]
    assert symbols == ["TEN/1/1 PROV.", "TEN/1/1 PROV. 2", "TEN/1/1", "TEN/1/1 REV."]
    assert "Opening words" not in adopted.issue.text
    assert "Opening words" in revised.issue.text
    session.refresh_from_db()
    assert session.state == "agenda-adopted"
    assert Letter.objects.filter(template="meetings.agenda").count() == 4  # two people, told of each provisional agenda


def test_minutes_add_up_or_the_page_warns(world, built, signed):
    session, chair, _person, _items = built
    client = signed(chair)
    assert "30 minutes are not given to an item" in client.get(f"{session.get_absolute_url()}agenda/").content.decode()
    actions.add_item(world.viewer(chair), session.pk, {**ITEM, "minutes": 45}, at=AT)
    assert "The items last 15 minutes longer than the session" in client.get(f"{session.get_absolute_url()}agenda/").content.decode()


def test_proposals_are_taken_up_or_declined_with_a_reason(world, built):
    session, chair, person, _items = built
    proposal = {"title": "Languages", "why": "Most test sets hold works in five languages.", "kind": "discuss", "minutes": 20}
    with pytest.raises(Refused, match="should take this up"):
        actions.propose_item(world.viewer(person), session.pk, {**proposal, "why": "x"}, at=AT)
    made = actions.propose_item(world.viewer(person), session.pk, proposal, at=AT)
    assert actions.propose_item(world.viewer(person), session.pk, proposal, at=AT).pk == made.pk
    item = actions.take_up(world.viewer(chair), made.pk, at=AT)
    assert (item.owner_id, item.position) == (person.pk, 4)
    assert actions.take_up(world.viewer(chair), made.pk, at=AT).pk == item.pk
    other = actions.propose_item(world.viewer(person), session.pk, {**proposal, "title": "Other"}, at=AT)
    with pytest.raises(Refused, match="not taken up"):
        actions.decline(world.viewer(chair), other.pk, reason="", at=AT)
    actions.decline(world.viewer(chair), other.pk, reason="Next time.", at=AT)
    assert "Next time." in Letter.objects.get(template="meetings.proposal-declined", person=person).body
    with pytest.raises(NotAllowed):
        actions.take_up(world.viewer(person), made.pk, at=AT)


def test_items_keep_their_order_and_whoever_does_not_steer_cannot_touch_them(world, built):
    session, chair, person, items = built
    viewer = world.viewer(chair)
    actions.move_item(viewer, items[0].pk, earlier=False, at=AT)
    actions.move_item(viewer, items[0].pk, earlier=False, at=AT)
    actions.move_item(viewer, items[0].pk, earlier=False, at=AT)
    assert list(session.items.values_list("title", flat=True)) == ["Marks", "Next steps", "Opening"]
    with pytest.raises(Refused):
        actions.drop_item(viewer, items[1].pk, reason="", at=AT)
    actions.drop_item(viewer, items[1].pk, reason="Postponed.", at=AT)
    live = AgendaItem.objects.filter(session=session, dropped_at=None).order_by("position")
    assert [(one.position, one.title) for one in live] == [(1, "Next steps"), (2, "Opening")]
    with pytest.raises(NotAllowed):
        actions.edit_item(world.viewer(person), items[0].pk, ITEM, revision=1, at=AT)
    with pytest.raises(Stale):
        actions.edit_item(viewer, items[0].pk, ITEM, revision=0, at=AT)
    with pytest.raises(Refused) as refused:
        actions.add_item(viewer, session.pk, {"title": "", "kind": "x", "minutes": 0, "owner": world.person().pk}, at=AT)
    assert {one.field for one in refused.value.problems} == {"title", "kind", "minutes", "owner"}


def test_no_agenda_goes_out_empty_or_from_a_wrong_state(world):
    world.members(1)
    session = world.convened()
    with pytest.raises(Refused, match="no items"):
        actions.publish_agenda(world.officer, session.pk, at=AT)
    with pytest.raises(NotAMove):
        actions.adopt_agenda(world.officer, session.pk, at=AT)
    with pytest.raises(NotAMove):
        actions.revise_agenda(world.officer, session.pk, note="x", at=AT)
