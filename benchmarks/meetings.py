"""Server time and query counts of the pages of meetings, with 300 sessions of 20 items and 60 papers each, on either database.

    python -m benchmarks.meetings [--sessions 300] [--rounds 40]
    python -m scripts.postgres python -m benchmarks.meetings          (the same on PostgreSQL)

Builds a house of its own in a temporary folder (rows only; 200 members invited to each session). Asks each page `rounds` times in one
process, through every middleware. Prints a Markdown table; exit code 1 where a page costs more than 15 queries. Goal: p95 under 100 ms.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.world import meetings as world
from benchmarks.world.house import GOAL_MS, HOST, QUERIES, look_over, prepare


def pages(number: int) -> list[tuple[str, str, str]]:
    """(who asks, what, address)."""
    here = f"/meetings/ten/{number}/"
    return [
        ("visitor", "list of sessions", "/meetings/"), ("member", "list of sessions", "/meetings/"), ("member", "series with strip", "/meetings/ten/"),
        ("visitor", "session", here), ("member", "session", here), ("officer", "session", here), ("member", "agenda", f"{here}agenda/"),
        ("member", "who comes", f"{here}people/"), ("visitor", "documents", "/documents/"), ("member", "documents", "/documents/?sort=number"),
        ("member", "document", f"/documents/TEN/{number}/2/"), ("member", "my calendar", "/meetings/calendar/"),
    ]  # fmt: skip


def measure(rounds: int, number: int) -> int:
    """Ask, count, print; returns how many pages cost too many queries."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    people = {"visitor": None, "member": "m1@example.org", "officer": "officer@example.org"}
    clients = {}
    for who, email in people.items():
        clients[who] = Client(SERVER_NAME=HOST.split(":")[0])
        if email:
            clients[who].force_login(get_user_model().objects.get(email=email))
            session = clients[who].session
            session["demo-sign-in"] = True
            session.save()
    print(f"\n{connection.vendor}, {rounds} rounds\n\n| page | who | queries | median ms | p95 ms | |\n|---|---|---:|---:|---:|---|")
    costly = 0
    from interchange.ground.shell import visitors

    visitors.SECONDS = 0.0
    for who, what, address in pages(number):
        client = clients[who]
        answer = client.get(address)
        assert answer.status_code == 200, (who, address, answer.status_code)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
            queries = len(captured)
        took = []
        for _ in range(rounds):
            start = time.perf_counter()
            client.get(address)
            took.append((time.perf_counter() - start) * 1000)
        took.sort()
        p95 = took[int(len(took) * 0.95) - 1]
        costly += queries > QUERIES
        verdict = "too many queries" if queries > QUERIES else "slow" if p95 > GOAL_MS else ""
        print(f"| {what} | {who} | {queries} | {took[len(took) // 2]:.0f} | {p95:.0f} | {verdict} |")
    return costly


def main() -> int:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        started = time.perf_counter()
        from django.db import transaction

        from interchange.ground.accounts.models import Person
        from interchange.ground.policy.models import RoleGrant

        officer = Person.objects.create_user("officer@example.org", given_name="Off")
        RoleGrant.objects.create(person=officer, role="officer", starts_at=officer.created_at)
        with transaction.atomic():
            world.sessions(given.sessions, world.plain_members(200))
        look_over()
        print(f"built in {time.perf_counter() - started:.0f} s")
        return 1 if measure(given.rounds, given.sessions - 1) else 0


if __name__ == "__main__":
    sys.exit(main())
