"""Time and memory of the transparency report from a journal of a million events, on either database.

    python -m benchmarks.transparency [--events 1000000]
    python -m scripts.postgres python -m benchmarks.transparency            (the same on PostgreSQL)

Fills a journal of its own with events in the mixture of the demo world (linked as `record_many` links them), counts the report once and
fetches its page. Prints a Markdown table, with the time of reading the same rows and doing nothing with them as the measure beside it.
Goal: 30 s a million.
"""

import argparse
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.world.house import HOST, look_over, prepare

MIXTURE = (
    ("application.saved", "calls.application", 40),
    ("review.filed", "calls.application", 8),
    ("application.submitted", "calls.application", 6),
    ("attendance.here", "meetings.session", 20),
    ("document.issued", "meetings.document", 4),
    ("action.given", "meetings.actionpoint", 3),
    ("action.finish", "meetings.actionpoint", 3),
    ("record.published", "repository.record", 4),
    ("comment.said", "threads.comment", 12),
)


def fill(events: int) -> None:
    """Events of five years; each sort in runs of a thousand."""
    from django.db import transaction

    from interchange.ground.journal.actions import record_many
    from interchange.ground.policy.viewer import SYSTEM

    weight = sum(share for _verb, _kind, share in MIXTURE)
    start, made, step = datetime(2022, 1, 1, tzinfo=UTC), 0, 0
    while made < events:
        for verb, kind, share in MIXTURE:
            count = max(1, 10_000 * share // weight)
            at = start + timedelta(days=1800 * made / events)
            after = {"person": made % 5000, "due": (at + timedelta(days=20)).date()}
            with transaction.atomic():
                record_many(SYSTEM, verb, [(kind, step * count + number) for number in range(count)], at=at, after=after)
            made += count
        step += 1
    look_over()


def main() -> int:
    """Fill, count, show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        from django.db import connection
        from django.test import Client

        from interchange.desk.transparency import actions, queries
        from interchange.ground.journal.models import Event
        from interchange.ground.policy.viewer import SYSTEM

        fill(given.events)
        count = Event.objects.count()
        begun = time.perf_counter()
        read = sum(1 for _event in queries.happened(count))
        reading = time.perf_counter() - begun
        begun = time.perf_counter()
        actions.count_anew(SYSTEM, at=datetime.now(UTC))
        counting = time.perf_counter() - begun
        client = Client(headers={"host": HOST})
        client.get("/transparency/")
        begun = time.perf_counter()
        answer = client.get("/transparency/?format=json")
        page = time.perf_counter() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"Database: {connection.vendor}; {count:,} events, of which {read:,} are counted; status {answer.status_code}\n")
        print("| | seconds | times the reading |\n|---|---|---|")
        for name, seconds in (("reading the rows alone", reading), ("the whole report", counting), ("its JSON", page)):
            print(f"| {name} | {seconds:.2f} | {seconds / reading:.2f} |")
        print(f"\nHighest memory of the process: {memory:.0f} MB")
    return 0 if counting < 30 * count / 1_000_000 else 1


if __name__ == "__main__":
    sys.exit(main())
