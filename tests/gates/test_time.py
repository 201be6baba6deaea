"""Time: a page, a mail, a file and a feed tell the same instant to readers in the nastiest zones, on days when clocks change.

Each instant is asked for in every zone: the page's `<time>`, the words beside it, the letter's words and the PDF's must agree, and the
words must lead back to the instant (a wall-clock time that comes twice says its offset).
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post.models import Letter
from interchange.network.calls import actions
from interchange.network.calls.models import Application, Call

ZONES = [
    "Pacific/Kiritimati",  # fourteen hours ahead
    "Pacific/Pago_Pago",  # eleven behind: another day
    "Asia/Kathmandu",  # quarter hours
    "Pacific/Chatham",  # quarter hours and a clock change
    "Australia/Lord_Howe",  # half an hour of clock change
    "Antarctica/Troll",  # two hours of it
    "Africa/Casablanca",  # back for Ramadan
    "Europe/Dublin",  # summer is standard time
    "America/St_Johns",
    "Asia/Tehran",  # clocks change no more
    "Europe/Zurich",  # the network's own
]
INSTANTS = [
    datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),  # the last second before Geneva goes forward
    datetime(2027, 3, 28, 1, 0, 0, tzinfo=UTC),  # the first after
    datetime(2027, 10, 31, 0, 30, 0, tzinfo=UTC),  # 02:30 in Geneva, the first time
    datetime(2027, 10, 31, 1, 30, 0, tzinfo=UTC),  # 02:30 in Geneva, the second time
    datetime(2027, 4, 3, 14, 45, 0, tzinfo=UTC),  # 01:45 on Lord Howe, twice
    datetime(2028, 2, 29, 12, 0, 0, tzinfo=UTC),
    datetime(2027, 12, 31, 22, 59, 59, tzinfo=UTC),  # New Year, to the second, in Geneva
]
SHOWN = re.compile(r"(\d{1,2} \w+ \d{4}), (\d\d:\d\d)(?: \((UTC)(?:([+-])(\d\d):(\d\d))?\))? ([^,]+)")


def read_back(words: str, zone_name: str) -> datetime:
    """The instant that words shown for a zone name, to the minute."""
    found = SHOWN.fullmatch(words)
    assert found, words
    wall = datetime.strptime(f"{found[1]} {found[2]}", "%d %B %Y %H:%M")
    if found[3]:
        offset = timedelta(hours=int(found[5] or 0), minutes=int(found[6] or 0)) * (-1 if found[4] == "-" else 1)
        return (wall - offset).replace(tzinfo=UTC)
    local = wall.replace(tzinfo=ZoneInfo(zone_name))
    assert local.utcoffset() == local.replace(fold=1).utcoffset(), f"{words} comes twice in {zone_name} and does not say which"
    return local.astimezone(UTC)


@pytest.mark.parametrize("zone_name", ZONES)
def test_words_lead_back_to_the_instant_in_both_zones(zone_name):
    for instant in INSTANTS:
        for shown, name in zip(clock.both(instant, zone_name), ("Europe/Zurich", zone_name), strict=False):
            assert read_back(str(shown), name) == instant.replace(second=0)


def times_on(html: str) -> dict[str, set[str]]:
    """Every instant on a page with the words shown for it."""
    found: dict[str, set[str]] = {}
    for iso, words in re.findall(r'<time datetime="([^"T]+T[^"]+)">(.*?)</time>', html, re.S):
        found.setdefault(iso, set()).add(unescape(" ".join(words.split())))
    return found


@pytest.mark.parametrize("zone_name", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "Europe/Zurich"])
def test_page_letter_and_pdf_tell_the_same_instant(house, zone_name):
    person = house.people["applicant"]
    for instant in INSTANTS:
        with house.undone():
            mine = Application.objects.filter(person=person, state="submitted").first()
            Person.objects.filter(pk=person.pk).update(time_zone=zone_name)
            Application.objects.filter(pk=mine.pk).update(submitted_at=instant, time_zone=zone_name)
            draft = Application.objects.filter(call=mine.call, state="draft").first()
            Person.objects.filter(pk=draft.person_id).update(time_zone=zone_name)
            words = clock.in_words(instant, zone_name)
            iso = instant.isoformat().replace("+00:00", "Z")
            page = house.client("applicant").get(f"/applications/{mine.pk}/").content.decode()
            assert times_on(page)[iso] == {words}
            pdf = PdfReader(BytesIO(house.client("applicant").get(f"/applications/{mine.pk}/copy.pdf").content))
            flat = " ".join(" ".join(sheet.extract_text() or "" for sheet in pdf.pages).split())
            assert words in flat
            Call.objects.filter(pk=mine.call_id).update(closes_at=instant - timedelta(days=1))
            officer = house.people["officer"]
            actions.extend_call(viewer(officer), mine.call_id, instant, at=instant - timedelta(days=2), reason="A clock change.")
            letter = Letter.objects.filter(template="calls.extended", person_id=draft.person_id).latest("pk")
            assert words in letter.body
            public = house.client("visitor").get(f"/calls/{mine.call.slug}/").content.decode()
            assert times_on(public)[iso] == {clock.in_words(instant, VISITOR.time_zone)}


def viewer(person):
    from interchange.ground.policy.viewer import Viewer
    from interchange.ground.policy.vocabulary import Role

    return Viewer(person_id=person.pk, roles=frozenset({Role.OFFICER}))
