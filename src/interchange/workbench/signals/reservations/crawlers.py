"""The crawlers that are known by name: who runs them, and what for. Data with a date: `data/crawlers.json`; `python -m scripts.crawlers` compares it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from interchange.workbench.signals.model import Use

PURPOSES: Mapping[str, tuple[Use, ...]] = {
    "search": (Use.SEARCH,),
    "ai-search": (Use.AI_INDEX, Use.AI_INPUT),
    "training": (Use.AI_TRAINING, Use.GENERATIVE_TRAINING),
    "grounding": (Use.AI_INPUT,),
    "user": (Use.AI_INPUT,),
    "data": (Use.MINING,),
}


@dataclass(frozen=True, slots=True)
class Crawler:
    """A product token, and what its operator says it is for. `control`: nothing crawls under this name, it only switches uses of what others fetched."""

    token: str
    operator: str
    purposes: tuple[str, ...]
    source: str
    control: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The list, its date, and where it was held against."""

    date: str
    source: str
    crawlers: tuple[Crawler, ...]

    def of(self, purpose: str) -> tuple[Crawler, ...]:
        """The crawlers with this purpose."""
        return tuple(one for one in self.crawlers if purpose in one.purposes)


@cache
def register() -> Register:
    """The list of this release."""
    data = json.loads(files(__package__).joinpath("data/crawlers.json").read_text("utf-8"))
    found = tuple(
        Crawler(one["token"], one["operator"], tuple(one["purposes"]), one["source"], one.get("control", False), one.get("note", ""))
        for one in data["crawlers"]
    )
    return Register(data["date"], data["source"], found)


def missing(published: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """Names in a published list (`robots.json` of ai-robots-txt) that ours lacks, and ours that it lacks; without regard to case and version."""
    theirs = {name.split("/", 1)[0].casefold(): name for name in published}
    ours = {one.token.casefold(): one.token for one in register().crawlers}
    return sorted(theirs[key] for key in theirs.keys() - ours.keys()), sorted(ours[key] for key in ours.keys() - theirs.keys())
