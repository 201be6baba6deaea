"""What the trials come to: how many kept the signal after each chain, with intervals; how often it was found where it was not; what it cost."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean, median
from typing import Any

from interchange.workbench.signals.trials import catalogue, running
from interchange.workbench.signals.trials.process import AS_MADE
from interchange.workbench.signals.trials.recipe import Recipe, digest
from interchange.workbench.signals.trials.statistics import Share, wilson

VERSION = "1.0"
REMARKS = 100
Answers = Mapping[str, Mapping[str, Any]]  # of one file: chain -> answer


def _share(made: Share) -> dict[str, Any]:
    return {"kept": made.kept, "of": made.of, "share": round(made.value, 4), "low": round(made.low, 4), "high": round(made.high, 4)}


def assemble(recipe: Recipe, files: Sequence[tuple[str, str, Answers]]) -> dict[str, Any]:
    """The result as JSON data. `files` are (name, SHA-256, answers) in the order of the corpus; the digest leaves times out."""
    said = recipe.data()
    known = catalogue.signals()
    lines = []
    for name in running.names(recipe):
        label = "As made" if name == AS_MADE else next(one.label for one in recipe.chains if one.name == name)
        cells = {signal: _cell(signal, name, files) for signal in recipe.signals}
        lines.append({"name": name, "label": label, "cells": cells})
    made = {
        "version": VERSION,
        "recipe": said,
        "libraries": running.libraries(),
        "files": [{"name": name, "sha256": sha} for name, sha, _answers in files],
        "signals": [
            {"id": one, "label": known[one].label, "sort": known[one].sort, "rule": known[one].rule, "tool": known[one].tool, "version": known[one].version}
            for one in recipe.signals
        ],
        "lines": lines,
        "false_positives": {one: _false(one, files) for one in recipe.signals},
        "remarks": list(_remarks(files))[:REMARKS],
    }  # fmt: skip
    return {**made, "digest": digest(made), "cost": _cost(recipe, files)}


def _cell(signal: str, name: str, files: Sequence[tuple[str, str, Answers]]) -> dict[str, Any]:
    """Of the files in which the signal stood as they were made: how many still have it. The line "as made" counts all files that could be marked."""
    counts = {"kept": 0, "broken": 0, "lost": 0}
    far: list[float] = []
    failed = 0
    for _name, _sha, answers in files:
        whole = answers[AS_MADE].get("states", {}).get(signal)
        if whole is None or (name != AS_MADE and whole[0] != "kept"):
            continue
        found = answers[name].get("states", {}).get(signal)
        if found is None:
            failed += 1
            continue
        counts[found[0]] += 1
        if found[1] is not None:
            far.append(found[1])
    tried = sum(counts.values())
    middle = {"distance": round(median(far), 4), "farthest": round(max(far), 4)} if far else {}
    return {**_share(wilson(counts["kept"], tried)), "broken": counts["broken"], "failed": failed, **middle}


def _false(signal: str, files: Sequence[tuple[str, str, Answers]]) -> dict[str, Any]:
    """How often it was found where nobody put it: in files without marks; for codes, in pairs of different files."""
    one = catalogue.signals()[signal]
    if one.sort == "code":
        codes = [str(answers[AS_MADE]["codes"][signal]) for _name, _sha, answers in files if answers[AS_MADE].get("codes", {}).get(signal)]
        near = [one.near(first, second) for first, second in combinations(codes, 2)]
        return {**_share(wilson(sum(near), len(near))), "among": "pairs"}
    found = [bool(answers[AS_MADE]["found"][signal]) for _name, _sha, answers in files if signal in answers[AS_MADE].get("found", {})]
    return {**_share(wilson(sum(found), len(found))), "among": "files"}


def _remarks(files: Sequence[tuple[str, str, Answers]]) -> Iterator[dict[str, str]]:
    """What could not be done, and why: a finding, not a gap."""
    for name, _sha, answers in files:
        for chain, answer in answers.items():
            if "failed" in answer:
                yield {"file": name, "chain": chain, "why": str(answer["failed"])}
            for part in ("absent", "unmeasured"):
                for signal, why in answer.get(part, {}).items():
                    yield {"file": name, "chain": chain, "signal": signal, "why": str(why)}


def _cost(recipe: Recipe, files: Sequence[tuple[str, str, Answers]]) -> dict[str, Any]:
    """Mean seconds and sizes; they differ from machine to machine and are no part of the digest."""
    chains: dict[str, Any] = {}
    for name in running.names(recipe):
        answers = [one[2][name] for one in files if "bytes" in one[2][name] and "bytes" in one[2][AS_MADE]]
        if answers:
            before = [one[2][AS_MADE]["bytes"] for one in files if "bytes" in one[2][name] and "bytes" in one[2][AS_MADE]]
            sizes = fmean(answer["bytes"] / size for answer, size in zip(answers, before, strict=True))
            chains[name] = {"seconds": round(fmean(answer.get("spent", 0.0) for answer in answers), 5), "size": round(sizes, 3)}
    signals = {}
    for signal in recipe.signals:
        spent = [answer["seconds"][signal] for one in files for answer in one[2].values() if signal in answer.get("seconds", {})]
        signals[signal] = round(fmean(spent), 5) if spent else 0.0
    return {"chains": chains, "signals": signals}


def without_cost(made: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be the same each time."""
    return {name: value for name, value in made.items() if name not in ("cost", "digest")}


def rows(made: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The result as a table: one line for each transformation and signal, with a head."""
    yield ["transformation", "label", "signal", "kept", "of", "share", "low95", "high95", "broken", "failed", "median_distance"]
    for line in made["lines"]:
        for signal, cell in line["cells"].items():
            yield [line["name"], line["label"], signal, cell["kept"], cell["of"], cell["share"], cell["low"], cell["high"], cell["broken"], cell["failed"], cell.get("distance", "")]  # fmt: skip
    for signal, cell in made["false_positives"].items():
        yield ["false-positive", cell["among"], signal, cell["kept"], cell["of"], cell["share"], cell["low"], cell["high"], 0, 0, ""]


def stale(made: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Signals whose reader or library is not the one that was tried: name -> (version tried, version now; "" where it is gone)."""
    known = catalogue.signals()
    now = {one["id"]: known[one["id"]].version if one["id"] in known else "" for one in made["signals"]}
    return {one["id"]: (one["version"], now[one["id"]]) for one in made["signals"] if one["version"] != now[one["id"]]}


def complete(recipe: Recipe, given: Sequence[tuple[str, str, str]], store: running.Store) -> list[tuple[str, str, Answers]] | None:
    """The answers to all of a recipe, from the store; None where one is missing. `given` are (name, SHA-256, media type)."""
    found: list[tuple[str, str, Answers]] = []
    for name, sha, kind in given:
        by_name = running.keys(recipe, sha, kind)
        known = store.get(list(by_name.values()))
        if len(known) < len(set(by_name.values())):
            return None
        found.append((name, sha, {chain: known[key] for chain, key in by_name.items()}))
    return found
