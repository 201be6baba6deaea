"""Incidents: known to those named only; people touched are computed; told by a second officer, once; closed with a report; a clock on everything."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.accounts.actions import erase_person
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.rules import rows
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.ground.privacy import actions, looking, queries
from interchange.ground.privacy.models import Incident, Touched
from interchange.ground.vocabulary.actions import set_option
from interchange.network.states.tests.world import AT, DAY
from interchange.work.meetings.models import RegistrationNotice, Series, Session
from tests.hand import Hand

HOUR = timedelta(hours=1)
GIVEN = {"title": "A list left open", "what": "A list of people could be read by everybody for an hour.", "noticed_at": AT - HOUR}


def fields(refused):
    return {problem.field for problem in refused.value.problems}


@pytest.fixture
def found(world):
    return actions.open_incident(world.officer, GIVEN, at=AT)


def test_its_clocks_run_from_when_it_was_noticed_and_are_options(world):
    admin = world.viewer(world.person("admin", Role.ADMINISTRATOR))
    set_option(admin, "incidents.decide-hours", 24, reason="A day is enough.", at=AT)
    made = actions.open_incident(world.officer, GIVEN, at=AT)
    assert made.decide_by == AT + 23 * HOUR
    assert actions.open_incident(world.officer, GIVEN, at=AT).pk == made.pk, "pressed twice"
    duties = Duty.objects.filter(subject_kind="privacy.incident")
    assert {(one.kind, one.person_id, one.subject_label) for one in duties} == {
        ("privacy.decide", world.officer.person_id, made.number),
        ("privacy.close", world.officer.person_id, made.number),
    }
    with pytest.raises(Refused) as refused:
        actions.open_incident(world.officer, {"title": "", "what": "", "noticed_at": AT + DAY, "ended_at": AT}, at=AT)
    assert fields(refused) == {"title", "what", "noticed_at", "ended_at"}


def test_nobody_but_those_named_knows_of_it(world, found):
    admin = world.viewer(world.person("admin", Role.ADMINISTRATOR))
    for other in (world.second, admin):
        assert not rows(other, "incident.view").exists()
        with pytest.raises(NotAllowed):
            actions.note_measure(other, found.pk, text="x", at=AT)
        assert Hand(other.person_id).client.get(found.get_absolute_url()).status_code == 404
    with pytest.raises(Refused) as refused:
        actions.name_handler(world.officer, found.pk, address=world.person("ada").email, at=AT)
    assert fields(refused) == {"address"}
    named = actions.name_handler(world.officer, found.pk, address="second@example.org", at=AT)
    assert rows(world.second, "incident.view").get() == found
    with pytest.raises(Refused, match="which is open"):
        erase_person(world.second, at=AT)
    actions.end_handler(world.officer, found.pk, named.pk, at=AT)
    assert not rows(world.second, "incident.view").exists()
    assert not Duty.objects.filter(person_id=world.second.person_id, settled_at=None).exists()
    with pytest.raises(Refused, match="last one"):
        actions.end_handler(world.officer, found.pk, queries.handlers(found)[0].pk, at=AT)


def registered(world, address):
    series = Series.objects.create(body="AIII", slug="aiii", title="Public", kind="public-meeting", made_at=AT)
    session = Session.objects.create(series=series, number=1, title="For all", kind="public-meeting", changed_at=AT, made_at=AT)
    notice = RegistrationNotice.objects.create(session=session, version=1, text="Kept.", made_at=AT)
    session.registrations.create(notice=notice, name="Rosa", address=address, asked_at=AT, nonce="n")


def test_the_people_touched_are_those_of_the_data_chosen(world, found):
    [brazil] = world.delegation("BR", "ana@example.org")
    registered(world, "guest@example.org")
    with pytest.raises(Refused) as refused:
        actions.set_reach(world.officer, found.pk, {"keys": ["no.such"], "account": "nobody@example.org"}, at=AT)
    assert fields(refused) == {"keys", "account"}
    keys = ["states.places", "states.named", "meetings.registrations", "repository.texts"]
    actions.set_reach(world.officer, found.pk, {"keys": keys, "revision": 1}, at=AT)
    listed = {(one.person_id, one.address): one.keys for one in Touched.objects.all()}
    assert listed == {(brazil.person_id, ""): ["states.named", "states.places"], (None, "guest@example.org"): ["meetings.registrations"]}
    with pytest.raises(Stale):
        actions.set_reach(world.officer, found.pk, {"keys": keys, "revision": 1}, at=AT)
    assert queries.reach(keys).unknown == ["repository.texts"]


def test_through_a_misused_account_only_those_whom_it_opened(world, found, monkeypatch):
    monkeypatch.setattr(looking, "_written", set())
    ada, eve, mallory = (world.person(name) for name in ("ada", "eve", "mallory"))
    for person, at in ((ada, AT - 5 * HOUR), (eve, AT - 50 * HOUR)):
        looking.write({(mallory.pk, "accounts.person", str(person.pk), person.pk): None}, at)
    given = {"keys": ["accounts.person"], "account": mallory.email, "began_at": AT - 6 * HOUR, "ended_at": AT}
    actions.set_reach(world.officer, found.pk, given, at=AT)
    assert [one.person_id for one in Touched.objects.all()] == [ada.pk]
    looking.write({(mallory.pk, "accounts.person", "", None): None}, AT - 5 * HOUR)
    actions.set_reach(world.officer, found.pk, given, at=AT)
    assert {ada.pk, eve.pk} < {one.person_id for one in Touched.objects.all()}, "it opened the list: everybody on it"
    assert mallory.pk not in {one.person_id for one in Touched.objects.all()}


def test_from_the_first_page_to_the_closing_report(world):
    ada = world.person("ada")
    officer, second, reader = Hand(world.officer.person_id), Hand(world.second.person_id), Hand(ada)
    typed = {"title": "A list left open", "what": "It could be read.", "noticed_day": "2027-03-01", "noticed_time": "09:30"}
    assert officer.press("/privacy/incidents/new/", "Open it", {**typed, "title": " "}).status == 422
    page = officer.press("/privacy/incidents/new/", "Open it", typed)
    assert page.said == ["Opened as TEN/INC/2027/001. Name whoever is to help; nobody else sees it."]
    here = page.url
    assert officer.press(here, "Name them", {"address": "ada@example.org"}).status == 422
    assert officer.press(here, "Name them", {"address": "second@example.org"}).said == ["Named; it stands on their desk."]
    assert "No measure says" in officer.press(here, "It is contained").words
    assert officer.press(here, "Note it", {"text": "The list was closed."}).said == ["Noted."]
    old = officer.open(here)
    page = officer.press(here, "List the people touched", {"keys": ["accounts.person"], "consequences": "Unwanted mail."})
    assert page.said == ["The people touched are listed."]
    assert "ada@example.org" in page.words
    page = officer.press(old, "List the people touched", {"keys": ["accounts.links"], "consequences": "Words of another tab."})
    assert page.status == 409
    assert "Words of another tab." in page.words, "nothing typed is lost"
    page = officer.press(here, "Decide it", {"decision": "tell", "reason": "Harm is likely enough."})
    assert page.said == ["Decided."]
    assert not Duty.objects.filter(kind="privacy.decide", settled_at=None).exists()
    page = officer.press(here, "Keep the notice", {"text": "Your name **could** be read for an hour."})
    assert page.said == ["Kept. Another officer named for it releases it."]
    assert "You wrote it" in page.words
    url = here.replace("incidents", "notices")
    assert reader.client.get(url).status_code == 404, "not told yet"
    assert "Your name" not in "".join(Letter.objects.values_list("body", flat=True))
    people = Touched.objects.count()
    page = second.press(here, f"Release it to {people} people")
    assert page.said == ["Released; a letter to each is on its way."]
    letters = Letter.objects.filter(template="privacy.notice")
    assert (letters.count(), "Your name" in letters.get(person=ada).body) == (people, False), "links, not content"
    told = reader.open(url)
    assert "Your name could be read" in told.words
    assert "Address, names, country" in told.words, "which of the reader’s data"
    assert Hand(world.person("later")).client.get(url).status_code == 404
    assert officer.press(here, "It is contained").said == ["It goes on no more."]
    page = officer.press(here, "Close the incident", {"report": "Cause: a missing check. Mended."})
    assert page.said == ["Closed."]
    assert "Name somebody" not in page.words
    assert not Duty.objects.filter(subject_kind="privacy.incident", settled_at=None).exists()
    assert officer.press(here, "Take it up", {"reason": "More came to light."}).said == ["Taken up again."]
    page = second.press(here, "Take off", among={"handler": queries.handlers(Incident.objects.get())[1].pk})
    assert page.said == ["They have no part in it any more."]
    assert page.url == "/privacy/incidents/"
    verbs = list(Event.objects.filter(subject_kind="privacy.incident").order_by("seq").values_list("verb", flat=True))
    assert verbs == [f"incident.{one}" for one in ("opened", "handler-named", "measure", "reach-set", "decided", "notice-written", "people-told", "contain", "close", "reopen", "handler-ended")]  # fmt: skip


def test_what_comes_out_of_order_is_refused(world, found):
    with pytest.raises(Refused, match="whom it touches"):
        actions.decide(world.officer, found.pk, decision="tell", reason="x", at=AT)
    world.person("ada")
    actions.set_reach(world.officer, found.pk, {"keys": ["accounts.person"]}, at=AT)
    with pytest.raises(Refused, match="nothing to write"):
        actions.write_notice(world.officer, found.pk, text="x", at=AT)
    with pytest.raises(Refused, match="decided yet"):
        actions.close(world.officer, found.pk, report="x", at=AT)
    actions.decide(world.officer, found.pk, decision="tell", reason="x", at=AT)
    with pytest.raises(Refused, match="no notice yet"):
        actions.release_notice(world.officer, found.pk, at=AT)
    actions.write_notice(world.officer, found.pk, text="x", at=AT)
    with pytest.raises(Refused, match="You wrote it"):
        actions.release_notice(world.officer, found.pk, at=AT)
    with pytest.raises(Refused, match="wait to be told"):
        actions.close(world.officer, found.pk, report="x", at=AT)
    actions.decide(world.officer, found.pk, decision="not-needed", reason="Nobody read it.", at=AT)
    with pytest.raises(NotAMove):
        actions.close(world.officer, found.pk, report="x", at=AT)
    for wrong in ({"state": "closed"}, {"told_at": AT}, {"decision_reason": ""}, {"ended_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=found.pk).update(**wrong)
