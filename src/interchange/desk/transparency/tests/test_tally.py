"""Counting events: years of the seat, once each, waits and what was late."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from interchange.desk.transparency.tally import Happened, tally
from interchange.desk.transparency.vocabulary import FIGURES, SECTIONS, WAITS, Figure, Wait

ZURICH = ZoneInfo("Europe/Zurich")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def event(verb, when, key="1", kind="k.thing", **after):
    return Happened(at(when), verb, kind, key, {}, after)


def test_a_year_is_the_year_of_the_seat():
    figure = Figure("f", "calls", "F", "F.", ("done",))
    found = tally(
        [event("done", "2025-12-31T22:59:59"), event("done", "2025-12-31T23:00:00"), event("other", "2026-05-01T00:00:00")],
        [figure],
        [],
        ZURICH,
    )
    assert dict(found.counts["f"]) == {2025: 1, 2026: 1}
    assert found.years == [2026, 2025]


def test_things_and_pairs_count_once_a_year():
    things = Figure("t", "calls", "T", "T.", ("here",), distinct="thing")
    pairs = Figure("p", "calls", "P", "P.", ("here",), distinct="person")
    narrow = Figure("n", "calls", "N", "N.", ("here",), kind="k.thing", where={"mode": "room"})
    events = [
        event("here", "2026-01-01T10:00:00", person=1, mode="room"),
        event("here", "2026-01-01T11:00:00", person=1, mode="remote"),
        event("here", "2026-01-01T12:00:00", person=2, mode="room"),
        event("here", "2026-01-01T12:00:00", key="2", person=1, mode="room"),
        event("here", "2027-01-02T12:00:00", person=1, mode="room", kind="k.other"),
    ]
    found = tally(events, [things, pairs, narrow], [], ZURICH)
    assert [dict(found.counts[code]) for code in "tpn"] == [{2026: 2, 2027: 1}, {2026: 3, 2027: 1}, {2026: 3}]


def test_a_wait_runs_from_the_first_beginning_to_the_first_end_and_knows_what_was_late():
    wait = Wait("w", "calls", "W", "W.", ("given",), ("done",), "k.thing", due="due")
    events = [
        event("given", "2026-03-01T00:00:00", due="2026-03-04"),
        event("given", "2026-03-02T00:00:00", due="2026-03-04"),
        event("done", "2026-03-05T12:00:00"),
        event("done", "2026-03-09T00:00:00"),
        event("given", "2026-03-01T00:00:00", key="2", due="2026-03-04"),
        event("done", "2026-03-04T22:59:00", key="2"),
        event("done", "2026-03-04T00:00:00", key="never-given"),
    ]
    found = tally(events, [], [wait], ZURICH)
    assert found.waits("w", 2026) == {"count": 2, "median_days": 4.2, "late": 1}
    assert found.waits("w", 2025) is None


def test_every_figure_stands_in_a_section_under_a_code_of_its_own():
    codes = [one.code for one in (*FIGURES, *WAITS)]
    assert len(set(codes)) == len(codes)
    assert {one.section for one in (*FIGURES, *WAITS)} == set(SECTIONS)


def test_every_verb_that_is_counted_is_recorded_somewhere():
    """A verb that was renamed in a room would silently count nothing."""
    import re
    from pathlib import Path

    import interchange

    rooms = [path for path in Path(interchange.__file__).parent.glob("*/*") if path.name != "transparency"]
    text = "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py") if "tests" not in path.parts)
    for verb in {verb for one in FIGURES for verb in one.verbs} | {verb for one in WAITS for verb in (*one.begin, *one.end)}:
        prefix, _dot, rest = verb.partition(".")
        whole = re.search(rf'"{re.escape(verb)}"', text)
        parts = re.search(rf'f"{re.escape(prefix)}\.{{', text) and re.search(rf'"{re.escape(rest)}"', text)
        assert whole or parts, verb
