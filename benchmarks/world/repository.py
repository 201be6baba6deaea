"""Records of about 1 kB whose words are drawn as language draws them (Zipf), some with a file of ten pages, filed as imports file them."""

import random

from benchmarks.world.house import noted


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
            noted("record.published", [record for record, _version in pairs], at=at)
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
