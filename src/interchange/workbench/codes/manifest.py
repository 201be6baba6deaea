"""Lists of works and of codes that others bring: read line by line, every fault named, nothing held in memory."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from interchange.workbench.codes.image import unit_bits
from interchange.workbench.codes.model import OF_KIND, Code, Kind, Made, Scheme, bits_of

LONGEST = 4_000_000  # characters of one line
MOST = 60_000  # codes of one work
EVEN = (12, 52)  # ones among the 64 bits of a similarity code that can be one: fewer or more come near to everything that says nothing
LIMITS = {"title": 300, "rights_holder": 200, "contact": 200, "reference": 120}
_SHA = re.compile(r"[0-9a-f]{64}\Z")
_ISCC = re.compile(r"ISCC:[A-Z2-7]{10,120}\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line: a stable word and what it is about."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


class Faulty(Exception):
    """A line that cannot be taken, with all its faults."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(", ".join(one.code for one in faults))


@dataclass(frozen=True, slots=True)
class Entry:
    """One work of a manifest."""

    title: str
    made: Made
    rights_holder: str = ""
    reservations: tuple[str, ...] = ()
    contact: str = ""
    visibility: str = ""
    reference: str = ""


def lines(text: Iterable[str]) -> Iterator[tuple[int, "Entry | Faulty"]]:
    """(number, entry or what is wrong with it) of each line of a JSONL or CSV manifest; the first line decides which it is."""
    source = iter(text)
    head = next(source, "").lstrip("\ufeff")
    if head.lstrip().startswith("{"):
        for number, line in enumerate(_with(head, source), 1):
            if line.strip():
                yield number, _tried(line)
        return
    columns = next(csv.reader([head]), [])
    if "title" not in columns or "codes" not in columns:
        yield 1, Faulty(Fault("no-manifest"))
        return
    for number, line in enumerate(source, 2):
        if line.strip():
            values = next(csv.reader([line]), [])
            yield number, _tried(dict(zip(columns, values, strict=False)))


def _with(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest


def _tried(line: Any) -> "Entry | Faulty":
    try:
        return entry(line)
    except Faulty as wrong:
        return wrong


def entry(given: str | dict[str, Any]) -> Entry:
    """One work. Raises `Faulty` with every fault."""
    if isinstance(given, str):
        if len(given) > LONGEST:
            raise Faulty(Fault("line-too-long"))
        try:
            data = json.loads(given)
        except (ValueError, RecursionError) as wrong:
            raise Faulty(Fault("no-json")) from wrong
    else:
        data = _of_csv(given)
    if not isinstance(data, dict):
        raise Faulty(Fault("no-json"))
    faults: list[Fault] = []
    for name, limit in LIMITS.items():
        if len(str(data.get(name) or "")) > limit:
            faults.append(Fault("too-long", {"field": name, "limit": str(limit)}))
    title = str(data.get("title") or "").strip()
    if not title:
        faults.append(Fault("no-title"))
    uses = data.get("reservations") or []
    if not isinstance(uses, list) or not all(isinstance(one, str) for one in uses):
        faults.append(Fault("no-reservations"))
        uses = []
    made = _made(data, faults)
    if faults or made is None:
        raise Faulty(*faults)
    words = {name: str(data.get(name) or "").strip() for name in ("rights_holder", "contact", "visibility", "reference")}
    return Entry(title, made, reservations=tuple(uses), **words)


def _of_csv(row: dict[str, Any]) -> dict[str, Any]:
    codes = []
    for one in str(row.get("codes") or "").split():
        scheme, _, bits = one.partition(":")
        codes.append([scheme, bits, 0, 0, 0])
    return {**row, "reservations": str(row.get("reservations") or "").split(), "codes": codes, "size": row.get("size") or 0}


def _made(data: dict[str, Any], faults: list[Fault]) -> Made | None:
    try:
        kind = Kind(str(data.get("kind")))
    except ValueError:
        faults.append(Fault("unknown-kind", {"kind": str(data.get("kind"))[:40]}))
        return None
    sha256 = str(data.get("sha256") or "").lower()
    if sha256 and not _SHA.match(sha256):
        faults.append(Fault("no-sha256"))
    given = data.get("codes")
    if not isinstance(given, list) or not given:
        faults.append(Fault("no-codes"))
        return None
    if len(given) > MOST:
        faults.append(Fault("too-many-codes", {"most": str(MOST)}))
        return None
    codes = []
    for place, one in enumerate(given, 1):
        try:
            codes.append(code(one, kind))
        except Faulty as wrong:
            faults += [Fault(fault.code, {**fault.values, "place": str(place)}) for fault in wrong.faults]
            if len(faults) > 20:
                return None
    if not any(one.scheme != Scheme.INSTANCE for one in codes) and not sha256:
        faults.append(Fault("no-codes"))
    cells = data.get("cells") or []
    numbers = [data.get("size") or 0, data.get("length") or 0, *(cells if isinstance(cells, list) else [None])]
    if not all(str(one).lstrip("-").isdigit() and -1 <= int(one) < 1 << 53 for one in numbers) or len(numbers) not in (2, 18):
        faults.append(Fault("no-number"))
        return None
    iscc = str(data.get("iscc") or "")
    if iscc and not _ISCC.match(iscc):
        faults.append(Fault("no-iscc"))
    size, length, *parts = (int(one) for one in numbers)
    return Made(kind, sha256, size, tuple(dict.fromkeys(codes)), iscc, length, tuple(parts))


def code(given: Any, kind: Kind | None = None) -> Code:
    """One code as a manifest writes it: [scheme, sixteen hexadecimal digits, variant, start, end]. Raises `Faulty`."""
    if not isinstance(given, list) or len(given) != 5 or not all(type(one) is int and 0 <= one < 1 << 31 for one in given[2:]):
        raise Faulty(Fault("no-code"))
    try:
        scheme = Scheme(str(given[0]))
        bits = bits_of(str(given[1]).lower())
    except ValueError as wrong:
        raise Faulty(Fault("no-code", {"given": str(given[:2])[:60]})) from wrong
    if kind is not None and scheme not in (*OF_KIND[kind], Scheme.INSTANCE):
        raise Faulty(Fault("wrong-scheme", {"scheme": scheme.value, "kind": kind.value}))
    if scheme != Scheme.INSTANCE and not EVEN[0] <= bits.bit_count() <= EVEN[1]:
        raise Faulty(Fault("says-nothing", {"given": f"{bits:016x}"}))
    if given[4] < given[3] or given[2] > 31:
        raise Faulty(Fault("no-range"))
    return Code(scheme, bits, *given[2:])


@dataclass(frozen=True, slots=True)
class Question:
    """What a line of a list asks about: codes (any of them), or the SHA-256 of a file."""

    codes: tuple[Code, ...] = ()
    sha256: str = ""


def question(given: str) -> Question:
    """One line of a list: `image:0123456789abcdef` (or another scheme), `sha256:...`, 64 digits alone, or an ISCC. Raises `Faulty`."""
    text = given.strip().split(",")[0].strip().strip('"')
    low = text.lower().removeprefix("sha256:")
    if _SHA.match(low):
        return Question(sha256=low)
    if text.upper().startswith("ISCC:"):
        return Question(codes=_units(text.upper()))
    scheme, _, bits = text.partition(":")
    return Question(codes=(code([scheme, bits, 0, 0, 0]),))


def _units(iscc: str) -> tuple[Code, ...]:
    """The units of an ISCC that the register knows: image, text, instance. Raises `Faulty`."""
    import iscc_lib

    known = {"IMAGE": Scheme.IMAGE, "TEXT": Scheme.TEXT, "INSTANCE": Scheme.INSTANCE}
    try:
        found = []
        for unit in iscc_lib.iscc_decompose(iscc):
            main, sub, _version, length, _body = iscc_lib.iscc_decode(unit)
            name = {int(iscc_lib.MT.INSTANCE): "INSTANCE"}.get(int(main), "")
            if int(main) == int(iscc_lib.MT.CONTENT):
                name = {0: "TEXT", 1: "IMAGE"}.get(int(sub), "")
            if name in known and int(length) >= 1:
                found.append(Code(known[name], unit_bits(unit)))
    except Exception as wrong:  # whatever the library makes of it
        raise Faulty(Fault("no-iscc")) from wrong
    if not found:
        raise Faulty(Fault("iscc-without-known-unit"))
    return tuple(found)


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Rows as CSV text, one at a time."""
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow(row)
        yield buffer.getvalue()
