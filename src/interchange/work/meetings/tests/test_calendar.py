"""Invitations, answers and calendars. The judges are two readers that did not write the entries: vobject and ics."""

import re
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy

import ics
import pytest
import vobject

from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.post.delivery import message
from interchange.ground.post.models import Letter
from interchange.network.membership import actions as membership
from interchange.work.meetings import actions, queries
from interchange.work.meetings.actions.times import zone_effects
from interchange.work.meetings.models import Session
from interchange.work.meetings.tests.world import AT, DAY


def entry_of(letter) -> str:
    """The calendar part as it arrives: parsed from the bytes that would go over the line."""
    mail = message_from_bytes(message(letter).message().as_bytes(), policy=policy.default)
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) <= 1
    if not parts:
        return ""
    assert parts[0].get_param("method") in parts[0].get_content()
    return parts[0].get_content()


def by_vobject(text):
    calendar = vobject.readOne(text)
    event = calendar.vevent
    return {
        "method": calendar.method.value if hasattr(calendar, "method") else "",
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "start": event.dtstart.value.astimezone(UTC),
        "end": event.dtend.value.astimezone(UTC),
        "status": event.status.value,
        "attendee": event.attendee.value,
        "partstat": event.attendee.params["PARTSTAT"][0],
    }


def by_ics(text):
    event = next(iter(ics.Calendar(text).events))
    extra = {line.name: line.value for line in event.extra}
    return {
        "uid": event.uid,
        "start": event.begin.datetime.astimezone(UTC),
        "end": event.end.datetime.astimezone(UTC),
        "sequence": int(extra["SEQUENCE"]),
        "status": event.status,
    }


def read(letter):
    """What both judges say, where they agree."""
    text = entry_of(letter)
    one, other = by_vobject(text), by_ics(text)
    for name in ("uid", "start", "end", "sequence", "status"):
        assert one[name] == other[name], name
    return one


def latest(person, template):
    return Letter.objects.filter(person=person, template=f"meetings.{template}").order_by("-pk").first()


def test_an_invitation_an_update_and_a_cancellation_follow_one_another_in_both_readers(world):
    person = world.members(1)[0]
    session = world.convened()
    first = read(latest(person, "invitation"))
    assert first["method"] == "REQUEST"
    assert (first["start"], first["end"]) == (session.starts_at, session.ends_at)
    assert first["partstat"] == "NEEDS-ACTION"
    assert person.email in first["attendee"]
    actions.answer(world.viewer(person), session.pk, "remote", at=AT)
    answered = read(latest(person, "answer"))
    actions.set_time(
        world.officer, session.pk, day=date(2027, 5, 13), at_time=time(9), zone="Europe/Zurich", minutes=60, reason="x", at=AT + DAY
    )
    moved = read(latest(person, "changed"))
    assert moved["start"] == datetime(2027, 5, 13, 7, tzinfo=UTC)
    actions.cancel(world.officer, session.pk, reason="x", at=AT + 2 * DAY)
    gone = read(latest(person, "stopped"))
    assert (gone["method"], gone["status"]) == ("CANCEL", "CANCELLED")
    actions.reconvene(world.officer, session.pk, day=date(2027, 6, 9), at_time=time(9), zone="Europe/Zurich", minutes=60, at=AT + 3 * DAY)
    again = read(latest(person, "invitation"))
    assert (again["method"], again["status"]) == ("REQUEST", "CONFIRMED")
    rows = [first, answered, moved, gone, again]
    assert len({row["uid"] for row in rows}) == 1
    assert [row["sequence"] for row in rows] == sorted({row["sequence"] for row in rows})  # each one later than the one before


def test_an_apology_takes_the_entry_out_and_a_change_of_mind_puts_it_back(world):
    person = world.members(1)[0]
    session = world.convened()
    actions.answer(world.viewer(person), session.pk, "apology", at=AT)
    out = read(latest(person, "answer"))
    assert out["method"] == "CANCEL"
    actions.answer(world.viewer(person), session.pk, "on-site", at=AT)
    back = read(latest(person, "answer"))
    assert (back["method"], back["partstat"]) == ("REQUEST", "ACCEPTED")
    assert back["sequence"] > out["sequence"]


def test_the_entry_is_made_when_the_letter_leaves_and_what_is_overtaken_leaves_without_one(world):
    person = world.members(1)[0]
    session = world.convened()
    old = latest(person, "invitation")
    actions.set_time(world.officer, session.pk, day=date(2027, 5, 13), at_time=time(9), zone="UTC", minutes=60, reason="x", at=AT)
    assert entry_of(old) == ""
    assert entry_of(latest(person, "changed")) != ""


def test_neither_the_joining_link_nor_anybody_else_is_in_an_entry(world):
    person, other = world.members(2)
    session = world.convened()
    actions.set_joining_link(world.officer, session.pk, url="https://meet.example.org/room-77", note="4711", at=AT)
    actions.answer(world.viewer(other), session.pk, "remote", at=AT)
    text = entry_of(latest(person, "invitation"))
    assert "room-77" not in text
    assert "4711" not in text
    assert other.email not in text
    assert session.get_absolute_url() in text


@pytest.mark.parametrize(
    ("zone", "day", "at_time", "utc"),
    [
        ("Europe/Zurich", date(2027, 3, 26), time(14), datetime(2027, 3, 26, 13, tzinfo=UTC)),
        ("Europe/Zurich", date(2027, 3, 29), time(14), datetime(2027, 3, 29, 12, tzinfo=UTC)),
        ("America/Sao_Paulo", date(2027, 5, 12), time(9), datetime(2027, 5, 12, 12, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 4, 2), time(9), datetime(2027, 4, 1, 22, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 4, 5), time(9), datetime(2027, 4, 4, 22, 30, tzinfo=UTC)),
        ("Pacific/Apia", date(2027, 5, 12), time(9), datetime(2027, 5, 11, 20, tzinfo=UTC)),
        ("Africa/Casablanca", date(2027, 2, 20), time(9), datetime(2027, 2, 20, 9, tzinfo=UTC)),
        ("America/St_Johns", date(2027, 11, 8), time(9), datetime(2027, 11, 8, 12, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2027, 5, 12), time(9), datetime(2027, 5, 12, 3, 15, tzinfo=UTC)),
    ],
)
def test_page_mail_and_calendar_give_the_same_instant_in_nasty_zones(world, signed, zone, day, at_time, utc):
    person = world.members(1)[0]
    session = world.convened(day=day, at_time=at_time, zone=zone, at=AT - 60 * DAY)
    found = read(latest(person, "invitation"))
    assert (session.starts_at, found["start"]) == (utc, utc)
    page = signed(person).get(session.get_absolute_url()).content.decode()
    assert f'datetime="{utc.isoformat().replace("+00:00", "Z")}"' in page
    from interchange.ground import clock

    assert clock.in_words(utc, person.time_zone) in latest(person, "invitation").body
    assert clock.in_words(utc, person.time_zone) in page


def test_new_clock_rules_keep_the_hour_on_the_wall_and_tell_those_invited(world):
    person = world.members(1)[0]
    session = world.convened()
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at - timedelta(hours=1), ends_at=session.ends_at - timedelta(hours=1)
    )
    effects = zone_effects(AT)
    assert [(one.session.pk, one.after) for one in effects] == [(session.pk, session.starts_at)]
    assert Letter.objects.filter(template="meetings.changed").count() == 0
    for _ in range(2):
        actions.reckon_times(world.officer, at=AT)
    found = Session.objects.get(pk=session.pk)
    assert (found.starts_at, found.local_time, found.sequence) == (session.starts_at, time(14), 1)
    letter = Letter.objects.get(template="meetings.changed")
    assert "clock rules" in letter.body
    assert read(letter)["start"] == session.starts_at
    assert zone_effects(AT) == []
    assert world.invitation(found, person).answer == "none"


def test_an_hour_that_new_rules_skip_is_named_and_left_to_a_person(world):
    world.members(1)
    session = world.convened()
    Session.objects.filter(pk=session.pk).update(local_day=date(2028, 3, 26), local_time=time(2, 30))
    effect = zone_effects(AT)[0]
    assert effect.after is None
    assert "does not exist" in effect.trouble
    actions.reckon_times(world.officer, at=AT)
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at


def test_answers_are_closed_from_the_first_second_on(world, signed):
    person, stranger = world.members(1)[0], world.person()
    session = world.convened()
    with pytest.raises(Refused, match="answers are closed"):
        actions.answer(world.viewer(person), session.pk, "remote", at=session.starts_at)
    with pytest.raises(Refused, match="Say whether"):
        actions.answer(world.viewer(person), session.pk, "perhaps", at=AT)
    with pytest.raises(NotAllowed):
        actions.answer(world.viewer(stranger), session.pk, "remote", at=AT)
    actions.answer(world.viewer(person), session.pk, "remote", at=session.starts_at - timedelta(seconds=1))
    world.now = session.starts_at
    answer = signed(person).post(f"{session.get_absolute_url()}answer/", {"answer": "apology"})
    assert answer.status_code == 409
    assert "answers are closed" in answer.content.decode()
    assert world.invitation(session, person).answer == "remote"


def test_no_answer_is_taken_to_a_session_that_does_not_take_place(world):
    person = world.members(1)[0]
    session = world.convened()
    actions.postpone(world.officer, session.pk, reason="x", at=AT)
    with pytest.raises((Refused, NotAMove), match="postponed"):
        actions.answer(world.viewer(person), session.pk, "remote", at=AT)


def test_the_same_answer_twice_is_one_and_a_clash_is_told_before_and_after(world, signed):
    person = world.members(1)[0]
    first, second = world.convened(), world.convened(title="Other", at_time=time(15))
    client = signed(person)
    client.post(f"{first.get_absolute_url()}answer/", {"answer": "remote"})
    client.post(f"{first.get_absolute_url()}answer/", {"answer": "remote"})
    assert Letter.objects.filter(template="meetings.answer").count() == 1
    assert f"In the same hours: {first.symbol}" in client.get(second.get_absolute_url()).content.decode()
    after = client.post(f"{second.get_absolute_url()}answer/", {"answer": "on-site"}, follow=True).content.decode()
    assert f"{first.symbol} lies in the same hours" in after
    assert world.invitation(second, person).answer == "on-site"


def test_the_joining_link_is_for_those_who_said_yes_and_for_its_hour(world, signed):
    yes, no, silent = world.members(3)
    session = world.convened()
    actions.set_joining_link(world.officer, session.pk, url="https://meet.example.org/room", at=AT)
    actions.answer(world.viewer(yes), session.pk, "remote", at=AT)
    actions.answer(world.viewer(no), session.pk, "apology", at=AT)

    def shown(person):
        return "meet.example.org" in signed(person).get(session.get_absolute_url()).content.decode()

    assert not shown(yes)
    assert shown(world.first)  # whoever keeps the link sees it at any time
    world.now = session.starts_at - timedelta(minutes=60)
    assert (shown(yes), shown(no), shown(silent)) == (True, False, False)
    world.now = session.ends_at + timedelta(minutes=61)
    assert not shown(yes)
    world.now = session.starts_at
    membership.suspend(world.officer, yes.memberships.get().pk, reason="x", at=world.now)
    assert not shown(yes)
    with pytest.raises(Refused, match="https"):
        actions.set_joining_link(world.officer, session.pk, url="javascript:alert(1)", at=AT)


def feed(client):
    """The feed's address as its owner sees it."""
    return re.search(r'readonly value="https?://[^/"]+([^"]+)"', client.get("/meetings/calendar/").content.decode()).group(1)


def test_the_feed_is_read_without_sign_in_and_follows_update_and_cancel(world, signed, client):
    person = world.members(1)[0]
    one, other = world.convened(), world.convened(title="Second", day=date(2027, 6, 2))
    mine = signed(person)
    mine.post("/meetings/calendar/", {"what": "open"})
    url = feed(mine)
    answer = client.get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    both = {event.uid.value: event for event in vobject.readOne(answer.content.decode()).vevent_list}
    assert set(both) == {one.uid, other.uid}
    assert {event.uid for event in ics.Calendar(answer.content.decode()).events} == set(both)
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    actions.set_time(world.officer, one.pk, day=date(2027, 5, 20), at_time=time(9), zone="Europe/Zurich", minutes=60, reason="x", at=AT)
    actions.cancel(world.officer, other.pk, reason="x", at=AT)
    after = {event.uid.value: event for event in vobject.readOne(client.get(url).content.decode()).vevent_list}
    assert after[one.uid].dtstart.value.astimezone(UTC) == datetime(2027, 5, 20, 7, tzinfo=UTC)
    assert int(after[one.uid].sequence.value) > int(both[one.uid].sequence.value)
    assert after[other.uid].status.value == "CANCELLED"
    actions.answer(world.viewer(person), one.pk, "apology", at=AT)
    assert one.uid not in client.get(url).content.decode()


def test_a_leaked_secret_is_revoked_and_a_suspended_owner_has_no_feed(world, signed, client):
    person, other = world.members(2)
    world.convened()
    mine = signed(person)
    mine.post("/meetings/calendar/", {"what": "open"})
    leaked = feed(mine)
    assert client.get(leaked).status_code == 200
    assert client.get(leaked[:-8] + "0000.ics").status_code == 404
    mine.post("/meetings/calendar/", {"what": "renew"})
    renewed = feed(mine)
    assert client.get(leaked).status_code == 404
    assert client.get(renewed).status_code == 200
    membership.suspend(world.officer, person.memberships.get().pk, reason="x", at=AT)
    assert client.get(renewed).status_code == 404
    membership.lift_suspension(world.officer, person.memberships.get().pk, reason="x", at=AT)
    assert client.get(renewed).status_code == 200
    theirs = signed(other)
    theirs.post("/meetings/calendar/", {"what": "open"})
    assert client.get(feed(theirs)).status_code == 200
    theirs.post("/meetings/calendar/", {"what": "close"})
    assert queries.my_hours(world.viewer(other)) is None
    assert "readonly" not in theirs.get("/meetings/calendar/").content.decode()
