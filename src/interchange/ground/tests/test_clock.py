"""Time across nasty zones and clock changes."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.ground import clock
from interchange.ground.errors import Refused

NASTY = [
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
    "Europe/Dublin",
    "UTC",
]


def test_deadline_ends_with_its_last_second():
    assert clock.deadline(date(2027, 1, 12), "Europe/Zurich") == datetime(2027, 1, 12, 22, 59, 59, tzinfo=UTC)


def test_a_skipped_hour_is_refused_with_the_reason():
    with pytest.raises(Refused, match="does not exist in Geneva: the clocks go forward"):
        clock.local_instant(date(2027, 3, 28), time(2, 30), "Europe/Zurich")


def test_a_doubled_hour_is_refused_with_the_reason():
    with pytest.raises(Refused, match="happens twice in Geneva"):
        clock.local_instant(date(2027, 10, 31), time(2, 30), "Europe/Zurich")


def test_half_hour_clock_change_of_lord_howe():
    with pytest.raises(Refused, match="does not exist"):
        clock.local_instant(date(2027, 10, 3), time(2, 15), "Australia/Lord_Howe")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "EST5EDT!", "Etc/GMT+3"])
def test_unknown_zones_are_refused_by_field(name):
    with pytest.raises(Refused) as refused:
        clock.zone(name, "time_zone")
    assert refused.value.problems[0].field == "time_zone"


def test_both_times_in_one_phrase():
    closing = datetime(2027, 1, 12, 22, 59, 59, tzinfo=UTC)
    assert clock.in_words(closing, "America/New_York") == "12 January 2027, 23:59 Geneva, 17:59 New York"
    assert clock.in_words(closing, "Asia/Tokyo") == "12 January 2027, 23:59 Geneva, 13 January 2027, 07:59 Tokyo"
    assert clock.in_words(closing, "Europe/Zurich") == clock.in_words(closing, None) == "12 January 2027, 23:59 Geneva"
    assert clock.in_words(closing, "No/Where") == "12 January 2027, 23:59 Geneva"


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2060, 1, 1)), st.sampled_from(NASTY))
def test_what_a_wall_clock_shows_leads_back_to_the_instant(naive, name):
    instant = naive.replace(tzinfo=UTC, microsecond=0, second=0)
    shown = clock.show(instant, name)
    assert datetime.fromisoformat(shown.iso.replace("Z", "+00:00")) == instant
    local = instant.astimezone(clock.zone(name))
    try:
        assert clock.local_instant(local.date(), local.time().replace(tzinfo=None), name) == instant
    except Refused as refused:
        assert "twice" in str(refused)  # only a doubled hour may be refused here: the instant exists
