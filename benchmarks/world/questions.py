"""Questions that members put to each other, with answers."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from benchmarks.world.house import findable, noted

TEXT = "Which marks survive a copy and a change of format, and how was that measured? "


def questions(count: int, people: Sequence[Any]) -> None:
    """So many questions over two years with two answers each; the newest of them still open."""
    from django.utils import timezone

    from interchange.ground.vocabulary import queries as vocabulary
    from interchange.work.exchange.models import Answer, Question

    chance, now = random.Random(12), timezone.now()
    topics = sorted(vocabulary.codes("topics"))
    rows = []
    for number in range(count):
        asked = now - timedelta(days=730 * (count - number) / count, hours=1)
        opened = number > count * 0.97
        rows.append(
            Question(
                number=f"BENCH/Q/{number}", title=f"Which marks survive, part {number}?", text=TEXT * 5, topics=chance.sample(topics, 2), asker=chance.choice(people), asked_at=asked,
                wanted_by=asked + timedelta(days=30), state="open" if opened else "closed", closed_at=None if opened else asked + timedelta(days=40),
            )
        )  # fmt: skip
    made = Question.objects.bulk_create(rows, batch_size=500)
    Answer.objects.bulk_create(
        [
            Answer(question=one, author=chance.choice(people), text=f"Answer {n}. {TEXT}" * 3, said_at=one.asked_at + timedelta(days=n + 1), fingerprint=f"{one.pk}:{n}")
            for one in made
            for n in range(2)
        ],
        batch_size=500,
    )  # fmt: skip
    noted("peer-question.asked", made, at=now)
    findable("question", made)
