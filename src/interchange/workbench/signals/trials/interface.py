"""What steps and signals are, and what they are handed. Members of the network add their own by entry points that name such an object.

They run in a process of their own: no network, no programs, no writing, limits on time and memory. They may raise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.signals import work
from interchange.workbench.signals.model import Finding
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.registry import readers

STEPS, SIGNALS = "interchange.lab.steps", "interchange.lab.signals"  # entry-point groups
Media = Literal["image", "text", "audio"]
Sort = Literal["credential", "label", "watermark", "code"]
MEDIA: tuple[Media, ...] = ("image", "text", "audio")
KEPT, BROKEN, LOST = "kept", "broken", "lost"


class NotApplicable(Exception):
    """A step or a signal has no meaning for this file; the message says why. It counts neither as kept nor as lost."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file at one moment."""

    content: bytes
    media_type: str
    name: str = "file"


@dataclass(slots=True)
class Looked:
    """A file that is looked at: what several signals need is worked out once."""

    sample: Sample
    options: Options = field(default_factory=Options)
    source: Source = field(init=False)
    found: dict[str, list[Finding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.source = work.source(self.sample.name, self.options, content=self.sample.content)

    def findings(self, reader: str) -> list[Finding]:
        """What one reader of the bench finds; nothing where it does not apply or cannot read the file."""
        if reader not in self.found:
            made: list[Finding] = []
            one = next(known for known in readers(others=False) if known.name == reader)
            if one.applies(self.source.head, self.source.name, self.source.media_type):
                try:
                    made.extend(one.read(self.source))
                except Exception:  # noqa: BLE001, RUF100 - a reader that cannot read finds nothing
                    made = []
            self.found[reader] = made
        return self.found[reader]

    def picture(self) -> Any:
        """The decoded picture as PIL has it; raises `NotApplicable` where there is none."""
        from interchange.workbench.signals.readers.pixels import Undecodable, picture

        try:
            made = picture(self.source) if self.source.media_type.startswith("image/") else None
        except Undecodable as wrong:
            raise NotApplicable(str(wrong)) from wrong
        if made is None:
            raise NotApplicable("it is no picture that can be decoded")
        return made

    def rgb(self) -> NDArray[np.uint8]:
        """The picture's points: rows, columns, red, green, blue."""
        return np.asarray(self.picture().convert("RGB"))

    def text(self) -> str:
        """The words of a text file."""
        return self.sample.content.decode("utf-8", "replace")


@runtime_checkable
class Step(Protocol):
    """One transformation. `parameters`: name -> (usual value, least, most)."""

    id: str
    version: str
    media: Media
    label: str  # "Saved as JPEG, quality {quality}"
    parameters: Mapping[str, tuple[float, float, float]]

    def apply(self, sample: Sample, seed: int, **given: float) -> Sample:
        """The file after it. Equal arguments give equal bytes. Raises `NotApplicable` where it has no meaning."""
        ...


@runtime_checkable
class Signal(Protocol):
    """Something put into a file and read again, or computed from it."""

    id: str
    version: str
    label: str
    sort: Sort
    media: tuple[Media, ...]
    tool: str  # code of the map's entry, or ""
    rule: str  # when it counts as kept, in words
    order: int  # labels are written after watermarks, credentials last

    def mark(self, sample: Sample) -> Sample:
        """The file with the signal in it; codes give it back as it is. Raises `NotApplicable`."""
        ...

    def refer(self, looked: Looked) -> str:
        """What a code is for this file, as text; "" for what is put in."""
        ...

    def measure(self, looked: Looked, reference: str) -> tuple[str, float | None]:
        """(KEPT, BROKEN or LOST, distance or None). Raises `NotApplicable`."""
        ...

    def near(self, one: str, other: str) -> bool:
        """Whether two codes count as the same; False for what is put in."""
        ...


def added(group: str, kind: Any) -> list[Any]:
    """What installed packages bring through an entry-point group; what cannot be loaded or is something else is left out."""
    found: list[Any] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        try:
            made = entry.load()
        except Exception:  # noqa: S112 - somebody else's package must not stop ours
            continue
        if isinstance(made, kind):
            found.append(made)
    return found
