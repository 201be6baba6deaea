"""The shelf: which published records there are, who may find them and what they are filtered by, as bits in memory.

One number per filter value, its bit `n` standing for the record with id `n`. Narrowing a list, counting every value of every facet and holding both
against what the viewer may see are then a few "and" operations of some microseconds, for a hundred thousand records too. The rule is the one of
`policy.open_now` for `record.list` (a test holds both against each other for every kind of viewer), asked of columns that were read from the
database; the rows that a page shows are read through `policy` itself. Each process keeps its own shelf and brings it up to date with one small
question to the database per request (`models.Shelf`): no process is ever behind what was committed before it asked.
"""

import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from interchange.ground import clock
from interchange.ground.policy.levels import levels_open_to
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.models import SearchEntry
from interchange.knowledge.repository.models import Record, RecordFile, Shelf
from interchange.knowledge.repository.vocabulary import RecordState, VersionState


def bits(numbers: Iterable[int]) -> int:
    """The number whose bits are set at the given places."""
    places = numbers if isinstance(numbers, list | tuple | set | frozenset) else list(numbers)
    if not places:
        return 0
    room = bytearray((max(places) >> 3) + 1)
    for place in places:
        room[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(room, "little")


def places(number: int) -> Iterator[int]:
    """The places at which bits are set, highest first."""
    room = number.to_bytes((number.bit_length() + 7) // 8, "little")
    for index in range(len(room) - 1, -1, -1):
        byte = room[index]
        if byte:
            for bit in range(7, -1, -1):
                if byte >> bit & 1:
                    yield index * 8 + bit


@dataclass(frozen=True)
class FileRow:
    """What the shelf knows of a file of a current version."""

    record: int
    level: str
    embargo_until: datetime | None


@dataclass
class Shelved:
    """One state of the shelf; never changed once others can see it."""

    word: str = ""
    count: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    embargoes: dict[int, datetime] = field(default_factory=dict)
    files: dict[int, FileRow] = field(default_factory=dict)
    entries: "array[int]" = field(default_factory=lambda: array("q"))  # place: id of a search entry; value: id of the record
    entry_of: dict[int, int] = field(default_factory=dict)

    def visible(self, viewer: Viewer) -> int:
        """The published records that the viewer may find now."""
        found = 0
        for level in levels_open_to(viewer):
            found |= self.levels.get(level, 0)
        now = clock.now()
        shut = bits([pk for pk, until in self.embargoes.items() if until > now])
        return found & ~shut

    def readable_files(self, viewer: Viewer) -> set[int]:
        """The files that level and clock open to the viewer (not those opened to one person)."""
        now, levels = clock.now(), set(levels_open_to(viewer))
        return {pk for pk, file in self.files.items() if file.level in levels and (file.embargo_until is None or file.embargo_until <= now)}

    def records_of(self, entries: Iterable[int]) -> list[int]:
        """The records that search entries stand for; entries of other rooms fall out."""
        known = self.entries
        size = len(known)
        return [known[one] for one in entries if one < size and known[one]]

    @cached_property
    def _room(self) -> int:
        return max(self.entry_of, default=0) + 1

    def bits_of(self, entries: Sequence[int]) -> int:
        """The same as bits; quick for a hundred thousand entries too."""
        known = self.entries
        if len(entries) < 1000:
            return bits(self.records_of(entries))
        digits = bytearray(b"0") * self._room
        try:
            for one in entries:
                digits[known[one]] = 49  # "1"; entries of other rooms all stand at place 0, which no record has
        except IndexError:  # an entry made since this shelf was read
            return bits(self.records_of(entries))
        digits[0] = 48
        digits.reverse()
        return int(bytes(digits), 2)


_kept = Shelved()
_lock = threading.Lock()


def current() -> Shelved:
    """The shelf as of now. One query where nothing has changed."""
    global _kept
    recent = Shelf.objects.filter(pk=1).values_list("recent", flat=True).first() or []
    word = recent[-1][1] if recent else ""
    kept = _kept
    if kept.word == word and word:
        return kept
    with _lock:
        known = {one: count for count, one in recent}
        since = known.get(_kept.word)
        _kept = _renewed(_kept, since, word) if since is not None else _renewed(Shelved(), None, word)
        return _kept


def _renewed(old: Shelved, since: int | None, word: str) -> Shelved:
    """A shelf that also knows what changed since (None: everything anew)."""
    rows = Record.objects.order_by()
    if since is not None:
        rows = rows.filter(touched__gt=since)
    found = list(rows.values_list("pk", "state", "level", "embargo_until", "marks", "touched"))
    changed = [row[0] for row in found]
    gone = ~bits(changed) if since is not None else -1
    levels: dict[str, list[int]] = {}
    marks: dict[str, list[int]] = {}
    new = Shelved(word=word, count=max([old.count, *(row[5] for row in found)]))
    again = set(changed)
    new.embargoes = {pk: until for pk, until in old.embargoes.items() if pk not in again}
    for pk, state, level, until, text, _touched in found:
        if state != RecordState.PUBLISHED:
            continue
        levels.setdefault(level, []).append(pk)
        for mark in text.split():
            marks.setdefault(mark, []).append(pk)
        if until is not None:
            new.embargoes[pk] = until
    new.levels = {name: number & gone for name, number in old.levels.items()}
    new.marks = {name: left for name, number in old.marks.items() if (left := number & gone)}
    for kept, added in ((new.levels, levels), (new.marks, marks)):
        for name, numbers in added.items():
            kept[name] = kept.get(name, 0) | bits(numbers)
    _read_entries(old, new, changed, everything=since is None)
    _read_files(old, new, changed, everything=since is None)
    return new


def _read_entries(old: Shelved, new: Shelved, changed: list[int], *, everything: bool) -> None:
    rows = SearchEntry.objects.filter(kind="record").order_by()
    if not everything and len(changed) < 500:
        new.entries, new.entry_of = array("q", old.entries), dict(old.entry_of)
        for pk in changed:
            entry = new.entry_of.pop(pk, None)
            if entry is not None:
                new.entries[entry] = 0
        rows = rows.filter(object_id__in=changed)
    for entry, pk in rows.values_list("pk", "object_id"):
        if entry >= len(new.entries):
            new.entries.frombytes(bytes(8 * (entry + 1024 - len(new.entries))))
        new.entries[entry] = pk
        new.entry_of[pk] = entry


def _read_files(old: Shelved, new: Shelved, changed: list[int], *, everything: bool) -> None:
    rows = RecordFile.objects.filter(version__state=VersionState.PUBLISHED, version__record__current_id__isnull=False).order_by()
    if not everything and len(changed) < 500:
        again = set(changed)
        new.files = {pk: file for pk, file in old.files.items() if file.record not in again}
        rows = rows.filter(version__record__in=changed)
    for pk, record, level, until, version, shown in rows.values_list(
        "pk", "version__record_id", "level", "embargo_until", "version_id", "version__record__current_id"
    ):
        if version == shown:
            new.files[pk] = FileRow(record, level, until)
