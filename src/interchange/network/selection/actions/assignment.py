"""Give files to reviewers: suggested by rule, confirmed by an officer, refused where an obstacle stands (DOMAIN S4, U30)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import HouseError, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import neighbours
from interchange.network.selection.models import Assignment, Review, ReviewerProfile
from interchange.network.selection.queries.files import file_of, locked
from interchange.network.selection.queries.readers import hindrances
from interchange.network.selection.vocabulary import LIVE, SuggestReason, review_days, reviews_per_file


def describe_reviewer(
    actor: Viewer,
    person_id: int,
    *,
    organisation: str = "",
    parent_group: str = "",
    country: str = "",
    topics: Collection[str] = (),
    profiles: Collection[str] = (),
    capacity: int | None = None,
    at: datetime,
) -> ReviewerProfile:
    """Say what is known about a reviewer: where they belong, what they know, how many files they take at once."""
    require(actor, "reviewer.manage")
    if capacity is not None and not 0 <= capacity <= 500:
        raise Refused.of("capacity", _("The number of files must be between 0 and 500."), _("Leave it empty for the usual number."))
    with transaction.atomic():
        profile, _fresh = ReviewerProfile.objects.update_or_create(
            person_id=person_id,
            defaults={
                "organisation": organisation.strip(),
                "parent_group": parent_group.strip(),
                "country": country,
                "topics": sorted(set(topics)),
                "profiles": sorted(set(profiles)),
                "capacity": capacity,
                "updated_at": at,
            },
        )
        record(actor, "reviewer.described", ("accounts.person", person_id), at=at, after={"capacity": capacity, "topics": profile.topics})
    return profile


def assign(actor: Viewer, application_id: int, reviewer_id: int, *, at: datetime, reasons: Collection[str] = ()) -> Assignment:
    """Give a file to a reviewer. Giving it to who has it already changes nothing.

    Raises `Refused` naming every obstacle (conflict, organisation, country, co-author, full), also when a forced choice is
    posted past the list; and where the file has all its readers or is not in review.
    """
    require(actor, "assignment.manage")
    file_of(actor, application_id, "assignment.manage")
    with transaction.atomic():
        return place(actor, application_id, reviewer_id, at=at, reasons=reasons or [SuggestReason.CHOSEN])


def place(
    actor: Viewer, application_id: int, reviewer_id: int, *, at: datetime, reasons: Collection[str], third: bool = False
) -> Assignment:
    """The writing half of `assign`, shared with the rules that ask a third or another reader. Runs inside a transaction."""
    application = locked(application_id)
    live = list(Assignment.objects.filter(application_id=application_id, state__in=LIVE))
    held = next((entry for entry in live if entry.reviewer_id == reviewer_id), None)
    if held is not None:
        return held
    if application.state not in (ApplicationState.ELIGIBLE, ApplicationState.IN_REVIEW):
        raise Refused.of("reviewer", _("This application is not waiting for reviews."), _("Open it to see where it is."))
    found = hindrances(application, reviewer_id, at)
    if found:
        raise Refused.of(
            "reviewer",
            _("This person cannot have this file: %(reasons)s.") % {"reasons": "; ".join(found)},
            _("Choose somebody from the list."),
        )
    taken = {entry.order for entry in live}
    free = [order for order in ([3] if third else range(1, reviews_per_file() + 1)) if order not in taken]
    if not free:
        raise Refused.of("reviewer", _("This file has all its reviewers."), _("Choose another file."))
    made = Assignment.objects.create(
        application_id=application_id,
        reviewer_id=reviewer_id,
        order=free[0],
        reasons=[str(reason) for reason in reasons],
        assigned_by_id=actor.person_id,
        assigned_at=at,
        due_at=at + clock.days(review_days()),
    )
    Review.objects.create(assignment=made, saved_at=at)
    record(actor, "assignment.made", made, at=at, after={"state": made.state, "application": application_id})
    record(
        actor,
        "review.assigned",
        application,
        at=at,
        after={"assignment": made.pk, "reviewer": reviewer_id, "order": made.order, "reasons": made.reasons},
    )
    if application.state == ApplicationState.ELIGIBLE:
        neighbours.advance(SYSTEM if third else actor, application_id, "start-review", at=at)
    url = reverse("selection:review", args=[made.pk])
    neighbours.owe("selection.review", made, at=at, due_at=made.due_at, person_id=reviewer_id, url=url)
    neighbours.send(
        actor,
        "selection.review-asked",
        person_id=reviewer_id,
        context={"number": application.number, "due": clock.in_words(made.due_at, None), "path": url},
        subject=application,
        key=f"selection.review-asked:{made.pk}",
        at=at,
    )
    if len(live) + 1 >= reviews_per_file():
        neighbours.settle("selection.assign", application, at=at)
    return made


def assign_many(actor: Viewer, pairs: Iterable[tuple[int, int]], *, at: datetime) -> tuple[list[Assignment], list[tuple[int, int, str]]]:
    """Confirm many suggestions (application id, reviewer id). Returns what was assigned and, per refused pair, why."""
    require(actor, "assignment.manage")
    made: list[Assignment] = []
    refused: list[tuple[int, int, str]] = []
    for application_id, reviewer_id in pairs:
        try:
            made.append(assign(actor, application_id, reviewer_id, at=at, reasons=[SuggestReason.LOAD]))
        except HouseError as problem:
            refused.append((application_id, reviewer_id, str(problem)))
    return made, refused
