"""A recipe: what is tried on which files, as data that anybody can repeat.

Its JSON follows `schema/recipe.schema.json`. A chain may also be written in one line: `fit longest=1080 | jpeg quality=75`.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interchange.workbench.signals.model import say
from interchange.workbench.signals.trials import catalogue, corpora
from interchange.workbench.signals.trials.interface import MEDIA, Media, Signal, Step

VERSION = "1.0"
CHAINS_AT_MOST, STEPS_AT_MOST, SIGNALS_AT_MOST = 60, 6, 20
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Wrong(ValueError):
    """A recipe that cannot be followed; `faults` are (part, words)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(words for _part, words in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Do:
    """One step with its values."""

    id: str
    given: Mapping[str, float]

    def data(self) -> dict[str, Any]:
        """As JSON data, with the version of the step that is at hand."""
        return {"do": self.id, "version": catalogue.steps()[self.id].version, **dict(sorted(self.given.items()))}


@dataclass(frozen=True, slots=True)
class Chain:
    """What happens to one copy. `words` is "" where its one step says it."""

    name: str
    steps: tuple[Do, ...]
    words: str = ""

    def data(self) -> dict[str, Any]:
        """As JSON data, with the versions of its steps."""
        return {"name": self.name, "words": self.words, "steps": [one.data() for one in self.steps]}

    @property
    def label(self) -> str:
        """In words."""
        return self.words or ", then ".join(spoken(one) for one in self.steps)


def spoken(one: Do) -> str:
    """One step in words, its values put in."""
    step = catalogue.steps()[one.id]
    values = {name: f"{one.given.get(name, usual):g}" for name, (usual, _least, _most) in step.parameters.items()}
    return say(step.label, **values)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Corpus, chains, signals, seed. `files` are (name, SHA-256) of somebody's own files; a corpus made here has a count instead."""

    corpus: str
    media: Media
    count: int
    seed: int
    chains: tuple[Chain, ...]
    signals: tuple[str, ...]
    files: tuple[tuple[str, str], ...] = field(default=())

    def data(self) -> dict[str, Any]:
        """As JSON data, with the versions that are at hand now."""
        made: dict[str, Any] = {"name": self.corpus, "media": self.media, "count": self.count}
        if self.files:
            made["files"] = [{"name": name, "sha256": digest} for name, digest in self.files]
        else:
            made["version"] = corpora.VERSION
        known = catalogue.signals()
        return {
            "version": VERSION, "corpus": made, "seed": self.seed,
            "chains": [one.data() for one in self.chains],
            "signals": [{"id": one, "version": known[one].version} for one in self.signals],
        }  # fmt: skip

    @property
    def trials(self) -> int:
        """How many copies are made: each file as it is, and after each chain."""
        return self.count * (len(self.chains) + 1)


def digest(data: Any) -> str:
    """SHA-256 of JSON data, written in one way."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def chain(name: str, written: str, words: str = "") -> Chain:
    """A chain from its line. Raises `Wrong`."""
    steps = []
    for part in written.split("|"):
        head, *rest = part.split() or [""]
        pairs = [one.partition("=") for one in rest]
        try:
            given = {key: float(value) for key, _sign, value in pairs}
        except ValueError as wrong:
            raise Wrong([("chains", say("“{part}” is no step: write `jpeg quality=75`.", part=part.strip()[:60]))]) from wrong
        steps.append({"do": head, **given})
    return _chain({"name": name, "words": words, "steps": steps})


def ready(names: Sequence[str]) -> tuple[Chain, ...]:
    """Chains of the catalogue by their names."""
    return tuple(chain(name, catalogue.CHAINS[name][2], catalogue.CHAINS[name][1]) for name in names)


def _chain(data: Mapping[str, Any]) -> Chain:
    name = str(data.get("name", ""))
    faults: list[tuple[str, str]] = []
    if not _NAME.fullmatch(name):
        faults.append(("chains", say("“{name}” is no name of a chain: small letters, figures and hyphens.", name=name[:60])))
    written = data.get("steps")
    made: list[Do] = []
    if not isinstance(written, list) or not 1 <= len(written) <= STEPS_AT_MOST:
        raise Wrong([*faults, ("chains", say("A chain has one to {most} steps.", most=STEPS_AT_MOST))])
    for one in written:
        made.append(_do(one if isinstance(one, Mapping) else {}, faults))
    if len({catalogue.steps()[one.id].media for one in made if one.id in catalogue.steps()}) > 1:
        faults.append(("chains", say("“{name}” mixes steps for different media.", name=name)))
    if faults:
        raise Wrong(faults)
    return Chain(name, tuple(made), str(data.get("words", ""))[:120])


def _do(data: Mapping[str, Any], faults: list[tuple[str, str]]) -> Do:
    name = str(data.get("do", ""))
    step: Step | None = catalogue.steps().get(name)
    if step is None:
        faults.append(("chains", say("There is no step “{name}”.", name=name[:60])))
        return Do(name, {})
    given: dict[str, float] = {}
    for key, value in data.items():
        if key in ("do", "version"):
            continue
        limits = step.parameters.get(key)
        if limits is None:
            faults.append(("chains", say("“{step}” has no value “{name}”.", step=name, name=str(key)[:40])))
        elif (
            isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not limits[1] <= value <= limits[2]
        ):
            faults.append(("chains", say("{name} of “{step}” lies between {least} and {most}.", name=key, step=name, least=f"{limits[1]:g}", most=f"{limits[2]:g}")))  # fmt: skip
        else:
            given[str(key)] = float(value)
    return Do(name, {**{key: limits[0] for key, limits in step.parameters.items()}, **given})


def read(data: Any) -> Recipe:
    """A recipe from its JSON data. Raises `Wrong` with every fault. Versions in it are what was tried then; what is at hand is tried now."""
    if not isinstance(data, Mapping) or not isinstance(data.get("corpus"), Mapping):
        raise Wrong([("", say("This is no recipe."))])
    faults: list[tuple[str, str]] = []
    chains: list[Chain] = []
    for one in data.get("chains") or []:
        try:
            chains.append(_chain(one if isinstance(one, Mapping) else {}))
        except Wrong as wrong:
            faults += wrong.faults
    signals = [str(one.get("id", "")) for one in data.get("signals") or [] if isinstance(one, Mapping)]
    corpus = data["corpus"]
    files = tuple((str(one.get("name", "")), str(one.get("sha256", ""))) for one in corpus.get("files") or [])
    numbers = [corpus.get("count"), data.get("seed")]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise Wrong([*faults, ("", say("Count and seed are whole numbers."))])
    return check(
        str(corpus.get("name", "")), str(corpus.get("media", "")), int(numbers[0]), int(numbers[1]), chains, signals, files, faults
    )


def check(
    corpus: str, media: str, count: int, seed: int, chains: Sequence[Chain], signals: Sequence[str], files: Sequence[tuple[str, str]] = (), faults: Sequence[tuple[str, str]] = ()
) -> Recipe:  # fmt: skip
    """A recipe of checked parts. Raises `Wrong` with every fault."""
    wrong = list(faults)
    known: dict[str, Signal] = catalogue.signals()
    if not files and corpus not in corpora.CORPORA:
        wrong.append(("corpus", say("There is no corpus “{name}”.", name=corpus[:60])))
    elif not files:
        media = corpora.CORPORA[corpus][0]
    if media not in MEDIA:
        wrong.append(("corpus", say("“{name}” is no medium.", name=media[:40])))
    if not 1 <= count <= corpora.LARGEST or (files and count != len(files)):
        wrong.append(("count", say("A corpus has 1 to {most} files.", most=corpora.LARGEST)))
    if not 0 <= seed < 2**31:
        wrong.append(("seed", say("A seed is a whole number from 0 to 2,147,483,647.")))
    if not chains or len(chains) > CHAINS_AT_MOST:
        wrong.append(("chains", say("Choose 1 to {most} transformations.", most=CHAINS_AT_MOST)))
    if len({one.name for one in chains}) < len(chains) or any(one.name == "as-made" for one in chains):
        wrong.append(("chains", say("Two transformations have the same name.")))
    for one in chains:
        if any(catalogue.steps()[step.id].media != media for step in one.steps):
            wrong.append(("chains", say("“{name}” is not for files of this kind.", name=one.label)))
    if not signals or len(signals) > SIGNALS_AT_MOST or len(set(signals)) < len(signals):
        wrong.append(("signals", say("Choose 1 to {most} signals, each once.", most=SIGNALS_AT_MOST)))
    for name in signals:
        if name not in known:
            wrong.append(("signals", say("There is no signal “{name}”.", name=name[:60])))
        elif media not in known[name].media:
            wrong.append(("signals", say("“{name}” is not for files of this kind.", name=known[name].label)))
    if wrong:
        raise Wrong(wrong)
    chosen: Media = next(one for one in MEDIA if one == media)
    return Recipe(corpus, chosen, count, seed, tuple(chains), tuple(signals), tuple(files))
