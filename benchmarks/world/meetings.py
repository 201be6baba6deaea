"""One series with many sessions: twenty items, sixty papers, two hundred people invited to each, and who was there."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from benchmarks.world.house import findable, noted

ZONES = [
    ("Africa/Nairobi", "africa"),
    ("America/Sao_Paulo", "latin-america-caribbean"),
    ("Asia/Tokyo", "group-b"),
    ("Europe/Zurich", "group-b"),
]
TEXT = "## Question\n\nWhat is left after sharing?\n\n## What was tried\n\n" + "Twelve ways of sharing, four kinds of mark. " * 40


def plain_members(count: int) -> list[Any]:
    """Members of a house that has none."""
    from django.utils import timezone

    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.models import RoleGrant
    from interchange.network.membership.models import Membership, Profile

    at, year = timezone.now(), timedelta(days=365)
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
            for n in range(count)
        ]
    )
    Membership.objects.bulk_create(
        [Membership(number=f"M/{n}", person=one, starts_at=at - year, ends_at=at + year) for n, one in enumerate(people)]
    )
    Profile.objects.bulk_create(
        [Profile(person=one, profile="academic", region=ZONES[n % 4][1], time_zone=ZONES[n % 4][0]) for n, one in enumerate(people)]
    )
    RoleGrant.objects.bulk_create([RoleGrant(person=one, role="member", starts_at=at - year, ends_at=at + year) for one in people])
    return people


def sessions(count: int, people: Sequence[Any], *, slug: str = "ten", body: str = "TEN", items: int = 20, papers: int = 60) -> None:
    """A series of weekly sessions, all but the last four over, with everything that hangs on them."""
    from django.utils import timezone

    from interchange.work.meetings.models import AgendaItem, Deadline, Document, Invitation, Issue, Series, Session
    from interchange.work.meetings.vocabulary import DeadlineKind

    at = timezone.now()
    series = Series.objects.create(slug=slug, body=body, title="Sessions of the network", made_at=at)
    for number in range(1, count + 1):
        starts = (at + timedelta(days=7 * (number - count + 3))).replace(minute=0, second=0, microsecond=0)
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
                    number=f"{body}/{number}/{n}", session=session, kind="paper", title=f"Paper {n} of session {number}", made_at=at, issued_at=starts,
                    level="public" if n % 3 == 0 else "members", by=people[n % len(people)],
                )
                for n in range(1, papers + 1)
            ]
        )  # fmt: skip
        Issue.objects.bulk_create([Issue(document=one, symbol=one.number, text=TEXT, issued_at=starts) for one in made])
        AgendaItem.papers.through.objects.bulk_create(
            [AgendaItem.papers.through(agendaitem_id=agenda[n % items].pk, document_id=one.pk) for n, one in enumerate(made)]
        )
        noted("document.issued", made, at=starts)
        findable("document", made)
        findable("meeting", [session])
