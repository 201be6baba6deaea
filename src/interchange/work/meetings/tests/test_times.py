"""Fair times: hours marked once, candidates ranked, the burden rotating over a series, clock changes on the way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.work.meetings import actions, fairness
from interchange.work.meetings.fairness import Someone, Start, is_night, rank, slots, starts
from interchange.work.meetings.models import Session, UsableHours
from interchange.work.meetings.tests.world import AT, DAY

WORK = frozenset(day * 24 + hour for day in range(7) for hour in range(24))


def someone(number, zone, region, hours=WORK):
    return Someone(number, zone, region, hours)


def test_night_is_outside_seven_to_twenty_two_on_ones_own_clock():
    nine_utc = datetime(2027, 5, 12, 9, tzinfo=UTC)
    assert not is_night(nine_utc, 120, "Africa/Nairobi")  # 12:00-14:00
    assert is_night(nine_utc, 120, "America/Sao_Paulo")  # 06:00
    assert not is_night(nine_utc + timedelta(hours=1), 120, "America/Sao_Paulo")  # 07:00 sharp
    assert not is_night(nine_utc, 240, "Asia/Tokyo")  # 18:00-22:00 sharp
    assert is_night(nine_utc, 241, "Asia/Tokyo")
    assert is_night(datetime(2027, 5, 12, 14, tzinfo=UTC), 120, "Asia/Tokyo")  # 23:00-01:00, over midnight


def test_hours_touched_are_those_of_the_local_week():
    assert slots(datetime(2027, 5, 12, 9, tzinfo=UTC), 90, "Europe/Zurich") == [2 * 24 + 11, 2 * 24 + 12]
    assert slots(datetime(2027, 5, 9, 23, 30, tzinfo=UTC), 60, "Asia/Kathmandu") == [5, 6]  # Monday 05:15-06:15
    change = slots(datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 120, "Europe/Zurich")
    assert change == [6 * 24 + 1, 6 * 24 + 3, 6 * 24 + 4]  # 02:00 is skipped that night


def test_skipped_and_doubled_hours_are_not_offered():
    found = starts(date(2027, 3, 27), date(2027, 3, 28), "Europe/Zurich", weekends=True)
    assert len(found) == 47
    assert not [one for one in found if one.day == date(2027, 3, 28) and one.at == time(2)]
    assert len(starts(date(2027, 10, 31), date(2027, 10, 31), "Europe/Zurich", weekends=True)) == 23
    assert starts(date(2027, 5, 15), date(2027, 5, 16), "Europe/Zurich") == []


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["Europe/Zurich", "Africa/Casablanca", "Australia/Lord_Howe", "America/St_Johns"]),
)
@settings(max_examples=60, deadline=None)
def test_every_offered_start_is_its_wall_clock(day, zone):
    for one in starts(day, day, zone, weekends=True):
        local = one.instant.astimezone(clock.zone(zone))
        assert (local.date(), local.time()) == (day, one.at)


def test_what_people_marked_decides_and_who_marked_nothing_counts_by_day():
    people = [
        someone(1, "Europe/Zurich", "a", frozenset({2 * 24 + 20, 2 * 24 + 21})),
        someone(2, "Europe/Zurich", "a", None),
    ]
    best = rank(people, starts(date(2027, 5, 12), date(2027, 5, 12), "Europe/Zurich"), 120, {})[0]
    assert (best.start.at, best.usable, best.night) == (time(20), 2, 0)


def test_the_burden_rotates_over_a_series_and_a_small_group_counts_as_a_large_one():
    """Ten in Los Angeles, two in Tokyo, forty in Geneva: no hour suits all three by day, so somebody always sits up late."""
    people = [
        *[someone(n, "America/Los_Angeles", "americas") for n in range(10)],
        *[someone(100 + n, "Asia/Tokyo", "asia") for n in range(2)],
        *[someone(200 + n, "Europe/Zurich", "europe") for n in range(40)],
    ]
    carried = {"americas": 0.0, "asia": 0.0, "europe": 0.0}
    for week in range(12):
        day = date(2027, 1, 6) + timedelta(weeks=week)
        best = rank(people, starts(day, day, "Europe/Zurich"), 120, carried)[0]
        for region, (night, asked) in best.by_region.items():
            carried[region] += night / asked
    assert max(carried.values()) - min(carried.values()) <= 1
    assert min(carried.values()) >= 2


def test_who_carried_most_is_spared_next():
    people = [someone(1, "America/Sao_Paulo", "americas"), someone(2, "Asia/Tokyo", "asia")]
    offered = [Start(date(2027, 5, 12), time(hour), "UTC", datetime(2027, 5, 12, hour, tzinfo=UTC)) for hour in (0, 6, 14)]

    def spared(carried):
        best = rank(people, offered[1:], 120, carried)[0]
        return {region for region, (night, _asked) in best.by_region.items() if night == 0}

    assert spared({"americas": 3.0, "asia": 0.0}) == {"americas"}
    assert spared({"americas": 0.0, "asia": 3.0}) == {"asia"}


def test_hours_are_marked_once_in_ones_own_zone_and_two_tabs_are_told(world, signed):
    person, other = world.members(2)
    client = signed(person)
    page = client.get("/meetings/hours/").content.decode()
    assert "Monday 09:00" in page
    assert page.count('name="hours"') == 168
    helped = client.post(
        "/meetings/hours/", {"time_zone": "Africa/Nairobi", "revision": "0", "what": "office", "hours": ["0"]}
    ).content.decode()
    assert helped.count(" checked") == 46
    assert not UsableHours.objects.exists()
    given = {"time_zone": "Africa/Nairobi", "revision": "0", "what": "save", "hours": ["9", "10"]}
    assert client.post("/meetings/hours/", given).status_code == 302
    kept = UsableHours.objects.get(person=person)
    assert (kept.hours, kept.time_zone) == ([9, 10], "Africa/Nairobi")
    late = client.post("/meetings/hours/", {**given, "hours": ["11"]})
    assert late.status_code == 409
    assert 'value="11" checked' in late.content.decode()
    assert UsableHours.objects.get(person=person).hours == [9, 10]
    again = client.post("/meetings/hours/", {**given, "hours": ["11"], "revision": "1"})
    assert again.status_code == 302
    with pytest.raises(Stale):
        actions.mark_hours(world.viewer(person), [1], zone="UTC", revision=1, at=AT)
    with pytest.raises(Refused, match="no hour"):
        actions.mark_hours(world.viewer(other), [168], zone="UTC", revision=0, at=AT)
    with pytest.raises(NotAllowed):
        actions.mark_hours(world.viewer(world.person()), [1], zone="UTC", revision=0, at=AT)


def test_a_search_is_kept_with_its_candidates_and_one_of_them_is_taken(world, signed):
    world.members(4)
    session = actions.plan_session(world.officer, world.series.pk, {"title": "Next", "minutes": 90}, at=AT)
    found = actions.propose_times(world.officer, session.pk, first=date(2027, 5, 10), last=date(2027, 5, 21), at=AT)
    candidates = list(found.candidates.all())
    assert [one.rank for one in candidates] == list(range(1, 9))
    assert [one.cost for one in candidates] == sorted(one.cost for one in candidates)
    page = signed(world.first).get(f"{session.get_absolute_url()}times/").content.decode()
    assert "Sao Paulo" in page
    assert clock.in_words(candidates[0].starts_at, None) in page
    taken = actions.choose_time(world.officer, candidates[2].pk, at=AT)
    assert (taken.starts_at, taken.minutes) == (candidates[2].starts_at, 90)
    assert found.candidates.get(chosen_at__isnull=False).pk == candidates[2].pk


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2027, 3, 1), date(2027, 3, 10), "first"),
        (date(2027, 5, 10), date(2027, 5, 9), "last"),
        (date(2027, 5, 1), date(2027, 9, 1), "last"),
    ],
)
def test_a_search_between_impossible_days_is_refused(world, first, last, field):
    world.members(1)
    session = world.session()
    with pytest.raises(Refused) as refused:
        actions.propose_times(world.officer, session.pk, first=first, last=last, at=AT)
    assert field in {one.field for one in refused.value.problems}


def test_the_strip_shows_what_was_carried_then_and_not_what_people_changed_since(world, signed):
    people = world.members(8)
    session = world.convened(at_time=time(3))  # 22:00 in São Paulo, 04:00 in Nairobi
    assert session.burden["latin-america-caribbean"] == [2, 2]
    assert session.burden["africa"] == [2, 2]
    for one in people:
        type(one).objects.filter(pk=one.pk).update(time_zone="Asia/Tokyo")
    assert Session.objects.get(pk=session.pk).burden == session.burden
    assert fairness.carried(fairness.history(session.series_id))["africa"] == 1.0
    page = signed(people[0]).get("/meetings/ten/").content.decode()
    assert "African Group, TEN/1: 100%" in page
    assert "Who has carried the night meetings" in page
    assert "Who has carried" not in signed(world.person()).get("/meetings/ten/").content.decode()


def test_a_time_before_a_clock_change_is_the_hour_on_the_wall_after_it(world):
    """Planned in winter for summer: 14:00 stays 14:00, whatever the offset is today."""
    world.members(1)
    session = world.session(day=date(2027, 7, 7), at_time=time(14), at=AT - 30 * DAY)
    assert session.starts_at == datetime(2027, 7, 7, 12, tzinfo=UTC)
    assert clock.show(session.starts_at, "Europe/Zurich").text == "7 July 2027, 14:00"
