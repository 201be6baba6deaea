"""Reviewers with their load, files with what counts for finding readers, suggestions in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import holding
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import neighbours
from interchange.network.selection.matching import File, Match, Reader, obstacles, offer, offer_all, organisation_keys
from interchange.network.selection.models import Assignment
from interchange.network.selection.queries.files import files
from interchange.network.selection.vocabulary import (
    LIVE,
    AssignmentState,
    Obstacle,
    SuggestReason,
    avoid_country,
    default_capacity,
    reviews_per_file,
)

KIND = "calls.application"


def readers(at: datetime) -> list[Reader]:
    """Everybody who holds the reviewer role now, with what is known about them and their unfinished files."""
    people = list(Person.objects.filter(pk__in=holding(Role.REVIEWER, at)).select_related("reviewer_profile").order_by("pk"))
    ids = [person.pk for person in people]
    load = dict(
        Assignment.objects.filter(reviewer__in=ids, state=AssignmentState.ASSIGNED)
        .values_list("reviewer")
        .annotate(n=Count("pk"))
        .order_by()
    )
    usual = default_capacity()
    made = []
    for person in people:
        profile = getattr(person, "reviewer_profile", None)
        made.append(
            Reader(
                id=person.pk,
                name=person.name,
                capacity=profile.capacity if profile and profile.capacity is not None else usual,
                load=load.get(person.pk, 0),
                country=(profile.country if profile else "") or person.country,
                organisations=organisation_keys(profile.organisation, profile.parent_group) if profile else frozenset(),
                topics=frozenset(profile.topics if profile else ()),
                profiles=frozenset(profile.profiles if profile else ()),
            )
        )
    return made


def as_files(applications: Sequence[Any]) -> list[File]:
    """The applications as the matching sees them. Three queries, however many."""
    ids = [application.pk for application in applications]
    conflicted: dict[int, set[int]] = {}
    for person, key in Conflict.objects.filter(kind=KIND, object_id__in=ids).values_list("person_id", "object_id"):
        conflicted.setdefault(key, set()).add(person)
    earlier: dict[int, set[int]] = {}
    for key, person in Assignment.objects.filter(application__in=ids).values_list("application_id", "reviewer_id"):
        earlier.setdefault(key, set()).add(person)
    authors: dict[int, list[str]] = {}
    evidence = files_evidence(applications)
    for key, names in evidence:
        authors.setdefault(key, []).extend(name for name in names.split(";") if name.strip())
    return [
        File(
            id=application.pk,
            person=application.person_id,
            country=application.country,
            organisations=organisation_keys(application.organisation, application.parent_group),
            topics=frozenset(application.topics),
            profiles=frozenset([application.main_profile, *application.other_profiles]),
            co_authors=tuple(authors.get(application.pk, ())),
            conflicted=frozenset(conflicted.get(application.pk, ())),
            readers=frozenset(earlier.get(application.pk, ())),
        )
        for application in applications
    ]


def files_evidence(applications: Sequence[Any]) -> Iterable[tuple[int, str]]:
    """(application id, names of co-authors) of their evidence."""
    if not applications:
        return []
    model = type(applications[0])
    return (
        model._default_manager.filter(pk__in=[application.pk for application in applications])
        .exclude(evidence__co_authors="")
        .exclude(evidence__isnull=True)
        .values_list("pk", "evidence__co_authors")
    )


def unassigned(viewer: Viewer, call_id: int | None = None) -> list[Any]:
    """Eligible or reviewed files that lack readers, oldest first, each with `missing` (how many) and `live` (how many it has)."""
    wanted = reviews_per_file()
    found = files(viewer).filter(state__in=[ApplicationState.ELIGIBLE, ApplicationState.IN_REVIEW])
    if call_id is not None:
        found = found.filter(call_id=call_id)
    counted = found.annotate(live=Count("assignments", filter=Q(assignments__state__in=LIVE, assignments__order__lte=2)))
    listed = list(counted.filter(live__lt=wanted).order_by("submitted_at", "pk"))
    for application in listed:
        application.missing = wanted - application.live
    return listed


def suggestions(viewer: Viewer, application: Any, at: datetime) -> list[tuple[Reader, Match]]:
    """Readers who may have this file, best first, with why. Whoever has an obstacle is not offered."""
    everyone = {reader.id: reader for reader in readers(at)}
    found = offer(as_files([application])[0], everyone.values(), avoid_country=avoid_country())
    return [(everyone[entry.reader], entry) for entry in found]


def suggestions_for_all(viewer: Viewer, call_id: int, at: datetime) -> list[tuple[Any, list[tuple[Reader, Match]]]]:
    """Readers for every file of a call that lacks them, with even load; what an officer confirms or changes."""
    listed = unassigned(viewer, call_id)
    everyone = readers(at)
    by_id = {reader.id: reader for reader in everyone}
    missing = [(application.pk, application.missing) for application in listed]
    made = offer_all(as_files(listed), everyone, missing, avoid_country=avoid_country())
    return [(application, [(by_id[entry.reader], entry) for entry in made[application.pk]]) for application in listed]


def hindrances(application: Any, reviewer_id: int, at: datetime) -> list[str]:
    """Why a person cannot have a file, in words; empty where they can."""
    reader = next((entry for entry in readers(at) if entry.id == reviewer_id), None)
    if reader is None:
        return [str(Obstacle.NOT_REVIEWER.label)]
    return [str(entry.label) for entry in obstacles(as_files([application])[0], reader, avoid_country=avoid_country())]


def in_words(entry: Match) -> list[str]:
    """The reasons of a suggestion, with the topics in common by name."""
    said = []
    for reason in entry.reasons:
        text = str(SuggestReason(reason).label)
        if reason == SuggestReason.TOPICS:
            text += ": " + ", ".join(neighbours.label("topics", code) for code in entry.topics)
        said.append(text)
    return said
