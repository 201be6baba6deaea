"""U43 on its page: likely twins flagged to staff only, merged into one live number, apart again within seven days; and what readers see of a file."""

from datetime import timedelta

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls import actions
from interchange.network.calls.models import Application, Merge
from interchange.network.calls.tests.world import person, submitted
from interchange.network.selection import actions as selection

pytestmark = pytest.mark.django_db
NOW = clock.now().replace(microsecond=0)


@pytest.fixture
def officer():
    return person("officer@example.org", Role.OFFICER)


@pytest.fixture
def opened(officer):
    values = {"opens_at": NOW - timedelta(days=2), "closes_at": NOW + timedelta(days=9)}
    made = actions.create_call(
        officer,
        {"title": "Call", "time_zone": "Europe/Zurich", "places": 5, "profiles": ["academic"], **values},
        at=NOW - timedelta(days=3),
    )
    actions.set_questions(
        officer,
        made.pk,
        [{"key": "tool", "label": "Which tool?", "kind": "choice", "choices": [{"code": "c2pa", "label": "C2PA tool"}], "required": True}],
        at=NOW - timedelta(days=3),
    )
    return actions.publish_call(officer, made.pk, at=NOW - timedelta(days=3))


def client_of(viewer):
    client = Client()
    client.force_login(Person.objects.get(pk=viewer.person_id))
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


def applied(email, opened, after=0, **changes):
    text = {"question-tool": "c2pa", **changes.pop("text", {})}
    return submitted(person(email), opened.pk, at=NOW - timedelta(days=1) + timedelta(hours=after), text=text, **changes)


def test_twins_are_merged_and_taken_apart_on_the_page(officer, opened):
    first, second = applied("a@example.org", opened), applied("b@example.org", opened, 2, text={"motivation": "Newer words."})
    stranger = applied("c@example.org", opened, identity={"given_name": "Zoe"})
    browser = client_of(officer)
    assert "Perhaps the same person" in browser.get(f"/selection/applications/{first.pk}/").content.decode()
    assert "Perhaps the same person" in browser.get(f"/selection/applications/{second.pk}/check/").content.decode()
    assert "Perhaps the same person" not in browser.get(f"/selection/applications/{stranger.pk}/").content.decode()
    address = f"/selection/applications/{first.pk}/duplicate/"
    assert second.number in browser.get(address).content.decode()
    wrong = browser.post(address, {"what": "merge", "number": "TEN/APP/2026/9999", "reason": "typed before"})
    assert (wrong.status_code, "typed before" in wrong.content.decode()) == (422, True)
    assert browser.post(address, {"what": "merge", "number": second.number, "keep": "this", "reason": ""}).status_code == 422
    done = browser.post(address, {"what": "merge", "number": second.number, "keep": "this", "reason": "Same papers."})
    assert done["Location"] == f"/selection/applications/{first.pk}/"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, first.motivation) == ("submitted", "duplicate", "Newer words.")
    assert [version.content["motivation"] for version in first.versions.all()] == ["I build provenance tools."] * 2
    assert second.versions.count() == 1, "both histories stay"
    merged = browser.get(f"/selection/applications/{second.pk}/duplicate/").content.decode()
    assert "Take them apart again" in merged
    browser.post(f"/selection/applications/{second.pk}/duplicate/", {"what": "undo", "reason": "Two sisters."})
    first.refresh_from_db()
    assert (first.motivation, Application.objects.get(pk=second.pk).state) == ("I build provenance tools.", "submitted")


def test_after_seven_days_it_stays_merged(officer, opened):
    first, second = applied("a@example.org", opened), applied("b@example.org", opened)
    actions.merge(officer, second.pk, first.pk, at=NOW, reason="Same.")
    Merge.objects.update(merged_at=NOW - timedelta(days=7, seconds=1))
    address = f"/selection/applications/{second.pk}/duplicate/"
    assert "it stays merged" in client_of(officer).get(address).content.decode()
    assert "no merge of the last seven days" in client_of(officer).post(address, {"what": "undo", "reason": "x"}).content.decode()


def test_the_other_person_learns_nothing_and_reviewers_have_no_such_page(officer, opened):
    first, second = applied("a@example.org", opened), applied("b@example.org", opened)
    page = client_of(person("a@example.org")).get(f"/applications/{first.pk}/").content.decode()
    assert second.number not in page
    assert "same person" not in page
    assert client_of(person("r@example.org", Role.REVIEWER)).get(f"/selection/applications/{first.pk}/duplicate/").status_code == 404


def test_readers_of_a_file_see_papers_answers_and_practical_matters(officer, opened):
    file = applied("a@example.org", opened)
    reviewer = person("reader@example.org", Role.REVIEWER)
    stored = file.files.get().file
    pages = {officer: [f"/selection/applications/{file.pk}/", f"/selection/applications/{file.pk}/check/"]}
    actions.advance(officer, file.pk, "find-eligible", at=NOW)
    assigned = selection.assign(officer, file.pk, reviewer.person_id, at=NOW)
    pages[reviewer] = [f"/selection/reviews/{assigned.pk}/"]
    for viewer, addresses in pages.items():
        for address in addresses:
            text = client_of(viewer).get(address).content.decode()
            for words in ("Which tool?", "C2PA tool", f"/files/{stored.pk}/", "9 to 12", "Fluent"):
                assert words in text, (address, words)
        assert client_of(viewer).get(f"/files/{stored.pk}/").status_code == 200
