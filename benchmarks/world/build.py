"""A whole world of a size, stage by stage. A stage is one transaction and is remembered in the folder, so that a build that was stopped goes on."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.world import direction, landscape, lexicon, meetings, people, questions, repository, statements
from benchmarks.world.house import look_over, prepare

FULL = {
    "applications": 1_000, "people": 5_000, "meetings": 300, "records": 100_000, "tools": 10_000, "terms": 10_000, "statements": 5_000,
    "topics": 2_000, "questions": 2_000,
}  # fmt: skip
INVITED = 200


def sizes(factor: float) -> dict[str, int]:
    """How many of each kind a world of `factor` times full scale holds."""
    return {name: max(1, round(count * factor)) for name, count in FULL.items()}


def _members() -> list[Any]:
    from interchange.ground.accounts.models import Person

    return list(Person.objects.filter(email__startswith="bench").order_by("pk"))


def _invited() -> list[Any]:
    from interchange.ground.accounts.models import Person

    return [*Person.objects.filter(email__startswith="member0").order_by("pk")[:10], *_members()[: INVITED - 10]]


def _terms(count: int) -> None:
    from django.utils import timezone

    from interchange.knowledge.lexicon.actions.loading import load_starter

    load_starter(lexicon.made_up(count)[0], at=timezone.now())


def _count_anew() -> None:
    from django.utils import timezone

    from interchange.desk.transparency.actions import count_anew
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.ground.search import spelling

    spelling.learn(timezone.now())
    count_anew(SYSTEM, at=timezone.now())


def stages(factor: float) -> list[tuple[str, Callable[[], object]]]:
    """(name, maker) in the order in which they stand on each other."""
    size = sizes(factor)
    return [
        ("demo world, by actions", lambda: people.demo_world(size["applications"])),
        (f"{size['applications']:,} applications", lambda: people.applications(size["applications"])),
        (f"{size['people']:,} people", lambda: people.members(size["people"])),
        (f"{4 * size['people']:,} letters", lambda: people.letters(_members())),
        (f"{size['meetings']:,} meetings", lambda: meetings.sessions(size["meetings"], _invited(), slug="bench", body="BENCH")),
        (f"{size['tools']:,} tools", lambda: landscape.fill(size["tools"], size["tools"] // 2, size["tools"] * 6)),
        (f"{size['terms']:,} terms", lambda: _terms(size["terms"])),
        (f"{size['topics']:,} topics", lambda: direction.topics(size["topics"], _members())),
        (f"{size['questions']:,} questions", lambda: questions.questions(size["questions"], _members())),
        (f"{size['statements']:,} statements", lambda: statements.statements(size["statements"])),
        (
            f"{size['records']:,} records",
            lambda: repository.fill(size["records"], max(1, size["records"] // 200), random.Random(7)),
        ),
        ("words and figures", _count_anew),
    ]


def build(folder: Path, factor: float, say: Callable[[str], None]) -> None:
    """Build what is not there yet; says each stage with its seconds."""
    prepare(folder)
    from django.db import transaction

    marks = folder / "stages.txt"
    done = marks.read_text(encoding="utf-8").splitlines() if marks.exists() else []
    begun = time.perf_counter()
    for name, maker in stages(factor):
        if name in done:
            continue
        started = time.perf_counter()
        with transaction.atomic():
            maker()
        with marks.open("a", encoding="utf-8") as kept:
            kept.write(f"{name}\n")
        say(f"{name}: {time.perf_counter() - started:.0f} s")
    if len(done) < len(stages(factor)):
        look_over()
        say(f"built in {time.perf_counter() - begun:.0f} s")
