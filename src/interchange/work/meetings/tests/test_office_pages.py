"""The pages of organisers, walked as they are used: a series, a session planned, convened, moved, staffed, stopped and called anew."""

import pytest
from django.test import Client

from interchange.ground.post.models import Letter
from interchange.work.meetings import actions
from interchange.work.meetings.models import JoiningLink, Series, Session
from interchange.work.meetings.tests.world import AT

TIME = {"local_day": "2027-05-12", "local_time": "14:00", "time_zone": "Europe/Zurich", "minutes": "120"}


@pytest.fixture
def officer(world, signed):
    return signed(world.first)


def text(answer):
    return answer.content.decode()


def test_a_series_and_its_first_session_are_made_on_their_pages(world, officer):
    form = {"body": "TEN-LAB", "title": "Laboratory", "kind": "topic-group", "audience": "listed", "level": "members"}
    again = officer.post("/meetings/new-series/", {**form, "body": "TEN"})
    assert "This code is taken" in text(again)
    assert 'value="Laboratory"' in text(again)
    assert officer.post("/meetings/new-series/", form)["Location"] == "/meetings/ten-lab/"
    assert "There are no sessions yet." in text(officer.get("/meetings/ten-lab/"))
    planned = {"title": "First", "kind": "topic-group", "audience": "listed", "level": "members"}
    assert officer.post("/meetings/ten-lab/plan/", planned)["Location"] == "/meetings/ten-lab/1/manage/"
    assert "Laboratory" in text(officer.get("/meetings/"))
    assert Series.objects.get(slug="ten-lab").sessions.get().state == "planned"


def test_a_session_goes_its_way_on_one_page(world, officer, signed):
    person, other = world.members(2)
    session = actions.plan_session(world.officer, world.series.pk, {"title": "A session"}, at=AT)
    url = f"{session.get_absolute_url()}manage/"
    say = lambda what, **values: officer.post(url, {"what": what, **values})  # noqa: E731
    assert "No time yet" in text(officer.get(url))
    refused = say("convene")
    assert "no time yet" in text(refused)
    assert say("time", **TIME).status_code == 302
    assert say("convene").status_code == 302
    assert Letter.objects.filter(template="meetings.invitation").count() == 2
    assert "Those invited will ask why" in text(say("time", **{**TIME, "local_time": "15:00"}))
    assert say("time", **{**TIME, "local_time": "15:00"}, reason="The hall.").status_code == 302
    assert Letter.objects.filter(template="meetings.changed").count() == 2
    assert "begins with https://" in text(say("link", url="http://meet.example.org", note=""))
    assert say("link", url="https://meet.example.org/x", note="4711").status_code == 302
    assert JoiningLink.objects.get().note == "4711"
    assert say("office", person=person.pk, role="chair", until="").status_code == 302
    letter = Letter.objects.get(template="meetings.office")
    assert (letter.person_id, "Chair" in letter.body, "11 July 2027" in letter.body) == (person.pk, True, True)
    assert f"Chair: {person.name}" in text(officer.get(url))
    assert say("end-office", person=person.pk, role="chair").status_code == 302
    assert f"Chair: {person.name}" not in text(officer.get(url))
    assert say("refresh").status_code == 302
    assert say("cancel", reason="").status_code == 200
    assert say("cancel", reason="No hall.").status_code == 302
    assert Letter.objects.filter(template="meetings.stopped").count() == 2
    assert say("reconvene", **{**TIME, "local_day": "2027-06-09"}).status_code == 302
    assert Session.objects.get(pk=session.pk).state == "convened"
    assert signed(other).get(url).status_code == 404


def test_an_edit_over_a_newer_text_shows_it_and_loses_nothing(world, officer):
    world.members(1)
    session = world.session()
    url = f"{session.get_absolute_url()}edit/"
    form = {"title": "One", "kind": "plenary", "audience": "members", "level": "public", "revision": session.revision}
    assert officer.post(url, form).status_code == 302
    late = officer.post(url, {**form, "title": "Two"})
    assert (late.status_code, 'value="Two"' in text(late)) == (409, True)


def test_who_comes_is_for_members_and_the_calendar_page_opens_renews_and_closes_a_feed(world, signed):
    person = world.members(1)[0]
    session = world.convened()
    client = signed(person)
    assert person.name in text(client.get(f"{session.get_absolute_url()}people/"))
    assert "Under the Chatham House Rule" in text(client.get(f"{session.get_absolute_url()}people/"))
    page = "/meetings/calendar/"
    assert "Open my feed" in text(client.get(page))
    seen = []
    for what in ("open", "renew"):
        assert client.post(page, {"what": what}).status_code == 302
        seen.append(text(client.get(page)).split('id="feed-url" readonly value="')[1].split('"')[0])
    assert seen[0] != seen[1]
    assert Client().get(seen[0].removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert client.post(page, {"what": "close"}).status_code == 302
    assert "Open my feed" in text(client.get(page))


def test_the_page_of_clock_rules_says_when_there_is_nothing_to_do(world, officer):
    world.members(1)
    world.convened()
    page = text(officer.get("/meetings/clock-rules/"))
    assert "Clock rules" in page
    assert officer.post("/meetings/clock-rules/").status_code == 302


def test_documents_are_listed_found_and_put_out_between_sessions(world, officer, client):
    form = {"title": "On numbers", "text": "Words.", "level": "public", "ai_use": "none"}
    assert "neither a text nor a file" in text(officer.post("/documents/between/", {**form, "text": ""}))
    assert officer.post("/documents/between/", form).status_code == 302
    assert "On numbers" in text(client.get("/documents/?level=public"))
    assert "On numbers" not in text(client.get("/documents/?kind=agenda"))
    assert "Words." in text(client.get("/documents/TEN/IS/2027/1/text/"))
