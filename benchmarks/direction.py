"""Counting at full size: 100,000 marks with every leave-one-out range (goal: under 10 s), 1,000,000 marks once, the likeness check over 2,000 topics.

    python -m benchmarks.direction [--organisations 150] [--million] [--house]
    python -m scripts.postgres python -m benchmarks.direction --house        the house's part on PostgreSQL

Pure counting uses no database, so its figures hold for both. `--house` fills one (that of INTERCHANGE_DATABASE_URL or a fresh SQLite file in
INTERCHANGE_DATA_DIR) with 5,000 members, 2,000 topics and four rounds of 5,000 ballots with 50 marks each, a million in all; closes and counts them as the clock
and the worker do, and measures the pages: queries (goal: 15 at most), milliseconds, kB. Processor seconds stand beside the clock's, because other work shows in
the latter only.
"""

import argparse
import random
import time

PROFILES = ["academic", "ai-developer", "creator", "rightsholder", "tech-professional"]


def ballots(method: str, voters: int, items: int, organisations: int) -> tuple[list[dict], int]:
    """Made-up ballots and how many marks are on them."""
    chance, names, made, marks = random.Random(5), [f"i{n}" for n in range(items)], [], 0
    for _voter in range(voters):
        if method == "statements":
            given = {name: chance.choice([1, 1, -1, 0]) for name in names}
        elif method == "pairs":
            given = [chance.sample(names, 2) for _pair in range(items)]
        elif method == "ranking":
            given = [[name] for name in chance.sample(names, items)]
        elif method == "points":
            given = {name: chance.randint(0, 4) for name in names}
        else:
            given = chance.sample(names, items // 2)
        marks += len(given)
        made.append({"profile": chance.choice(PROFILES), "organisation": f"o{chance.randrange(organisations)}", "marks": given})
    return made, marks


def timed(words: str, work) -> None:
    """Say how long a piece of work took."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    print(f"{words:<60} {time.perf_counter() - clock:7.2f} s  {time.process_time() - processor:7.2f} s of processor")


def main() -> None:
    """Measure."""
    from interchange.work.direction.counting import result

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=150)
    parser.add_argument("--house", action="store_true", help="only the part with a database")
    parser.add_argument("--members", type=int, default=5000)
    parser.add_argument("--topics", type=int, default=2000)
    parser.add_argument("--million", action="store_true", help="also a round of 5,000 ballots with 200 marks each")
    given = parser.parse_args()
    if given.house:
        from benchmarks.direction_house import measure

        measure(given.members, given.topics, given.organisations)
        return
    for method in ("statements", "pairs", "ranking", "points", "choice"):
        made, marks = ballots(method, 5000 if method != "choice" else 10_000, 20, given.organisations)
        rule = {"method": method, "cap": 1, "seats": 5, "pairs": 20}
        items = [{"id": f"i{n}"} for n in range(20)]
        timed(
            f"{method}: {marks:,} marks, {given.organisations} organisations",
            lambda rule=rule, items=items, made=made: result.count(rule, items, made),
        )
    if given.million:
        made, marks = ballots("statements", 5000, 200, given.organisations)
        items = [{"id": f"i{n}"} for n in range(200)]
        timed(f"statements: {marks:,} marks", lambda: result.count({"method": "statements", "cap": 1}, items, made))
    from interchange.work.direction import likeness

    words = [f"word{n}" for n in range(3000)]
    chance = random.Random(1)
    topics = [likeness.weighed(" ".join(chance.sample(words, 8)), " ".join(chance.sample(words, 60))) for _topic in range(2000)]
    timed("likeness of one topic to 2,000", lambda: likeness.nearest(topics[0], topics[1:]))


if __name__ == "__main__":
    main()
