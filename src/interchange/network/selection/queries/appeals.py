"""Requests for review: until when, and who may handle one."""

from datetime import datetime

from interchange.ground import clock
from interchange.ground.journal.models import Event
from interchange.network.selection.models import Assignment, Choice, EligibilityCheck, Release
from interchange.network.selection.vocabulary import request_days


def last_day(decided_at: datetime) -> datetime:
    """Until when a review of a decision can be asked for."""
    return decided_at + clock.days(request_days())


def took_part(application_id: int) -> set[int]:
    """Everybody who had a hand in a file: checked, read, chose, prepared or released it, or did anything the journal knows of.

    Filing the complaint itself and being its applicant is no handling, but nobody handles their own file anyway.
    """
    people: set[int | None] = set()
    on_file = Event.objects.filter(subject_kind="calls.application", subject_id=str(application_id))
    people.update(on_file.exclude(verb="application.refused-conflicted").values_list("actor_id", flat=True))
    people.update(EligibilityCheck.objects.filter(application_id=application_id).values_list("officer_id", flat=True))
    for reviewer, by in Assignment.objects.filter(application_id=application_id).values_list("reviewer_id", "assigned_by_id"):
        people.update((reviewer, by))
    people.update(Choice.objects.filter(application_id=application_id).values_list("chosen_by_id", flat=True))
    calls = Choice.objects.filter(application_id=application_id).values("set__call_id")
    for prepared, released in Release.objects.filter(call_id__in=calls).values_list("prepared_by_id", "released_by_id"):
        people.update((prepared, released))
    return {person for person in people if person is not None}
