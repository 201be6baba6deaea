"""`inspect`: one file in, one report out. `inspect_many`: a folder, side by side."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from interchange.workbench.signals import pool, work
from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.make import unreadable
from interchange.workbench.signals.model import Finding, Report, Run, Scheme, Subject
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.pool import Outcome
from interchange.workbench.signals.registry import readers
from interchange.workbench.signals.reservations.findings import decisions
from interchange.workbench.signals.schemes import ALL
from interchange.workbench.signals.summary import summarise


def inspect(given: str | Path | bytes, *, name: str = "", options: Options | None = None, isolated: bool = True) -> Report:
    """Everything that a file says about itself.

    `given` is a path or the bytes themselves (then `name` is what the sender called them). Parsers run in a limited process unless `isolated` is
    False, which is for measuring and for files that one made oneself. Raises nothing for what the file is; a path that cannot be opened gives a
    report that says so.
    """
    options = options or Options()
    content = given if isinstance(given, bytes) else None
    path = "" if isinstance(given, bytes) else os.fspath(Path(given).absolute())
    name = name or (Path(path).name if path else "bytes")
    outcome = pool.shared(options).look(name, path=path, content=content) if isolated else _here(name, path, content, options)
    return report(name, outcome)


def inspect_many(paths: Iterable[str | Path], *, options: Options | None = None, jobs: int = 2) -> Iterator[tuple[Path, Report]]:
    """Reports in the order of `paths`, read by `jobs` processes side by side."""
    with pool.Pool(options or Options(), size=max(1, jobs)) as made:
        for path, outcome in made.many(paths):
            yield path, report(path.name, outcome)


def files(given: Iterable[str | Path]) -> Iterator[Path]:
    """The files named, and all files below the folders named, in the order of their names; links are not followed."""
    for one in given:
        path = Path(one)
        if path.is_dir():
            for folder, inner, names in os.walk(path, followlinks=False):
                inner.sort()
                yield from (Path(folder) / name for name in sorted(names) if not (Path(folder) / name).is_symlink())
        else:
            yield path


def _here(name: str, path: str, content: bytes | None, options: Options) -> Outcome:
    outcome = Outcome()
    try:
        source = work.source(name, options, path=path, content=content)
    except OSError as wrong:
        outcome.failed = f"the file cannot be opened ({wrong.strerror or type(wrong).__name__})"
        return outcome
    outcome.size, outcome.media_type = source.size, source.media_type
    for thing in work.run(source):
        if isinstance(thing, Finding):
            outcome.findings.append(thing)
        elif isinstance(thing, Run):
            outcome.runs.append(thing)
    return outcome


def report(name: str, outcome: Outcome) -> Report:
    """Number the findings, name their schemes, sum up."""
    found = list(outcome.findings)
    if outcome.failed:
        found.insert(0, unreadable("container", "the file", outcome.failed, code="not-opened"))
    numbered = tuple(replace(one, id=f"f{number}") for number, one in enumerate(found, start=1))
    known: dict[str, Scheme] = {scheme.id: scheme for reader in readers() for scheme in reader.schemes}
    schemes = tuple(known.get(one) or ALL[one] for one in dict.fromkeys(one.scheme for one in numbered) if one in known or one in ALL)
    digest = next((str(one.data["sha256"]) for one in numbered if one.scheme == "iscc" and "sha256" in one.data), "")
    subject = Subject(name, outcome.size, outcome.media_type or sniff.UNKNOWN, sniff.by_name(name), digest)
    decided = decisions(numbered)
    return Report(subject, numbered, summarise(numbered, decided), decided, schemes, tuple(outcome.runs))
