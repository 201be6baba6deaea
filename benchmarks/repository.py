"""Finding among many records: search, facets and a record's page, beside the raw full-text index that stands under them.

    python -m benchmarks.repository [--records 100000] [--pdfs 500] [--queries 300]
    python -m scripts.postgres python -m benchmarks.repository

Makes its own database in a folder of its own, fills it in few statements as imports do, asks as a visitor and as a member, and prints milliseconds and ratios.
Words are drawn as language draws them (Zipf), questions are of one to three words of one record, so that common and rare words come as people use them.
The raw index is asked the least that a search must: how many rows hold the words, and the best twenty by rank.
"""

import argparse
import os
import random
import statistics
import tempfile
import time

from benchmarks.world.repository import fill

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
os.environ.setdefault("INTERCHANGE_DEMO", "1")
os.environ["INTERCHANGE_DATA_DIR"] = tempfile.mkdtemp(prefix="interchange-bench-")
os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{os.environ['INTERCHANGE_DATA_DIR']}/bench.sqlite3")


def timed(piece, questions) -> list[float]:
    found = []
    for question in questions:
        begun = time.perf_counter()
        piece(question)
        found.append((time.perf_counter() - begun) * 1000)
    return found


def told(name: str, times: list[float]) -> float:
    p95 = statistics.quantiles(times, n=20)[18]
    print(f"{name:<58} median {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms")
    return p95


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--records", type=int, default=100_000)
    given.add_argument("--pdfs", type=int, default=500)
    given.add_argument("--queries", type=int, default=300)
    given = given.parse_args()
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from interchange.ground.policy.viewer import VISITOR, Viewer
    from interchange.ground.policy.vocabulary import Role
    from interchange.ground.search.queries import asked_for
    from interchange.knowledge.repository import shelf
    from interchange.knowledge.repository.finding import search
    from interchange.knowledge.repository.models import Record

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_data", verbosity=0)
    chance = random.Random(7)
    begun = time.perf_counter()
    texts = fill(given.records, given.pdfs, chance)
    print(f"{connection.vendor}: {given.records} records and {given.pdfs * 10} pages in {time.perf_counter() - begun:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    questions = [" ".join(chance.sample(chance.choice(texts).split(), chance.choice([1, 2, 2, 3]))) for _ in range(given.queries)]
    begun = time.perf_counter()
    shelf.current()
    print(f"the shelf read from nothing: {time.perf_counter() - begun:.2f} s")

    def raw(question: str) -> None:
        asked = asked_for(question.split())
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT count(*) FROM search_fts WHERE search_fts MATCH %s", (asked,))
                cursor.fetchall()
                cursor.execute(
                    "SELECT rowid FROM search_fts WHERE search_fts MATCH %s ORDER BY bm25(search_fts, 10.0, 1.0) LIMIT 20", (asked,)
                )
            else:
                cursor.execute("SELECT count(*) FROM search_searchentry WHERE words @@ to_tsquery('simple', %s)", (asked,))
                cursor.fetchall()
                cursor.execute(
                    "SELECT id FROM search_searchentry WHERE words @@ to_tsquery('simple', %s) ORDER BY ts_rank(words, to_tsquery('simple', %s)) DESC LIMIT 20",
                    (asked, asked),
                )
            cursor.fetchall()

    member = Viewer(person_id=1, roles=frozenset({Role.MEMBER}))
    base = told("raw full-text index: count and the best twenty", timed(raw, questions))
    for name, viewer in (("visitor", VISITOR), ("member", member)):

        def ask(question: str, viewer: Viewer = viewer) -> None:
            found = search(viewer, f"q={question.replace(' ', '+')}")
            assert len(found.rows) <= min(20, found.count)

        p95 = told(f"search as {name}: words, pages of files, ranked page, snippets", timed(ask, questions))
        print(f"{'':<58} ratio to the raw index at p95: {p95 / base:.2f}")

        def facets(question: str, viewer: Viewer = viewer) -> None:
            found = search(viewer, f"q={question.replace(' ', '+')}&topic=labelling")
            assert len(found.facets) == 7

        told(f"facets as {name}: seven facets and years, counted", timed(facets, questions))
    told("facets without words, as visitor", timed(lambda _one: search(VISITOR, "topic=provenance&kind=paper").facets, range(50)))
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()
        for name, address in (
            ("list page", "/repository/"),
            ("list page, filtered, by title", "/repository/?topic=labelling&sort=title&page=3"),
            ("record page", f"/repository/{Record.objects.last().slug}/"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            told(
                f"{name} ({len(queries)} queries)",
                timed(lambda number, address=address: client.get(f"{address}{'&' if '?' in address else '?'}n={number}"), range(40)),
            )
        told("search page, all of it", timed(lambda question: client.get("/repository/", {"q": question}), questions[:80]))


if __name__ == "__main__":
    main()
