"""What the room says after each press of a button, and that it is so: officers' pages, declarations, and an application in two tabs."""

from datetime import date, timedelta

import pytest

from interchange.ground import clock
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.network.calls import actions, queries
from interchange.network.calls.models import Call, DeclarationText
from interchange.network.calls.tests.world import AT, CLOSES, OPENS, call, filled, person, submitted
from tests.hand import Hand

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Second call",
    "summary": "Ten places for people who build marks.",
    "opens_on": "2027-03-01",
    "closes_on": "2027-03-31",
    "places": "10",
    "profiles": ["creator", "academic"],
}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def officer():
    return person("officer@example.org", Role.OFFICER)


@pytest.fixture
def ada():
    return person("ada@example.org")


@pytest.fixture
def office(officer):
    return Hand(officer.person_id)


def test_a_call_is_prepared_changed_weighed_and_published(office):
    page = office.press("/calls/manage/new/", "Save", NEW)
    assert page.said == ["The call is in preparation. Check its criteria, then publish it."]
    made = Call.objects.get()
    assert (made.state, made.places, made.profiles, page.url) == ("draft", 10, ["creator", "academic"], f"/calls/manage/{made.slug}/")

    page = office.press(f"{page.url}edit/", "Save", {"places": "12", "closes_on": "2027-04-15"})
    assert page.said == ["Saved."]
    made.refresh_from_db()
    assert (made.places, made.closes_at.date(), made.summary) == (12, date(2027, 4, 15), NEW["summary"])

    first, second = made.criteria.order_by("order")[:2]
    weights = {"c0-weight": first.weight + 5, "c1-weight": second.weight - 5, "c1-title": "Work that can be shown"}
    page = office.press(f"{page.url}criteria/", "Save", weights)
    assert page.said == ["Saved."]
    assert [(one.weight, one.title) for one in made.criteria.order_by("order")[:2]] == [
        (first.weight + 5, first.title),
        (second.weight - 5, "Work that can be shown"),
    ]
    assert "Work that can be shown" in page.words

    question = {"q0-key": "tools", "q0-label": "Which tools do you run?", "q0-kind": "long", "q0-limit": "600"}
    assert office.press(f"{page.url}questions/", "Save", question).said == ["Saved."]
    assert [(one.label, one.limit) for one in made.questions.all()] == [("Which tools do you run?", 600)]

    assert office.press(page, "Publish").said == ["Published."]
    made.refresh_from_db()
    assert made.state == "published"


def test_a_call_is_extended_opened_to_somebody_late_and_archived(office, officer, ada, monkeypatch):
    made = call(officer)
    filled(ada, made.pk)
    page = office.press(f"/calls/manage/{made.slug}/", "Extend the call", {"closes_on": "2027-01-19", "reason": "Holidays in many places."})
    assert page.said == ["Extended for everyone; holders of drafts are told."]
    made.refresh_from_db()
    assert (made.closes_at - CLOSES).days == 7
    assert Letter.objects.get(person=ada.person_id, template="calls.extended").body.count("Holidays in many places.") == 1

    page = office.press(page, "Invite", {"email": "late@example.org"})
    assert page.said == ["The invitation is on its way; it holds for fourteen days."]
    assert (made.invitations.get().email, Letter.objects.filter(address="late@example.org").count()) == ("late@example.org", 1)

    monkeypatch.setattr(clock, "now", lambda: made.closes_at + timedelta(days=1))
    page = office.press(page, "Archive the call", {"reason": "Decided; it is kept to be read."})
    assert page.said == ["Archived."]
    made.refresh_from_db()
    assert made.state == "archived"


def test_a_declaration_is_looked_at_and_the_result_noted(office, ada):
    rows = [{"category": "employment", "entity": "Maker of marks", "from_year": 2024, "topics": ["provenance"]}]
    declared = actions.declare_interests(ada, rows, nothing=False, at=OPENS)
    page = office.press(
        "/calls/interests/",
        "Save the result",
        {
            "assessment": "recuse",
            "topics": ["provenance"],
            "reason": "The employer sells what is discussed.",
            "review_due": "2027-06-01",
        },
        among={"declaration": declared.pk},
    )
    assert page.said == ["Noted."]
    declared.refresh_from_db()
    assert (declared.assessment, declared.topics_to_avoid, declared.review_due) == ("recuse", ["provenance"], date(2027, 6, 1))
    assert "Maker of marks" not in page.words, "it no longer waits"


def test_a_new_version_of_a_text_is_published_and_accepted(office, ada, officer):
    submitted(ada, call(officer).pk)
    old = queries.standing_texts(AT)["conduct"]
    page = office.press("/calls/texts/?kind=conduct", "Publish this version", {"body": f"{old.body}\n\nBe on time."})
    assert page.said == [f"Version {old.version + 1} is published; those bound by the text are asked to accept it."]
    new = DeclarationText.objects.get(kind="conduct", version=old.version + 1)
    assert new.body.endswith("Be on time.")

    page = Hand(ada.person_id).press("/calls/my-texts/", "I accept what is ticked", {"texts": [new.pk]})
    assert page.said == ["Noted, with the version and the time."]
    assert not queries.missing_acceptances(ada.person_id, AT)


def test_interests_are_declared_anew_as_a_version(ada):
    actions.declare_interests(ada, [], nothing=True, at=OPENS)
    row = {"interests-0-category": "employment", "interests-0-entity": "University of Somewhere", "interests-0-from_year": "2020"}
    page = Hand(ada.person_id).press("/calls/my-interests/", "Save as a new version", {**row, "nothing_to_declare": None})
    assert page.said == ["Your declaration is saved as a new version."]
    newest = queries.latest_interests(ada.person_id)
    assert (newest.version, newest.nothing_to_declare, newest.rows.get().entity) == (2, False, "University of Somewhere")


def test_a_step_left_open_in_another_tab_says_that_the_application_is_withdrawn(officer, ada):
    draft = filled(ada, call(officer).pk)
    hand = Hand(ada.person_id)
    tab = hand.open(f"/applications/{draft.pk}/text/")
    assert "withdrawn" in hand.press(f"/applications/{draft.pk}/withdraw/", "Yes, withdraw it", {"reason": "No time."}).words.lower()
    page = hand.press(tab, "Save", {"motivation": "Typed after the withdrawal."})
    assert (page.url, len(page.said)) == (f"/applications/{draft.pk}/", 1)
    assert "withdrawn" in page.said[0].lower()
    draft.refresh_from_db()
    assert (draft.state, draft.motivation) == ("withdrawn", "I build provenance tools.")
