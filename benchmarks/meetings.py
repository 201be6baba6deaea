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
from datetime import timedelta
from pathlib import Path

from benchmarks.pages import GOAL_MS, HOST, QUERIES, look_over, prepare

ZONES = [
    ("Africa/Nairobi", "africa"),
    ("America/Sao_Paulo", "latin-america-caribbean"),
    ("Asia/Tokyo", "group-b"),
    ("Europe/Zurich", "group-b"),
]
TEXT = "## Question\n\nWhat is left after sharing?\n\n## What was tried\n\n" + "Twelve ways of sharing, four kinds of mark. " * 40


def fill(sessions: int, items: int = 20, papers: int = 60, members: int = 200) -> None:
    """Members, one series, its sessions with everything that hangs on them."""
    from django.utils import timezone

    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.models import RoleGrant
    from interchange.network.membership.models import Membership, Profile
    from interchange.work.meetings.models import AgendaItem, Deadline, Document, Invitation, Issue, Series, Session
    from interchange.work.meetings.vocabulary import DeadlineKind

    at = timezone.now()
    people = Person.objects.bulk_create(
        [
            Person(
                email=f"m{n}@example.org",
                given_name=f"Mem{n}",
                family_name="Ber",
                time_zone=ZONES[n % 4][0],
                password="!",
                is_synthetic=True,
            )
            for n in range(members)
        ]
    )
    officer = Person.objects.create_user("officer@example.org", given_name="Off")
    year = timedelta(days=365)
    Membership.objects.bulk_create(
        [Membership(number=f"M/{n}", person=one, starts_at=at - year, ends_at=at + year) for n, one in enumerate(people)]
    )
    Profile.objects.bulk_create(
        [Profile(person=one, profile="academic", region=ZONES[n % 4][1], time_zone=ZONES[n % 4][0]) for n, one in enumerate(people)]
    )
    RoleGrant.objects.bulk_create([RoleGrant(person=one, role="member", starts_at=at - year, ends_at=at + year) for one in people])
    RoleGrant.objects.create(person=officer, role="officer", starts_at=at - year)
    series = Series.objects.create(slug="ten", body="TEN", title="Sessions of the network", made_at=at)
    for number in range(1, sessions + 1):
        starts = (at + timedelta(days=7 * (number - sessions + 3))).replace(minute=0, second=0, microsecond=0)
        over = starts < at
        session = Session.objects.create(
            series=series, number=number, kind="plenary", audience="members", title=f"Session {number}", state="closed" if over else "agenda-provisional",
            local_day=starts.date(), local_time=starts.time(), time_zone="UTC", starts_at=starts, ends_at=starts + timedelta(minutes=120), place="Geneva",
            convened_at=starts - timedelta(days=43), opened_at=starts if over else None, changed_at=at, made_at=at, burden={"africa": [1, 50], "group-b": [20, 100]},
        )  # fmt: skip
        Deadline.objects.bulk_create(
            [
                Deadline(session=session, kind=kind, due_at=starts + timedelta(days=order * 7 - 42))
                for order, kind in enumerate(DeadlineKind.values)
            ]
        )
        Invitation.objects.bulk_create(
            [
                Invitation(
                    session=session, person=one, invited_at=at, answer="remote" if n % 3 else "none", answered_at=at if n % 3 else None
                )
                for n, one in enumerate(people)
            ]
        )
        agenda = AgendaItem.objects.bulk_create(
            [
                AgendaItem(session=session, position=n, title=f"Item {n}", minutes=6, about="What it is about.", owner=people[n])
                for n in range(1, items + 1)
            ]
        )
        made = Document.objects.bulk_create(
            [
                Document(
                    number=f"TEN/{number}/{n}", session=session, kind="paper", title=f"Paper {n} of session {number}", made_at=at, issued_at=starts,
                    level="public" if n % 3 == 0 else "members", by=people[n % members],
                )
                for n in range(1, papers + 1)
            ]
        )  # fmt: skip
        Issue.objects.bulk_create([Issue(document=one, symbol=one.number, text=TEXT, issued_at=starts) for one in made])
        AgendaItem.papers.through.objects.bulk_create(
            [AgendaItem.papers.through(agendaitem_id=agenda[n % items].pk, document_id=one.pk) for n, one in enumerate(made)]
        )


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
        fill(given.sessions)
        look_over()
        print(f"built in {time.perf_counter() - started:.0f} s")
        return 1 if measure(given.rounds, given.sessions - 1) else 0


if __name__ == "__main__":
    sys.exit(main())
