"""Time: a moment is an instant with a zone. Stored in UTC, shown in the network's zone and the reader's, always named.

Pages, mails and calendar files all use `show` and `both`, so they cannot disagree. Zone data: IANA tz database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils import formats, timezone

from interchange.ground.errors import Refused


def now() -> datetime:
    """The present instant, UTC. Views and commands read it once and hand it to actions as an argument."""
    return timezone.now()


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone that a person may choose (areas with a city, and UTC)."""
    return frozenset(
        name
        for name in available_timezones()
        if ("/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))) or name == "UTC"
    )


def zone(name: str, field: str = "time_zone") -> ZoneInfo:
    """The zone of that IANA name. Raises `Refused` naming `field` where there is none."""
    if name not in zone_names():
        raise Refused.of(field, f"“{name[:60]}” is not a time zone we know.", "Choose one from the list, for example Africa/Nairobi.")
    return ZoneInfo(name)


def network_zone() -> ZoneInfo:
    """The zone of the network's seat, in which deadlines are set."""
    return ZoneInfo(settings.NETWORK_TIME_ZONE)


def place(name: str) -> str:
    """The spoken name of a zone: "Europe/Zurich" is spoken as the network's seat, others as their city."""
    if name == "Europe/Zurich":
        return "Geneva"
    return name.rsplit("/", 1)[-1].replace("_", " ")


def local_instant(day: date, at: time, zone_name: str, field: str = "moment") -> datetime:
    """The UTC instant of a wall-clock time in a zone.

    Raises `Refused` where the clock change skips that time (it never happens) or repeats it (it happens twice): the person
    is asked for another time rather than given a guess. Cf. PEP 495.
    """
    tz = zone(zone_name, field)
    first = datetime.combine(day, at, tzinfo=tz)
    second = first.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        skipped = first.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != first.replace(tzinfo=None)
        if skipped:
            raise Refused.of(
                field,
                f"{at:%H:%M} on {day:%d %B %Y} does not exist in {place(zone_name)}: the clocks go forward then.",
                "Choose a time an hour later.",
            )
        raise Refused.of(
            field,
            f"{at:%H:%M} on {day:%d %B %Y} happens twice in {place(zone_name)}: the clocks go back then.",
            "Choose a time an hour earlier or later.",
        )
    return first.astimezone(UTC)


def deadline(day: date, zone_name: str, field: str = "closes_at", at: time = time(23, 59, 59)) -> datetime:
    """The last instant of a deadline that ends at hh:59:59 of the named zone, as UTC."""
    return local_instant(day, at.replace(second=59, microsecond=0), zone_name, field)


@dataclass(frozen=True)
class Shown:
    """A moment as words: `text` is "12 January 2027, 23:59", `place` the zone's spoken name, `offset` as "UTC+01:00"."""

    text: str
    place: str
    offset: str
    iso: str

    def __str__(self) -> str:
        return f"{self.text} {self.place}"


def show(instant: datetime, zone_name: str) -> Shown:
    """The moment as the clock on the wall in that zone shows it, with the zone's spoken name."""
    local = instant.astimezone(ZoneInfo(zone_name))
    raw = local.strftime("%z") or "+0000"
    offset = "UTC" if raw == "+0000" else f"UTC{raw[:3]}:{raw[3:5]}"
    text = f"{formats.date_format(local, 'j F Y')}, {local:%H:%M}"
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        text += f" ({offset})"  # the wall clock shows this time twice on that day
    return Shown(
        text=text, place=place(zone_name), offset=offset, iso=instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def both(instant: datetime, reader_zone: str | None) -> list[Shown]:
    """The moment in the network's zone and, where it differs, in the reader's."""
    shown = [show(instant, settings.NETWORK_TIME_ZONE)]
    if reader_zone and reader_zone in zone_names():
        mine = show(instant, reader_zone)
        if (mine.text, mine.offset) != (shown[0].text, shown[0].offset):
            shown.append(mine)
    return shown


def in_words(instant: datetime, reader_zone: str | None) -> str:
    """Both times in one phrase: "12 January 2027, 23:59 Geneva, 17:59 New York"; the day is repeated only where it differs."""
    shown = both(instant, reader_zone)
    if len(shown) == 1:
        return str(shown[0])
    first, mine = shown
    same_day = first.text.rsplit(",", 1)[0] == mine.text.rsplit(",", 1)[0]
    return f"{first}, {mine.text.rsplit(', ', 1)[1] if same_day else mine.text} {mine.place}"


def days(count: int) -> timedelta:
    """That many days of 24 hours."""
    return timedelta(days=count)
