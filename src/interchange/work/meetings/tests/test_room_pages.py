"""The live page: parts, tags, forms that keep what was typed, and who never gets in."""

import pytest
from django.test import Client

from interchange.network.membership import actions as membership
from interchange.work.meetings.actions import notes, outcomes, polls, speaking
from interchange.work.meetings.models import Attendance, NoteBlock, Outcome, PollAnswer
from interchange.work.meetings.tests.room_world import RoomWorld
from interchange.work.meetings.views import room_parts

LIVE, NOW = "/meetings/ten/3/live/", "/meetings/ten/3/live/now/"


@pytest.fixture
def world(db, monkeypatch):
    room_parts.forget()
    return RoomWorld(monkeypatch)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def test_who_has_the_parts_gets_304_until_something_changes(world):
    world.opened(here=2, item=1)
    client = browser(world.people[3])
    page = client.get(LIVE)
    assert page.status_code == 200
    first = client.get(NOW)
    assert first.status_code == 200
    tag = first["ETag"]
    assert f'data-tag="{tag}"'.replace('"', "") in text(page).replace("&quot;", "").replace('"', "")
    assert "<html" not in text(first)
    for known in (tag, f"W/{tag}", f'"x", {tag}'):
        assert client.get(NOW, headers={"If-None-Match": known}).status_code == 304
    speaking.ask_floor(world.viewer_of(1), world.items[1].pk, at=world.now)
    changed = client.get(NOW, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag
    assert "Family1" in text(changed)


def test_an_unchanged_room_costs_few_queries(world, django_assert_max_num_queries):
    world.opened(here=2, item=1)
    client = browser(world.people[3])
    tag = client.get(NOW)["ETag"]
    with django_assert_max_num_queries(4):
        client.get(NOW, headers={"If-None-Match": tag})


def test_a_member_comes_asks_for_the_floor_answers_and_leaves_without_scripts(world):
    world.opened(item=1)
    poll = polls.open_poll(world.chair, world.items[1].pk, question="Once a year?", at=world.now)
    client, me = browser(world.people[4]), world.people[4]
    client.post(LIVE, {"what": "here", "mode": "remote"})
    assert Attendance.objects.get().person_id == me.pk
    client.post(LIVE, {"what": "ask", "item": world.items[1].pk})
    assert "You are in the queue." in text(client.get(LIVE))
    wrong = client.post(LIVE, {"what": "answer", "poll": poll.pk, "choice": "cannot", "reason": ""})
    assert wrong.status_code == 409
    assert "Say why you cannot live with it" in text(wrong)
    assert client.post(LIVE, {"what": "answer", "poll": poll.pk, "choice": "cannot", "reason": "Too often."}).status_code == 302
    assert PollAnswer.objects.get().reason == "Too often."
    polls.close_poll(world.chair, poll.pk, at=world.now)
    late = client.post(LIVE, {"what": "answer", "poll": poll.pk, "choice": "support", "reason": "After all, this is fine."})
    assert late.status_code == 409
    assert "This button is out of date" in text(late) or "no such button" in text(late).lower() or "closed" in text(late)
    client.post(LIVE, {"what": "leave"})
    assert world.here() == 0


def test_a_refused_form_keeps_every_word(world):
    world.opened(here=2, item=1)
    client = browser(world.people[1])
    answer = client.post(
        LIVE, {"what": "action", "item": world.items[1].pk, "text": "Write the plan for all labels.", "owner": "", "due": ""}
    )
    assert answer.status_code == 409
    page = text(answer)
    assert "Write the plan for all labels." in page
    assert "needs an owner" in page
    assert "needs a due date" in page


def test_adopt_is_disabled_below_the_quorum_and_works_above(world):
    world.opened(here=1, item=1)
    made = outcomes.propose_outcome(world.one, world.items[1].pk, kind="decision", text="Test once a year.", at=world.now)
    client = browser(world.people[0])
    page = text(client.get(LIVE))
    assert 'value="adopt" disabled' in page
    assert "Without a quorum nothing is adopted" in page
    press = {"what": "adopt", "outcome": made.pk, "revision": 1}
    assert client.post(LIVE, press).status_code == 409, "the button can be forged, the rule cannot"
    browser(world.people[2]).post(LIVE, {"what": "here", "mode": "remote"})
    room_parts.forget()
    assert 'value="adopt" disabled' not in text(client.get(LIVE))
    assert client.post(LIVE, press).status_code == 302
    assert Outcome.objects.get().state == "adopted"


def test_both_texts_are_shown_where_two_rapporteurs_meet(world):
    world.opened(here=2, item=1)
    block = notes.add_note(world.one, world.items[1].pk, text="First words.", at=world.now)
    url = f"{LIVE}notes/{block.pk}/"
    one, two = browser(world.people[1]), browser(world.people[2])
    assert one.post(url, {"what": "save", "text": "Words of the first hand.", "revision": 1}).status_code == 302
    met = two.post(url, {"what": "save", "text": "Words of the second hand.", "revision": 1})
    assert met.status_code == 409
    for words in ("Words of the first hand.", "Words of the second hand.", "Nothing is lost", 'name="revision" value="2"'):
        assert words in text(met)
    assert two.post(url, {"what": "save", "text": "Words of both hands.", "revision": 2}).status_code == 302
    assert NoteBlock.objects.get().text == "Words of both hands."
    assert browser(world.people[4]).get(url).status_code == 404, "a member reads the notes but does not write them"


def test_there_is_no_field_for_a_speaker_where_nothing_is_attributed(world):
    world.opened(here=2, item=1)
    client = browser(world.people[1])
    assert 'name="speaker"' not in text(client.get(LIVE))
    client.post(LIVE, {"what": "note", "item": world.items[1].pk, "text": "Said.", "revision": 1, "speaker": world.people[4].pk})
    assert not hasattr(NoteBlock.objects.get(), "speaker")
    from interchange.work.meetings.actions import room

    room.take_item(world.chair, world.items[3].pk, at=world.now)
    assert 'name="speaker"' in text(client.get(LIVE))


def test_strangers_and_those_who_left_get_nothing_the_second_after(world):
    world.opened(here=4, item=1)
    client = browser(world.people[3])
    tag = client.get(NOW)["ETag"]
    membership.suspend(world.officer, world.memberships[3].pk, reason="A complaint.", at=world.now)
    for url in (LIVE, NOW):
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 404
    assert client.post(LIVE, {"what": "ask", "item": world.items[1].pk}).status_code == 404
    assert Client().get(NOW).status_code == 302
    assert browser(world.person()).get(LIVE).status_code == 404


def test_buttons_out_of_date_say_so(world):
    world.opened(here=2, item=1)
    client = browser(world.people[0])
    for press in ({"what": "call", "turn": "x"}, {"what": "nonsense"}, {"what": "take"}, {"what": "adopt", "outcome": "9" * 30}):
        answer = client.post(LIVE, press)
        assert answer.status_code == 409
        assert "Reload the page" in text(answer)
    assert client.post(LIVE, {"what": "close"}).status_code == 302
    assert "The session is closed" in text(client.get(LIVE))


def test_the_first_page_reads_the_room_once_and_the_next_ones_almost_nothing(world, django_assert_max_num_queries):
    world.opened(here=5, item=2)
    poll = polls.open_poll(world.chair, world.items[2].pk, question="Once a year?", at=world.now)
    polls.answer_poll(world.viewer_of(4), poll.pk, choice="support", at=world.now)
    speaking.ask_floor(world.viewer_of(3), world.items[2].pk, at=world.now)
    outcomes.propose_outcome(world.one, world.items[2].pk, kind="decision", text="Test once a year.", at=world.now)
    chair, member = browser(world.people[0]), browser(world.people[4])
    with django_assert_max_num_queries(25):
        assert 'value="adopt"' in text(chair.get(LIVE))
    with django_assert_max_num_queries(5):
        assert "Once a year?" in text(member.get(LIVE))
    with django_assert_max_num_queries(5):
        chair.get(NOW)


def test_a_rapporteur_words_an_outcome_anew_and_two_hands_lose_nothing(world):
    world.opened(here=2, item=1)
    made = outcomes.propose_outcome(world.one, world.items[1].pk, kind="conclusion", text="Labels are tested.", at=world.now)
    client, url = browser(world.people[0]), f"{LIVE}outcomes/{made.pk}/"
    assert "Labels are tested." in text(client.get(url))
    assert client.post(url, {"text": "Labels are tested once a year.", "revision": "1"}).status_code == 302
    late = client.post(url, {"text": "Labels are tested often.", "revision": "1"})
    assert late.status_code == 409
    assert "once a year" in text(late)
    assert "Labels are tested often." in text(late)
    assert browser(world.people[4]).get(url).status_code == 404
