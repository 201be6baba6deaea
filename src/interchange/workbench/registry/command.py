"""`interchange registry`: codes of a folder, lists asked, files held against the register, evidence and indexes checked, partitions matched.

`codes`, `verify`, `check-index`, `lookup --index` and `partitions` need no house and no settings; they open no connection.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from interchange.workbench.codes import bundle, manifest, signed
from interchange.workbench.codes.bands import FARTHEST

CHUNK = 5000  # lines of a list answered together


def declare(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    codes = parts.add_parser("codes", help="print a manifest of files and folders: one JSON line a work; the files stay where they are")
    codes.add_argument("paths", nargs="+", metavar="FILE")
    codes.add_argument("--asking", action="store_true", help="codes to ask with (all orientations, closer steps), for `match`")
    for name in ("holder", "contact", "visibility"):
        codes.add_argument(f"--{name}", default="")
    codes.add_argument("--reserve", action="append", default=[], metavar="USE")
    lookup = parts.add_parser("lookup", help="answer a list of codes of any length, one JSON line each")
    lookup.add_argument("list", help="a file, or - for standard input")
    lookup.add_argument("--index", help="a signed index; without it the house's own register is asked")
    lookup.add_argument("--key", help="the register's public key (PEM)")
    lookup.add_argument("--near", type=int, default=0, help=f"bits that may differ, at most {FARTHEST}")
    lookup.add_argument("--hits", action="store_true", help="print only lines that meet something")
    match = parts.add_parser("match", help="hold a manifest made with `codes --asking` against the house's public register")
    match.add_argument("list", help="a file, or - for standard input")
    spread = parts.add_parser("partitions", help="write the house's public codes as partitions; with --ask, match a list in all of them")
    spread.add_argument("folder")
    spread.add_argument("--scheme", choices=["image", "audio", "passage"], default="image")
    spread.add_argument("--ask", metavar="LIST", help="codes to match, one a line; prints [line, work, distance]")
    spread.add_argument("--scheduler", help="address of a Dask scheduler; without it this machine does all")
    check = parts.add_parser("verify", help="check a bundle of evidence; exit code 1 where anything is wrong")
    check.add_argument("bundle")
    check.add_argument("--key", help="the register's public key (PEM), had from elsewhere")
    check.add_argument("--authority", help="certificates of the time-stamping authority (PEM)")
    index = parts.add_parser("check-index", help="check a signed index; exit code 1 where it is not what its key signed")
    index.add_argument("index")
    index.add_argument("--key", help="the register's public key (PEM), had from elsewhere")


def run(given: argparse.Namespace) -> int:
    """Carry it out; returns the exit code."""
    try:
        return {
            "codes": _codes,
            "lookup": _lookup,
            "match": _match,
            "verify": _verify,
            "check-index": _check_index,
            "partitions": _partitions,
        }[given.what](given)
    except BrokenPipeError:  # whoever read the answers had enough
        sys.stderr.close()
        return 0
    except (OSError, signed.NotGenuine, manifest.Faulty) as wrong:
        sys.stderr.write(f"interchange: {wrong}\n")
        return 1


def _say(data: Any) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")


def _files(paths: list[str]) -> Iterator[Path]:
    for one in map(Path, paths):
        yield from sorted(found for found in one.rglob("*") if found.is_file()) if one.is_dir() else [one]


def _codes(given: argparse.Namespace) -> int:
    from interchange.workbench.codes.make import codes_of
    from interchange.workbench.codes.model import NoCode

    refused = 0
    for path in _files(given.paths):
        try:
            made = codes_of(path, asking=given.asking)
        except NoCode as wrong:
            refused += 1
            sys.stderr.write(f"{path}: no code ({wrong.reason})\n")
            continue
        words = {"title": path.stem, "rights_holder": given.holder, "contact": given.contact, "visibility": given.visibility}
        _say({**{name: value for name, value in words.items() if value}, "reservations": given.reserve, **made.json()})
    return 1 if refused else 0


def _source(name: str) -> TextIO:
    return sys.stdin if name == "-" else open(name, encoding="utf-8", errors="replace")


def _chunks(source: TextIO, size: int) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in source:
        if line.strip():
            chunk.append(line.strip()[:400])
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _lookup(given: argparse.Namespace) -> int:
    if not 0 <= given.near <= FARTHEST:
        sys.stderr.write(f"interchange: --near is at most {FARTHEST}\n")
        return 2
    answer = _of_index(given) if given.index else _of_house(given)
    for chunk in _chunks(_source(given.list), CHUNK):
        for line, found in answer(chunk):
            if isinstance(found, manifest.Faulty):
                _say({"line": line, "problem": str(found)})
            elif found or not given.hits:
                _say({"line": line, "works": found})
    return 0


def _of_index(given: argparse.Namespace) -> Any:
    signed.check(given.index, Path(given.key).read_bytes() if given.key else None)
    index = signed.Index(given.index)

    def answer(lines: list[str]) -> Iterator[tuple[str, Any]]:
        for line in lines:
            try:
                yield line, index.answer(manifest.question(line), given.near)
            except manifest.Faulty as wrong:
                yield line, wrong

    return answer


def _of_house(given: argparse.Namespace) -> Any:
    import django

    django.setup()
    from interchange.ground.policy.viewer import VISITOR
    from interchange.workbench.registry import queries

    return lambda lines: queries.lookup(VISITOR, lines, given.near)


def _match(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from interchange.ground.policy.viewer import VISITOR
    from interchange.workbench.registry import matching, queries, showing

    for number, line in enumerate(_source(given.list), 1):
        if not line.strip():
            continue
        try:
            entry = manifest.entry(line)
        except manifest.Faulty as wrong:
            _say({"line": number, "problem": str(wrong)})
            continue
        found = [
            {**queries.told(one.work), **one.json(), "statement": showing.chance(one.chance)} for one in matching.match(VISITOR, entry.made)
        ]
        _say({"line": number, "title": entry.title, "found": found})
    return 0


def _partitions(given: argparse.Namespace) -> int:
    from interchange.workbench.codes.model import NUMBERS, Scheme

    if not given.ask:
        import django

        django.setup()
    from interchange.workbench.registry import partitioned

    folder = Path(given.folder)
    if not given.ask:
        made = partitioned.write(folder, partitioned.register_codes(NUMBERS[Scheme(given.scheme)]))
        sys.stdout.write(f"{len(made)} partitions in {folder}\n")
        return 0
    asked = []
    for line in _source(given.ask):
        if line.strip():
            asked += [code.bits for code in manifest.question(line).codes[:1]]
    if given.scheduler:
        from dask.distributed import Client

        with Client(given.scheduler) as client:
            found = partitioned.spread(client, folder, asked)
    else:
        found = partitioned.here(folder, asked)
    for hit in found:
        _say(list(hit))
    return 0


def _verify(given: argparse.Namespace) -> int:
    checks = bundle.verify(
        given.bundle,
        key_pem=Path(given.key).read_bytes() if given.key else None,
        authority=Path(given.authority).read_bytes() if given.authority else None,
    )
    for one in checks:
        mark = {True: "good", False: "BAD", None: "?"}[one.good]
        sys.stdout.write(f"{mark:5} {one.name}: {one.words}\n")
    good = bundle.holds(checks)
    sys.stdout.write("The bundle holds.\n" if good else "The bundle does not hold.\n")
    return 0 if good else 1


def _check_index(given: argparse.Namespace) -> int:
    head = signed.check(given.index, Path(given.key).read_bytes() if given.key else None)
    sys.stdout.write(f"Signed by {head['public_key']}, made {head['made_at']}, {head['works']} works.\n")
    if not given.key:
        sys.stdout.write("Compare the key with the one that the register publishes.\n")
    return 0
