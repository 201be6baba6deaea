"""Intervals for shares. Wilson's score interval keeps its promise for small numbers and for 0 and n of n, where the usual one has no width."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`kept` of `of`, with the 95 % interval (Wilson 1927, without continuity correction)."""

    kept: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; 0 where nothing was tried."""
        return self.kept / self.of if self.of else 0.0


def wilson(kept: int, of: int, z: float = Z95) -> Share:
    """The share and its interval; (0, 1) where nothing was tried. ValueError where more was kept than tried."""
    if not 0 <= kept <= of:
        raise ValueError("kept lies between 0 and the number tried")
    if not of:
        return Share(0, 0, 0.0, 1.0)
    share, square = kept / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    low = 0.0 if not kept else max(0.0, middle - half)
    high = 1.0 if kept == of else min(1.0, middle + half)
    return Share(kept, of, low, high)
