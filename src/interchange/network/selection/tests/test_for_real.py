"""The same verbs with nothing standing in for other rooms: real letters, real batches, real states, real pages."""

from datetime import timedelta

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.network.calls import actions as calls
from interchange.network.calls.models import Application, Evidence
from interchange.network.calls.schedule import closing_soon
from interchange.network.calls.tests.world import CLOSES, call, person
from interchange.network.selection import actions
from interchange.network.selection.models import WaitingEntry
from interchange.network.selection.tests.test_deciding import DAY, released
from interchange.network.selection.tests.world import AT, World, own

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def officers(world):
    return [world.officer() for _ in range(3)]


def client_of(one):
    client = Client()
    client.force_login(one)
    return client


def letters(file) -> list[str]:
    return list(Letter.objects.filter(person_id=file.person_id).order_by("pk").values_list("template", flat=True))


def test_everyone_hears_and_a_request_for_review_is_answered_either_way(world, officers):
    files, _made = released(world, officers, None)
    assert [letters(file)[-1] for file in files] == ["selection.accepted", "selection.waiting", "selection.waiting", "selection.declined"]
    clean = officers[2].viewer
    for file, outcome in ((files[3], "upheld"), (files[1], "dismissed")):
        made = actions.file_request(own(file), file.pk, "overlooked-file", "My CV.", at=AT)
        actions.take_request(clean, made.pk, at=AT)
        actions.answer_request(clean, made.pk, outcome, reason="Read again.", at=AT)
        assert letters(file)[-2:] == ["selection.appeal-received", f"selection.appeal-{outcome}"]
    assert Application.objects.get(pk=files[3].pk).state == "in-review"


def test_a_place_on_the_waiting_list_is_shown_noticed_and_ends(world, officers):
    (_one, first, second, _last), _made = released(world, officers, None)
    now = clock.now()
    WaitingEntry.objects.update(valid_until=now + 20 * DAY)
    page = client_of(first.person).get(f"/selection/waiting/{first.pk}/").content.decode()
    assert "Your place is good until" in page
    assert "Leave the waiting list" in page
    client_of(second.person).post(f"/selection/waiting/{second.pk}/")
    assert "You left the waiting list." in client_of(second.person).get(f"/selection/waiting/{second.pk}/").content.decode()
    WaitingEntry.objects.filter(pk=first.pk).update(valid_until=now + 10 * DAY)
    assert actions.notify_waiting(officers[0].viewer, at=now) == 1
    WaitingEntry.objects.filter(pk=first.pk).update(valid_until=now - DAY)
    assert actions.expire_waiting(officers[0].viewer, at=now) == 1
    assert letters(first)[-2:] == ["selection.waiting-ends", "selection.waiting-ended"]
    assert "Your place has ended." in client_of(first.person).get(f"/selection/waiting/{first.pk}/").content.decode()


def test_holders_of_drafts_are_told_once_three_days_before_the_closing():
    made, ada = call(person("officer@example.org", Role.OFFICER)), person("ada@example.org", time_zone="Asia/Tokyo")
    calls.start_application(ada, made.pk, at=CLOSES - 6 * DAY)
    assert closing_soon(CLOSES - 4 * DAY) == 0
    for hours in (0, 1):
        closing_soon(CLOSES - 2 * DAY + timedelta(hours=hours))
    letter = Letter.objects.get(template="calls.closing-soon")
    assert "12 January 2027, 23:59 Geneva, 13 January 2027, 07:59 Tokyo" in letter.body


def test_the_page_of_two_tabs_shows_both_and_lets_either_be_kept():
    now = clock.now()
    values = {
        "title": "Now",
        "opens_at": now - DAY,
        "closes_at": now + 9 * DAY,
        "time_zone": "Europe/Zurich",
        "places": 1,
        "profiles": ["academic"],
    }
    officer, ada = person("officer@example.org", Role.OFFICER), person("ada@example.org")
    made = calls.publish_call(officer, calls.create_call(officer, values, at=now - 2 * DAY).pk, at=now - 2 * DAY)
    draft = calls.start_application(ada, made.pk, at=now)
    browser = client_of(Application.objects.get(pk=draft.pk).person)
    address = f"/applications/{draft.pk}/text/"
    browser.post(address, {"motivation": "first tab", "revision": draft.revision})
    late = browser.post(address, {"motivation": "second tab", "revision": draft.revision})
    page = late.content.decode()
    assert late.status_code == 409
    assert "first tab" in page
    assert "second tab" in page
    draft.refresh_from_db()
    browser.post(address, {"motivation": "second tab", "revision": draft.revision, "what": "stay"})
    draft.refresh_from_db()
    assert draft.motivation == "second tab"
    assert not Evidence.objects.exists()


def test_a_request_that_cannot_be_read_is_told_plainly():
    answer = Client(raise_request_exception=False).get("/calls/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
