"""Who speaks for a State: by a verified note, three persons at most, until the next one; what was filed stays with the State."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client

from interchange.ground.accounts import actions as accounts
from interchange.ground.accounts.models import Person, SignInLink
from interchange.ground.accounts.own_data import Blocked, erasure_plan
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.post.models import Letter
from interchange.ground.vocabulary.actions import set_state
from interchange.network.states import actions, queries
from interchange.network.states.models import NamedPerson, Note, Place
from interchange.network.states.policy import states_of
from interchange.network.states.tests.world import AT, DAY, named, paper
from tests.hand import Hand

ANA, BIA, CAIO, DORA = (f"{name}@example.org" for name in ("ana", "bia", "caio", "dora"))


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_nobody_speaks_before_the_note_is_verified_by_another_officer(world):
    made = world.note("BR", ANA, BIA)
    assert made.number == "TEN/NV/2027/0001"
    assert not Person.objects.filter(email=ANA).exists(), "an account is made at verification"
    assert Duty.objects.get(kind="states.note").role == "officer"
    with pytest.raises(NotAllowed):
        actions.verify_note(world.officer, made.pk, at=AT)  # who entered it
    somebody = world.viewer(world.person("ana"))
    assert states_of(somebody) == []
    assert not allows(somebody, "state.speak")
    assert not rows(somebody, "state-note.view").exists()

    actions.verify_note(world.second, made.pk, at=AT)
    ana, bia = world.viewer(ANA), world.viewer(BIA)
    assert states_of(ana) == states_of(bia) == ["BR"]
    assert queries.speakers(["BR", "KE"], AT) == {"BR": [ana.person_id, bia.person_id]}
    assert Duty.objects.get(kind="states.note").settled_at == AT
    assert actions.verify_note(world.second, made.pk, at=AT).state == "verified"
    assert Letter.objects.filter(template="states.named").count() == 2, "verified twice, written to once"


def test_a_fourth_person_is_refused_and_the_database_refuses_too(world):
    with pytest.raises(Refused) as refused:
        world.note("BR", ANA, BIA, CAIO, DORA)
    assert fields(refused) == {"persons"}
    assert "4 persons" in str(refused.value)
    made = world.note("BR", ANA, BIA, CAIO)
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedPerson.objects.create(note=made, place=3, given_name="Dora", email=DORA)
    actions.verify_note(world.second, made.pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(member_state_id="BR", place=3, person=world.person("dora"), note=made, starts_at=AT)


def test_every_problem_is_named_at_once(world):
    with pytest.raises(Refused) as refused:
        world.note("BR", ANA, ANA, reference=" ", dated=date(2027, 3, 2))
    assert fields(refused) == {"persons", "reference", "dated"}
    with pytest.raises(Refused) as refused:
        world.note(persons=[{"email": "no address", "family_name": ""}])
    assert fields(refused) == {"given_name_0", "email_0"}
    with pytest.raises(Refused) as refused:
        world.note("BR", ANA, file=paper().__class__("note.pdf", b"not a PDF"))
    assert fields(refused) == {"file"}
    assert not Note.objects.exists()


def test_the_next_note_replaces_and_the_old_ones_links_and_letters_end_at_once(world, settings):
    settings.DEMO = False
    [ana, bia] = world.delegation("BR", ANA, BIA)
    accounts.send_link(ANA, "/states/BR/", at=AT)
    SignInLink.objects.update(secret_hash=accounts._hash("old"))
    browser = Hand(ana.person_id)
    assert browser.open("/states/BR/").words.count("Who speaks for the State") == 1
    send(world.officer, Draft("states.ended", {"state": "Brazil", "note": ""}, person_id=ana.person_id, key="waits"), at=AT)

    Session.objects.update(expire_date=AT + 30 * DAY)  # this test's clock is not the sessions' own
    world.now = AT + timedelta(hours=1)
    new = world.note("BR", BIA, CAIO, by=bia, reference="NV 2")
    assert states_of(world.viewer(ANA)) == ["BR"], "an unverified note changes nothing"
    actions.verify_note(world.officer, new.pk, at=world.now)
    assert accounts.use_link("old", at=world.now) is None
    assert browser.client.get("/states/mine/").status_code == 302, "signed out"
    assert Letter.objects.get(key="waits").state == "cancelled"
    assert states_of(world.viewer(ANA)) == []
    assert Hand(ana.person_id).client.get("/states/mine/").status_code == 404
    assert Hand(ana.person_id).client.get(new.get_absolute_url()).status_code == 404
    assert Client().get(f"/files/{new.file_id}/").status_code in {302, 404}
    assert world.place(BIA).place == 0, "the alternate is the main one now"
    assert Place.objects.get(person__email=ANA).ended_by == new
    assert Note.objects.get(reference__startswith="NV BR").state == "replaced"
    assert queries.speakers(["BR"], world.now) == {"BR": [bia.person_id, world.viewer(CAIO).person_id]}
    assert [one.person.email for one in queries.delegation(world.viewer(CAIO), "BR")][:2] == [BIA, CAIO]
    assert len(queries.notes(world.viewer(CAIO), "BR")) == 2, "history belongs to the State"


def test_an_older_note_does_not_undo_a_later_one(world):
    world.delegation("BR", ANA)
    old = world.note("BR", BIA, reference="NV 0", dated=date(2027, 1, 1))
    with pytest.raises(Refused, match="later date"):
        actions.verify_note(world.second, old.pk, at=AT)
    actions.refuse_note(world.second, old.pk, reason="An older note.", at=AT)
    with pytest.raises(NotAMove):
        actions.verify_note(world.second, old.pk, at=AT)
    with pytest.raises(Refused):
        actions.refuse_note(world.second, old.pk, reason=" ", at=AT)
    assert states_of(world.viewer(ANA)) == ["BR"]


def test_a_place_can_end_without_a_note_and_a_second_note_can_move_places(world):
    [ana, _bia] = world.delegation("BR", ANA, BIA)
    place = world.place(ANA)
    with pytest.raises(Refused):
        actions.end_place(world.officer, place.pk, reason="", at=AT)
    actions.end_place(world.officer, place.pk, reason="The account was misused.", at=AT + DAY)
    world.now = AT + DAY
    assert states_of(world.viewer(ANA)) == []
    with pytest.raises(NotAllowed):
        actions.write_again(world.officer, place.pk, at=world.now)
    actions.write_again(world.officer, world.place(BIA).pk, at=world.now)
    assert Letter.objects.filter(template="states.named", person__email=BIA).count() == 2
    assert any(isinstance(one, Blocked) for one in erasure_plan(world.viewer(BIA).person_id))
    assert actions.forget_person(ana.person_id, [ANA], AT) == 1
    assert not NamedPerson.objects.filter(email=ANA).exists()


def test_another_states_people_and_visitors_learn_nothing_of_the_persons(world):
    world.delegation("BR", ANA)
    [kenya] = world.delegation("KE")
    made = Note.objects.get(member_state_id="BR")
    for viewer in (kenya, VISITOR, Viewer(person_id=world.person("member").pk)):
        assert not rows(viewer, "state-note.view", Note.objects.filter(pk=made.pk)).exists()
        assert queries.delegation(viewer, "BR") == []
    page = Client().get("/states/BR/").content.decode()
    assert "1 person speaks" in page
    assert "Ana" not in page
    with pytest.raises(NotAllowed):
        world.note("BR", DORA, by=kenya)
    with pytest.raises(NotAllowed):
        actions.enter_note(VISITOR, "BR", reference="x", dated=AT.date(), persons=named(DORA), file=paper(), at=AT)


def test_groups_are_editable_and_only_a_state_of_the_group_coordinates(world):
    [brazil] = world.delegation("BR", ANA)
    keep = {"since": None, "reason": "Letter of the group.", "at": AT}
    for wrong, field in (
        ({"name": "", "states": ["BR", "KE"], "coordinator": ""}, "name"),
        ({"name": "Friends", "states": ["BR"], "coordinator": ""}, "states"),
        ({"name": "Friends", "states": ["BR", "XX"], "coordinator": ""}, "states"),
        ({"name": "Friends", "states": ["BR", "KE"], "coordinator": "FR"}, "coordinator"),
    ):
        with pytest.raises(Refused) as refused:
            actions.set_group(world.officer, "friends", new=True, **wrong, **keep)
        assert fields(refused) == {field}
    actions.set_group(world.officer, "friends", name="Friends", states=["BR", "KE"], coordinator="BR", new=True, **keep)
    actions.set_group(world.officer, "latin-america-caribbean", coordinator="BR", **keep)
    assert [one.code for one in queries.coordinated(brazil)] == ["latin-america-caribbean", "friends"]
    with pytest.raises(NotAllowed):
        actions.set_group(brazil, "friends", name="Friends", states=["BR", "KE"], coordinator="BR", **keep)
    with pytest.raises(Refused):
        actions.set_group(world.officer, "friends", name="F", states=["BR", "KE"], coordinator="", new=True, **keep)


def test_regional_groups_are_dated(world):
    set_state(world.officer, "GE", region="group-b", development_status="", since=date(2027, 2, 1), reason="Its letter.", at=AT)
    found = queries.state(VISITOR, "GE")
    assert [(one.region, one.until) for one in queries.regions_over_time(found)] == [
        ("group-b", None),
        ("central-europe-baltic", date(2027, 2, 1)),
    ]
