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

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
os.environ.setdefault("INTERCHANGE_DEMO", "1")
os.environ["INTERCHANGE_DATA_DIR"] = tempfile.mkdtemp(prefix="interchange-bench-")
os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{os.environ['INTERCHANGE_DATA_DIR']}/bench.sqlite3")


def words_of(chance: random.Random, vocabulary: list[str], weights: list[float], count: int) -> str:
    return " ".join(chance.choices(vocabulary, cum_weights=weights, k=count))


def fill(records: int, pdfs: int, chance: random.Random) -> list[str]:
    """That many published records of about 1 kB, some with a file of ten pages; returns the texts that questions are drawn from."""
    from django.db import transaction

    from interchange.ground import clock
    from interchange.ground.accounts.models import Person
    from interchange.ground.files.models import StoredFile
    from interchange.ground.search.words import indexed
    from interchange.knowledge.repository import filing
    from interchange.knowledge.repository.drafts import Creator
    from interchange.knowledge.repository.finding import PAGE_BASE
    from interchange.knowledge.repository.models import PageText, Record, RecordFile, Version

    at = clock.now()
    vocabulary = [
        f"{chance.choice('bdfgklmnprstvz')}{chance.choice('aeiou')}{number:x}{chance.choice(['tion', 'ing', 'or', 'mark', 'ia'])}"
        for number in range(60_000)
    ]
    weights, total = [], 0.0
    for rank in range(len(vocabulary)):
        total += 1 / (rank + 3)
        weights.append(total)
    topics = ["labelling", "provenance", "enforcement", "creation", "rights-reservation", "licensing"]
    sectors = ["music", "news", "photography", "software", "games", "publishing", "audiovisual", "cross-sector"]
    texts: list[str] = []
    owner = Person.objects.create_user("bench@example.org")
    for first in range(0, records, 1000):
        pairs = []
        for number in range(first, min(records, first + 1000)):
            title, summary = words_of(chance, vocabulary, weights, 9), words_of(chance, vocabulary, weights, 130)
            record = Record(slug=f"bench-{number}", created_at=at, datestamp=at, level="members" if number % 20 == 0 else "public")
            version = Version(
                state="published", created_at=at, published_at=at, title=title, summary=summary, year=1990 + number % 37, kind=chance.choice(["paper", "report", "dataset"]),
                creators=[Creator(family=chance.choice(vocabulary).title(), given="Ada").plain() for _ in range(3)], topics=chance.sample(topics, 2),
                sectors=chance.sample(sectors, 2), tools=[f"tool-{chance.randrange(200)}"], language=chance.choice(["en", "en", "en", "fr", "zh"]),
                licence=chance.choice(["", "CC-BY-4.0"]), identifiers=[["doi", f"10.5555/bench.{number}"]], keywords=[],
            )  # fmt: skip
            pairs.append((record, version))
            if number % 37 == 0:
                texts.append(f"{title} {summary}")
        with transaction.atomic():
            filing.file_new(pairs, at=at)
    pages = []
    for record in Record.objects.select_related("current").order_by("-pk")[:pdfs]:
        stored = StoredFile.objects.create(
            purpose="repository", owner=owner, name="x.pdf", media_type="application/pdf", size=1, sha256="0" * 64, stored_at=at
        )
        file = RecordFile.objects.create(version=record.current, stored=stored, added_at=at, text_state="done", pages=10)
        for page in range(1, 11):
            text = words_of(chance, vocabulary, weights, 400)
            pages.append(PageText(pk=file.pk * PAGE_BASE + page, file=file, number=page, body=text, body_norm=indexed(text)))
    PageText.objects.bulk_create(pages, batch_size=500)
    with transaction.atomic():
        filing.touch()
        Record.objects.filter(pk__in=[record.pk for record in Record.objects.order_by("-pk")[:1]]).update(touched=1)
    return texts


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
