"""Restricted sessions: for those invited, those with an office in them, and the Secretariat; the network's chair is no exception."""

import pytest

from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import RULES, allows, rows
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions, queries
from interchange.work.meetings.actions.offices import office_holders
from interchange.work.meetings.models import Session
from interchange.work.meetings.tests.papers_world import ITEM, PAPER
from interchange.work.meetings.tests.world import AT, DAY

VERBS = ("session.view", "session.inside", "session.chair", "session.record")


@pytest.fixture
def closed(world):
    """A group that sits about something delicate: one member is invited, the network's chair and rapporteur are not."""
    invited, chair, rapporteur = world.members(3)
    RoleGrant.objects.create(person=chair, role=Role.CHAIR, starts_at=AT - DAY)
    RoleGrant.objects.create(person=rapporteur, role=Role.RAPPORTEUR, starts_at=AT - DAY)
    session = world.session(audience="listed", level="restricted", title="QXclosedZQ")
    actions.name_people(world.officer, session.pk, [invited.pk], at=AT)
    actions.convene(world.officer, session.pk, late_reason="Needed.", at=AT)
    return Session.objects.get(pk=session.pk), invited, chair, rapporteur


def may(world, person, session):
    return {verb for verb in VERBS if allows(world.viewer(person), verb, session)}


def test_the_networks_chair_and_rapporteur_are_outside_where_they_are_not_invited(world, closed, signed):
    session, _invited, chair, rapporteur = closed
    item = actions.add_item(world.officer, session.pk, ITEM, at=AT)
    paper = actions.give_paper(world.officer, session.pk, {**PAPER, "title": "QXpaperZQ"}, at=AT).document
    type(paper).objects.filter(pk=paper.pk).update(level="restricted")
    for person in (chair, rapporteur):
        viewer = world.viewer(person)
        assert may(world, person, session) == set()
        for verb in (
            "item.view",
            "item.edit",
            "document.steer",
            "document.view",
            "times.view",
            "joining.view",
            "outcome.view",
            "summary.view",
        ):
            assert (
                not RULES[verb].who(viewer)
                or not rows(viewer, verb).filter(**({"pk": session.pk} if RULES[verb].model is Session else {})).exists()
            )
        client = signed(person)
        assert client.get(session.get_absolute_url()).status_code == 404
        assert client.get(paper.get_absolute_url()).status_code == 404
        for page in ("/meetings/", "/documents/", "/desk/", "/search/?q=QXclosed"):
            assert "QXclosedZQ" not in client.get(page).content.decode()
    with pytest.raises(NotAllowed):
        actions.edit_item(world.viewer(chair), item.pk, ITEM, revision=1, at=AT)
    assert {one.person_id for one in office_holders(session, AT)} == set()


def test_invited_they_steer_and_record_as_anywhere_else(world, closed):
    session, _invited, chair, rapporteur = closed
    actions.name_people(world.officer, session.pk, [chair.pk, rapporteur.pk], at=AT)
    assert may(world, chair, session) == set(VERBS)
    assert may(world, rapporteur, session) == set(VERBS) - {"session.chair"}
    assert queries.steers(world.viewer(chair), session)
    assert not queries.steers(world.viewer(rapporteur), session)
    assert queries.writes(world.viewer(rapporteur), session)


def test_an_office_in_the_session_opens_it(world, closed):
    session, invited, chair, _rapporteur = closed
    actions.appoint_for(world.officer, session.pk, chair.pk, Role.CHAIR, at=AT)
    RoleGrant.objects.filter(person=chair, role=Role.CHAIR, scope="").update(ends_at=AT)
    assert may(world, chair, session) == set(VERBS)
    assert may(world, invited, session) == {"session.view", "session.inside"}
    other = world.session(level="restricted")
    assert may(world, chair, other) == set()


def test_neither_desks_nor_letters_tell_of_it(world, closed):
    session, invited, chair, _rapporteur = closed
    proposal = {"title": "Delicate", "why": "It has to be spoken about soon.", "kind": "discuss", "minutes": 10}
    actions.propose_item(world.viewer(invited), session.pk, proposal, at=AT)
    assert [(one.role, one.person_id) for one in Duty.objects.filter(kind="meetings.proposals")] == [("officer", None)]
    plenary = world.convened()
    note = Letter.objects.get(template="meetings.invitation", person=chair, subject_id=plenary.pk)
    assert session.symbol not in note.body
    seen = world.convened(level="members")
    note = Letter.objects.get(template="meetings.invitation", person=chair, subject_id=seen.pk)
    assert plenary.symbol in note.body


def test_a_session_with_its_own_chair_owes_them_and_others_the_networks(world):
    own, person = world.members(2)
    session = world.convened()
    proposal = {"title": "Ordinary", "why": "It has to be spoken about soon.", "kind": "discuss", "minutes": 10}
    actions.propose_item(world.viewer(person), session.pk, proposal, at=AT)
    actions.appoint_for(world.officer, session.pk, own.pk, Role.CHAIR, at=AT)
    actions.propose_item(world.viewer(person), session.pk, {**proposal, "title": "Second"}, at=AT)
    assert {(one.role, one.person_id) for one in Duty.objects.filter(kind="meetings.proposals")} == {("chair", None), ("", own.pk)}
