"""What Member States filed: mostly answered, one in twenty still open with its duty; comments in three rounds; links to sessions."""

import random
from datetime import timedelta

from benchmarks.world.house import findable, noted

TEXT = (
    "We welcome the work on marks that survive a copy. We ask which of the tests can be run again by a national office, and with which means. "
    * 12
)
OPEN_EVERY = 20
ROUNDS = 3


def statements(count: int) -> None:
    """So many statements of all States, filed over two years, with the States behind them, their answers and places."""
    from django.utils import timezone

    from interchange.ground.accounts.models import Person
    from interchange.ground.duties.models import Duty
    from interchange.ground.policy.levels import Level
    from interchange.ground.vocabulary.models import MemberState
    from interchange.work.meetings.models import Session
    from interchange.work.statements.actions.common import ANSWER
    from interchange.work.statements.models import Answer, Backing, Link, Round, Statement

    chance, now = random.Random(11), timezone.now()
    first, second = (Person.objects.get(email=email) for email in ("officer@example.org", "officer2@example.org"))
    states = list(MemberState.objects.order_by("pk"))
    rounds = Round.objects.bulk_create(
        [
            Round(
                number=f"BENCH/RND/{n}", title=f"Comments on draft {n}", note="What we ask.", level=Level.STATES, state="open" if n == 0 else "published", made_at=now - timedelta(days=200),
                opens_at=now - timedelta(days=190), closes_at=now + timedelta(days=20) if n == 0 else now - timedelta(days=100), time_zone="Europe/Zurich",
                final_text="" if n == 0 else "The final text.", published_at=None if n == 0 else now - timedelta(days=90),
            )
            for n in range(ROUNDS)
        ]
    )  # fmt: skip
    rows = []
    for number in range(count):
        filed = now - timedelta(days=730 * (count - number) / count)
        kind = ["submission", "question", "question", "topic", "comment", "briefing"][number % 6]
        opened = number % OPEN_EVERY == 0 and kind != "comment"
        answered = None if opened or kind == "comment" else filed + timedelta(days=chance.randrange(5, 40))
        said = (
            {"disposition": "taken-up", "disposition_reason": "It was right.", "disposed_at": filed + timedelta(days=60)}
            if kind == "comment"
            else {}
        )
        rows.append(
            Statement(
                number=f"BENCH/MS/{number}", kind=kind, member_state=chance.choice(states), by=second, title=f"On marks that survive, part {number}", text=TEXT,
                level=[Level.PUBLIC, Level.PUBLIC, Level.STATES, Level.RESTRICTED][number % 4], filed_at=filed, acknowledge_by=filed + timedelta(days=7), acknowledged_at=filed + timedelta(days=2),
                target_at=filed + timedelta(days=30), answered_at=answered, state="assigned" if opened else "disposed" if kind == "comment" else "answered",
                round=chance.choice(rounds) if kind == "comment" else None, **said,
            )
        )  # fmt: skip
    made = Statement.objects.bulk_create(rows, batch_size=500)
    Backing.objects.bulk_create([Backing(statement=one, member_state_id=one.member_state_id) for one in made], batch_size=1000)
    Answer.objects.bulk_create(
        [
            Answer(statement=one, text="An answer in a paragraph or two. " * 20, drafted_by=first, drafted_at=one.answered_at, cleared_by=second, cleared_at=one.answered_at, given_at=one.answered_at)
            for one in made
            if one.answered_at
        ],
        batch_size=500,
    )  # fmt: skip
    sessions = list(Session.objects.select_related("series").order_by("pk"))
    Link.objects.bulk_create(
        [
            Link(statement=one, subject_kind="meetings.session", subject_id=str(there.pk), label=there.symbol, url=there.get_absolute_url(), made_at=now)
            for one, there in ((one, chance.choice(sessions)) for one in made[:: max(1, len(made) // 2000)] if sessions)
        ],
        batch_size=500,
    )  # fmt: skip
    Duty.objects.bulk_create(
        [
            Duty(
                kind=ANSWER, subject_kind="statements.statement", subject_id=str(one.pk), subject_label=one.number, role="officer", url=one.get_absolute_url(), opened_at=one.filed_at,
                due_at=one.target_at,
            )
            for one in made
            if one.state == "assigned"
        ]
    )  # fmt: skip
    noted("statement.filed", made, at=now)
    findable("statement", made)
