"""What the caller wants of an inspection."""

from dataclasses import dataclass
from typing import Any

from interchange.workbench.signals import trust
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.trust import TrustList


@dataclass(frozen=True, slots=True)
class Options:
    """`codes` computes ISCC and SHA-256 of the content (reads all of it); `pixels` looks for watermarks, which decodes pictures."""

    lists: tuple[TrustList, ...] = ()
    codes: bool = False
    pixels: bool = True
    added: bool = True  # readers of other packages

    def data(self) -> dict[str, Any]:
        """As JSON data, for the worker process."""
        return {"lists": [one.data() for one in self.lists], "codes": self.codes, "pixels": self.pixels, "added": self.added}


def of_data(data: dict[str, Any]) -> Options:
    """The reverse of `Options.data`."""
    return Options(trust.of_data(data["lists"]), bool(data["codes"]), bool(data["pixels"]), bool(data["added"]))


def of(source: Source) -> Options:
    """The options under which `source` is read."""
    known = source.shared.get("options")
    return known if isinstance(known, Options) else Options()
