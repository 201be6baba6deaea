"""`interchange inspect FILE...`: reports on the terminal, as JSON or as JSON lines. Needs no house and no settings."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from interchange.workbench.signals.model import Report
from interchange.workbench.signals.options import Options


def declare(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or a folder whose files are all read")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON report; a list if there are several files")
    shape.add_argument("--jsonl", action="store_true", help="one JSON report a line, each with its file's path, as they are made")
    parser.add_argument("--codes", action="store_true", help="compute ISCC and SHA-256 of the content as well")
    parser.add_argument("--no-pixels", action="store_true", help="do not decode pictures to look for watermarks")
    parser.add_argument(
        "--trust",
        metavar="FOLDER",
        help="folder with trust lists (PEM, or JSON of ETSI TS 119 602); otherwise that of INTERCHANGE_TRUST_LISTS",
    )
    parser.add_argument("--jobs", type=int, default=0, help="files read side by side (default: as many as there are cores)")


def run(given: argparse.Namespace) -> int:
    """Print a report for each file; 0, or 1 if a file could not be opened, or 2 if the trust lists cannot be read."""
    from interchange.workbench.signals import trust
    from interchange.workbench.signals.inspecting import files

    try:
        lists = trust.folder(given.trust) if given.trust else trust.configured()
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"interchange: the trust lists cannot be read: {wrong}\n")
        return 2
    options = Options(lists, codes=given.codes, pixels=not given.no_pixels)
    failed = False
    kept: list[dict[str, object]] = []
    for path, report in _reports(list(given.files), files(given.files), options, given.jobs or os.cpu_count() or 1):
        failed = failed or any(one.code == "not-opened" for one in report.findings)
        if given.json:
            kept.append(report.json())
        else:
            _write(path, report, as_line=given.jsonl)
    if given.json:
        sys.stdout.write(
            json.dumps(kept[0] if len(kept) == 1 and not Path(given.files[0]).is_dir() else kept, ensure_ascii=False, indent=2) + "\n"
        )
    return 1 if failed else 0


def _reports(named: list[str], paths: Iterator[Path], options: Options, jobs: int) -> Iterator[tuple[Path, Report]]:
    from interchange.workbench.signals.inspecting import inspect_many

    alone = len(named) == 1 and not Path(named[0]).is_dir()
    yield from inspect_many(paths, options=options, jobs=1 if alone else jobs)


def _write(path: Path, report: Report, *, as_line: bool) -> None:
    from interchange.workbench.signals import printing

    if as_line:
        sys.stdout.write(json.dumps({"path": str(path), "report": report.json()}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(printing.lines(report)) + "\n\n")
    sys.stdout.flush()
