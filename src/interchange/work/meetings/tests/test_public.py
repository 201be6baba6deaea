"""Public meetings (U07): registering without an account, confirming by the link of a letter, waiting, moving up, withdrawing, closing by the clock."""

import re
from datetime import date, time, timedelta

import icalendar
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.jobs.retention import carry_out
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post import parts
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions
from interchange.work.meetings.actions.registering import AGAIN_AFTER, LETTERS
from interchange.work.meetings.forms_public import NOTICE
from interchange.work.meetings.models import Registration
from interchange.work.meetings.queries import registering as queries
from interchange.work.meetings.tests.world import AT, DAY

DESK = {"capacity": 2, "closes_at": None, "webcast_url": "https://cast.example.org/aiii", "notice": str(NOTICE)}
URL = "/meetings/ten/1/register/"


@pytest.fixture
def meeting(world):
    world.members(1)
    session = world.convened(kind="public-meeting", place="Geneva, Room A")
    actions.set_desk(world.officer, session.pk, DESK, revision=0, at=AT)
    return session


def ask(world, session, name, *, at=None):
    notice = queries.notice(session).pk
    return actions.register(VISITOR, session.pk, name=name, address=f"{name}@Example.org", notice_id=notice, at=at or world.now)


def come(world, session, name):
    found = ask(world, session, name)
    return actions.confirm(VISITOR, found.pk, found.secret, at=world.now)


def letters(template="meetings.registration"):
    return Letter.objects.filter(template=template).order_by("pk")


def post(client, **values):
    return client.post(URL, {"name": "Ada", "address": "ada@example.org", "agrees": "on", **values})


def test_a_visitor_registers_confirms_by_the_link_and_has_a_place_with_a_calendar_entry(world, meeting):
    client = Client()
    page = client.get("/meetings/ten/1/").content.decode()
    assert f'href="{URL}"' in page
    notice = queries.notice(meeting).pk
    assert "2 places are left" in client.get(URL).content.decode()
    sent = post(client, notice=notice)
    assert "Look into your mail" in sent.content.decode()
    letter = letters().get()
    assert letter.address == "ada@example.org"
    assert "Ada" not in letter.body  # what somebody typed into the form reaches nobody who has not confirmed
    link = re.search(r"/registrations/\S+", letter.body).group()
    opened = client.get(link)
    assert "Confirm your registration" in opened.content.decode()
    assert (opened["Referrer-Policy"], opened["X-Robots-Tag"], opened["Cache-Control"]) == ("no-referrer", "noindex", "private, no-store")
    assert Registration.objects.get().state == "asked"  # opening it, as mail scanners do, changes nothing
    assert client.post(link, {"what": "confirm"}).status_code == 302
    assert client.post(link, {"what": "confirm"}).status_code == 302  # harmless
    found = Registration.objects.get()
    assert (found.state, found.notice_id, found.address) == ("confirmed", notice, "ada@example.org")
    told = letters("meetings.registered").get()
    assert "Dear Ada" in told.body
    part = parts.part_of(told)
    event = vobject.readOne(part.content.decode()).vevent
    assert (event.uid.value, event.attendee.value) == (meeting.uid, "mailto:ada@example.org")
    assert part.parameters == {"method": "REQUEST"}
    shown = client.get(link).content.decode()
    assert "You have a place" in shown
    own = icalendar.Calendar.from_ical(client.get(f"{link}meeting.ics").content)
    assert [str(one["url"]).endswith(link) for one in own.walk("VEVENT")] == [True]
    assert "1 place is left" in client.get(URL).content.decode()


def test_registering_again_gives_the_first_one_and_the_page_never_tells_who_is_known(world, meeting):
    client = Client()
    first = post(client, notice=queries.notice(meeting).pk).content.decode()
    second = post(client, notice=queries.notice(meeting).pk, name="Ada again", address=" ADA@example.org ").content.decode()
    assert re.sub("csrf.*?>", "", first.lower()) == re.sub("csrf.*?>", "", second.lower())
    assert Registration.objects.count() == letters().count() == 1  # not twice in ten minutes
    found = Registration.objects.get()
    for _ in range(LETTERS + 3):
        world.now += AGAIN_AFTER
        ask(world, meeting, "ada")
    assert letters().count() == LETTERS  # nobody's mail box is filled by somebody else
    actions.confirm(VISITOR, found.pk, found.secret, at=world.now)
    assert ask(world, meeting, "ada").pk == found.pk
    assert Registration.objects.get().state == "confirmed"


def test_bad_input_is_refused_by_field_and_kept(world, meeting):
    client = Client()
    page = client.post(URL, {"name": " ", "address": "ada at example", "notice": queries.notice(meeting).pk}).content.decode()
    for words in ("A name has from 1 to 160 characters.", "This is no e-mail address.", "only if you agree", 'value="ada at example"'):
        assert words in page
    with pytest.raises(Refused) as refused:
        actions.register(VISITOR, meeting.pk, name="x" * 161, address="a@b", notice_id=None, at=AT)
    assert {one.field for one in refused.value.problems} == {"name", "address", "agrees"}
    assert all(one.rule and one.remedy for one in refused.value.problems)
    old = queries.notice(meeting).pk
    actions.set_desk(world.officer, meeting.pk, {**DESK, "notice": "Other words that are long enough."}, revision=1, at=AT)
    stale = post(client, notice=old).content.decode()
    assert "worded anew meanwhile" in stale
    assert "Other words that are long enough." in stale
    assert f'value="{queries.notice(meeting).pk}"' in stale  # the next try agrees to what it shows
    assert not Registration.objects.exists()


def test_who_finds_no_place_waits_and_moves_up_in_order(world, meeting):
    first, _second = come(world, meeting, "one"), come(world, meeting, "two")
    assert "on the waiting list" in Client().get(URL).content.decode()
    third = come(world, meeting, "three")
    world.now += timedelta(minutes=1)
    fourth = come(world, meeting, "four")
    assert (third.state, fourth.state) == ("waiting", "waiting")
    page = Client().get(fourth.get_absolute_url()).content.decode()
    assert "1 person waits before you" in page
    assert Client().get(f"{fourth.get_absolute_url()}meeting.ics").status_code == 404
    assert parts.part_of(letters("meetings.registered").last()) is None  # no entry without a place
    actions.withdraw_registration(VISITOR, first.pk, first.secret, at=world.now)
    actions.withdraw_registration(VISITOR, first.pk, first.secret, at=world.now)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.state) == ("confirmed", "waiting")
    moved = letters("meetings.registered").filter(address="three@example.org").last()
    assert "a place has become free" in moved.body
    gone = letters("meetings.deregistered").get()
    assert vobject.readOne(parts.part_of(gone).content.decode()).method.value == "CANCEL"
    actions.set_desk(world.officer, meeting.pk, {**DESK, "capacity": 3}, revision=1, at=world.now)
    fourth.refresh_from_db()
    assert fourth.state == "confirmed"
    with pytest.raises(Refused, match="have a place already"):
        actions.set_desk(world.officer, meeting.pk, {**DESK, "capacity": 2}, revision=2, at=world.now)


def test_who_withdrew_may_register_again_and_the_old_link_is_void(world, meeting):
    found = come(world, meeting, "ada")
    old = found.get_absolute_url()
    client = Client()
    assert client.post(old, {"what": "withdraw"}).status_code == 302
    assert "is withdrawn" in client.get(old).content.decode()
    assert client.post(old, {"what": "confirm"}).status_code == 409
    again = come(world, meeting, "ada")
    assert (again.pk, again.state) == (found.pk, "confirmed")
    assert client.get(old).status_code == 404
    assert client.get(old.replace(found.secret, "0" * 40)).status_code == 404


def test_it_closes_by_the_clock_and_late_ones_read_both_times_and_where_to_go(world, meeting):
    closes = AT + 5 * DAY
    actions.set_desk(world.officer, meeting.pk, {**DESK, "closes_at": closes}, revision=1, at=AT)
    ask(world, meeting, "in-time", at=closes - timedelta(seconds=1))
    with pytest.raises(Refused, match=r"6 March 2027.*it is 6 March 2027") as refused:
        ask(world, meeting, "late", at=closes)
    assert "https://cast.example.org/aiii" in str(refused.value)
    world.now = closes
    answer = post(Client(), notice=queries.notice(meeting).pk)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Follow the webcast" in page
    assert "Not registered: Ada, ada@example.org" in page
    assert Registration.objects.count() == 1
    early = Registration.objects.get()
    assert actions.confirm(VISITOR, early.pk, early.secret, at=closes + timedelta(minutes=5)).state == "confirmed"  # asked in time
    world.now = meeting.starts_at
    with pytest.raises(NotAMove):
        actions.withdraw_registration(VISITOR, early.pk, early.secret, at=world.now)


def test_a_link_that_waited_too_long_is_over_and_one_press_brings_a_new_letter(world, meeting):
    found = ask(world, meeting, "ada")
    world.now += timedelta(hours=49)
    client, link = Client(), found.get_absolute_url()
    assert "This link is over" in client.get(link).content.decode()
    refused = client.post(link, {"what": "confirm"})
    assert (refused.status_code, "good for 48 hours" in refused.content.decode()) == (409, True)
    assert client.post(link, {"what": "again"}).status_code == 302
    assert letters().count() == 2
    assert client.post(link, {"what": "confirm"}).status_code == 302
    assert client.post(link, {"what": "nonsense"}).status_code == 409


def test_a_meeting_that_moves_stops_or_comes_back_is_told_to_those_who_registered(world, meeting):
    placed = come(world, meeting, "one")
    come(world, meeting, "two")
    come(world, meeting, "waits")

    def entries(template):
        found = {}
        for letter in letters(template).filter(person=None):
            part = parts.part_of(letter)
            found[letter.address] = part and vobject.readOne(part.content.decode())
        return found

    actions.set_time(
        world.officer, meeting.pk, day=date(2027, 5, 13), at_time=time(10), zone="Europe/Zurich", minutes=120, reason="Hall.", at=AT
    )
    moved = entries("meetings.changed")
    assert (set(moved), moved["waits@example.org"]) == ({"one@example.org", "two@example.org", "waits@example.org"}, None)
    before = int(moved["one@example.org"].vevent.sequence.value)
    actions.cancel(world.officer, meeting.pk, reason="Storm.", at=AT)
    assert entries("meetings.stopped")["one@example.org"].method.value == "CANCEL"
    assert "Storm." in Client().get(placed.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="cancelled"):
        ask(world, meeting, "more")
    actions.reconvene(world.officer, meeting.pk, day=date(2027, 6, 1), at_time=time(9), zone="Europe/Zurich", minutes=60, at=AT)
    back = {one.address: parts.part_of(one) for one in letters("meetings.changed").filter(person=None).order_by("pk")}
    event = vobject.readOne(back["one@example.org"].content.decode()).vevent
    assert int(event.sequence.value) > before
    assert ask(world, meeting, "more").state == "asked"


def test_the_calendar_file_of_a_public_meeting_names_nobody(world, meeting, client):
    come(world, meeting, "ada")
    answer = client.get("/meetings/ten/1/meeting.ics")
    found = icalendar.Calendar.from_ical(answer.content)
    event = found.walk("VEVENT")[0]
    assert (str(found["METHOD"]), str(event["UID"]), event["DTSTART"].dt) == ("PUBLISH", meeting.uid, meeting.starts_at)
    assert "ATTENDEE" not in event
    assert b"ada" not in answer.content
    assert answer["Content-Disposition"] == 'attachment; filename="TEN-1.ics"'
    plenary = world.convened()
    assert client.get(f"{plenary.get_absolute_url()}meeting.ics").status_code == 404


def test_only_public_meetings_take_registrations_and_only_organisers_read_them(world, meeting, signed):
    come(world, meeting, "ada")
    with pytest.raises(NotAllowed):
        actions.set_desk(world.viewer(world.members(1)[0]), meeting.pk, DESK, revision=1, at=AT)
    with pytest.raises(Stale):
        actions.set_desk(world.officer, meeting.pk, DESK, revision=0, at=AT)
    plenary = world.convened()
    wrong = {"capacity": 0, "closes_at": plenary.starts_at + DAY, "webcast_url": "http://x", "notice": "short"}
    with pytest.raises(Refused) as refused:
        actions.set_desk(world.officer, plenary.pk, wrong, revision=0, at=AT)
    assert {one.field for one in refused.value.problems} == {"", "capacity", "closes_at", "webcast_url", "notice"}
    url = f"{meeting.get_absolute_url()}registrations/"
    officer, member = signed(world.first), signed(world.members(1)[0])
    assert (member.get(url).status_code, Client().get(url).status_code) == (404, 302)
    assert "ada@example.org" in officer.get(url).content.decode()
    assert "ada@example.org" in officer.get(f"{url}?format=csv").content.decode()
    assert "Nobody fits" in officer.get(f"{url}?state=waiting").content.decode()
    form = {"capacity": "5", "closes_at": "2027-05-01", "webcast_url": "", "notice": str(NOTICE)}
    assert officer.post(url, {**form, "revision": "0"}).status_code == 409  # another tab
    assert officer.post(url, {**form, "revision": "1"}).status_code == 302
    meeting.desk.refresh_from_db()
    assert meeting.desk.closes_at.isoformat() == "2027-05-01T21:59:59+00:00"  # the end of the day in Geneva
    assert officer.get(f"{plenary.get_absolute_url()}registrations/").status_code == 404
    assert Client().get(f"{plenary.get_absolute_url()}register/").status_code == 404


def test_thirty_registrations_cost_no_more_queries_than_three(world, meeting, signed):
    officer, url = signed(world.first), f"{meeting.get_absolute_url()}registrations/"

    def count(rows):
        for number in range(Registration.objects.count(), rows):
            come(world, meeting, f"guest{number}")
        officer.get(url)
        with CaptureQueriesContext(connection) as found:
            answer = officer.get(url)
        assert len(answer.context["listing"].page.object_list) == min(rows, answer.context["listing"].page.paginator.per_page)
        return len(found)

    assert count(3) == count(30)


def test_too_many_from_one_place_are_stopped_and_what_was_typed_stays(world, meeting, monkeypatch):
    from interchange.work.meetings.views import registering as views

    monkeypatch.setattr(views, "PER_HOUR", 2)
    client, notice = Client(REMOTE_ADDR="203.0.113.7"), queries.notice(meeting).pk
    statuses = [post(client, notice=notice, address=f"a{n}@example.org").status_code for n in range(3)]
    assert statuses == [200, 200, 429]
    page = post(client, notice=notice, address="a9@example.org").content.decode()
    assert "Too many registrations" in page
    assert 'value="a9@example.org"' in page
    assert Registration.objects.count() == 2


def test_registrations_are_deleted_some_months_after_and_the_journal_never_held_them(world, meeting):
    come(world, meeting, "ada")
    carry_out(meeting.ends_at + 80 * DAY)
    assert Registration.objects.count() == 1
    carry_out(meeting.ends_at + 95 * DAY)
    assert not Registration.objects.exists()
    told = [str((event.before, event.after)) for event in Event.objects.filter(verb__startswith="registration.")]
    assert told
    assert not any("ada" in one for one in told)


def test_own_data_finds_registrations_by_address(world, meeting):
    from interchange.ground.accounts.own_data import ROOMS

    person = world.person()
    actions.register(VISITOR, meeting.pk, name="P", address=person.email.upper(), notice_id=queries.notice(meeting).pk, at=AT)
    room = ROOMS["meetings-public"]
    assert [one["address"] for one in room.collect(person.pk)["registrations"]] == [person.email]
    assert [type(one).__name__ for one in room.plan(person.pk)] == ["Erased"]
    room.erase(person.pk, AT)
    assert not Registration.objects.exists()
