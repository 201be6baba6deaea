"""People: members with entries in the directory, applicants with everything that hangs on an application, their letters."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from benchmarks.world.house import copy_of, findable, noted

LARGE = "Third call for applications"
MEMBERS = 90  # of the demo world: with fewer, not all of its stories have their people
SAMPLE = 60  # applications made by actions, of which the rest are copies
BATCH = 500
COPIED = ("profile", "organisation", "organisation_kind", "country", "region", "sectors", "topics", "languages", "time_zone", "expertise")


def demo_world(applications: int) -> None:
    """The demo world with the first applications to its large call, all by actions."""
    from django.utils import timezone

    from interchange.desk.demo import build as demo

    demo.BREATH = 0
    demo.build(timezone.now(), members=MEMBERS)
    demo.build_large(applications=min(applications, SAMPLE))


def members(wanted: int) -> list[Any]:
    """Members with role, membership and entry, until there are so many people; returns those made."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from interchange.ground.policy.models import RoleGrant
    from interchange.network.membership.models import Membership, Profile

    model, at = get_user_model(), timezone.now()
    count = max(0, wanted - model.objects.count())
    samples = list(Profile.objects.select_related("person").order_by("pk"))
    origin = [samples[number % len(samples)] for number in range(count)]
    made = model.objects.bulk_create(
        [
            model(
                email=f"bench{number}@example.org",
                password="!",
                given_name=one.person.given_name,
                family_name=f"Bench {number}",
                country=one.country,
                time_zone=one.time_zone,
                is_synthetic=True,
            )
            for number, one in enumerate(origin)
        ],
        batch_size=BATCH,
    )
    ends = at + timedelta(days=700)
    memberships = Membership.objects.bulk_create(
        [Membership(number=f"BENCH/{one.pk}", person=one, starts_at=at, ends_at=ends) for one in made], batch_size=BATCH
    )
    RoleGrant.objects.bulk_create([RoleGrant(person=one, role="member", starts_at=at, ends_at=ends) for one in made], batch_size=BATCH)
    Profile.objects.bulk_create(
        [
            Profile(person=one, public=number % 3 > 0, **{name: getattr(sample, name) for name in COPIED})
            for number, (one, sample) in enumerate(zip(made, origin, strict=True))
        ],
        batch_size=BATCH,
    )
    noted("membership.admitted", memberships, at=at)
    findable("member", Membership.objects.filter(number__startswith="BENCH/").select_related("person__profile").order_by("pk").iterator())
    return made


def applications(wanted: int) -> None:
    """Copies of the large call's applications, each with a person of its own and all that hangs on it, up to so many."""
    from django.contrib.auth import get_user_model

    from interchange.network.calls.models import Application, ApplicationFile, Evidence
    from interchange.network.selection.models import Assignment, Mark, Result, Review

    samples = list(Application.objects.filter(call__title=LARGE).select_related("person").order_by("pk"))
    count = max(0, wanted - len(samples))
    model = get_user_model()
    people = model.objects.bulk_create(
        [model(email=f"copy{n}@example.org", password="!", is_synthetic=True, given_name="Copy", family_name=f"{n}") for n in range(count)],
        batch_size=BATCH,
    )
    origin = [samples[n % len(samples)] for n in range(count)]
    made = Application.objects.bulk_create(
        [
            copy_of(
                one, person=person, number=f"BENCH/APP/{n}", family_name=f"{one.family_name} {n}", organisation=f"{one.organisation} {n}"
            )
            for n, (one, person) in enumerate(zip(origin, people, strict=True))
        ],
        batch_size=BATCH,
    )
    pairs = list(zip(origin, made, strict=True))
    for kind in (Evidence, ApplicationFile):
        rows = {one.pk: list(kind.objects.filter(application=one)) for one in samples}
        kind.objects.bulk_create([copy_of(row, application=new) for one, new in pairs for row in rows[one.pk]], batch_size=BATCH)
    results = {row.pk: row for row in Result.objects.filter(application__in=samples)}
    Result.objects.bulk_create([copy_of(results[one.pk], application=new) for one, new in pairs if one.pk in results], batch_size=BATCH)
    reviews = {one.pk: list(Review.objects.filter(assignment__application=one).select_related("assignment")) for one in samples}
    marks = {one.pk: list(one.marks.all()) for rows in reviews.values() for one in rows}
    wanted_reviews = [(review, new) for one, new in pairs for review in reviews[one.pk]]
    assigned = Assignment.objects.bulk_create([copy_of(one.assignment, application=new) for one, new in wanted_reviews], batch_size=BATCH)
    written = Review.objects.bulk_create(
        [copy_of(one, assignment=new) for (one, _app), new in zip(wanted_reviews, assigned, strict=True)], batch_size=BATCH
    )
    Mark.objects.bulk_create(
        [copy_of(mark, review=new) for (one, _app), new in zip(wanted_reviews, written, strict=True) for mark in marks[one.pk]],
        batch_size=BATCH,
    )
    if made:
        noted("application.submitted", made, at=made[0].submitted_at or made[0].saved_at)
        noted("review.filed", [("calls.application", new.pk) for _review, new in wanted_reviews], at=made[0].saved_at)


def letters(people: Sequence[Any], each: int = 4) -> None:
    """Letters that were sent to them."""
    from django.utils import timezone

    from interchange.ground.post.models import Letter

    at = timezone.now() - timedelta(days=30)
    sample = Letter.objects.filter(state="sent").exclude(secret=True).first()
    template = sample.template if sample else "calls.receipt"
    Letter.objects.bulk_create(
        [
            Letter(
                number=f"BENCH/L/{one.pk}/{n}", key=f"bench:{one.pk}:{n}", template=template, person=one, address=one.email, subject=f"A letter {n}",
                body="What was said.\n" * 20, state="sent", message_id=f"<bench-{one.pk}-{n}@example.org>", attempts=1, written_at=at, sent_at=at,
            )
            for one in people
            for n in range(each)
        ],
        batch_size=BATCH,
    )  # fmt: skip
