"""Server time and query counts of the pages that matter, with 500 applications to one call and 5,000 people, on either database.

    python -m benchmarks.pages [--people 5000] [--applications 500] [--rounds 40]
    python -m scripts.postgres python -m benchmarks.pages            (the same on PostgreSQL)

Builds a house of its own in a temporary folder: a small demo world and the first applications to its large call by actions; the rest of the
applications (with evidence, readers, marks and results) and of the people are copies of their rows. Asks each page `rounds` times in one process, through every middleware, without the visitors' cache.
Prints a Markdown table; exit code 1 where a page costs more than 15 queries. Goal: p95 under 100 ms on an idle machine. The processor's
time of this process stands beside it (on PostgreSQL without the server's), for machines that do other things meanwhile.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

QUERIES = 15
GOAL_MS = 100
LARGE = "Third call for applications"
SAMPLE = 60  # applications made by actions, of which the rest are copies
HOST = "127.0.0.1:8000"


def prepare(folder: Path) -> None:
    """Settings and an empty database with its words."""
    os.environ |= {"INTERCHANGE_DEMO": "1", "INTERCHANGE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "interchange.config.settings"}
    os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["INTERCHANGE_LOG_LEVEL"] = "ERROR"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django

    django.setup()
    from interchange.config.work import prepare

    prepare()


def look_over() -> None:
    """Let the database count its rows, as a server does by itself within a minute of a large load: plans are made from that."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(people: int, applications: int) -> None:
    """The demo world, its large call, and members enough."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from interchange.desk.demo import build as demo
    from interchange.network.membership.models import Membership, Profile

    demo.BREATH = 0
    demo.build(timezone.now(), members=24)
    demo.build_large(applications=min(applications, SAMPLE))
    copy_applications(applications)
    model, at = get_user_model(), timezone.now()
    count = people - model.objects.count()
    known = Profile.objects.select_related("person").order_by("pk")
    samples = list(known)
    made = model.objects.bulk_create(
        [
            model(
                email=f"bench{number}@example.org",
                password="!",
                given_name=samples[number % len(samples)].person.given_name,
                family_name=f"Bench {number}",
                country=samples[number % len(samples)].country,
                is_synthetic=True,
            )
            for number in range(count)
        ],
        batch_size=500,
    )
    Membership.objects.bulk_create(
        [Membership(number=f"BENCH/{one.pk}", person=one, starts_at=at, ends_at=at + timedelta(days=700)) for one in made],
        batch_size=500,
    )
    copied = (
        "profile",
        "organisation",
        "organisation_kind",
        "country",
        "region",
        "sectors",
        "topics",
        "languages",
        "time_zone",
        "expertise",
    )
    Profile.objects.bulk_create(
        [
            Profile(person=one, public=number % 3 > 0, **{name: getattr(samples[number % len(samples)], name) for name in copied})
            for number, one in enumerate(made)
        ],
        batch_size=500,
    )


def copy_applications(wanted: int) -> None:
    """Copies of the large call's applications, each with a person of its own and all that hangs on it, up to so many."""
    from django.contrib.auth import get_user_model

    from interchange.network.calls.models import Application, ApplicationFile, Evidence
    from interchange.network.selection.models import Assignment, Mark, Result, Review

    samples = list(Application.objects.filter(call__title=LARGE).select_related("person").order_by("pk"))
    count = wanted - len(samples)
    people = get_user_model().objects.bulk_create(
        [
            get_user_model()(email=f"copy{n}@example.org", password="!", is_synthetic=True, given_name="Copy", family_name=f"{n}")
            for n in range(count)
        ]
    )
    origin = [samples[n % len(samples)] for n in range(count)]
    made = Application.objects.bulk_create(
        [
            _copy(one, person=person, number=f"BENCH/APP/{n}", family_name=f"{one.family_name} {n}", organisation=f"{one.organisation} {n}")
            for n, (one, person) in enumerate(zip(origin, people, strict=True))
        ]
    )
    for model in (Evidence, ApplicationFile):
        rows = {one.pk: list(model.objects.filter(application=one)) for one in samples}
        model.objects.bulk_create([_copy(row, application=new) for one, new in zip(origin, made, strict=True) for row in rows[one.pk]])
    results = {row.pk: row for row in Result.objects.filter(application__in=samples)}
    Result.objects.bulk_create(
        [_copy(results[one.pk], application=new) for one, new in zip(origin, made, strict=True) if one.pk in results]
    )
    reviews = {one.pk: list(Review.objects.filter(assignment__application=one).select_related("assignment")) for one in samples}
    for one, new in zip(origin, made, strict=True):
        for review in reviews[one.pk]:
            copied = Assignment.objects.bulk_create([_copy(review.assignment, application=new)])[0]
            written = Review.objects.bulk_create([_copy(review, assignment=copied)])[0]
            Mark.objects.bulk_create([_copy(mark, review=written) for mark in review.marks.all()])


def _copy(row: "Model", **changes: object) -> "Model":
    """The same row, unsaved, with other values for some fields."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key or field.is_relation}
    return type(row)(**{**values, **changes})


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
        from django.db import connection

        from interchange.ground.shell import visitors

        visitors.SECONDS = 0.0
        begun = time.perf_counter()
        fill(given.people, given.applications)
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
