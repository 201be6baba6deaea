"""The search for near codes in plain SQL, the same on both databases: three bands, all values within two bits, nothing missed up to `bands.FARTHEST`.

A search reads bits from the bands' indexes alone and holds them against the question in one array; rows are read only for the bits that are near.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection

from interchange.ground.rows import insert
from interchange.workbench.codes import bands
from interchange.workbench.codes.model import NUMBERS, Code, Scheme, signed, unsigned
from interchange.workbench.registry.models import WorkCode

TABLE = WorkCode._meta.db_table
BANDS = ("b0", "b1", "b2")


def rows_of(work_id: int, codes: Iterable[Code]) -> list[WorkCode]:
    """The rows of a work's codes, not yet written."""
    made = []
    for code in codes:
        b0, b1, b2 = bands.bands(code.bits)
        made.append(WorkCode(work_id=work_id, scheme=NUMBERS[code.scheme], bits=signed(code.bits), b0=b0, b1=b1, b2=b2, variant=code.variant, start=code.start, end=code.end))  # fmt: skip
    return made


def add(rows: Sequence[WorkCode]) -> None:
    """Write codes, inside the caller's transaction. They are found from then on; nothing is built anew."""
    insert(list(rows))


def near(bits: int, distance: int = bands.FARTHEST) -> list[tuple[int, int]]:
    """(bits, distance) of every code in the register within `distance` of `bits`, of any scheme, each once.

    Raises `ValueError` past `bands.FARTHEST`. One statement: 718 places in three indexes for distances from 6 to 8, 67 from 3 to 5, 3 below.
    """
    probes = bands.probes(bits, distance)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            parts = [f"SELECT bits FROM {TABLE} WHERE {band} = ANY(%s)" for band in BANDS]
            cursor.execute(" UNION ALL ".join(parts), probes)
        else:  # whole numbers of our own making; read in place they cost less than bound ones
            parts = [
                f"SELECT bits FROM {TABLE} WHERE {band} IN ({','.join(map(str, asked))})" for band, asked in zip(BANDS, probes, strict=True)
            ]
            cursor.execute(" UNION ALL ".join(parts))
        found = np.fromiter((row[0] for row in cursor.fetchall()), np.int64)
    if not len(found):
        return []
    codes = np.unique(found.view(np.uint64))
    far = bands.distances(codes, bits)
    hit = far <= distance
    return list(zip(codes[hit].tolist(), far[hit].tolist(), strict=True))


def rows_with(scheme: Scheme, found: Sequence[int]) -> Any:
    """The rows that have any of these bits, by the first band's index."""
    return WorkCode.objects.filter(
        b0__in={bands.bands(one)[0] for one in found}, bits__in=[signed(one) for one in found], scheme=NUMBERS[scheme]
    )


def hits(codes: Sequence[Code], distance: int = bands.FARTHEST) -> list[tuple[Code, int, list[int]]]:
    """(code asked, distance, bits found) for each question that meets something; instance codes are asked for equality."""
    found = []
    for code in codes:
        reach = 0 if code.scheme == Scheme.INSTANCE else distance
        by_distance: dict[int, list[int]] = {}
        for bits, far in near(code.bits, reach):
            by_distance.setdefault(far, []).append(bits)
        found += [(code, far, by_distance[far]) for far in sorted(by_distance)]
    return found


def exact(codes: Sequence[Code]) -> dict[tuple[int, int], list[int]]:
    """Works by (scheme, bits) for many codes at once, equal bits only: one statement for all."""
    wanted = {(NUMBERS[code.scheme], code.bits) for code in codes}
    found: dict[tuple[int, int], list[int]] = {}
    rows = WorkCode.objects.filter(
        b0__in={bands.bands(bits)[0] for _scheme, bits in wanted}, bits__in=[signed(bits) for _scheme, bits in wanted]
    )
    for work, scheme, bits in rows.values_list("work_id", "scheme", "bits").distinct():
        if (key := (scheme, unsigned(bits))) in wanted:
            found.setdefault(key, []).append(work)
    return found
