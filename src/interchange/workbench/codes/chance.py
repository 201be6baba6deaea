"""How often strangers come as near as that: what was measured (`reference.py`), read as a statement about one distance in one register."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from interchange.workbench.codes.model import Scheme


@dataclass(frozen=True, slots=True)
class Chance:
    """`within` of `pairs` unrelated pairs came within `distance`; `upper` bounds the rate (95 %, Clopper-Pearson); `expected` bounds how many
    chance hits this question has in a register of that size. `made_on` is the day of the measurement, `unit` what a pair is."""

    scheme: str
    distance: int
    within: int
    pairs: int
    upper: float
    asked: int
    registered: int
    expected: float
    made_on: str
    unit: str

    def json(self) -> dict[str, Any]:
        """As cases and evidence keep it."""
        return {name: getattr(self, name) for name in self.__slots__}


@lru_cache(maxsize=1)
def measured() -> dict[str, Any]:
    """The measurement as it lies in the package."""
    found: dict[str, Any] = json.loads(files("interchange.workbench.codes").joinpath("data/chance.json").read_text("utf-8"))
    return found


def chance(scheme: Scheme, distance: int, *, asked: int = 1, registered: int = 1) -> Chance | None:
    """What a distance is worth. `asked`, `registered`: how many things of the measured unit were held against each other (for pictures one picture
    counts once, however many codes it has). None for schemes that were not measured: equal instance codes are equal bytes, a Text-Code is context."""
    found = measured().get(scheme.value)
    if found is None or not 0 <= distance <= 64:
        return None
    upper = float(found["upper"][distance])
    within = sum(found["histogram"][: distance + 1])
    return Chance(
        scheme.value, distance, within, int(found["pairs"]), upper, asked, registered, float(f"{upper * asked * registered:.3g}"), str(measured()["made_on"]), str(found["unit"])
    )  # fmt: skip
