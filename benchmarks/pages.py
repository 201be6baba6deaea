"""Server time and query counts of the pages that matter, with 500 applications to one call and 5,000 people, on either database.

    python -m benchmarks.pages [--people 5000] [--applications 500] [--rounds 40]
    python -m scripts.postgres python -m benchmarks.pages            (the same on PostgreSQL)

Builds a house of its own in a temporary folder: a small demo world and the first applications to its large call by actions; the rest of the
applications (with evidence, readers, marks and results) and of the people are copies of their rows. Asks each page `rounds` times in one process, through every middleware, without the visitors' cache.
Prints a Markdown table; exit code 1 where a page costs more than 15 queries. Goal: p95 under 100 ms on an idle machine. The processor's
time of this process stands beside it (on PostgreSQL without the server's), for machines that do other things meanwhile.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.world import people
from benchmarks.world.house import HOST, QUERIES, prepare
from benchmarks.world.people import LARGE


def pages() -> list[tuple[str, str, str]]:
    """(what, who, address) of what is measured."""
    from interchange.network.calls.models import Application, Call
    from interchange.network.selection.models import Assignment

    large = Call.objects.get(title=LARGE)
    opened = Call.objects.filter(state="published").latest("closes_at")
    mine = Application.objects.get(person__email="applicant@example.org", call=opened)
    review = Assignment.objects.filter(state="assigned", application__call=large).select_related("reviewer").first()
    file = Application.objects.filter(call=large, state="eligible").first()
    return [
        ("call page", "", f"/calls/{opened.slug}/"),
        ("application step", "applicant@example.org", f"/applications/{mine.pk}/text/"),
        ("application: check and submit", "applicant@example.org", f"/applications/{mine.pk}/check/"),
        ("review table", "officer@example.org", f"/selection/{large.slug}/applications/"),
        ("review table, filtered and sorted", "officer@example.org", f"/selection/{large.slug}/applications/?sort=points&profile=creator"),
        ("set building", "officer@example.org", f"/selection/{large.slug}/set/"),
        ("selection dashboard", "officer@example.org", "/selection/"),
        ("one file, reviewers suggested", "officer@example.org", f"/selection/applications/{file.pk}/"),
        ("one review", review.reviewer.email, f"/selection/reviews/{review.pk}/"),
        ("directory, member", "member001@example.org", "/members/"),
        ("directory, visitor", "", "/members/"),
        ("directory, searched and filtered", "member001@example.org", "/members/?q=Bench&profile=creator"),
        ("composition", "", "/members/composition/"),
        ("desk of an officer", "officer@example.org", "/desk/"),
        ("letters", "officer@example.org", "/post/"),
        ("search", "member001@example.org", "/search/?q=example"),
        ("search with operators", "member001@example.org", "/search/?q=example+kind%3Amember+-zebra+topic%3Alabelling"),
        ("search, a slip mended", "member001@example.org", "/search/?q=exmaple"),
        ("search, operators alone", "", "/search/?q=is%3Aopen"),
        ("API: members", "member001@example.org", "/api/v1/members?limit=50"),
        ("API: search", "member001@example.org", "/api/v1/search?q=example"),
    ]


def measure(who: str, address: str, rounds: int) -> tuple[int, float, float, float, int]:
    """Queries, p50 and p95 of the server time and the mean of the processor's time in milliseconds, bytes."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST=HOST)
    if who:
        client.force_login(get_user_model().objects.get(email=who))
        session = client.session
        session["demo-sign-in"] = True
        session.save()
    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    spent = []
    worked = time.process_time()
    for _ in range(rounds):
        begun = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - begun) * 1000)
    worked = (time.process_time() - worked) * 1000 / rounds
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    spent.sort()
    return len(queries), spent[len(spent) // 2], spent[int(len(spent) * 0.95) - 1], worked, len(answer.content)


def main() -> int:
    """Build, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=5000)
    options.add_argument("--applications", type=int, default=500)
    options.add_argument("--rounds", type=int, default=40)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="interchange-bench-") as folder:
        prepare(Path(folder))
        from django.db import connection, transaction

        from interchange.ground.shell import visitors

        visitors.SECONDS = 0.0
        begun = time.perf_counter()
        people.demo_world(given.applications)
        with transaction.atomic():
            people.applications(given.applications)
            people.members(given.people)
        print(
            f"\n{connection.vendor}: {given.applications} applications, {given.people} people (built in {time.perf_counter() - begun:.0f} s)\n"
        )
        print("| Page | Queries | p50 ms | p95 ms | CPU ms | kB |\n|---|---:|---:|---:|---:|---:|")
        over = []
        for what, who, address in pages():
            queries, middle, high, worked, size = measure(who, address, given.rounds)
            print(f"| {what} | {queries} | {middle:.0f} | {high:.0f} | {worked:.0f} | {size / 1000:.0f} |", flush=True)
            if queries > QUERIES:
                over.append(what)
        if over:
            print(f"\nOver {QUERIES} queries: {', '.join(over)}")
        return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
