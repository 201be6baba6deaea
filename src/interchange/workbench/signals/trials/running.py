"""Follows a recipe: asks the limited process for what is not known yet, and keeps each answer by its content.

An answer's key is the hash of all that decides it: the file, the marks, the chain, versions, seeds. So a run that was killed goes on where it stood
and comes to the same result, and two experiments share what they have in common.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

from interchange.workbench.signals.options import Options
from interchange.workbench.signals.pool import Died, Worker
from interchange.workbench.signals.trials import catalogue, corpora
from interchange.workbench.signals.trials.interface import Sample
from interchange.workbench.signals.trials.process import AS_MADE
from interchange.workbench.signals.trials.recipe import Recipe, digest
from interchange.workbench.signals.worker import MEMORY

MODULE = "interchange.workbench.signals.trials.process"
TIME = 30.0  # seconds for one copy by the clock
KILLED = "(signal 9)"
RENEW = 200  # files after which a process is let go
Answer = dict[str, Any]


class Store(Protocol):
    """Where answers are kept, by their keys."""

    def get(self, keys: list[str]) -> Mapping[str, Answer]:
        """Those that are known."""
        ...

    def put(self, made: Mapping[str, Answer]) -> None:
        """Keep some, all or none."""
        ...


class Memory(dict[str, Answer]):
    """A store that lasts as long as the process."""

    def get(self, keys: Any, default: Any = None) -> Any:  # type: ignore[override]
        """Those that are known."""
        return {key: self[key] for key in keys if key in self}

    def put(self, made: Mapping[str, Answer]) -> None:
        """Keep some."""
        self.update(made)


@lru_cache(maxsize=1)
def libraries() -> dict[str, str]:
    """The libraries whose versions may decide an answer."""
    found = {}
    for name in ("pillow", "numpy", "iscc-lib", "c2pa-python", "pypdfium2"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def sha256(content: bytes) -> str:
    """Of a file's content."""
    return hashlib.sha256(content).hexdigest()


def names(recipe: Recipe) -> list[str]:
    """The file as it was made, then the chains, in their order."""
    return [AS_MADE, *(one.name for one in recipe.chains)]


def seed(recipe: Recipe, file: str, steps: Any) -> int:
    """The seed of one chain on one file: it depends on nothing else in the recipe."""
    return int(digest([recipe.seed, file, steps])[:8], 16)


def keys(recipe: Recipe, file: str, media_type: str) -> dict[str, str]:
    """The key of each answer about a file, by the chain's name."""
    said = recipe.data()
    ground = {"file": file, "type": media_type, "signals": said["signals"], "libraries": libraries()}
    made = {AS_MADE: digest(ground)}
    for one in said["chains"]:
        made[one["name"]] = digest({**ground, "steps": one["steps"], "seed": seed(recipe, file, one["steps"])})
    return made


class Laboratory:
    """One limited process, made anew when it fell."""

    def __init__(self, memory: int = MEMORY, seconds: float = TIME) -> None:
        self.memory, self.seconds = memory, seconds
        self.worker: Worker | None = None

    def __enter__(self) -> "Laboratory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self.worker is not None:
            self.worker.close()
            self.worker = None

    def _process(self) -> Worker:
        if self.worker is None or self.worker.process.poll() is not None or self.worker.files >= RENEW:
            self.close()
            self.worker = Worker(Options(added=False), self.memory, module=MODULE)
        return self.worker

    def trials(self, sample: Sample, recipe: Recipe, wanted: list[str]) -> Iterator[tuple[str, Answer]]:
        """(chain, answer) for the chains that are wanted, the file as it was made first and always. What brings the process down is an answer too."""
        said = {one["name"]: one["steps"] for one in recipe.data()["chains"]}
        left = [name for name in wanted if name != AS_MADE]
        first, again = True, True
        while first or left:
            try:
                yield from self._once(sample, recipe, said, left, first=first)
                return
            except Died as wrong:
                self.close()
                if again and KILLED in str(wrong):  # from outside, not by what it did: once more
                    again = False
                    first = first and not self._begun
                    continue
                if first and not self._begun:
                    yield from ((name, {"failed": str(wrong)}) for name in [AS_MADE, *left])
                    return
                first = False
                if not left:
                    return
                yield left.pop(0), {"failed": str(wrong)}

    _begun = False

    def _once(
        self, sample: Sample, recipe: Recipe, said: Mapping[str, Any], left: list[str], *, first: bool
    ) -> Iterator[tuple[str, Answer]]:
        """One pass; takes each chain that was answered out of `left`. Raises `Died`."""
        self._begun = False
        file = sha256(sample.content)
        job = {
            "name": sample.name, "media_type": sample.media_type, "signals": list(recipe.signals), "chains": [said[name] for name in left],
            "seeds": [seed(recipe, file, said[name]) for name in left],
        }  # fmt: skip
        worker = self._process()
        made = worker.job(job, "", sample.content, self.seconds * 2)
        if "states" not in made:
            raise Died("it did not answer in its own language")
        self._begun = True
        if first:
            yield AS_MADE, made
        for name in list(left):
            told = worker.line(self.seconds)
            if "states" not in told and "failed" not in told:
                raise Died("it did not answer in its own language")
            left.remove(name)
            yield name, told


def files(recipe: Recipe) -> Iterator[Sample]:
    """The files of a corpus that is made here."""
    return corpora.make(recipe.corpus, recipe.count, recipe.seed)


def run(recipe: Recipe, given: Iterable[Sample], store: Store, laboratory: Laboratory) -> Iterator[int]:
    """Follow a recipe on the files; yields how many copies are known after each file. Each file's answers are kept together."""
    done = 0
    order = names(recipe)
    for sample in given:
        by_name = keys(recipe, sha256(sample.content), sample.media_type)
        known = store.get(list(by_name.values()))
        missing = [name for name in order if by_name[name] not in known]
        if missing:
            store.put({by_name[name]: made for name, made in laboratory.trials(sample, recipe, missing) if name in missing})
        done += len(order)
        yield done


def tool_of(signal: str) -> str:
    """The code of the map's entry about a signal, or ""."""
    known = catalogue.signals().get(signal)
    return known.tool if known else ""
