"""Finding all codes within a distance, exactly: three bands of the bits and every value that differs in at most two of a band's.

Where at most eight bits of 64 differ, one of three parts differs in at most two of its own (pigeonhole; Norouzi, Punjani and Fleet, "Fast Search
in Hamming Space with Multi-Index Hashing", 2012). So asking 718 values finds every near code, and none is missed. A database needs no more than one
ordinary index a band and adds a code as it adds any row; `Table` is the same on arrays in memory, for partitions and for lists without a database.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

WIDTHS = (22, 21, 21)  # bits of the bands, from the top
SHIFTS = (42, 21, 0)
FARTHEST = 8  # 3 bands with 2 bits each leave room for 3 * 2 + 2
Codes = NDArray[np.uint64]


def reach(distance: int) -> int:
    """How many bits of one band at most differ where `distance` bits of the whole do. Raises `ValueError` past `FARTHEST`."""
    if not 0 <= distance <= FARTHEST:
        raise ValueError(f"distances from 0 to {FARTHEST} are found exactly")
    return distance // len(WIDTHS)


def _masks(width: int, most: int) -> tuple[int, ...]:
    return tuple(sum(1 << place for place in places) for count in range(most + 1) for places in combinations(range(width), count))


MASKS = tuple(tuple(_masks(width, most) for width in WIDTHS) for most in range(3))
ARRAYS = tuple(tuple(np.array(masks, np.uint32) for masks in bands) for bands in MASKS)


def bands(bits: int) -> tuple[int, int, int]:
    """The three bands of a code."""
    return bits >> 42, bits >> 21 & 0x1FFFFF, bits & 0x1FFFFF


def probes(bits: int, distance: int = FARTHEST) -> list[list[int]]:
    """For each band the values that a code within the distance can have in one of them."""
    return [[value ^ mask for mask in masks] for value, masks in zip(bands(bits), MASKS[reach(distance)], strict=True)]


def distances(codes: Codes, bits: int) -> NDArray[np.uint8]:
    """How many bits of each code differ."""
    return np.bitwise_count(codes ^ np.uint64(bits))


class Table:
    """Codes in memory with their bands in order. `near` says which stand within a distance."""

    def __init__(self, codes: Codes) -> None:
        self.codes = np.ascontiguousarray(codes, np.uint64)
        self.order: list[NDArray[np.int32]] = []
        self.values: list[NDArray[np.uint32]] = []
        for shift, width in zip(SHIFTS, WIDTHS, strict=True):
            band = ((self.codes >> np.uint64(shift)) & np.uint64((1 << width) - 1)).astype(np.uint32)
            order = np.argsort(band, kind="stable").astype(np.int32)
            self.order.append(order)
            self.values.append(band[order])

    def near(self, bits: int, distance: int = FARTHEST) -> list[tuple[int, int]]:
        """(place, distance) of every code within `distance`, by place."""
        found: list[NDArray[np.int32]] = []
        for value, masks, values, order in zip(bands(bits), ARRAYS[reach(distance)], self.values, self.order, strict=True):
            asked = np.uint32(value) ^ masks
            left, right = np.searchsorted(values, asked, "left"), np.searchsorted(values, asked, "right")
            held = np.flatnonzero(right > left)
            found += [order[left[one] : right[one]] for one in held]
        if not found:
            return []
        places = np.unique(np.concatenate(found))
        far = distances(self.codes[places], bits)
        hit = far <= distance
        return list(zip(places[hit].tolist(), far[hit].tolist(), strict=True))


def scan(codes: Codes, bits: int, distance: int = FARTHEST) -> list[tuple[int, int]]:
    """The same by looking at every code: what the others are held against."""
    far = distances(codes, bits)
    places = np.flatnonzero(far <= distance)
    return list(zip(places.tolist(), far[places].tolist(), strict=True))


def match(codes: Codes, asked: Sequence[int], distance: int = FARTHEST, first: int = 0) -> Iterator[tuple[int, int, int]]:
    """(number of the question, place + `first`, distance) for one partition; the order is that of the questions, then of the places."""
    table = Table(codes)
    for number, bits in enumerate(asked):
        for place, far in table.near(bits, distance):
            yield number, place + first, far
