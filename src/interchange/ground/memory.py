"""What a process keeps in memory of rows that seldom change, and the one clock by which it looks at them again.

Every such memory of the house asks `seconds()`. The gates hold that clock still: what a page costs is then the same at every asking, however
slow the machine (`tests/gates/conftest.py`).
"""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_clock = time.monotonic


def seconds() -> float:
    """Seconds of a clock that never goes back; only differences mean something."""
    return _clock()


class Kept(Generic[T]):
    """Something read from the database and kept for at most `lasts` seconds; what is not `worth` keeping is read at every question."""

    def __init__(self, read: Callable[[], T], lasts: float, worth: Callable[[T], bool] = lambda found: True) -> None:
        self._read, self._lasts, self._worth = read, lasts, worth
        self._held: tuple[float, T] | None = None

    def __call__(self) -> T:
        """The thing, no older than it may be."""
        held = self._held  # one reading: another thread may let go of it meanwhile
        if held is None or held[0] < seconds():
            found = self._read()
            if not self._worth(found):
                return found
            held = self._held = (seconds() + self._lasts, found)
        return held[1]

    def forget(self, **signal: Any) -> None:
        """Read it anew at the next question (after a change in this process). Fit to be connected to a signal."""
        self._held = None
