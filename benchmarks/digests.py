"""Digests for five thousand people: how long, and that a killed worker costs only what it had in hand.

    python -m benchmarks.digests [--people 5000] [--letters 8]

Fills a database of its own (INTERCHANGE_DATABASE_URL; a new file by default) with so many members, each with letters that wait, about questions that
are looked up anew for each reader. Makes up the digests, once through and once with a stop half-way and a second start, and counts that each
letter is told in exactly one. Goal: under 60 s.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path


def fill(people: int, letters: int) -> None:
    """Members with letters that wait for tomorrow's digest."""
    from datetime import timedelta

    from interchange.ground import clock
    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.models import RoleGrant
    from interchange.ground.policy.vocabulary import Role
    from interchange.ground.post.models import Letter
    from interchange.work.exchange.models import Question

    at = clock.now() - timedelta(days=8)
    start = Person.objects.count()
    made = Person.objects.bulk_create(
        [Person(email=f"d{start + n}@example.org", given_name=f"D{start + n}", password="!") for n in range(people)], batch_size=1000
    )
    RoleGrant.objects.bulk_create([RoleGrant(person=one, role=Role.MEMBER, starts_at=at) for one in made], batch_size=1000)
    about = [
        Question.objects.create(
            number=f"B/{start}/{n}",
            title=f"Question {n}?",
            text="Words.",
            topics=["labelling"],
            asker=made[0],
            asked_at=at,
            wanted_by=clock.now(),
        )
        for n in range(letters)
    ]
    Letter.objects.bulk_create(
        [
            Letter(
                number=f"B/{one.pk}/{n}", key=f"b:{one.pk}:{n}", template="exchange.new", essential=False, person=one, address=one.email, subject=f"A question: {question.title}",
                body=f"Dear {one.name},\n\nhttp://127.0.0.1:8000/exchange/questions/{question.pk}/\n", subject_kind="exchange.question", subject_id=question.pk,
                state="gathered", message_id=f"<b{one.pk}-{n}@example.org>", written_at=at, next_try_at=at + timedelta(days=7),
            )
            for one in made
            for n, question in enumerate(about)
        ],
        batch_size=1000,
    )  # fmt: skip


def main() -> None:
    """Fill, gather, kill, gather, count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--letters", type=int, default=8)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="digests-"))
    os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{folder}/digests.sqlite3")
    os.environ.setdefault("INTERCHANGE_DATA_DIR", str(folder))
    os.environ["INTERCHANGE_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import Count

    from interchange.ground import clock
    from interchange.ground.post import digests
    from interchange.ground.post.models import Letter

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_data", verbosity=0)
    for way in ("once through", "stopped half-way"):
        fill(given.people, given.letters)
        begun, turns = time.perf_counter(), 0
        if way == "stopped half-way":

            def stop() -> bool:
                nonlocal turns
                turns += 1
                return turns > given.people // digests.AT_ONCE // 2

            print(f"  stopped after {digests.gather(clock.now(), stop=stop)} people")
        done = digests.gather(clock.now())
        print(f"{connection.vendor}, {way}: {done} people with {given.letters} letters each in {time.perf_counter() - begun:.1f} s")
    waiting = Letter.objects.filter(state="gathered").count()
    told = Letter.objects.filter(state="in-digest").count()
    sizes = set(Letter.objects.filter(template="post.gathered").annotate(n=Count("gathered")).values_list("n", flat=True))
    print(f"waiting: {waiting}; told: {told} of {2 * given.people * given.letters}; letters in one digest: {sorted(sizes)}")


if __name__ == "__main__":
    main()
